"""Bound parts: which letters and pictures of a painted slide come from code that ran.

    the Markdown of a slide, each letter in its place ─┐
    what a browser paints of it, letter by letter     ─┴─▶ BoundPart: letters 120 to 125 of its
                                                           words are a number, bound as it is bound

The browser sends what it shows. So nothing is put into a slide that Marp or a theme could see.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from functools import cached_property
from typing import NamedTuple

from executed_slides.markdown.reader import SlideContents, read_deck
from executed_slides.proof.ordered import find_formulas, find_margin_texts, find_texts
from executed_slides.template.bound_text import Binding, Span, spans_of
from executed_slides.template.claims import Said
from executed_slides.template.rendering import Rendered

HEADER, BODY, FOOTER = "header", "body", "footer"
_KINDS = ("number", "text", "constant", "code")
_ROW = re.compile(r"^\|<a name=\"[^\"]*\"></a>`(?P<name>[^`\n]+)`\|", re.MULTILINE)
# Beyond that, only what is alike at both ends of two texts is found alike.
_MOST_COMPARED = 4_000_000


class EvidenceRow(NamedTuple):
    """A row of the evidence, by the value that it names."""

    name: str


class BoundPart(NamedTuple):
    """A part of a painted slide, and the numbers of the spans behind it.

    Words have a `zone` of the slide, and in it the first of their letters and the one behind their
    last; white space is not counted. A picture is the one so often before it shown on its slide, a
    formula the one of its number.
    """

    sources: tuple[int, ...]
    zone: str = ""
    start: int = 0
    end: int = 0
    picture: str = ""
    nth: int = 0
    formula: int | None = None


class BoundParts:
    """The bound parts of a rendered deck, to be found on each of its slides as it is painted."""

    def __init__(self, deck: Rendered):
        self.deck = deck

    @cached_property
    def spans(self) -> list[Span]:
        """All that can be asked about, in its order; the number of each is its place here."""
        found = [span for span in spans_of(self.deck.markdown) if _can_be_asked(span)]
        rows = _ROW.finditer(str.__str__(self.deck.markdown))
        found += [Span(*row.span("name"), EvidenceRow(row["name"])) for row in rows]
        return sorted(found, key=lambda span: (span.start, -span.end))

    @cached_property
    def _starts(self) -> list[int]:
        return [span.start for span in self.spans]

    def on_slide(self, number: int, painted: Mapping[str, str]) -> list[BoundPart]:
        """The parts of a slide, from 1, of which `painted` has the letters of each zone."""
        slides = read_deck(str.__str__(self.deck.markdown)).slides
        if not 0 < number <= len(slides):
            return []
        slide = slides[number - 1]
        zones = (
            (HEADER, find_margin_texts(slide.header)),
            (BODY, find_texts(slide)),
            (FOOTER, find_margin_texts(slide.footer)),
        )
        parts = [
            part
            for zone, texts in zones
            for part in self._find_words(zone, texts, painted.get(zone, ""))
        ]
        return [*parts, *self._find_pictures(slide), *self._find_formulas(slide)]

    def _within(self, first: int, last: int) -> range:
        """The numbers of the spans that begin at one of these places."""
        return range(bisect_left(self._starts, first), bisect_right(self._starts, last))

    def _find_words(
        self, zone: str, texts: Iterable[tuple[str, list[int]]], painted: str
    ) -> Iterator[BoundPart]:
        pieces = list(texts)
        words = "".join(text for text, _ in pieces)
        places = [place for _, there in pieces for place in there]
        if not places:
            return
        shown = pair_letters(words, painted)
        letter_at = {place: letter for letter, place in enumerate(places) if letter in shown}
        found: dict[tuple[int, int], int] = {}
        for number in self._within(min(places), max(places)):
            span = self.spans[number]
            letters = [
                shown[letter_at[place]]
                for place in range(span.start, span.end)
                if place in letter_at
            ]
            if letters and max(letters) - min(letters) < 2 * len(letters):
                there = min(letters), max(letters) + 1
                if there not in found or self._tells_more(number, found[there]):
                    found[there] = number
        yield from (
            BoundPart((number,), zone, *letters) for letters, number in sorted(found.items())
        )

    def _tells_more(self, number: int, other: int) -> bool:
        """Of two that show the same letters: the outer one, which says how they were written."""
        span, before = self.spans[number], self.spans[other]
        if isinstance(span.source, Said) or isinstance(before.source, Said):
            return isinstance(before.source, Said)
        return span.end - span.start >= before.end - before.start

    def _find_pictures(self, slide: SlideContents) -> Iterator[BoundPart]:
        shown: dict[str, int] = {}
        for number in self._within(slide.start, slide.end - 1):
            source = self.spans[number].source
            if isinstance(source, Binding) and source.kind == "figure":
                picture = str(source.value).removeprefix("slides/")
                yield BoundPart((number,), picture=picture, nth=shown.get(picture, 0))
                shown[picture] = shown.get(picture, 0) + 1

    def _find_formulas(self, slide: SlideContents) -> Iterator[BoundPart]:
        """Formulas are drawn: of several numbers in one, nobody can tell which is clicked."""
        for nth, formula in enumerate(find_formulas(slide)):
            inside = tuple(
                number
                for number in self._within(formula.start, formula.end - 1)
                if isinstance(self.spans[number].source, Binding)
            )
            if inside:
                yield BoundPart(inside, formula=nth)


def _can_be_asked(span: Span) -> bool:
    source = span.source
    return isinstance(source, Said) or (
        isinstance(source, Binding) and source.kind in (*_KINDS, "figure")
    )


def pair_letters(ours: str, theirs: str) -> dict[int, int]:
    """By the number of each letter of one text that of the same letter in the other.

    A letter that is in one alone, as a browser may show some of its own, has none.
    """
    if ours == theirs:
        return dict(zip(range(len(ours)), range(len(theirs)), strict=True))
    before = _count_alike(ours, theirs)
    behind = _count_alike(ours[before:][::-1], theirs[before:][::-1])
    pairs = {letter: letter for letter in range(before)}
    more = len(theirs) - len(ours)
    pairs |= {letter: letter + more for letter in range(len(ours) - behind, len(ours))}
    middle, other = ours[before : len(ours) - behind], theirs[before : len(theirs) - behind]
    if 0 < len(middle) * len(other) < _MOST_COMPARED:
        for at, there, size in SequenceMatcher(None, middle, other, False).get_matching_blocks():
            pairs |= {before + at + n: before + there + n for n in range(size)}
    return pairs


def _count_alike(ours: Sequence[str], theirs: Sequence[str]) -> int:
    """How many letters at the beginning of both are the same."""
    pairs = enumerate(zip(ours, theirs, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(ours), len(theirs)))
