"""Recorded numbers as templates see them: a number that knows its name and its other seeds' values.

record ── view_record() ──▶ imdb.test_accuracy   a number, and what the other seeds measured
100 * imdb.gap ────▶ a derived number: made of known ones, for every seed
imdb.gap | percent ▶ text that is bound to the number
imdb.gap + 0.1 ────▶ one that is bound to nothing, until 0.1 has its reason
"""

import math
import operator
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from zlib import crc32

from jinja2 import Undefined

from executed_slides.base.errors import DeckError
from executed_slides.template.bound_text import Binding, Text, Unproven, bound, join

# Stands for the first seed of each record, which is the one that slides show.
FIRST = object()
# Other values of everything that was measured, small and large: what they do not move, no
# measurement decides.
_OTHERS = (3.7, 520.0, -8e6)
_LARGEST_POWER = 10_000  # In bits.
_REASONED = re.compile(r'constant\([^()]*, "REASON"\)')


class Draws:
    """Values in the place of all that is recorded: each number has one, as long as these last.

    `draw` gives other values of the same kind for those of all seeds. A number that was worked
    out before has values of its own, whatever it was made of.
    """

    def __init__(self, draw: Callable[[list[Any]], list[Any]]):
        self.draw = draw
        self.drawn: dict[str, Any] = {}

    def plain(self, name: str, value: Any) -> Any:
        """What stands for a recorded value that can remember nothing."""
        if name not in self.drawn:
            [self.drawn[name]] = self.draw([value])
        return self.drawn[name]

    def of(self, value: Any) -> Any:
        """What stands for a value; a typed one, and one that was drawn, stay as they are."""
        if not isinstance(value, Measured | Listed) or not value.names or value.draws is self:
            return value
        if isinstance(value, Measured) and value.declared:
            return value
        if value.name not in self.drawn:
            self.drawn[value.name] = self._of_new(value)
        return self.drawn[value.name]

    def _of_new(self, value: Any) -> Any:
        if isinstance(value, Listed):
            made = Listed(value.name, map(self.of, value), value.experiments)
            made.by_seed = value.by_seed
        else:
            drawn = self.draw(list(value.by_seed.values()))
            by_seed = dict(zip(value.by_seed, drawn, strict=True))
            made = number(first_of(by_seed), value.name, by_seed, value)
        if isinstance(made, Measured | Listed):
            made.draws = self
        return made


class Trial:
    """A look at all values as one seed measured them, and what was looked at.

    `seeds` are those of the values that were read, `values` the recorded ones by their names,
    and `compared` the comparisons: sign and both sides. `draws` has what stands for the values
    where others are tried.
    """

    def __init__(self, seed: Any = FIRST, draws: Draws | None = None):
        self.seed, self.draws = seed, draws
        self.seeds: dict[Any, None] = {}
        self.values: dict[str, Any] = {}
        self.compared: list[tuple[str, Any, Any]] = []

    def choose(self, by_seed: dict[Any, Any]) -> Any:
        """The value of this trial's seed; a record without that seed gives its first."""
        if len(by_seed) > 1:
            self.seeds |= dict.fromkeys(by_seed)
        return by_seed[self.seed] if self.seed in by_seed else first_of(by_seed)

    def read(self, value: Any) -> Any:
        """What a number is in this trial."""
        if self.draws:
            value = self.draws.of(value)
        if not isinstance(value, Measured):
            return value
        if value.names == (value.name,):
            self.values[value.name] = value
        return self.choose(value.by_seed)


def first_of(by_seed: dict[Any, Any]) -> Any:
    return next(iter(by_seed.values()))


_TRIAL: ContextVar[Trial | None] = ContextVar("trial", default=None)


def going_trial() -> Trial | None:
    return _TRIAL.get()


def in_trial(value: Any) -> Any:
    """The value, or what stands for it in a trial of others."""
    trial = _TRIAL.get()
    return trial.draws.of(value) if trial and trial.draws else value


