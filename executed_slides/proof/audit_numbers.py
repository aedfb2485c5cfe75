"""Which known number a written one is: the same text by a filter, and words that name it.

    "테스트 정확도 88.2%"  ──▶  imdb.test_accuracy | percent

Of several that are written so words decide, and how rare the number is; where they do not, it is
ambiguous. What is nearly written so is near, where the words name it.
"""

import math
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from executed_slides.proof.audit_findings import (
    AMBIGUOUS,
    BOUND,
    CERTAIN,
    LIKELY,
    NEAR,
    UNKNOWN,
)
from executed_slides.proof.audit_known import Known
from executed_slides.proof.audit_relations import NEEDED, OWN
from executed_slides.proof.audit_stated import Digits, Written
from executed_slides.proof.audit_words import contradictions, named_in

# Which part of all runs something holds in: no run measured it.
_OF_RUNS = re.compile(r"(?<![\d.,])\d{1,2}[가-힣]?\s?(?:가운데|중에서?)\s*\Z")
RARE = 3  # Digits, by which a number is few others.
_NEAR_UNITS, _NEAR_SHARE = 2, 0.05
_GREATEST_SHARE = 10  # What is more than 1000 % was no share.


class Match(NamedTuple):
    """A known number, the expression that writes it so, and how well words name it."""

    known: Known
    expression: str
    score: float
    fits: float
    contradicted: bool


class Verdict(NamedTuple):
    """What is said of a written number; `matches` has the best first."""

    kind: str
    matches: Sequence[Match] = ()
    sure: str = ""
    why: str = ""


class Context(NamedTuple):
    """What names a number: words at it, in its sentence, above, elsewhere on its slide, before it.

    `sources` says how much its slide has to do with each experiment or file, from 0 to 1.
    """

    near: frozenset[str]
    sentence: frozenset[str]
    above: frozenset[str]
    slide: frozenset[str]
    before: frozenset[str]
    sources: Mapping[str, float]

    def credit(self, word: str) -> float:
        if word in self.near:
            return 1.0
        if word in self.above:
            return 0.8
        if word in self.sentence:
            return 0.5
        return 0.3 if word in self.slide else 0.0

    def names(self, known: Known) -> float:
        """How far words before a number name the experiment that it is of, and not another's."""
        own = known.named | known.group
        named = {
            source
            for source, related in self.sources.items()
            if related >= OWN and self.before >= (words := _words_of(source)) and not words & own
        }
        return (0.2 if known.source in named else -0.5) if named else 0.0


def _words_of(source: str) -> frozenset[str]:
    return named_in(source.replace("_", " "))


class _Naming:
    """How well words name known numbers: those that few of them have say more."""

    def __init__(self, known: Sequence[Known]):
        counted = Counter(word for each in known for word in each.named)
        self.weights = {word: 1 + math.log(len(known) / n) for word, n in counted.items()}

    def fits(self, known: Known, context: Context) -> float:
        """From 0 to 1: how many of the words of its name are there, and how near."""
        weights = {word: self.weights.get(word, 1) for word in known.named}
        found = sum(weight * context.credit(word) for word, weight in weights.items())
        return found / sum(weights.values()) if weights else 0.0

    def match(self, known: Known, expression: str, context: Context) -> Match:
        fits = self.fits(known, context)
        there = [context.credit(word) for word in known.group]
        grouped = sum(there) / len(there) if there else 0.5
        score = 2 * fits + grouped + 2 * context.sources.get(known.source, 0)
        counts = isinstance(known.value, int)
        names = known.named | (frozenset() if counts else known.group)
        against = contradictions(names, context.near, context.sentence, counts)
        named = context.names(known)
        score += named - 0.5 * against
        return Match(known, expression, score, fits, against > 0 or named < 0)


class _ByValue:
    """Known numbers in the order of their values, of which few are anywhere near a written one."""

    def __init__(self, known: Iterable[Known]):
        self.known = sorted(known, key=lambda each: each.value)
        self.values = [each.value for each in self.known]
        self.of_runs = [each for each in self.known if len(each.by_run) > 1]

    def around(self, written: Written, share: float) -> Iterator[Known]:
        """Those that are so far from a written number at most; for a range all that have one."""
        if written.is_range:
            yield from self.of_runs
            return
        digits = written.digits[0]
        reach = max((_NEAR_UNITS + 1) * 10.0**-digits.places, share * abs(digits.value))
        for scale in (1, 100) if written.measure else (1,):
            low, high = ((digits.value + way * reach) / scale for way in (-1, 1))
            yield from self.known[bisect_left(self.values, low) : bisect_right(self.values, high)]


