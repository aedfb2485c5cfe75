"""The numbers of a deck as they are written: value, digits, unit, and the words around each.

"검증 손실은 0.27 (0.26–0.28)"  ──▶  0.27, two places · 0.26–0.28, a range
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from executed_slides.markdown.contents import ALT, CELL, NOTE, Words
from executed_slides.markdown.numbers_on_slides import StatedNumber, find_stated_on
from executed_slides.markdown.reader import Deck, SlideContents

_GROUPED = r"\d{1,3}(?:[, ’']\d{3})+(?:\.\d+)?"
_DIGITS = re.compile(
    rf"(?P<sign>[-−+]?)(?P<number>{_GROUPED}|\d*[.,]?\d+)(?P<power>[eE][-−+]?\d+)?(?P<unit>.*)",
    re.DOTALL,
)
_JOINT = re.compile(r"\u2060?\s?[–—~∼-]\s?\u2060?(?P<sign>[-−]?)")
_JOINT_AT_END = re.compile(r"\u2060?\s?[–—~∼-]\s?\u2060?\Z")
_SENTENCE = re.compile(r"[.!?]\s|\n")
_CLAUSE = re.compile(r"[,;.!?:(\[→\n]|->")
# The last words of a parenthesis are not of what stands before it.
_OPENED = re.compile(r"(?<=[(\[;])(?=[^(\[;]*[^\W\d_]{2})[^(\[;]*\Z")
# Between the numbers of a list, which all are of one thing: 512, 16 and 4 units.
_LISTED = re.compile(r"[\s,/·와과및]*(?:and|or|und|->|→)?\s*")
# What joins digits to more of them, so that the first alone are not the number.
_GOES_ON = re.compile(r"[/:×x·^\d⁻⁰¹²³⁴-⁹¼½¾⅐-⅞]|,\d")
_POINTS = ("%p", "퍼센트포인트", "퍼센트 포인트", "percentage point", "pp")
_PERCENT = ("%", "percent", "per cent", "퍼센트", "프로")
_BEFORE, _AFTER = 40, 25


class Digits(NamedTuple):
    """A number in digits: how many places stand behind its point, whether thousands are marked."""

    text: str
    value: float
    places: int
    grouped: bool = False
    power: bool = False

    @property
    def significant(self) -> int:
        """How many digits say something: 3 of 0.0271, 1 of 500."""
        bare = re.sub(r"\D", "", self.text.lower().partition("e")[0]).lstrip("0")
        return len(bare if self.places else bare.rstrip("0")) or 1


@dataclass(frozen=True)
class Written:
    """A number on a slide, or both ends of a range, and the words in which it stands.

    `digits` are none for a number in words. `before` and `after` are what is said around it,
    `near` what right at it, `sentence` all of its sentence, in which it stands `at`. `above` are
    the items that it belongs to, or the heads of its row and column. `block` is where its words
    begin.
    """

    slide: int
    title: str
    line: int
    start: int
    end: int
    text: str
    digits: tuple[Digits, ...]
    unit: str
    before: str
    after: str
    near: str
    sentence: str
    at: int
    above: str
    kind: str
    block: int

    @property
    def is_range(self) -> bool:
        return len(self.digits) == 2

    @property
    def measure(self) -> str:
        """`percent`, `points`, or nothing for a number as it is."""
        unit = self.unit.lower()
        if unit.startswith(_POINTS):
            return "points"
        return "percent" if unit.startswith(_PERCENT) else ""

    @property
    def ends(self) -> "list[Written]":
        """The two ends of a range, each as a number of its own."""
        low, high = self.digits
        head = _JOINT_AT_END.sub("", self.text.removesuffix(self.tail))
        return [
            replace(self, digits=(low,), text=head, end=self.start + len(head)),
            replace(
                self,
                digits=(high,),
                text=self.tail,
                start=self.end - len(self.tail),
                at=self.at + len(self.text) - len(self.tail),
            ),
        ]

    @property
    def tail(self) -> str:
        """What stands behind the sign of a range."""
        found = re.search(r"[–—~∼-]\s?\u2060?(.+)\Z", self.text[1:])
        return found[1] if found else self.text


def read_digits(text: str) -> tuple[Digits, str] | None:
    """The digits and the unit of a number; None for one in words, a fraction, a power of ten."""
    found = _DIGITS.fullmatch(text.strip().replace("\u2060", "").replace("\u00a0", " "))
    if not found or _GOES_ON.match(found["unit"].strip()):
        return None
    number, power = found["number"], (found["power"] or "").replace("−", "-")
    grouped = bool(re.fullmatch(_GROUPED, number))
    plain = re.sub(r"[, ’']", "", number) if grouped else number.replace(",", ".")
    sign = "-" if found["sign"] in ("-", "−") else ""
    places = len(plain.partition(".")[2])
    value = float(f"{sign}{plain}{power}")
    return Digits(f"{sign}{number}{power}", value, places, grouped, bool(power)), found[
        "unit"
    ].strip()


def find_written(deck: Deck) -> Iterator[Written]:
    """Every number that slides state, ranges as one, each with its words."""
    for slide in deck.slides:
        by_block: dict[int, list[StatedNumber]] = {}
        for number in sorted(find_stated_on(slide), key=lambda number: number.place):
            by_block.setdefault(number.places[0], []).append(number)
        around = _Surroundings(deck, slide)
        for numbers in by_block.values():
            for part in _joined(numbers):
                yield around.write(part, numbers)


def _joined(numbers: list[StatedNumber]) -> Iterator[list[StatedNumber]]:
    """The numbers of some words, the two of a range together."""
    at = 0
    while at < len(numbers):
        pair = numbers[at : at + 2]
        size = 2 if len(pair) == 2 and _is_range(*pair) else 1
        yield numbers[at : at + size]
        at += size


def _is_range(low: StatedNumber, high: StatedNumber) -> bool:
    joint = low.words[_end(low) : high.number.start]
    ends = read_digits(low.number.text), read_digits(high.number.text)
    if None in ends or not _JOINT.fullmatch(joint):
        return False
    units = [end[1] for end in ends if end]
    return units[0] in ("", units[1])


def _end(stated: StatedNumber) -> int:
    return stated.number.start + len(stated.number.text)


class _Surroundings:
    """What a slide says around its numbers."""

    def __init__(self, deck: Deck, slide: SlideContents):
        self.deck, self.slide = deck, slide

    @cached_property
    def kinds(self) -> dict[int, str]:
        return {words.places[0]: words.kind for words in self.slide.words}

    @cached_property
    def blocks(self) -> list[Words]:
        """What stands on the page itself, from top to bottom."""
        shown = [words for words in self.slide.words if words.kind not in (NOTE, ALT)]
        return sorted(shown, key=lambda words: words.places[0])

    def write(self, part: list[StatedNumber], numbers: list[StatedNumber]) -> Written:
        words, places = part[0].words, part[0].places
        block = places[0]
        kind = self.kinds.get(block, "")
        start, end = part[0].number.start, _end(part[-1])
        low, high = _sentence_at(words, start)
        before = _begin_of_near(numbers, start, low)
        until = min(
            [high, end + _AFTER, *(n.number.start for n in numbers if n.number.start >= end)]
        )
        after = _CLAUSE.split(words[end:until])[0]
        above = self.heads_of(block) if kind == CELL else self.items_above(block)
        digits, unit = _read(part)
        sentence = words[low:high].strip()
        return Written(
            slide=self.slide.number,
            title=self.title_at(places[start]),
            line=self.deck.line_of(places[start]),
            start=places[start],
            end=places[end - 1] + 1,
            text=words[start:end],
            digits=digits,
            unit=unit,
            before=words[max(low, start - _BEFORE) : start],
            after=after.strip(),
            near=f"{words[before:start]} {unit} {after}",
            sentence=sentence,
            at=start - words.find(sentence, low),
            above=above,
            kind=kind,
            block=block,
        )

    def title_at(self, place: int) -> str:
        titles = [title for start, title in self.slide.headings if start <= place]
        return titles[-1] if titles else self.slide.title

    def items_above(self, place: int) -> str:
        """The items of lists that a block is an item of."""
        indent, found = self.indent(place), []
        for words in reversed(self.blocks):
            if words.places[0] < place and self.indent(words.places[0]) < indent:
                found.append(words.text)
                indent = self.indent(words.places[0])
        return "\n".join(found)

    def heads_of(self, place: int) -> str:
        """The first cell of a cell's row, and the head of its column."""
        rows: dict[int, list[Words]] = {}
        for begin, end in self.slide.tables:
            if begin <= place < end:
                for words in self.blocks:
                    if begin <= words.places[0] < end:
                        rows.setdefault(self.deck.line_of(words.places[0]), []).append(words)
        row = rows.get(self.deck.line_of(place), [])
        head = rows[min(rows)] if rows else []
        column = self.column(place)
        heads = [words.text for words in head if self.column(words.places[0]) == column]
        return "\n".join([*(words.text for words in row[:1]), *heads])

    def column(self, place: int) -> int:
        return self.before(place).lstrip(" |").count("|")

    def indent(self, place: int) -> int:
        line = self.before(place)
        return len(line) - len(line.lstrip(" "))

    def before(self, place: int) -> str:
        markdown = self.deck.markdown
        return markdown[markdown.rfind("\n", 0, place) + 1 : place]


