"""A deck's Markdown, read once: every slide with all that one sees and hears of it.

    text ── parser ──▶ blocks ── inside ──▶ words, code, pictures, links, notes, all in their places
                          └── rules, headingDivider ──▶ slides, with their directives

Whoever wants to know what a deck's Markdown says asks here; nobody else looks at its signs.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate
from typing import Any

from executed_slides.markdown.contents import (
    ABOUT,
    FOOTER,
    FROM_TOP,
    HEADER,
    TITLE,
    MarkdownContents,
    Words,
    with_code,
)
from executed_slides.markdown.directives import (
    Directive,
    find_global,
)
from executed_slides.markdown.front_matter import FrontMatter, read_front_matter
from executed_slides.markdown.html_words import HtmlPicture
from executed_slides.markdown.inside import (
    CodeText,
    Comment,
    Formula,
    Image,
    Inside,
    Link,
    References,
    read_definitions,
    read_inside,
)
from executed_slides.markdown.places import (
    LineNumbers,
    Placed,
    SourceLines,
    move,
    place_value,
)
from executed_slides.markdown.sections import (
    Part,
    divide,
    find_sections,
    join_definitions,
    parse_section,
    read_section,
)
from executed_slides.markdown.stylesheets import OwnStyle

_ABOUT = ("title", "description", "author", "keywords")


class SlideContents:
    """What one slide says and shows, in order; `directives` are those that hold for it.

    `words` has all words but code and formulas: notes, alternative texts, header and footer too.
    `pres` are the places behind `<pre>`, in which words look like code.
    Each kind of thing is put into its places in the deck when it is first asked for.
    """

    headings: list[tuple[int, str]]
    words: list[Words]
    codes: list[CodeText]
    images: list[Image]
    html_pictures: list[HtmlPicture]
    links: list[Link]
    formulas: list[Formula]
    notes: list[Comment]
    styles: list[OwnStyle]
    tables: list[tuple[int, int]]
    html: list[tuple[int, int]]
    pres: list[int]
    list_starts: list[Placed]

    def __init__(
        self, number: int, part: Part, base: int, directives: dict[str, Directive], text: str
    ):
        self.number, self.directives, self._text = number, directives, text
        self.start, self.end = base + part.start, base + part.end
        self.header: Inside | None = None
        self.footer: Inside | None = None
        self._base, self._own, self._start = base, part.contents, part.start
        # What is said on it elsewhere in the deck.
        self.given = MarkdownContents()

    def __getattr__(self, kind: str) -> Any:
        if kind.startswith("_"):
            raise AttributeError(kind)
        own = [move(each, self._base) for each in getattr(self._own, kind)]
        setattr(self, kind, own + getattr(self.given, kind))
        return self.__dict__[kind]

    def work_out_once(self, work_out: Callable[[str, MarkdownContents, int], Any]) -> Any:
        """What follows from the slide's own words alone, which is kept with them.

        `work_out` gets their text, what was read of it, and where the first letter is for that.
        """
        known = self._own.worked_out
        if work_out not in known:
            text = self._text[self._start : self._start + self.end - self.start]
            known[work_out] = work_out(text, self._own, self._start)
        return known[work_out]

    @property
    def title(self) -> str:
        """Its last heading."""
        return self.headings[-1][1] if self.headings else "without title"

    @property
    def texts(self) -> list[str]:
        """What one reads on the page itself, from top to bottom, code too; formulas left out."""
        found = [(1, code.start, code.content.text) for code in self.codes if code.is_block]
        for words in self.words:
            if words.kind in FROM_TOP:
                text = with_code(words, self.codes)
                found.append((FROM_TOP[words.kind], words.places[0], text))
        return [text for *_, text in sorted(found)]


@dataclass(frozen=True)
class Deck:
    """A deck's Markdown as Marp reads it."""

    markdown: str
    front_matter: FrontMatter
    directives: list[Directive]  # All, in order, those of the front matter first.
    slides: list[SlideContents]
    lines: LineNumbers = field(compare=False, repr=False)

    def line_of(self, place: int) -> int:
        """The line, from 1, on which a place is."""
        return self.lines.at(place)

    def slide_at(self, place: int) -> SlideContents:
        """The slide on which a place is; the front matter's is the first."""
        slides = reversed(self.slides)
        return next((slide for slide in slides if slide.start <= place), self.slides[0])


