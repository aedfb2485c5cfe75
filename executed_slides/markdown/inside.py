"""What stands inside a block of text: its words as they are seen, and the things among them.

    "**정답률** &#56;8% ![w:100 loss](a.png)" ──▶ words    "정답률 88% \\ufffc"
                                                  pictures a.png, alternative text "loss"

A thing, code, picture or formula, holds its place among the words as OBJECT.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from markdown_it.common.utils import UNESCAPE_ALL_RE, unescapeAll
from markdown_it.token import Token

from executed_slides.markdown.emoji import find_shortcodes
from executed_slides.markdown.html_words import HtmlPicture, number_item, read_html
from executed_slides.markdown.parser import COMMENT, FORMULA, parse_inside
from executed_slides.markdown.picture_options import is_option
from executed_slides.markdown.places import NOTHING, OBJECT, Placed, join_placed, place_escaped

_TITLE_BEGINS = re.compile(r"(?<=\s)[\"'(]")
# Pieces of one text for Marp, which looks for emoji in it.
_IN_A_RUN = ("text", "text_special")


class Image(NamedTuple):
    """A picture of Markdown: its address, what is said of it, whether it is a background."""

    at: int
    target: str
    alt: Placed
    title: Placed
    background: bool


class CodeText(NamedTuple):
    """Code as it is shown, and the place that it takes with its marks."""

    start: int
    end: int
    content: Placed
    language: str
    is_block: bool


class Link(NamedTuple):
    """A link's address, and the place that it takes with its words."""

    start: int
    end: int
    target: str
    title: Placed


class Formula(NamedTuple):
    """A formula's TeX, and the place that it takes with its marks."""

    start: int
    end: int
    content: Placed


class Comment(NamedTuple):
    """A comment, and the place that it takes with its marks."""

    start: int
    end: int
    content: Placed


class Inside(NamedTuple):
    """What a block of text shows."""

    words: Placed
    images: list[Image]
    codes: list[CodeText]
    links: list[Link]
    formulas: list[Formula]
    comments: list[Comment]
    said: list[Placed]
    pictures: list[HtmlPicture]
    pres: list[int]
    starts: list[Placed]


class References:
    """The definitions of a deck's links, by their labels."""

    def __init__(self, by_label: dict[str, Any]):
        self.by_label = by_label
        self._named = repr(sorted(by_label.items()))

    def __hash__(self) -> int:
        return hash(self._named)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, References) and self._named == other._named


@lru_cache(maxsize=8192)
def _parse_once(content: str, references: References) -> tuple[Token, ...]:
    return tuple(parse_inside(content, references.by_label))


def read_inside(content: Placed, references: References) -> Inside:
    """What a block of text shows, in order."""
    read = Inside(NOTHING, [], [], [], [], [], [], [], [], [])
    pieces = _read_tokens(_parse_once(content.text, references), content, references, read)
    return read._replace(words=join_placed(pieces))


def _read_tokens(
    tokens: Sequence[Token], content: Placed, references: References, read: Inside
) -> list[Placed]:
    pieces: list[Placed] = []
    run: list[Placed] = []
    for token in tokens:
        piece = _read_token(token, content, references, read)
        if token.type not in _IN_A_RUN:
            pieces.append(_with_emoji(join_placed(run)))
            run = []
        if piece.text:
            (run if token.type in _IN_A_RUN else pieces).append(piece)
    return [*pieces, _with_emoji(join_placed(run))]


def _read_token(token: Token, content: Placed, references: References, read: Inside) -> Placed:
    at = token.meta["at"]
    match token.type:
        case "text":
            return _read_text(token.content, content, at)
        case "text_special":
            return _stretched(token.content, content, at)
        case "softbreak" | "hardbreak":
            return Placed("\n", [content.places[at]])
        case "code_inline":
            read.codes.append(_read_code(token, content, at))
        case "image":
            read.images.append(_read_image(token, content, references))
        case "link_open":
            read.links.append(_read_link(token, content, at))
            return NOTHING
        case "html_inline":
            return _read_tag(token, content, at, read)
        case _ if token.type == FORMULA:
            inside = content[at + 1 : at + 1 + len(token.content)]
            read.formulas.append(Formula(*_span(content, at, at + len(inside.text) + 2), inside))
        case _ if token.type == COMMENT:
            read.comments.append(read_comment(content[at : at + len(token.markup)], token.content))
            return NOTHING
        case _:
            return NOTHING
    return _stretched(OBJECT, content, at)


def _read_text(text: str, content: Placed, at: int) -> Placed:
    """A text as it was typed; that of `<https://…>` stands behind its sign."""
    at += content.text.startswith("<", at) and not text.startswith("<")
    if content.text.startswith(text, at):
        return content[at : at + len(text)]
    return _stretched(text, content, at)


def _with_emoji(words: Placed) -> Placed:
    """`:tada:` is one letter."""
    pieces, end = [], 0
    for start, stop, emoji in find_shortcodes(words.text):
        pieces += [words[end:start], _stretched(emoji, words, start)]
        end = stop
    return join_placed([*pieces, words[end:]]) if pieces else words


