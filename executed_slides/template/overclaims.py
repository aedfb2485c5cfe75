"""Overclaims: words that say more than all runs bear out, as far as a program can know it.

a claim's sentence   both sides read alike, a range on one side alone, a threshold rounded up
a slide's numbers    one run picked of several, points called percent, 99.97% written as 100%
a template's choice  `{% if a > b %}` where the runs disagree
"""

import operator
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple, TypeGuard

from executed_slides.records.schema import is_number
from executed_slides.template.bound_text import Binding, Span, Text, spans_of
from executed_slides.template.values import (
    Measured,
    Picked,
    bare_value,
    compare_runs,
    whole_of,
)

_PERCENT = re.compile(r" \| percent(?:\(.*\))?\Z")
_UNIT = r"(?: \| unit\([^|]*\))?\Z"
_WRITTEN = re.compile(
    r" \| (?:fixed|thousands|percent|points|significant|signed|currency|format|round|int|replace)"
    r"\b[^|]*" + _UNIT
)
_RANGE = re.compile(r" \| spread(?:\(.*\))?" + _UNIT)
_CALLED_PERCENT = re.compile(
    r"\s?(?:%|％|&#37;|&percnt;|퍼센트|프로(?![가-힣])|pct\b|percent\b|per cent\b)"
    r"(?!\s?(?:[pP](?![A-Za-z])|포인트|-?points?\b))"
)
_DRESS = re.compile(r"(?:[*_~`\\]|&nbsp;|</?\w+>)+")
_DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")
_AVERAGED = re.compile(r"평균|중앙값|합계|\b(?:average|mean|median|total|sum)", re.IGNORECASE)
_FACTOR = re.compile(r"(?:\A|[-+*] )(\d+(?:\.\d+)?)(?= \*|\Z)")
_COMPARE = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}
_OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}
_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
_STRICT = ("<", ">", "!=")


class Overclaim(NamedTuple):
    """What is said too much, and what to say instead."""

    fault: str
    mend: str


class Relation(NamedTuple):
    """What a condition compared, as it holds: `a > b` also of `not a <= b` and `a - b > 0`."""

    sign: str
    left: Any
    right: Any


# A number that is shown, and how it is written.
Written = tuple[Binding, str]


def relations_of(compared: list[tuple[str, Any, Any]]) -> Iterator[Relation]:
    """The relations behind these comparisons, as they hold."""
    for sign, left, right in compared:
        try:
            holds = _COMPARE[sign](bare_value(left), bare_value(right))
        except TypeError:
            continue
        relation = Relation(sign if holds else _OPPOSITE[sign], left, right)
        yield relation
        if difference := _difference_in(relation):
            yield difference


def _difference_in(relation: Relation) -> Relation | None:
    """That two numbers differ, where their difference or ratio is beyond that of equal ones."""
    sign, left, right = relation
    if is_measured(right) and not is_measured(left):
        sign, left, right = _MIRRORED[sign], right, left
    if not is_measured(left) or is_measured(right) or not left.parts:
        return None
    one, other, of_equals = left.parts
    beyond = {">": operator.ge, ">=": operator.gt, "<": operator.le, "<=": operator.lt}
    if sign not in beyond or not beyond[sign](bare_value(right), of_equals):
        return None
    is_first = bare_value(one) > bare_value(other)
    return Relation(">", one, other) if is_first else Relation(">", other, one)


def find_overclaims(
    relations: Iterable[Relation], said: str, are_asked: bool
) -> Iterator[Overclaim]:
    """How a sentence says more than was compared, where these relations hold in every run.

    Where they `are_asked` it says that they hold; else it is what is said when that does not.
    """
    shown = written_in(said)
    for relation in relations:
        if is_measured(relation.left) and is_measured(relation.right):
            yield from _find_alike(relation, shown)
            yield from _find_one_range(relation, shown)
            yield from _find_wrong_sign(relation, shown)
        if are_asked:
            yield from _find_rounded_threshold(relation, [*shown, *_typed_in(said)])


def find_overclaims_of_some(compared: list[Relation], said: str) -> Iterator[Overclaim]:
    """How a sentence says more than was compared, where that holds in some runs."""
    shown = written_in(said)
    for relation in compared:
        if is_measured(relation.left) and is_measured(relation.right):
            yield from _find_one_range(relation, shown)
        yield from _find_rounded_threshold(relation, [*shown, *_typed_in(said)])


