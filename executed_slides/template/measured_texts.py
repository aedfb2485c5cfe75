"""Recorded texts as templates see them: what each run said, behind what most of them did.

svm.best ─────────────────▶ "adam", bound; where the runs disagree the slides are a draft
svm.best == "adam" ───────▶ asked of each run in a claim
svm.best | counts ────────▶ "adam (3/5), sgd (2/5)"
"""

import operator
from collections import Counter
from collections.abc import Callable
from typing import Any

from jinja2 import Undefined

from executed_slides.base.errors import DeckError
from executed_slides.records.summaries import summarise
from executed_slides.template.bound_text import Binding, Span, Text, bindings_of, bound
from executed_slides.template.values import (
    Axis,
    OtherInRuns,
    Picked,
    Trial,
    as_run,
    going_trial,
    runs_at,
    tell_watched,
    union,
)


def _comparing(
    sign: str, compare: Callable[[Any, Any], bool]
) -> Callable[["MeasuredText", Any], bool]:
    def method(self: "MeasuredText", other: Any) -> bool:
        if going_trial() is None:
            tell_watched(_compare_in_runs(compare, self, other), f"{self.name} {sign} {other!r}")
        return compare(_letters(as_run(self)), _letters(as_run(other)))

    return method


class MeasuredText(Text, OtherInRuns):
    """A text of several runs, by seed; it reads as the one that most of them recorded."""

    name: str
    by_seed: dict[Any, str]
    axes: tuple[Axis, ...]

    @property
    def told(self) -> str:
        """What the runs say, in one text."""
        return _letters(self) if len(set(self.by_seed.values())) == 1 else _count(self)

    def of_run(self, trial: Trial) -> str:
        trial.names |= {self.name: None}
        if trial.draws:
            return str(trial.draws.plain(self.name, _letters(self)))
        text = trial.choose(self.by_seed, self.axes, self.name)
        [binding] = bindings_of(self)
        return bound(text, binding._replace(value=text, picked=()))

    def __hash__(self) -> int:
        return str.__hash__(self)

    __eq__, __ne__ = _comparing("==", operator.eq), _comparing("!=", operator.ne)
    __contains__ = _comparing("has", operator.contains)


def text_of_runs(
    name: str, by_seed: dict[Any, str], axes: tuple[Axis, ...], binding: Binding
) -> MeasuredText:
    """What runs recorded as a text; `binding` says what stands behind it."""
    text = summarise(by_seed.values())
    asked = axes[0] if axes else tuple(by_seed)
    said = tuple((seed, by_seed.get(seed)) for seed in asked)
    if len({each for _, each in said}) > 1:
        picked = (Picked(name, next(s for s, each in said if each == text), said),)
        binding = binding._replace(picked=picked)
    made = MeasuredText(text, [Span(0, len(text), binding._replace(value=text))])
    made.name, made.by_seed, made.axes = name, by_seed, axes
    return made


def counts(text: Any) -> Text:
    """How many runs recorded which text: adam (3/5), sgd (2/5)"""
    if isinstance(text, Undefined):
        str(text)  # It says which name there is not.
    if not isinstance(text, MeasuredText):
        raise DeckError(
            f"counts: {text!r} is no recorded text",
            "count texts that record.texts recorded: {{ svm.best | counts }}",
        )
    [binding] = bindings_of(text)
    return bound(_count(text), binding._replace(key=f"{text.name} | counts", picked=()))


def _count(text: MeasuredText) -> str:
    of = len(text.axes[0]) if text.axes else 1
    found = Counter(text.by_seed.values()).most_common()
    return ", ".join(f"{each} ({count}/{of})" for each, count in found)


def _letters(value: Any) -> Any:
    return str.__str__(value) if isinstance(value, str) else value


def _compare_in_runs(compare: Callable[[Any, Any], bool], *sides: Any) -> list[bool]:
    """How a comparison comes out in each run that recorded both sides."""
    texts = [side for side in sides if isinstance(side, MeasuredText)]
    outcomes = []
    for at in runs_at(union(text.axes for text in texts)):
        there = [_of_seed(side, at) for side in sides]
        if None not in there:
            outcomes.append(compare(*there))
    return outcomes


def _of_seed(side: Any, seeds: dict[Axis, Any]) -> Any:
    if not isinstance(side, MeasuredText):
        return _letters(side)
    return side.by_seed.get(seeds[side.axes[0]]) if side.axes else summarise(side.by_seed.values())
