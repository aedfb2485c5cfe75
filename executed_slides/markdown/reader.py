"""A deck's Markdown, read once: every slide with all that one sees and hears of it.

    text ── parser ──▶ blocks ── inside ──▶ words, code, pictures, links, notes, all in their places
                          └── rules, headingDivider ──▶ slides, with their directives

Whoever wants to know what a deck's Markdown says asks here; nobody else looks at its signs.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate
from typing import Any, NamedTuple

from markdown_it.token import Token

from executed_slides.markdown.directives import (
    Directive,
    find_global,
    is_for_tools,
    read_directives,
)
from executed_slides.markdown.front_matter import FrontMatter, read_front_matter
from executed_slides.markdown.html_words import HtmlPicture, read_html
from executed_slides.markdown.inside import (
    CodeText,
    Comment,
    Formula,
    Image,
    Inside,
    Link,
    References,
    read_comment,
    read_definitions,
    read_inside,
)
from executed_slides.markdown.parser import COMMENT, FORMULA, STYLE, parse_blocks
from executed_slides.markdown.places import (
    OBJECT,
    LineNumbers,
    Placed,
    SourceLines,
    move,
    place_value,
)
from executed_slides.markdown.stylesheets import OwnStyle, read_style

# The words of a block of Markdown, and those that are seen or heard otherwise.
TEXT, HEADING, CELL, HTML = "text", "heading", "cell", "html"
ALT, BACKGROUND, TITLE = "alternative text", "text of a background", "title"
NOTE, HEADER, FOOTER = "note", "header", "footer"
ABOUT, STYLED = "about", "style"
# What one reads on the page itself, and in which order.
_FROM_TOP = {HEADER: 0, TEXT: 1, HEADING: 1, CELL: 1, HTML: 1, FOOTER: 2}
# In a heading, it is for Marp.
_FIT = "fit"
_ABOUT = ("title", "description", "author", "keywords")
_RULE = re.compile(r" {0,3}-{3,}\s*")
_CODE = ("fence", "code_block")
# Of these, what stands in them says all.
_SILENT = frozenset(
    f"{name}_open" for name in ("paragraph", "list_item", "thead", "tbody", "tr", "th", "td")
)


class Words(NamedTuple):
    """Words that a viewer sees, or hears, in one piece, and how."""

    kind: str
    text: str
    places: Sequence[int]


@dataclass
class _Contents:
    """What was read of a slide, in order, all in its places."""

    headings: list[tuple[int, str]] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)
    codes: list[CodeText] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    html_pictures: list[HtmlPicture] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    formulas: list[Formula] = field(default_factory=list)
    notes: list[Comment] = field(default_factory=list)
    styles: list[OwnStyle] = field(default_factory=list)
    tables: list[tuple[int, int]] = field(default_factory=list)
    html: list[tuple[int, int]] = field(default_factory=list)

    def take(self, block: "_Block") -> None:
        token = block.token
        if block.inside:
            self.take_text(block, block.inside)
        elif token.type == COMMENT:
            self.take_notes(_comments_of(block))
        elif token.type == "table_open":
            self.tables.append((block.start, block.end))
        elif block.placed:
            self.take_other(block, block.placed)

    def take_other(self, block: "_Block", content: Placed) -> None:
        """What is no text: code, a formula, a style, HTML."""
        token = block.token
        if token.type in _CODE:
            code = CodeText(block.start, block.end, content, token.info.strip(), True)
            self.codes.append(code)
        elif token.type == FORMULA:
            self.formulas.append(Formula(block.start, block.end, content))
        elif token.type == STYLE:
            self.take_style(read_style(content))
        else:
            self.take_html(content)

    def take_text(self, block: "_Block", inside: Inside) -> None:
        if block.kind == HEADING:
            title = _with_code(inside.words, inside.codes).strip()
            self.headings.append((block.start, title))
        self.take_inside(inside, block.kind)
        self.take_notes(inside.comments, block.kind == HEADING)

    def take_inside(self, inside: Inside, kind: str) -> None:
        """All that a text shows, onto its self."""
        self.say(kind, inside.words)
        self.codes += inside.codes
        self.images += inside.images
        self.html_pictures += inside.pictures
        self.links += inside.links
        self.formulas += inside.formulas
        for image in inside.images:
            self.say(BACKGROUND if image.background else ALT, image.alt)
        for image in inside.images:
            self.say(TITLE, image.title)
        for link in inside.links:
            self.say(TITLE, link.title)
        for said in inside.said:
            self.say(TITLE, said)

    def take_notes(self, comments: Iterable[Comment], in_heading: bool = False) -> None:
        for comment in comments:
            text = comment.content.text
            if not (
                is_for_tools(text) or (in_heading and text == _FIT) or read_directives(text, 1, 0)
            ):
                self.notes.append(comment)
                self.say(NOTE, comment.content)

    def take_style(self, style: OwnStyle) -> None:
        self.styles.append(style)
        for words in style.words:
            self.say(STYLED, words)

    def take_html(self, markup: Placed) -> None:
        read = read_html(markup)
        self.html.append((markup.places[0], markup.places[-1] + 1))
        self.html_pictures += read.pictures
        for words in read.words:
            self.say(HTML, words)
        for words in read.said:
            self.say(TITLE, words)

    def say(self, kind: str, words: Placed) -> None:
        if words.text.strip():
            self.words.append(Words(kind, words.text, words.places))


class _Part(NamedTuple):
    """A slide of a section, by where it begins and ends in that; its directives are its own."""

    start: int
    end: int
    contents: _Contents
    directives: list[Directive]


class SlideContents:
    """What one slide says and shows, in order; `directives` are those that hold for it.

    `words` has all words but code and formulas: notes, alternative texts, header and footer too.
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

    def __init__(self, number: int, part: _Part, base: int, directives: dict[str, Directive]):
        self.number, self.directives = number, directives
        self.start, self.end = base + part.start, base + part.end
        self.header: Inside | None = None
        self.footer: Inside | None = None
        self._base, self._own = base, part.contents
        # What is said on it elsewhere in the deck.
        self.given = _Contents()

    def __getattr__(self, kind: str) -> Any:
        own = [move(each, self._base) for each in getattr(self._own, kind)]
        setattr(self, kind, own + getattr(self.given, kind))
        return self.__dict__[kind]

    @property
    def title(self) -> str:
        """Its last heading."""
        return self.headings[-1][1] if self.headings else "without title"

    @property
    def texts(self) -> list[str]:
        """What one reads on the page itself, from top to bottom, code too; formulas left out."""
        found = [(1, code.start, code.content.text) for code in self.codes if code.is_block]
        for words in self.words:
            if words.kind in _FROM_TOP:
                text = _with_code(words, self.codes)
                found.append((_FROM_TOP[words.kind], words.places[0], text))
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