def find_alike(relations: Iterable[Relation], shown: list[Written]) -> Iterator[Overclaim]:
    """How what stands around a sentence, on its slide, is at odds with what it says."""
    for relation in relations:
        if is_measured(relation.left) and is_measured(relation.right):
            texts = [_texts_of(side, shown) for side in relation[1:]]
            if texts[0] == texts[1] and len(texts[0]) == 1:
                yield from _find_alike(relation, shown)


def written_in(text: str, spans: Iterable[Span] | None = None) -> list[Written]:
    """The numbers of a text, or those of some of its spans, and how each is written."""
    plain = str.__str__(text)
    return [
        (span.source, plain[span.start : span.end])
        for span in (spans_of(text) if spans is None else spans)
        if isinstance(span.source, Binding)
    ]


def _typed_in(said: str) -> list[Written]:
    """The numbers that are typed in a sentence: a constant with its reason may be declared."""
    plain = list(str.__str__(said))
    for start, end, source in spans_of(said):
        if isinstance(source, Binding):
            plain[start:end] = " " * (end - start)
    return [
        (Binding("constant", found[0], float(found[0].replace(",", ""))), found[0])
        for found in _DIGITS.finditer("".join(plain))
    ]


def is_measured(value: Any) -> TypeGuard[Measured]:
    return isinstance(value, Measured) and bool(value.names)


def _is_of(binding: Binding, side: Measured) -> bool:
    """Whether a number that is shown is a side of a comparison, in whatever unit."""
    return binding.names == side.names and not binding.apart


def _texts_of(side: Measured, shown: list[Written]) -> set[str]:
    """How a side of a comparison is written, but for its range."""
    return {
        text
        for binding, text in shown
        if _is_of(binding, side) and not _RANGE.search(binding.key) and not binding.picked
    }


def _is_ranged(side: Measured, shown: list[Written]) -> bool:
    """Whether the least and the greatest of all runs are given of a side."""
    own = [binding for binding, _ in shown if _is_of(binding, side)]
    if any(_RANGE.search(binding.key) for binding in own):
        return True
    picks = [pick for binding in own for pick in binding.picked]
    return bool(picks) and _spans_all(picks)


def _find_alike(relation: Relation, shown: list[Written]) -> Iterator[Overclaim]:
    sign, left, right = relation
    alike = _texts_of(left, shown) & _texts_of(right, shown)
    if sign in _STRICT and left.names != right.names and alike:
        yield Overclaim(
            f"{left.name} and {right.name} differ, it says, and both read {min(alike)}",
            "write more digits, or say that they are about the same",
        )


def _find_one_range(relation: Relation, shown: list[Written]) -> Iterator[Overclaim]:
    sides = relation[1:]
    ranged = [side for side in sides if _is_ranged(side, shown)]
    if not all(map(_differ, sides)) or len(ranged) != 1:
        return
    [bare] = [side for side in sides if side is not ranged[0]]
    if _texts_of(bare, shown):
        yield Overclaim(
            f"the range over all runs is given of {ranged[0].name}, and not of {bare.name}",
            f"give both, or none: {{{{ {bare.name} | spread(…) }}}}",
        )


def _differ(side: Measured) -> bool:
    """Whether several runs measured it, and not all the same."""
    return len(set(side.by_seed.values())) > 1


def _find_wrong_sign(relation: Relation, shown: list[Written]) -> Iterator[Overclaim]:
    sign, left, right = relation
    both = {*left.names, *right.names}
    for binding, text in shown:
        is_negative = is_number(binding.value) and binding.value < 0
        if sign in (">", ">=") and binding.apart and {*binding.names} == both and is_negative:
            yield Overclaim(
                f"{left.name} is the greater one, it says, and the difference reads {text}",
                f"write it as {left.name} - {right.name}",
            )


def picks_of(relations: Iterable[Relation]) -> list[Picked]:
    """The runs that these compare, where that are not all."""
    sides = (side for _, *sides in relations for side in sides)
    return [pick for side in sides if isinstance(side, Measured) for pick in side.picked]