def _sentence_at(words: str, at: int) -> tuple[int, int]:
    bounds = [0, *(found.end() for found in _SENTENCE.finditer(words)), len(words)]
    return next((low, high) for low, high in pairwise(bounds) if low <= at < high)


def _begin_of_near(numbers: list[StatedNumber], start: int, low: int) -> int:
    """Where the words right before a number begin: behind the last one of another thing."""
    words = numbers[0].words
    end, begin = start, low
    for number in reversed(numbers):
        if _end(number) <= end:
            if not _LISTED.fullmatch(words[_end(number) : end]):
                begin = max(low, _end(number))
                break
            end = number.number.start
    begin = max(begin, end - _BEFORE)
    opened = _OPENED.search(words[begin:end])
    return begin + opened.start() if opened else begin


def _read(part: list[StatedNumber]) -> tuple[tuple[Digits, ...], str]:
    """The digits of a number or a range, and its unit; no digits for what has other ones."""
    read = [read_digits(stated.number.text) for stated in part]
    words, start, end = part[0].words, part[0].number.start, _end(part[-1])
    torn = words[max(0, start - 1) : start].isdigit() or words[end : end + 1].isdigit()
    if None in read or torn:
        return (), ""
    digits = [pair[0] for pair in read if pair]
    if len(part) == 2:
        joint = _JOINT.fullmatch(words[_end(part[0]) : part[1].number.start])
        if joint and joint["sign"]:
            high = digits[1]
            digits[1] = high._replace(text=f"-{high.text}", value=-high.value)
    return tuple(digits), read[-1][1] if read[-1] else ""
