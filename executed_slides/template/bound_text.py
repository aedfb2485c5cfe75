"""Text that knows where its parts come from, through filters, macros, loops and includes.

    imdb.test_accuracy ── percent ──▶ "88.2%" ── ~ · macro · include ──▶ the deck's Markdown
          Real                         Text                                Text, with its spans

A `Text` is an ordinary string with spans beside it: nothing is put into it that would have to
be taken out again, and whatever compares, measures or cuts it sees the plain characters.
An operation that does not know spans loses them, and a number without a span is told as unbound.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Any, NamedTuple, Self

from executed_slides.base.errors import DeckError

DIGIT = re.compile(r"\d")
LETTER = re.compile(r"[^\W_]")


class Binding(NamedTuple):
    """What stands behind a part of a text.

    `kind` is `number`, `text`, `alt`, `figure`, `code` or `constant`; `key` is how it was asked
    for, with its filters (`imdb.test_accuracy | percent`); `value` has full precision, `by_seed`
    the same of all runs; `names` are the recorded numbers that it is made of. Of `markup` the
    signs are Markdown's, on purpose. What is `apart` is the difference of two, `picked` are the
    runs that it was taken from, where that are not all.
    """

    kind: str
    key: str
    value: Any = None
    by_seed: dict[int | None, Any] | None = None
    names: tuple[str, ...] = ()
    experiments: tuple[str, ...] = ()
    reason: str = ""
    markup: bool = False
    apart: bool = False
    picked: tuple[Any, ...] = ()


class Unproven(NamedTuple):
    """Why nothing recorded stands behind a number that was worked out, and how it is mended."""

    fault: str
    mend: str


class Place(NamedTuple):
    """An expression of a template, or a text typed in one, by where it starts in the source."""

    template: str
    line: int
    start: int | None
    literal: bool
    unproven: Unproven | None = None


class Typed(NamedTuple):
    """Words of a template's own, by where the first of their letters stands in its source."""

    template: str
    start: int


class Reasoned(NamedTuple):
    """Why code and pictures in a part of a template need no run, by where its tag stands."""

    template: str
    start: int
    reason: str


class Span(NamedTuple):
    """A part of a text, and what it comes from.

    That is a binding, what is unproven, a place, a claim, a reason or what was typed.
    """

    start: int
    end: int
    source: Any


class Text(str):
    """A string with spans beside it, outer ones after inner ones."""

    __slots__ = ("spans",)
    spans: tuple[Span, ...]

    def __new__(cls, text: str, spans: Iterable[Span] = ()) -> Self:
        self = super().__new__(cls, text)
        self.spans = tuple(spans)
        return self

    def __str__(self) -> str:
        return self

    def __add__(self, other: Any) -> Any:
        return join((self, other)) if isinstance(other, str) else NotImplemented

    def __radd__(self, other: Any) -> Any:
        return join((other, self)) if isinstance(other, str) else NotImplemented

    def __lt__(self, other: Any) -> bool:
        refuse_written(self, other)
        return super().__lt__(other)

    def __le__(self, other: Any) -> bool:
        refuse_written(self, other)
        return super().__le__(other)

    def __gt__(self, other: Any) -> bool:
        refuse_written(self, other)
        return super().__gt__(other)

    def __ge__(self, other: Any) -> bool:
        refuse_written(self, other)
        return super().__ge__(other)


def refuse_written(*texts: Any) -> None:
    """Raises DeckError for written numbers, which letters would put in order: 9.5% after 10.0%."""
    for text in texts:
        if any(binding.kind == "number" for binding in bindings_of(text)):
            raise DeckError(
                f"{str.__str__(text)!r} is a written number, compared letter by letter",
                "compare the numbers themselves, and write them afterwards: a.x > b.x",
            )


def bound(text: str, binding: Any) -> Text:
    """Text that comes from one source as a whole; what stands inside it stays known."""
    return Text(text, (*spans_of(text), Span(0, len(text), binding)))


def spans_of(text: Any) -> tuple[Span, ...]:
    return text.spans if isinstance(text, Text) else ()


def join(pieces: Iterable[str]) -> Text:
    """Pieces in a row as one text; each keeps its spans."""
    pieces = list(pieces)
    spans: list[Span] = []
    at = 0
    for piece in pieces:
        spans += [Span(at + start, at + end, source) for start, end, source in spans_of(piece)]
        at += len(piece)
    return Text("".join(pieces), spans)


def part(text: str, start: int, end: int) -> Text:
    """The characters from `start` to `end`, with the spans that lie there as a whole.

    What was typed is so in each of its parts.
    """
    kept = []
    for span in spans_of(text):
        if isinstance(span.source, Typed):
            cut = max(0, start - span.start)
            typed = span.source._replace(start=span.source.start + cut)
            span = Span(span.start + cut, min(span.end, end), typed)
        if start <= span.start <= span.end <= end and (span.start < span.end or start == end):
            kept.append(Span(span.start - start, span.end - start, span.source))
    return Text(str.__str__(text)[start:end], kept)


def insert(text: str, marks: list[tuple[int, str]]) -> Text:
    """The text with marks put in at these places, in order; its spans move with their letters."""
    places = [place for place, _ in marks]
    lengths = [0, *accumulate(len(mark) for _, mark in marks)]
    pieces, at = [], 0
    for place, mark in marks:
        pieces += [str.__str__(text)[at:place], mark]
        at = place
    spans = [
        # A mark before a span's first letter is not in it, and one after its last is not either.
        Span(
            start + lengths[bisect_right(places, start)],
            end + lengths[bisect_left(places, end)],
            source,
        )
        for start, end, source in spans_of(text)
    ]
    return Text("".join([*pieces, str.__str__(text)[at:]]), spans)


def rewrite(text: str, changes: Sequence[tuple[int, int, str]]) -> Text:
    """The text with other letters in some places, in order; its spans move with their letters."""
    plain = str.__str__(text)
    pieces, at = [], 0
    for start, end, written in changes:
        pieces += [plain[at:start], written]
        at = end
    begins, ends = [start for start, *_ in changes], [end for _, end, _ in changes]
    grown = [0, *accumulate(len(written) - (end - start) for start, end, written in changes)]

    def move(place: int, is_end: bool) -> int:
        # What is put in between letters belongs to none of them.
        before = bisect_left(ends, place) if is_end else bisect_right(ends, place)
        if is_end and before < len(ends) and begins[before] < ends[before] == place:
            before += 1
        if before < len(begins) and begins[before] < place:  # Inside of what is written anew.
            written = changes[before][2]
            return begins[before] + grown[before] + (len(written) if is_end else 0)
        return place + grown[before]

    moved = [Span(move(s.start, False), move(s.end, True), s.source) for s in spans_of(text)]
    return Text("".join([*pieces, plain[at:]]), moved)


def strip(text: str) -> Text:
    """Without white space at both ends."""
    start = len(text) - len(text.lstrip())
    return part(text, start, max(start, len(text.rstrip())))


def bindings_of(text: str) -> Iterator[Binding]:
    return (span.source for span in spans_of(text) if isinstance(span.source, Binding))


def uncovered(text: str, letter: re.Pattern[str] = DIGIT) -> bool:
    """True when a digit, or another such letter, of the text comes from nowhere that is known."""
    ends = 0
    for span in sorted(spans_of(text), key=lambda span: span.start):
        if letter.search(text, ends, max(ends, span.start)):
            return True
        ends = max(ends, span.end)
    return letter.search(text, ends) is not None