def find_compared_picks(
    relations: Iterable[Relation], said: str, together: list[Picked]
) -> Iterator[Overclaim]:
    """A comparison of some runs alone, or of their mean, that does not hold in each of them.

    Where all runs are compared `together`, one by one in a loop, nothing is left out.
    """
    for relation in relations:
        picks = picks_of([relation])
        parts = [p for p in picks if not _is_whole(_of_number(p.name, picks))]
        if parts and all(_is_whole(_of_number(pick.name, together)) for pick in parts):
            continue
        is_fair = any(_spans_all(_of_number(pick.name, picks)) for pick in parts)
        if is_fair or not picks or (not parts and _AVERAGED.search(said)):
            continue  # The range of all runs is compared, or what the sentence calls an average.
        wholes = map(whole_of, relation[1:])
        if not all(compare_runs(_COMPARE[relation.sign], *wholes)):
            yield _tell_compared(parts)


def _tell_compared(parts: list[Picked]) -> Overclaim:
    counts = [
        f"{len(_of_number(name, parts))} of {len(runs)} runs of {name}"
        for name, runs in sorted({pick.name: pick.runs for pick in parts}.items())
    ]
    return Overclaim(
        f"{' and '.join(counts) or 'what is made of all runs'} "
        f"{'is' if len(parts) < 2 else 'are'} compared, and not each of them bears it out",
        "compare the numbers themselves, run by run, and say in how many it is so: "
        "{% sometimes %}… {{ held }} of {{ of }}",
    )


def _of_number(name: str, picks: list[Picked]) -> list[Picked]:
    return [pick for pick in picks if pick.name == name]


def _is_whole(picks: list[Picked]) -> bool:
    return {pick.seed for pick in picks} == dict(picks[0].runs).keys()


def _spans_all(picks: list[Picked]) -> bool:
    """Whether these runs of one number are all, or the least and the greatest."""
    runs = dict(picks[0].runs)
    values = {runs[pick.seed] for pick in picks}
    if None in runs.values():
        return False  # Some did not measure it.
    return _is_whole(picks) or {min(runs.values()), max(runs.values())} <= values


def _find_rounded_threshold(relation: Relation, shown: list[Written]) -> Iterator[Overclaim]:
    """A threshold that is said rounded, so that it sounds like more than was asked."""
    sign, left, right = relation
    if sign in ("==", "!="):
        return
    for side, is_least in ((left, "<" in sign), (right, ">" in sign)):
        for asked in _numbers_asked(side):
            for binding, text in shown:
                if binding.kind == "constant" and is_number(binding.value):
                    yield from _judge_threshold(asked, is_least, binding.value, text)


def _numbers_asked(side: Any) -> list[float]:
    """What a side asks for: itself, or the number by which it multiplies what was measured."""
    if not is_measured(side):
        return [bare_value(side)] if is_number(bare_value(side)) else []
    return [float(factor) for factor in _FACTOR.findall(side.name)]


def _judge_threshold(asked: float, is_least: bool, said: float, text: str) -> Iterator[Overclaim]:
    for scaled in (asked, 100 * asked):
        near = abs(said - scaled) <= 0.06 * abs(scaled)
        if near and not _is_equal(said, scaled) and (said > scaled) is is_least:
            yield Overclaim(
                f"it says {text}, and asks for {scaled:g} alone",
                f"ask for what it says, or say {scaled:g}",
            )


def _is_equal(one: float, other: float) -> bool:
    return abs(one - other) <= 1e-9 * max(abs(one), abs(other), 1)


def find_in_numbers(text: Text, spans: Iterable[Span]) -> Iterator[tuple[int, Overclaim]]:
    """What the numbers of one slide say too much, each by where it stands."""
    plain = str.__str__(text)
    picked: dict[str, list[tuple[int, Binding]]] = {}
    for start, end, binding in spans:
        if isinstance(binding, Binding) and binding.kind == "text":
            yield from ((start, _tell_disputed(pick)) for pick in binding.picked)
        if isinstance(binding, Binding) and binding.kind == "number":
            after = _DRESS.sub("", plain[end : end + 40])
            written = plain[start:end].replace("\\", "")  # It may escape what begins a line.
            yield from ((start, each) for each in _find_in_number(written, after, binding))
            for name in {pick.name for pick in binding.picked}:
                picked.setdefault(name, []).append((start, binding))
    for name, places in picked.items():
        yield from _find_picked_on_slide(plain, name, places)