@contextmanager
def trial_of(seed: Any = FIRST, draws: Draws | None = None) -> Iterator[Trial]:
    """While it lasts, recorded values compare as this seed measured them, or as they are drawn."""
    trial = Trial(seed, draws)
    token = _TRIAL.set(trial)
    try:
        yield trial
    finally:
        _TRIAL.reset(token)


@contextmanager
def quietly() -> Iterator[None]:
    """While it lasts, comparisons are nobody's claim: those inside `| min`, for instance."""
    trial = _TRIAL.get()
    compared = trial.compared.copy() if trial else []
    yield
    if trial:
        trial.compared = compared


def _comparing(sign: str, compare: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    def method(self: "Measured", other: Any) -> bool:
        if trial := _TRIAL.get():
            trial.compared.append((sign, self, other))
            return compare(trial.read(self), trial.read(other))
        return compare(bare_value(self), bare_value(other))

    return method


def _counting(sign: str, count: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    def method(self: "Measured", other: Any) -> Any:
        if not isinstance(other, int | float):
            return NotImplemented
        return _calculate(sign, count, self, other)

    return method


def _counting_back(sign: str, count: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    def method(self: "Measured", other: Any) -> Any:
        if not isinstance(other, int | float):
            return NotImplemented
        return _calculate(sign, count, other, self)

    return method


def _applying(form: str, apply: Callable[..., Any]) -> Callable[..., Any]:
    def method(self: "Measured", *details: Any) -> Any:
        return derive(lambda value: apply(value, *details), form.format(_inner_name(self)), self)

    return method


def power(base: Any, exponent: Any) -> Any:
    """A power. Raises OverflowError for a whole number that would take all memory."""
    are_whole = isinstance(base, int) and isinstance(exponent, int)
    if are_whole and base.bit_length() * exponent > _LARGEST_POWER:
        raise OverflowError("a power that no slide can show")
    return base**exponent


class Measured:
    """What a number knows beside its value, which is the first seed's.

    `by_seed` has the value of every seed, `names` the recorded numbers that it is made of;
    a constant is made of none, and has a reason. `unproven` says what else it is made of,
    `others` what it would be if other values had been measured, `moved` that 1 was added or
    taken away, `declared` that a script says how many there are, and no run.
    """

    name: str
    by_seed: dict[Any, Any]
    names: tuple[str, ...]
    experiments: tuple[str, ...]
    reason: str
    unproven: Unproven | None = None
    others: tuple[Any, ...] = ()
    moved = False
    declared = False
    draws: Draws | None = None

    @property
    def values(self) -> "Listed":
        """The values of all seeds, for templates that count over them."""
        name = f"{self.name}.values"
        items = [
            number(value, f"{name}[{index}]", {seed: value}, self)
            for index, (seed, value) in enumerate(self.by_seed.items())
        ]
        if isinstance(items[0], Measured):
            items[0].others = _others_of(self)  # The slides' own value has another name here.
        listed = Listed(name, items, self.experiments)
        listed.unproven, listed.draws = self.unproven, self.draws
        listed.by_seed = True
        return listed

    def __bool__(self) -> bool:
        trial = _TRIAL.get()
        return bool(trial.read(self) if trial else bare_value(self))

    def __hash__(self) -> int:
        return hash(bare_value(self))

    __lt__, __le__ = _comparing("<", operator.lt), _comparing("<=", operator.le)
    __gt__, __ge__ = _comparing(">", operator.gt), _comparing(">=", operator.ge)
    __eq__, __ne__ = _comparing("==", operator.eq), _comparing("!=", operator.ne)

    __add__, __radd__ = _counting("+", operator.add), _counting_back("+", operator.add)
    __sub__, __rsub__ = _counting("-", operator.sub), _counting_back("-", operator.sub)
    __mul__, __rmul__ = _counting("*", operator.mul), _counting_back("*", operator.mul)
    __truediv__ = _counting("/", operator.truediv)
    __rtruediv__ = _counting_back("/", operator.truediv)
    __floordiv__ = _counting("//", operator.floordiv)
    __rfloordiv__ = _counting_back("//", operator.floordiv)
    __mod__, __rmod__ = _counting("%", operator.mod), _counting_back("%", operator.mod)
    __pow__, __rpow__ = _counting("**", power), _counting_back("**", power)

    __neg__, __pos__ = _applying("-{}", operator.neg), _applying("{}", operator.pos)
    __abs__, __round__ = _applying("abs({})", abs), _applying("round({})", round)
    __trunc__, __floor__ = _applying("trunc({})", math.trunc), _applying("floor({})", math.floor)
    __ceil__ = _applying("ceil({})", math.ceil)


class _Real(Measured, float):  # type: ignore[misc] # `**` of a float gives a float there.
    """A measured real number: `imdb.test_accuracy`."""


class _Count(Measured, int):  # type: ignore[misc] # And `**` of an int, of two kinds.
    """A measured whole number: `imdb.overfit_epoch`."""


class Listed(list):
    """What was recorded in a row, such as a series: `imdb.series.loss`.

    One `by_seed` has as many as there are seeds.
    """

    reason = ""
    unproven: Unproven | None = None
    moved = False
    by_seed = False
    draws: Draws | None = None

    def __init__(self, name: str, items: Iterable[Any], experiments: tuple[str, ...]):
        super().__init__(items)
        self.name, self.names, self.experiments = name, (name,), experiments


def number(value: Any, name: str, by_seed: dict[Any, Any], *made_of: Any) -> Any:
    """A number that remembers its name, its seeds and what it is made of.

    What is no number (True, None) can remember nothing and stays what it is.
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    made = _Real(value) if isinstance(value, float) else _Count(value)
    made.name, made.by_seed = name, by_seed
    made.names = union(part.names for part in made_of)
    made.experiments = union(part.experiments for part in made_of)
    made.reason = "; ".join(union([part.reason] for part in made_of if part.reason))
    for part in made_of:
        if isinstance(part, Measured | Listed):
            made.unproven = made.unproven or part.unproven
            made.moved = made.moved or part.moved
            made.draws = made.draws or part.draws
    return made


def measured(name: str, values: list[Any], seeds: Iterable[Any] = (), experiment: str = "") -> Any:
    """The first value as a number that carries `name` and the values of all seeds.

    True, False and None cannot carry anything and stay what they are.
    """
    by_seed = dict(zip(seeds or range(1, len(values) + 1), values, strict=True))
    made = number(values[0], name, by_seed)
    if isinstance(made, Measured):
        made.names, made.experiments = (name,), (experiment,) if experiment else ()
    return made


def derive(count: Callable[..., Any], name: str, *operands: Any) -> Any:
    """What `count` makes of the operands: of their first seeds' values, and for every seed.

    What they do not decide is none of theirs: it is a constant, and needs a reason.
    """
    operands = tuple(map(in_trial, operands))
    first = count(*map(bare_value, operands))
    known = [value for value in operands if isinstance(value, Measured)]
    if not known:
        return first
    made = number(first, name, _count_by_seed(count, operands, known), *known)
    if isinstance(made, Measured):
        made.declared = all(value.declared for value in known)
    if isinstance(made, Measured) and not made.draws:
        made.others = tuple(_count_others(count, operands))
        if made.names and all(other == first for other in made.others):
            made.names = made.experiments = ()
            made.unproven = made.unproven or (None if made.reason else _ignoring(name, first))
    return made


def _count_by_seed(
    count: Callable[..., Any], operands: tuple[Any, ...], known: list[Any]
) -> dict[Any, Any]:
    several = union(value.by_seed for value in known if len(value.by_seed) > 1)
    going = _TRIAL.get() or Trial()
    going.seeds |= dict.fromkeys(several)
    by_seed = {}
    for seed in several or known[0].by_seed:
        trial = Trial(seed)
        try:
            by_seed[seed] = count(
                *(trial.choose(v.by_seed) if isinstance(v, Measured) else v for v in operands)
            )
        except ArithmeticError:
            # One seed's zero must not hide what the slide shows, but its own trial fails.
            if seed == going.seed:
                raise
    return by_seed


def _count_others(count: Callable[..., Any], operands: tuple[Any, ...]) -> Iterator[Any]:
    """What `count` would make of other values; None where it makes nothing of them."""
    for values in zip(*map(_others_of, operands), strict=True):
        try:
            yield count(*values)
        except Exception:
            yield None


def _others_of(value: Any) -> tuple[Any, ...]:
    """Other values of a number, always the same; a constant has none but its own."""
    if not isinstance(value, Measured) or not value.names:
        return (bare_value(value),) * len(_OTHERS)
    if not value.others:
        share = 0.5 + crc32(value.name.encode()) / 2**32
        kind = float if isinstance(value, float) else int
        value.others = tuple(kind(share * other) for other in _OTHERS)
    return value.others


def _calculate(sign: str, count: Callable[[Any, Any], Any], left: Any, right: Any) -> Any:
    """`left sign right`, which is proven where each number in it is, or is no choice."""
    made = derive(count, f"{_inner_name(left)} {sign} {_inner_name(right)}", left, right)
    if not isinstance(made, Measured) or (made.unproven and not made.names):
        return made
    sides = [(left, _is_free(sign, left, right)), (right, _is_free(sign, right, left))]
    if (made.names or made.reason) and not all(free for _, free in sides):
        mended = f" {sign} ".join(_mended(value, free) for value, free in sides)
        made.unproven = Unproven(f"{made.name} takes a number that was typed", mended)
    made.moved = made.moved or (sign in "+-" and any(_is_one(v) for v in (left, right)))
    return made


def is_known(value: Any) -> bool:
    """True for a number that a record or a reason stands behind, alone."""
    return (
        isinstance(value, Measured) and bool(value.names or value.reason) and value.unproven is None
    )


def _is_one(value: Any) -> bool:
    return not is_known(value) and abs(bare_value(value)) == 1


def _is_free(sign: str, value: Any, other: Any) -> bool:
    """Whether a number needs no reason in a calculation: it is known, or is no choice of a result.

    The latter are powers of ten, as in 100 * x, and 1 in 1 - x or x + 1.
    """
    if is_known(value):
        return True
    size = abs(bare_value(value))
    if isinstance(value, Measured) and value.unproven:
        return False
    if sign in ("*", "/"):
        return _is_power_of_ten(size)
    return sign in ("+", "-") and (size == 0 or (size == 1 and not _is_moved(other)))


def _is_moved(value: Any) -> bool:
    return isinstance(value, Measured) and value.moved


def _is_power_of_ten(size: float) -> bool:
    return size > 0 and math.isfinite(size) and size == float(f"1e{round(math.log10(size))}")


def give_reason(value: Any) -> str:
    """How a number that was typed is written with its reason."""
    return f'constant({bare_value(value)!r}, "REASON")'


def _mended(value: Any, free: bool) -> str:
    """How a part of a calculation is written so that it is proven."""
    if free:
        return _inner_name(value)
    if isinstance(value, Measured) and value.unproven:
        mend = value.unproven.mend
        return f"({mend})" if " " in _REASONED.sub("", mend) else mend
    return give_reason(value)


def _ignoring(name: str, value: Any) -> Unproven:
    return Unproven(f"{name} is the same whatever is measured", give_reason(value))


def union(groups: Iterable[Iterable[Any]]) -> tuple[Any, ...]:
    """All members once, in the order in which they come."""
    return tuple(dict.fromkeys(member for group in groups for member in group))


def bare_value(value: Any) -> Any:
    """The bare number without what it knows; anything else as it is."""
    if isinstance(value, _Real):
        return float.__float__(value)
    return int.__int__(value) if isinstance(value, _Count) else value


def name_of(value: Any) -> str:
    if isinstance(value, Undefined):
        return str(value._undefined_name)
    return value.name if isinstance(value, Measured | Listed) else repr(value)


def _inner_name(value: Any) -> str:
    """A name as a part of another one: in brackets when it is an expression itself."""
    name = name_of(value)
    return f"({name})" if " " in name else name


def binding_of(value: Measured | Listed) -> Binding:
    """What a text that shows this value is bound to."""
    return Binding(
        kind="number" if value.names else "constant",
        key=value.name,
        value=bare_value(value) if isinstance(value, Measured) else None,
        by_seed=value.by_seed if isinstance(value, Measured) else None,
        names=value.names,
        experiments=value.experiments,
        reason=value.reason,
    )


def as_text(value: Any) -> Text:
    """A value as a slide shows it, bound to what it comes from.

    Raises DeckError for what is no text and no number.
    """
    if isinstance(value, Text):
        return value
    if isinstance(value, float):
        _finite(value)
    if isinstance(value, Measured | Listed):
        if value.unproven:
            return bound(str(value), value.unproven)
        if (value.names or value.reason) and _is_showable(value):
            return bound(str(value), binding_of(value))
    text = str(value)
    if not _is_showable(value):
        kind = "none" if value is None else f"a {type(value).__name__}"
        raise DeckError(
            f"{kind} is put out, which no slide can show",
            "name a value in it, call it, or write it by a filter: {{ … | join(', ') }}",
        )
    return Text(text)


def _is_showable(value: Any) -> bool:
    """True for texts, numbers and rows of them."""
    if isinstance(value, list | tuple):
        return all(map(_is_showable, value))
    return isinstance(value, str | int | float | Undefined)


def join_values(values: list[Any]) -> Text:
    """`a ~ b` of a template: the values as one text, each still bound."""
    return join(map(as_text, values))


def percent(value: float, digits: int = 1) -> str:
    """0.8813 → 88.1%"""
    return f"{100 * _finite(value):z.{digits}f}%"


def fixed(value: float, digits: int = 2) -> str:
    """0.29431 → 0.29"""
    return f"{_finite(value):z.{digits}f}"


def thousands(value: float) -> str:
    """2774.3 → 2,774"""
    return f"{_finite(value):z,.0f}"


def _finite(value: float) -> float:
    """A number as it is. Raises DeckError for what no slide can show as one."""
    if isinstance(value, Undefined):
        str(value)  # It says which name there is not.
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise DeckError(
            f"{value!r} is no number, which is to be written as one",
            "leave the filter out, or name a number before it",
        )
    if not math.isfinite(100 * value):
        raise DeckError(
            f"{value!r} is no number that a slide can show",
            "something is divided by nearly nothing, or far too large",
        )
    return value


NUMBER_FORMATS = {"percent": percent, "fixed": fixed, "thousands": thousands}


def spread(value: Measured, form: str = "thousands", *digits: int) -> str:
    """The least and the greatest value over all seeds: 87.9–88.4%, or one where they agree."""
    if isinstance(value, Undefined):
        str(value)  # It says which name there is not.
    if form not in NUMBER_FORMATS or not isinstance(value, Measured):
        wrong = repr(form) if form not in NUMBER_FORMATS else "no recorded number"
        raise DeckError(
            f"spread: {wrong}, where it takes a recorded number and one of "
            f"{', '.join(NUMBER_FORMATS)}",
            'as in {{ imdb.test_accuracy | spread("percent", 1) }}',
        )
    write = NUMBER_FORMATS[form]
    values = list(value.by_seed.values())
    low, high = write(min(values), *digits), write(max(values), *digits)
    if low == high:
        return low
    return f"{low.removesuffix('%')}–{high}" if low.endswith("%") else f"{low}–{high}"