class Numbers:
    """All numbers that are known, ready to be asked for written ones."""

    def __init__(self, known: Sequence[Known], single: Sequence[Known] = ()):
        self.known, self.single = _ByValue(known), _ByValue(single)
        self.naming = _Naming(known)

    def judge(self, written: Written, context: Context) -> Verdict:
        """What a written number is."""
        if not written.digits:
            return Verdict(UNKNOWN, why="it is written in words")
        matches = self.find(self.known, write_as, written, context)
        if _OF_RUNS.search(written.before) and not written.measure:
            return Verdict(AMBIGUOUS, matches, why="in how many runs something holds?")
        matches = _prefer_near(written, matches, context)
        best = matches[0] if matches else None
        if best and (sure := _decide(written, matches, context)):
            return Verdict(BOUND, matches, sure)
        near = self.find_near(written, context)
        if near and (not best or near[0].score > best.score + 0.5):
            return Verdict(NEAR, near, why=_tell_distance(near[0]))
        is_open = any(_may_be_meant(match, context) for match in matches)
        return Verdict(AMBIGUOUS if is_open else UNKNOWN, matches)

    def find(
        self,
        known: "_ByValue",
        write: Callable[[Known, Written], str | None],
        written: Written,
        context: Context,
    ) -> list[Match]:
        """All that are written so, the best first; of keys of one number the best."""
        found: dict[object, Match] = {}
        share = 2 * _NEAR_SHARE if write is _write_nearly else 0
        for each in known.around(written, share):
            expression = write(each, written)
            if expression is None:
                continue
            match = self.naming.match(each, expression, context)
            if each.identity not in found or found[each.identity].score < match.score:
                found[each.identity] = match
        return sorted(found.values(), key=lambda match: -match.score)

    def find_near(self, written: Written, context: Context) -> list[Match]:
        """What is nearly written so, or what one run alone measured, where the words name it."""
        found = self.find(self.single, write_as, written, context)
        nearly = self.find(self.known, _write_nearly, written, context)
        found += [match for match in nearly if write_as(match.known, written) is None]
        is_rare = rarity(written) > 1
        return [
            match
            for match in found
            if match.fits >= (0.45 if is_rare else 0.7)
            and context.sources.get(match.known.source, 0) >= (0.5 if is_rare else OWN)
        ]


def _may_be_meant(match: Match, context: Context) -> bool:
    """Whether the slide has to do with what a match is of, or names it in full."""
    return context.sources.get(match.known.source, 0) > 0 or match.fits >= 0.5


def _tell_distance(match: Match) -> str:
    if match.known.single:
        return f"{match.known.single} alone"
    low, high = min(match.known.by_run), max(match.known.by_run)
    runs = f", {low:.6g} to {high:.6g} over all runs" if low != high else ""
    return f"it is {match.known.value:.6g}{runs}"


def _decide(written: Written, matches: Sequence[Match], context: Context) -> str:
    """How sure it is that the best match is meant; nothing where that is open."""
    best, margin = matches[0], _margin(matches)
    related = context.sources.get(best.known.source, 0)
    rare = rarity(written)
    siblings = [m.known for m in matches[1:] if _are_siblings(best.known, m.known)]
    if siblings and not best.known.group & (context.near | context.above):
        return ""
    if any(_is_one_kind_of(m.known, best.known) for m in matches[1:]) and margin < 1.2:
        return ""
    # Most that is recorded is no difference of two shares.
    least = 0.5 if written.measure == "points" else 0.3
    if best.contradicted or (best.known.is_in_file and best.fits < least):
        return ""
    if rare >= RARE:
        if margin < 0.2 or not ((related and written.measure != "points") or best.fits >= 0.5):
            return ""
        return CERTAIN if related >= NEEDED and best.fits >= least else LIKELY
    if related < (OWN if rare == 1 else NEEDED) or margin < 0.3 or best.fits < least:
        return ""
    return CERTAIN if best.fits >= 0.6 and margin >= 0.8 else LIKELY


def _are_siblings(one: Known, other: Known) -> bool:
    """Whether a record has both by one name, of two networks or layers."""
    return one.source == other.source and one.named == other.named