def _tell_disputed(pick: Picked) -> Overclaim:
    """That runs recorded other texts than the one that is shown, or none."""
    said = Counter(text for _, text in pick.runs)
    told = [f"{text!r} in {count}" for text, count in said.most_common() if text is not None]
    told += [f"none in {said[None]}"] if said[None] else []
    experiment = pick.name.partition(".")[0]
    return Overclaim(
        f"one text is shown of {len(pick.runs)} runs, which disagree: {pick.name} is "
        f"{', '.join(told)}",
        f"show all, {{{{ {pick.name} | counts }}}}; say it as a claim, which asks every run; or "
        f'show one run: {experiment}.run(seed={pick.seed}, because="REASON")',
    )


def _find_picked_on_slide(
    plain: str, name: str, places: list[tuple[int, Binding]]
) -> Iterator[tuple[int, Overclaim]]:
    """What is seen must be fair by itself; what is said to it may count on what is seen."""
    seen = [(start, binding) for start, binding in places if not _is_in_note(plain, start)]
    for group in (seen, places):
        if group and (overclaim := _find_picked(name, [binding for _, binding in group])):
            yield group[0][0], overclaim
            return


def _is_in_note(plain: str, start: int) -> bool:
    """Whether a place is inside of a comment, which nobody sees on the slide."""
    begin = plain.rfind("<!--", 0, start)
    return begin >= 0 and plain.rfind("-->", begin, start) < 0


def _find_in_number(written: str, after: str, binding: Binding) -> Iterator[Overclaim]:
    signs = _CALLED_PERCENT.finditer(written + after)
    in_percent = any(sign.start() <= len(written) for sign in signs)
    if binding.apart and in_percent:
        yield Overclaim(
            f"{binding.key} is the difference of two shares, which are points and no percent",
            "write it in points: {{ (a - b) | points }}, or as a part of one: (a - b) / b",
        )
    for reads, value in _readings(written, binding):
        if _is_rounded_away(reads, value, in_percent):
            yield Overclaim(
                f"{binding.key} reads {written}, and is {value!r}: rounded it is nothing, or all",
                "write more digits, or say 'nearly'",
            )
            return


def _readings(written: str, binding: Binding) -> Iterator[tuple[float, float]]:
    """Each number as it is written, and what it is: one, or both ends of a range."""
    numbers = [float(digits.replace(",", "")) for digits in _DIGITS.findall(written)]
    if _RANGE.search(binding.key) and numbers and binding.by_seed:
        runs = binding.by_seed.values()
        yield from ((numbers[0], min(runs)), (numbers[-1], max(runs)))
    elif len(numbers) == 1 and _WRITTEN.search(binding.key) and is_number(binding.value):
        yield numbers[0], binding.value


def _is_rounded_away(reads: float, value: float, in_percent: bool) -> bool:
    """Whether a number reads as nothing or all, and is neither."""
    if reads == 0:
        return value != 0
    is_share = abs(reads - 100 * value) < abs(reads - value)
    return in_percent and reads == 100 and value != (1 if is_share else 100)


def _find_picked(name: str, bindings: list[Binding]) -> Overclaim | None:
    """Whether some of several runs are shown that neither are all nor span their range."""
    picks = _of_number(name, [pick for binding in bindings for pick in binding.picked])
    shown, runs = {pick.seed for pick in picks}, picks[0].runs
    if _spans_all(picks):
        return None
    fault = f"{len(shown)} of {len(runs)} runs of {name} {'is' if len(shown) == 1 else 'are'} shown"
    if None in dict(runs).values():
        return Overclaim(
            f"{fault}: the others did not measure it",
            "record in every run what is shown, such as the last point of a curve as a number",
        )
    return Overclaim(
        fault,
        f"show {{{{ {name} }}}}, the median of all, or its range, {{{{ {name} | spread(…) }}}}; "
        'one run by run(seed=…, because="REASON")',
    )


class Undecided(NamedTuple):
    """A comparison by which a template chose its words, and why nobody may."""

    template: str
    line: int
    condition: str


def tell_undecided(undecided: Undecided) -> Overclaim:
    return Overclaim(
        f"the template chooses by {undecided.condition}",
        "say it as a claim, {% claim … %}{% sometimes %}{% otherwise %}, which asks every run",
    )