@lru_cache(maxsize=32)
def read_deck(markdown: str) -> Deck:
    """What a deck's Markdown says, slide by slide."""
    markdown = str.__str__(markdown)
    front = read_front_matter(markdown)
    lines = SourceLines(markdown, front.end)
    texts = list(find_sections(markdown, lines))
    references = References(join_definitions(map(parse_section, texts)))
    numbers = LineNumbers(markdown)
    reading = _Reading(markdown, front, numbers, references)
    reading.read(texts)
    for title in read_definitions(references, markdown, lines.starts):
        reading.slides[0].given.say(TITLE, title)
    return Deck(markdown, front, reading.directives, reading.slides, numbers)


class _Reading:
    """The slides that blocks make, one after the other."""

    def __init__(
        self, markdown: str, front: FrontMatter, lines: LineNumbers, references: References
    ):
        self.markdown, self.front, self.lines = markdown, front, lines
        self.references = references
        self.directives = [d for d in front.directives if d.is_global or d.is_local]
        self.slides: list[SlideContents] = []
        self.lasting: dict[str, Directive] = {}
        self.passing: dict[str, Directive] = {}
        self.margins: dict[Directive, Inside] = {}

    def read(self, texts: Sequence[str]) -> None:
        starts = list(accumulate(map(len, texts), initial=self.front.end))
        for text, start in zip(texts, starts, strict=False):
            blocks = read_section(text, self.references)
            self.directives += self.moved([d for b in blocks for d in b.directives], start)
        dividing = _dividing_tags(self.directives)
        for directive in self.front.directives:
            self.take_directive(directive)
        for text, start in zip(texts, starts, strict=False):
            parts = divide(text, self.references, dividing, start == self.front.end)
            if start != starts[-2]:
                parts = parts[:-1]  # What is behind its last rule is the next section's.
            for part in parts:
                self.take(part, start, text)
        for words in self.about():
            self.slides[0].given.say(ABOUT, words)
        for directive in find_global(self.directives, "style"):
            if isinstance(directive.value, str):
                self.slides[0].given.take_style(OwnStyle(self.place(directive), False))

    def moved(self, directives: Sequence[Directive], by: int) -> Iterator[Directive]:
        lines = self.lines.at(by) - 1
        for d in directives:
            yield d._replace(line=d.line + lines, start=d.start + by, end=d.end + by)

    def take(self, part: Part, base: int, text: str) -> None:
        """A slide: all directives on it hold for it, wherever they stand on it."""
        for directive in self.moved(part.directives, base):
            self.take_directive(directive)
        directives, self.passing = {**self.lasting, **self.passing}, {}
        slide = SlideContents(len(self.slides) + 1, part, base, directives, text)
        for name, kind in (("header", HEADER), ("footer", FOOTER)):
            said = directives.get(name)
            if said and isinstance(said.value, str) and said.value:
                if said not in self.margins:  # Most slides have the one before's.
                    self.margins[said] = read_inside(self.place(said), self.references)
                margin = self.margins[said]
                setattr(slide, name, margin)
                slide.given.take_inside(margin, kind)
        self.slides.append(slide)

    def place(self, directive: Directive) -> Placed:
        return place_value(directive.value, self.markdown, directive.start, directive.end)

    def take_directive(self, directive: Directive) -> None:
        if directive.is_spot:
            self.passing[directive.name] = directive
        elif directive.is_local:
            self.lasting[directive.name] = directive

    def about(self) -> Iterator[Placed]:
        """What says of the whole deck what it is: it is shown by browsers and readers of PDF."""
        for directive in self.directives:
            values = directive.value if isinstance(directive.value, list) else [directive.value]
            if directive.key in _ABOUT:
                for value in (value for value in values if isinstance(value, str)):
                    yield self.place(directive._replace(value=value))


def _dividing_tags(directives: Sequence[Directive]) -> frozenset[str]:
    """The headings before which a slide begins by itself: `headingDivider`."""
    levels: list[int] = []
    for directive in directives:
        if directive.key == "headingDivider":
            levels = _levels_of(directive.value, levels)
    return frozenset(f"h{level}" for level in levels)


def _levels_of(value: Any, before: list[int]) -> list[int]:
    """1 and 2 for `2`, 2 alone for `[2]`; what Marp does not know leaves all as it was."""
    if isinstance(value, list):
        return [level for level in range(1, 7) if level in map(_number, value)]
    if value == "false":
        return []
    number = _number(value)
    return list(range(1, number + 1)) if number in range(1, 7) else before


def _number(text: Any) -> int:
    """As JavaScript reads one: the digits at the beginning."""
    found = re.match(r"\s*(\d+)", text) if isinstance(text, str) else None
    return int(found[1]) if found else 0
