"""Whether a condition can come out otherwise: it is asked of other values than those recorded.

    imdb.test_accuracy > 0.5 ── 0.5, -3.1e4, … in place of 0.88 ──▶ False: it can fail
    imdb.loss > imdb.loss - 1 ── any ──▶ True: a sentence on it says nothing

What is tried is the same each time: what reverses the first comparison, numbers of all sizes,
those that the condition names and compares, and the recorded ones mixed with these, so that
boundaries and equal sides come up too.
"""

import math
import random
import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain, repeat
from typing import Any

from executed_slides.template.values import Draws, bare_value, trial_of

_NUMBER = re.compile(r"\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")
_TEXT = re.compile(r"""(["'])(.*?)\1""")
# A text that was recorded is there: it may be another or longer, but not be none.
_TEXTS = ("…", "… " * 200)
_FIRST_TRIES, _MORE_TRIES = 8, 1500
_FAR = 1e6
_SIZES = 6  # Powers of ten, up and down.

Draw = Callable[[list[Any]], list[Any]]


def can_be(
    wanted: bool, ask: Callable[[], bool], condition: str, compared: list[tuple[str, Any, Any]]
) -> bool:
    """Whether some recorded values would make the condition that; `compared` is what it did."""
    for draw in _draws(wanted, condition, compared):
        draws = Draws(draw)
        with trial_of(draws=draws):
            try:
                if ask() is wanted:
                    return True
            except Exception:
                continue
        if not draws.drawn:
            break  # It reads nothing that was recorded.
    return False


def _draws(wanted: bool, condition: str, compared: list[tuple[str, Any, Any]]) -> Iterator[Draw]:
    """Ways to put other values in place of the recorded ones, those that mostly do at first."""
    rising = bool(compared) and compared[0][0].startswith("<") is wanted
    sides = chain((-_FAR if rising else _FAR,), repeat(_FAR if rising else -_FAR))
    yield partial(_draw_apart, sides)
    luck = random.Random(condition)
    texts = (*_TEXTS, *(text for _, text in _TEXT.findall(condition) if text))
    for _ in range(_FIRST_TRIES):
        yield partial(_draw_mixed, luck, (), texts, 0)
    written = tuple(float(number) for number in _NUMBER.findall(condition))
    named = tuple(_numbers_in(written, compared))
    near = tuple(number for value in named for number in _around(value))
    for number in near:
        yield partial(_draw_same, number, texts)
    for turn in range(_MORE_TRIES):
        pool, kept = (written, named, near)[turn % 3], (0, 0.5, 0.8)[turn // 3 % 3]
        yield partial(_draw_mixed, luck, pool, texts, kept)
    if "none" in condition.lower():
        yield _draw_none


def _draw_apart(sides: Iterator[float], values: list[Any]) -> list[Any]:
    """What is read first far to one side, in all seeds, and all else to the other."""
    side = next(sides)
    return [
        not value if isinstance(value, bool) else _like(side, _TEXTS, value) for value in values
    ]


def _draw_same(number: float, texts: tuple[str, ...], values: list[Any]) -> list[Any]:
    return [_like(number, texts, value) for value in values]


def _draw_mixed(
    luck: random.Random,
    pool: tuple[float, ...],
    texts: tuple[str, ...],
    kept: float,
    values: list[Any],
) -> list[Any]:
    """The recorded values in a share of all draws, else numbers of the pool or of any size."""
    drawn = []
    for value in values:
        if kept and luck.random() < kept:
            drawn.append(value)
        else:
            number = luck.choice((-1, 1)) * 10 ** luck.uniform(-_SIZES, _SIZES)
            drawn.append(_like(luck.choice((*pool, number)), texts, value))
    return drawn


def _draw_none(values: list[Any]) -> list[Any]:
    """Nothing was recorded, as in one of the runs."""
    return [None] * len(values) if None in values else values


def _numbers_in(written: Iterable[float], compared: list[tuple[str, Any, Any]]) -> Iterable[float]:
    """Numbers at which a condition may turn: those that are written in it, or compared."""
    sides = [side for _, *sides in compared for side in sides]
    numbers = [bare_value(value) for value in sides if isinstance(value, int | float)]
    every = [0, 1, *written, *(number / 100 for number in written), *numbers]
    return filter(math.isfinite, dict.fromkeys(every))


def _around(number: float) -> tuple[float, ...]:
    near = (number, number - 1, number + 1, number * (1 - 1e-9), number * (1 + 1e-9))
    return (*near, number + 1e12, number - 1e12)


def _like(number: float, texts: tuple[str, ...], value: Any) -> Any:
    """A number as a value of the same kind."""
    if isinstance(value, bool):
        return number > 0
    if isinstance(value, str):
        return texts[math.floor(abs(number)) % len(texts)]
    if value is None:
        return number if number > 0 else None
    return number if isinstance(value, float) else round(number)