def _stretched(text: str, content: Placed, at: int) -> Placed:
    """A text that stands for another one, as a whole where that begins."""
    return Placed(text, [content.places[at]] * len(text))


def _span(content: Placed, start: int, end: int) -> tuple[int, int]:
    return content.places[start], content.places[end - 1] + 1


def read_comment(markup: Placed, inside: str) -> Comment:
    at = markup.text.find(inside) if inside else 0
    return Comment(*_span(markup, 0, len(markup.text)), markup[at : at + len(inside)])


def _read_code(token: Token, content: Placed, at: int) -> CodeText:
    end = token.meta["end"]
    begin = content.text.replace("\n", " ").find(token.content, at + len(token.markup))
    inside = Placed(token.content, content.places[begin : begin + len(token.content)])
    return CodeText(*_span(content, at, end), inside, "", False)


def _read_link(token: Token, content: Placed, at: int) -> Link:
    end = token.meta.get("end", at + 1)
    title = str(token.attrGet("title") or "")
    return Link(
        *_span(content, at, end),
        str(token.attrGet("href") or ""),
        _place_title(title, content, at, end),
    )


def _place_title(title: str, content: Placed, at: int, end: int) -> Placed:
    """A title that stands beside its address; another one is its definition's."""
    if not title or content.text[end - 1] != ")":
        return NOTHING
    return _find_title(title, content[at : end - 1]) or _stretched(title, content, at)


def _find_title(title: str, typed: Placed) -> Placed | None:
    """A title that is the last of what was typed, between marks, as it reads."""
    typed = typed.strip()
    for mark in _TITLE_BEGINS.finditer(typed.text):
        placed = place_escaped(typed[mark.end() : -1], UNESCAPE_ALL_RE, unescapeAll)
        if placed.text == title:
            return placed
    return None


def _read_tag(token: Token, content: Placed, at: int, read: Inside) -> Placed:
    markup = content[at : at + len(token.content)]
    tag = read_html(markup)
    read.said.extend(tag.said)
    read.pictures.extend(tag.pictures)
    read.pres.extend(tag.pres)
    if tag.number.text:
        behind = content[at + len(markup.text) :]
        line = behind[: len(behind.text.partition("\n")[0])]
        read.starts.append(number_item(tag.number, line))
    if re.match(r"<(?:br|/?rp|/?rt)\b", token.content, re.IGNORECASE):
        return Placed("\n", [markup.places[0]])
    if tag.pictures:
        return _stretched(OBJECT, content, at)
    return join_placed(tag.words)


def _read_image(token: Token, content: Placed, references: References) -> Image:
    at, end = token.meta["at"], token.meta["end"]
    label = content[at + 2 : at + 2 + len(token.content)]
    words = _without_options(label)
    if words.text != label.text:
        tokens: Sequence[Token] = _parse_once(words.text, references)
    else:
        tokens = token.children or ()
    title = str(token.attrGet("title") or "")
    background = "bg" in label.text.split()
    return Image(
        content.places[at],
        str(token.attrGet("src") or ""),
        # What is said of a background, Marp takes as it is typed.
        words if background else _plain(tokens, words, references),
        _place_title(title, content, at + 2 + len(token.content), end),
        background,
    )


def _without_options(label: Placed) -> Placed:
    """An alternative text without Marp's words for size, filter and place."""
    options = list(re.finditer(r"\s*(\S+)", label.text))
    background = any(option[1] == "bg" for option in options)
    kept = [
        label[slice(*option.span())] for option in options if not is_option(option[1], background)
    ]
    if len(kept) == len(options):
        return label
    words = join_placed(kept)
    return words[len(words.text) - len(words.text.lstrip()) :]


def _plain(tokens: Sequence[Token], words: Placed, references: References) -> Placed:
    """Words without marks, as an alternative text is spoken."""
    pieces = []
    for token in tokens:
        at = token.meta["at"]
        if token.type == "image":
            pieces.append(_read_image(token, words, references).alt)
        elif token.type in ("softbreak", "hardbreak"):
            pieces.append(_stretched("\n", words, at))
        elif token.content and token.type in ("text", "html_inline"):
            pieces.append(words[at : at + len(token.content)])
        elif token.content and token.type in ("text_special", "code_inline", FORMULA):
            pieces.append(_stretched(token.content, words, at))
    return join_placed(pieces)


def read_definitions(references: References, markdown: str, starts: Sequence[int]) -> list[Placed]:
    """The titles of definitions `[a]: b "title"`, which are seen when one points at the link."""
    found = []
    for definition in references.by_label.values():
        first, last = definition["map"]
        if title := definition["title"]:
            start, end = starts[first], starts[last] if last < len(starts) else len(markdown)
            typed = Placed(markdown[start:end], range(start, end))
            found.append(_find_title(title, typed) or _stretched(title, typed, 0))
    return found