def _is_one_kind_of(one: Known, other: Known) -> bool:
    """Whether a record has it by a longer name: the smoothed accuracy, of an accuracy."""
    return one.source == other.source and one.group == other.group and one.named > other.named


def _margin(matches: Sequence[Match]) -> float:
    """How far the best is before the next."""
    return matches[0].score - max((m.score for m in matches[1:]), default=-math.inf)


def _prefer_near(written: Written, matches: list[Match], context: Context) -> list[Match]:
    """Of a number with one digit those first that the slide is about, with a word right at it."""
    if rarity(written) > 1:
        return matches

    def is_elsewhere(match: Match) -> bool:
        is_own = context.sources.get(match.known.source, 0) >= OWN
        return not (is_own and match.known.named & context.near)

    return sorted(matches, key=is_elsewhere)


def rarity(written: Written) -> int:
    """How many digits tell a number from others; thousands are fewer than ones."""
    digits = max(written.digits, key=lambda digits: digits.significant)
    return max(digits.significant, 2 if digits.grouped else 1) + 2 * written.is_range


# ---- How a known number would be written ----


def write_as(known: Known, written: Written) -> str | None:
    """The expression that writes a known number as it stands there; None where none does."""
    if not written.is_range:
        name = _filter_for(known, known.value, written.digits[0], written.measure)
        return None if name is None else " | ".join(filter(None, [known.key, name]))
    if len(known.by_run) < 2:
        return None
    ends = zip((min(known.by_run), max(known.by_run)), written.digits, strict=True)
    names = [_filter_for(known, value, digits, written.measure) for value, digits in ends]
    if None in names:
        return None
    return f"{known.key} | {_spread_by(max(filter(None, names), key=len, default=''))}"


def _spread_by(name: str) -> str:
    """`spread` as it takes another filter: spread("percent", 2)."""
    if name in ("", "thousands"):
        return "spread"
    filter_, _, digits = name.partition("(")
    return f'spread("{filter_}", {digits}' if digits else f'spread("{filter_}")'


def _filter_for(known: Known, value: float, digits: Digits, measure: str) -> str | None:
    """The filter that writes a value with these digits; of a half both ways are right."""
    if not measure:
        return _plain_filter(value, digits)
    is_share = isinstance(value, float) and abs(value) <= _GREATEST_SHARE
    if is_share and _rounds_to(100 * value, digits):
        return measure if digits.places == 1 else f"{measure}({digits.places})"
    # Other tools' files have percent as well as shares.
    return "fixed" if known.is_in_file and _rounds_to(value, digits) else None


def _plain_filter(value: float, digits: Digits) -> str | None:
    if str(value) == digits.text:
        return ""
    if digits.power:
        return "" if value == digits.value else None
    # What is less than ten, and rounded to a whole number, could be anything.
    if not _rounds_to(value, digits) or (not digits.places and abs(value) < 10):
        return None
    return _thousands(digits) or ("fixed" if digits.places == 2 else f"fixed({digits.places})")


def _thousands(digits: Digits) -> str | None:
    return "thousands" if digits.grouped and not digits.places else None


def _rounds_to(value: float, digits: Digits) -> bool:
    return abs(value - digits.value) <= 0.5 * 10.0**-digits.places * (1 + 1e-9)


def _write_nearly(known: Known, written: Written) -> str | None:
    """The key of a number that is nearly what stands there."""
    values = [known.value]
    if written.measure and isinstance(known.value, int) and not known.is_in_file:
        return None
    if written.is_range:
        if len(known.by_run) < 2:
            return None
        values = [min(known.by_run), max(known.by_run)]
    scales = ([100, 1] if known.is_in_file else [100]) if written.measure else [1]
    for scale in scales:
        pairs = list(zip(values, written.digits, strict=True))
        if all(_is_near(scale * value, digits) for value, digits in pairs):
            return known.key
    return None


def _is_near(value: float, digits: Digits) -> bool:
    # What is less than ten, and rounded to a whole number, is near everything.
    if not digits.value or not (digits.places or isinstance(value, int) or abs(value) >= 10):
        return False
    unit = 10.0**-digits.places
    return abs(value - digits.value) <= max(_NEAR_UNITS * unit, _NEAR_SHARE * abs(value)) * (
        1 + 1e-9
    )
