"""Overclaims: words that say more than all runs bear out, as far as a program can know it.

a claim's sentence   both sides read alike, a range on one side alone, a threshold rounded up
a slide's numbers    one run picked of several, points called percent, 99.97% written as 100%
a template's choice  `{% if a > b %}` where the runs disagree
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from executed_slides.template.bound_text import Binding, Span, Text, spans_of
from executed_slides.template.values import Measured, bare_value, name_of

_PERCENT = re.compile(r" \| percent(?:\(.*\))?\Z")
_FIXED = re.compile(r" \| (?:fixed|thousands|percent)(?:\(.*\))?\Z")
_RANGE = re.compile(r" \| spread(?:\(.*\))?\Z")
_CALLED_PERCENT = re.compile(
    r"\s?(?:%|퍼센트|percent\b|per cent\b)(?!\s?(?:p\b|포인트|points?\b|-?point))"
)
_DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")
_STRICT = ("<", ">", "!=")


class Overclaim(NamedTuple):
    """What is said too much, and what to say instead."""

    fault: str
    mend: str


def find_overclaims(compared: list[tuple[str, Any, Any]], said: str) -> Iterator[Overclaim]:
    """How the sentence of a claim, which holds in every run, still says more than was compared."""
    spans = [span for span in spans_of(said) if isinstance(span.source, Binding)]
    shown = [(span.source, str.__str__(said)[span.start : span.end]) for span in spans]
    for sign, left, right in compared:
        if is_measured(left) and is_measured(right):
            yield from _find_alike(sign, left, right, shown)
            yield from _find_one_range(left, right, shown)
            yield from _find_wrong_sign(sign, left, right, shown)
        else:
            yield from _find_rounded_threshold(sign, left, right, shown)


def is_measured(value: Any) -> bool:
    return isinstance(value, Measured) and bool(value.names)


def _texts_of(side: Measured, shown: list[tuple[Binding, str]]) -> set[str]:
    """How a side of a comparison is written, but for its range."""
    return {
        text
        for binding, text in shown
        if binding.names == side.names and not _RANGE.search(binding.key)
    }


def _find_alike(
    sign: str, left: Measured, right: Measured, shown: list[tuple[Binding, str]]
) -> Iterator[Overclaim]:
    alike = _texts_of(left, shown) & _texts_of(right, shown)
    if sign in _STRICT and left.names != right.names and alike:
        yield Overclaim(
            f"{left.name} and {right.name} differ, it says, and both read {min(alike)}",
            "write more digits, or say that they are about the same",
        )


def _find_one_range(
    left: Measured, right: Measured, shown: list[tuple[Binding, str]]
) -> Iterator[Overclaim]:
    if not (_differ(left) and _differ(right)):
        return
    ranged = [
        side
        for side in (left, right)
        if any(b.names == side.names and _RANGE.search(b.key) for b, _ in shown)
    ]
    if len(ranged) == 1:
        [bare] = [side for side in (left, right) if side is not ranged[0]]
        if _texts_of(bare, shown):
            yield Overclaim(
                f"the range over all runs is given of {ranged[0].name}, and not of {bare.name}",
                f"give both, or none: {{{{ {bare.name} | spread(…) }}}}",
            )


def _differ(side: Measured) -> bool:
    """Whether several runs measured it, and not all the same."""
    return len(set(side.by_seed.values())) > 1


def _find_wrong_sign(
    sign: str, left: Measured, right: Measured, shown: list[tuple[Binding, str]]
) -> Iterator[Overclaim]:
    both = {*left.names, *right.names}
    for binding, text in shown:
        is_difference = binding.apart and set(binding.names) == both
        if (
            sign in (">", ">=")
            and is_difference
            and _is_number(binding.value)
            and binding.value < 0
        ):
            yield Overclaim(
                f"{left.name} is the greater one, it says, and the difference reads {text}",
                f"write it as {left.name} - {right.name}",
            )


def _find_rounded_threshold(
    sign: str, left: Any, right: Any, shown: list[tuple[Binding, str]]
) -> Iterator[Overclaim]:
    """A threshold that is said rounded, so that it sounds like more than was asked."""
    asked, is_least = (right, ">" in sign) if is_measured(left) else (left, "<" in sign)
    asked = bare_value(asked)
    if not _is_number(asked) or sign in ("==", "!="):
        return
    for binding, text in shown:
        said = binding.value
        if binding.kind != "constant" or not _is_number(said):
            continue
        for scaled in (asked, 100 * asked):
            near = abs(said - scaled) <= 0.06 * abs(scaled)
            if near and not _is_equal(said, scaled) and (said > scaled) is is_least:
                yield Overclaim(
                    f"it says {text}, and asks for {scaled:g} alone",
                    f"ask for what it says, or say {scaled:g}",
                )


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_equal(one: float, other: float) -> bool:
    return abs(one - other) <= 1e-9 * max(abs(one), abs(other), 1)


def find_in_numbers(text: Text, spans: Iterable[Span]) -> Iterator[tuple[int, Overclaim]]:
    """What the numbers of one slide say too much, each by where it stands."""
    picked: dict[str, list[tuple[int, Binding]]] = {}
    for start, end, binding in spans:
        if isinstance(binding, Binding) and binding.kind == "number":
            plain = str.__str__(text)
            yield from ((start, each) for each in _find_in_number(plain, start, end, binding))
            for name in {pick.name for pick in binding.picked}:
                picked.setdefault(name, []).append((start, binding))
    for name, places in picked.items():
        if overclaim := _find_picked(name, [binding for _, binding in places]):
            yield places[0][0], overclaim


def _find_in_number(text: str, start: int, end: int, binding: Binding) -> Iterator[Overclaim]:
    written, value = text[start:end], binding.value
    called = _PERCENT.search(binding.key) or _CALLED_PERCENT.match(text, end)
    if binding.apart and called:
        yield Overclaim(
            f"{binding.key} is the difference of two shares, which are points and no percent",
            "write it in points: {{ (a - b) | points }}, or as a part of one: (a - b) / b",
        )
    digits = _DIGITS.search(written)
    if not (_FIXED.search(binding.key) and digits and _is_number(value)):
        return
    whole = float(digits[0].replace(",", ""))
    full = 100.0 if _PERCENT.search(binding.key) else None
    if (whole == 0 and value != 0) or (whole == full and value != 1):
        yield Overclaim(
            f"{binding.key} reads {written}, and is {value!r}: rounded it is nothing, or all",
            "write more digits, or say 'nearly'",
        )


def _find_picked(name: str, bindings: list[Binding]) -> Overclaim | None:
    """Whether some of several runs are shown that neither are all nor span their range."""
    picks = [pick for binding in bindings for pick in binding.picked if pick.name == name]
    runs, shown = dict(picks[0].runs), {pick.seed for pick in picks}
    values = [runs[seed] for seed in shown]
    if shown == runs.keys() or (min(runs.values()) in values and max(runs.values()) in values):
        return None
    return Overclaim(
        f"{len(shown)} of {len(runs)} runs of {name} {'is' if len(shown) == 1 else 'are'} shown",
        f"show {{{{ {name} }}}}, the median of all, or its range, {{{{ {name} | spread(…) }}}}; "
        'one run by run(seed=…, because="REASON")',
    )


class Undecided(NamedTuple):
    """A comparison by which a template chose its words, and in which the runs disagree."""

    template: str
    line: int
    condition: str


def tell_undecided(undecided: Undecided) -> Overclaim:
    return Overclaim(
        f"the template chooses by {undecided.condition}, in which the runs disagree",
        "say it as a claim, {% claim … %}{% sometimes %}{% otherwise %}, which asks every run",
    )


def describe(sign: str, left: Any, right: Any) -> str:
    return f"{name_of(left)} {sign} {name_of(right)}"