class _Section(NamedTuple):
    """Lines of a deck that are read by themselves: nothing before or behind them matters."""

    lines: SourceLines
    tokens: list[Token]
    definitions: dict[str, Any]

    @property
    def line_count(self) -> int:
        """How many lines it has."""
        return len(self.lines.starts) - 1


class _Block(NamedTuple):
    """A block's token, the place that it takes, its text in its place, and what that shows."""

    token: Token
    kind: str
    start: int
    end: int
    placed: Placed | None
    inside: Inside | None
    directives: list[Directive]


@lru_cache(maxsize=8)
def read_deck(markdown: str) -> Deck:
    """What a deck's Markdown says, slide by slide."""
    markdown = str.__str__(markdown)
    front = read_front_matter(markdown)
    lines = SourceLines(markdown, front.end)
    texts = list(_find_sections(markdown, lines))
    references = References(_join_definitions(map(_parse_section, texts)))
    numbers = LineNumbers(markdown)
    reading = _Reading(markdown, front, numbers, references)
    reading.read(texts)
    for title in read_definitions(references, markdown, lines.starts):
        reading.slides[0].given.say(TITLE, title)
    return Deck(markdown, front, reading.directives, reading.slides, numbers)


def _find_sections(markdown: str, lines: SourceLines) -> Iterator[str]:
    """The deck, cut behind rules: of one that did not change, all is known from before."""
    begin = lines.starts[0]
    for before, line, end in zip(lines.texts, lines.texts[1:], lines.starts[2:], strict=False):
        if _RULE.fullmatch(line) and not before.strip():
            text = markdown[begin:end]
            if not _ends_with_rule(_parse_section(text)):
                break  # Code, or HTML, goes on behind it.
            yield text
            begin = end
    yield markdown[begin:]


@lru_cache(maxsize=2048)
def _parse_section(text: str) -> _Section:
    env: dict[str, Any] = {}
    tokens = parse_blocks(text, env)
    return _Section(SourceLines(text), tokens, env.get("references", {}))


def _ends_with_rule(section: _Section) -> bool:
    last = section.tokens[-1]
    is_rule = last.type == "hr" and last.level == 0
    return is_rule and last.map == [section.line_count - 1, section.line_count]


def _join_definitions(sections: Iterable[_Section]) -> dict[str, Any]:
    """What all sections define, of which the first counts; its lines are the deck's."""
    found: dict[str, Any] = {}
    line = 0
    for section in sections:
        for label, definition in section.definitions.items():
            lines = [line + own for own in definition["map"]]
            found.setdefault(label, {**definition, "map": lines})
        line += section.line_count
    return found


@lru_cache(maxsize=2048)
def _read_section(text: str, references: References) -> list[_Block]:
    section = _parse_section(text)
    return list(_read_blocks(section.tokens, text, section.lines, references))


