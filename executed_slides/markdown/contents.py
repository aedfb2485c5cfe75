"""What a slide says and shows, thing by thing: words of every kind, code, pictures, notes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from markdown_it.token import Token

from executed_slides.markdown.directives import (
    Directive,
    is_for_tools,
    read_directives,
)
from executed_slides.markdown.html_words import HtmlPicture, read_html
from executed_slides.markdown.inside import (
    CodeText,
    Comment,
    Formula,
    Image,
    Inside,
    Link,
    read_comment,
)
from executed_slides.markdown.parser import COMMENT, FORMULA, STYLE
from executed_slides.markdown.places import (
    OBJECT,
    Placed,
)
from executed_slides.markdown.stylesheets import OwnStyle, read_style

# The words of a block of Markdown, and those that are seen or heard otherwise.
TEXT, HEADING, CELL, HTML = "text", "heading", "cell", "html"
ALT, BACKGROUND, TITLE = "alternative text", "text of a background", "title"
NOTE, HEADER, FOOTER = "note", "header", "footer"
ABOUT, STYLED = "about", "style"
# What one reads on the page itself, and in which order.
FROM_TOP = {HEADER: 0, TEXT: 1, HEADING: 1, CELL: 1, HTML: 1, FOOTER: 2}
# In a heading, it is for Marp.
_FIT = "fit"
_CODE = ("fence", "code_block")


class Words(NamedTuple):
    """Words that a viewer sees, or hears, in one piece, and how."""

    kind: str
    text: str
    places: Sequence[int]


class MarkdownBlock(NamedTuple):
    """A block's token, the place that it takes, its text in its place, and what that shows."""

    token: Token
    kind: str
    start: int
    end: int
    placed: Placed | None
    inside: Inside | None
    directives: list[Directive]


@dataclass
class MarkdownContents:
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
    pres: list[int] = field(default_factory=list)
    list_starts: list[Placed] = field(default_factory=list)
    # What others worked out of it, by who did.
    worked_out: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)

    def take(self, block: MarkdownBlock) -> None:
        token = block.token
        if block.inside:
            self.take_text(block, block.inside)
        elif token.type == COMMENT:
            self.take_notes(comments_of(block))
        elif token.type == "table_open":
            self.tables.append((block.start, block.end))
        elif token.type == "ordered_list_open":
            self.list_starts += [block.placed] if block.placed else []
        elif block.placed:
            self.take_other(block, block.placed)

    def take_other(self, block: MarkdownBlock, content: Placed) -> None:
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

    def take_text(self, block: MarkdownBlock, inside: Inside) -> None:
        if block.kind == HEADING:
            title = with_code(inside.words, inside.codes).strip()
            self.headings.append((block.start, title))
        self.take_inside(inside, block.kind)
        self.take_notes(inside.comments, block.kind == HEADING)

    def take_inside(self, inside: Inside, kind: str) -> None:
        """All that a text shows."""
        self.say(kind, inside.words)
        self.codes += inside.codes
        self.images += inside.images
        self.html_pictures += inside.pictures
        self.pres += inside.pres
        self.list_starts += inside.starts
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
        self.pres += read.pres
        self.list_starts += read.starts
        for words in read.words:
            self.say(HTML, words)
        for words in read.said:
            self.say(TITLE, words)

    def say(self, kind: str, words: Placed) -> None:
        if words.text.strip():
            self.words.append(Words(kind, words.text, words.places))


def with_code(words: Words | Placed, codes: list[CodeText]) -> str:
    """Words with the code that stands among them, as one reads them."""
    if OBJECT not in words.text:
        return words.text
    inline = {code.start: code.content.text for code in codes if not code.is_block}
    letters = zip(words.text, words.places, strict=True)
    return "".join(
        inline.get(place, "") if letter == OBJECT else letter for letter, place in letters
    )


def comments_of(block: MarkdownBlock) -> Iterator[Comment]:
    if block.token.type == COMMENT and block.placed:
        yield read_comment(block.placed, block.token.content)
    elif block.inside:
        yield from block.inside.comments