def _read_blocks(
    tokens: Sequence[Token], text: str, lines: SourceLines, references: References
) -> Iterator[_Block]:
    """Each block with its text where that stands."""
    cells: dict[int, Iterator[Placed]] = {}
    for number, token in enumerate(tokens):
        if token.nesting == -1 or token.type in _SILENT:
            continue
        start, end = (lines.start(line) for line in token.map or (0, 0))
        placed, kind = None, TEXT
        if token.type == "inline" and token.map:
            before, line = tokens[number - 1], token.map[0]
            if before.tag in ("th", "td"):
                kind = CELL
                if line not in cells:
                    cells[line] = lines.place_cells(_find_row(tokens, number), line)
                placed = next(cells[line])
            elif before.type == "heading_open":
                kind = HEADING
                placed = lines.place_heading(token.content, line)
            else:
                placed = lines.place_block(token.content, line)
        else:
            placed = _place_other(token, text, lines)
        is_text = token.type == "inline"
        inside = read_inside(placed, references) if placed and is_text else None
        block = _Block(token, kind, start, end, None if is_text else placed, inside, [])
        block.directives.extend(_find_directives(block, text))
        yield block


def _find_directives(block: _Block, text: str) -> Iterator[Directive]:
    for comment in _comments_of(block):
        start = comment.content.places[0] if comment.content.text else comment.start
        if found := read_directives(comment.content.text, 1, start):
            line = text.count("\n", 0, start)
            yield from (directive._replace(line=directive.line + line) for directive in found)


@lru_cache(maxsize=2048)
def _divide(
    text: str, references: References, dividing: frozenset[str], is_first: bool
) -> list[_Part]:
    """The slides of a section; before what is `first`, no heading begins one."""
    parts = [_Part(0, 0, _Contents(), [])]
    is_empty = is_first

    def begin(end: int, start: int) -> None:
        parts[-1] = parts[-1]._replace(end=end)
        parts.append(_Part(start, start, _Contents(), []))

    for block in _read_section(text, references):
        token = block.token
        if token.type == "hr" and token.level == 0:
            begin(block.start, block.end)
        elif token.tag in dividing and not is_empty:
            begin(block.start, block.start)
        is_empty = is_empty and token.hidden
        parts[-1].directives.extend(block.directives)
        parts[-1].contents.take(block)
    parts[-1] = parts[-1]._replace(end=len(text))
    return parts


def _place_other(token: Token, text: str, lines: SourceLines) -> Placed | None:
    """What is no text, where it stands: code, a formula, a comment, a style, HTML."""
    first, last = token.map or (0, 0)
    content = (token.markup if token.type in (COMMENT, STYLE) else token.content).rstrip("\n")
    if token.type in _CODE:
        return lines.place_code(content, first + (token.type == "fence"))
    if token.type == FORMULA:
        return place_value(content, text, lines.start(first) + 2, lines.start(last))
    if token.type in ("html_block", COMMENT, STYLE):
        return lines.place_block(content, first)
    return None


def _find_row(tokens: Sequence[Token], number: int) -> list[str]:
    """The cells of the row whose first one this is."""
    cells = []
    for token in tokens[number:]:
        if token.type == "tr_close":
            break
        if token.type == "inline":
            cells.append(token.content)
    return cells


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
            blocks = _read_section(text, self.references)
            self.directives += self.moved([d for b in blocks for d in b.directives], start)
        dividing = _dividing_tags(self.directives)
        for directive in self.front.directives:
            self.take_directive(directive)
        for text, start in zip(texts, starts, strict=False):
            parts = _divide(text, self.references, dividing, start == self.front.end)
            if start != starts[-2]:
                parts = parts[:-1]  # What is behind its last rule is the next section's.
            for part in parts:
                self.take(part, start)
        for words in self.about():
            self.slides[0].given.say(ABOUT, words)
        for directive in find_global(self.directives, "style"):
            if isinstance(directive.value, str):
                self.slides[0].given.take_style(OwnStyle(self.place(directive), False))

    def moved(self, directives: Sequence[Directive], by: int) -> Iterator[Directive]:
        lines = self.lines.at(by) - 1
        for d in directives:
            yield d._replace(line=d.line + lines, start=d.start + by, end=d.end + by)

    def take(self, part: _Part, base: int) -> None:
        """A slide: all directives on it hold for it, wherever they stand on it."""
        for directive in self.moved(part.directives, base):
            self.take_directive(directive)
        directives, self.passing = {**self.lasting, **self.passing}, {}
        slide = SlideContents(len(self.slides) + 1, part, base, directives)
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


def _with_code(words: Words | Placed, codes: list[CodeText]) -> str:
    """Words with the code that stands among them, as one reads them."""
    if OBJECT not in words.text:
        return words.text
    inline = {code.start: code.content.text for code in codes if not code.is_block}
    letters = zip(words.text, words.places, strict=True)
    return "".join(
        inline.get(place, "") if letter == OBJECT else letter for letter, place in letters
    )


def _comments_of(block: _Block) -> Iterator[Comment]:
    if block.token.type == COMMENT and block.placed:
        yield read_comment(block.placed, block.token.content)
    elif block.inside:
        yield from block.inside.comments


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
