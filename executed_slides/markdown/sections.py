"""Sections of a deck, cut behind its rules: one that did not change is not read again.

"# One\n\n---\n"  ──▶  blocks, each with its place in the section  ──▶  slides in it
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from markdown_it.token import Token

from executed_slides.markdown.contents import (
    CELL,
    HEADING,
    TEXT,
    MarkdownBlock,
    MarkdownContents,
    comments_of,
)
from executed_slides.markdown.directives import (
    Directive,
    read_directives,
)
from executed_slides.markdown.inside import (
    References,
    read_inside,
)
from executed_slides.markdown.parser import COMMENT, FORMULA, STYLE, parse_blocks
from executed_slides.markdown.places import (
    Placed,
    SourceLines,
    place_value,
)

_RULE = re.compile(r" {0,3}-{3,}\s*")
_CODE = ("fence", "code_block")
# Of these, what stands in them says all.
_SILENT = frozenset(
    f"{name}_open" for name in ("paragraph", "list_item", "thead", "tbody", "tr", "th", "td")
)


class _Section(NamedTuple):
    """Lines of a deck that are read by themselves: nothing before or behind them matters."""

    lines: SourceLines
    tokens: list[Token]
    definitions: dict[str, Any]

    @property
    def line_count(self) -> int:
        """How many lines it has."""
        return len(self.lines.starts) - 1


class Part(NamedTuple):
    """A slide of a section, by where it begins and ends in that; its directives are its own."""

    start: int
    end: int
    contents: MarkdownContents
    directives: list[Directive]


def find_sections(markdown: str, lines: SourceLines) -> Iterator[str]:
    """The deck, cut behind rules: of one that did not change, all is known from before."""
    begin = lines.starts[0]
    for before, line, end in zip(lines.texts, lines.texts[1:], lines.starts[2:], strict=False):
        if _RULE.fullmatch(line) and not before.strip():
            text = markdown[begin:end]
            if not _ends_with_rule(parse_section(text)):
                break  # Code, or HTML, goes on behind it.
            yield text
            begin = end
    yield markdown[begin:]


@lru_cache(maxsize=2048)
def parse_section(text: str) -> _Section:
    env: dict[str, Any] = {}
    tokens = parse_blocks(text, env)
    return _Section(SourceLines(text), tokens, env.get("references", {}))


def _ends_with_rule(section: _Section) -> bool:
    last = section.tokens[-1]
    is_rule = last.type == "hr" and last.level == 0
    return is_rule and last.map == [section.line_count - 1, section.line_count]


def join_definitions(sections: Iterable[_Section]) -> dict[str, Any]:
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
def read_section(text: str, references: References) -> list[MarkdownBlock]:
    section = parse_section(text)
    return list(_read_blocks(section.tokens, text, section.lines, references))


def _read_blocks(
    tokens: Sequence[Token], text: str, lines: SourceLines, references: References
) -> Iterator[MarkdownBlock]:
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
        block = MarkdownBlock(token, kind, start, end, None if is_text else placed, inside, [])
        block.directives.extend(_find_directives(block, text))
        yield block


def _find_directives(block: MarkdownBlock, text: str) -> Iterator[Directive]:
    for comment in comments_of(block):
        start = comment.content.places[0] if comment.content.text else comment.start
        if found := read_directives(comment.content.text, 1, start):
            line = text.count("\n", 0, start)
            yield from (directive._replace(line=directive.line + line) for directive in found)


def _place_other(token: Token, text: str, lines: SourceLines) -> Placed | None:
    """What is no text, where it stands: code, a formula, a comment, a style, HTML."""
    first, last = token.map or (0, 0)
    content = (token.markup if token.type in (COMMENT, STYLE) else token.content).rstrip("\n")
    if token.type in _CODE:
        return lines.place_code(content, first + (token.type == "fence"))
    if token.type == "ordered_list_open":
        return _place_start(token, text, lines.start(first))
    if token.type == FORMULA:
        return place_value(content, text, lines.start(first) + 2, lines.start(last))
    if token.type in ("html_block", COMMENT, STYLE):
        return lines.place_block(content, first)
    return None


def _place_start(token: Token, text: str, begin: int) -> Placed | None:
    """The number at which a list begins, with what stands behind it in its line."""
    if "start" not in token.attrs:
        return None
    begin = text.find(str(token.attrs["start"]), begin)
    line = text[begin:].partition("\n")[0]
    return Placed(line, range(begin, begin + len(line)))


def _find_row(tokens: Sequence[Token], number: int) -> list[str]:
    """The cells of the row whose first one this is."""
    cells = []
    for token in tokens[number:]:
        if token.type == "tr_close":
            break
        if token.type == "inline":
            cells.append(token.content)
    return cells


@lru_cache(maxsize=2048)
def divide(
    text: str, references: References, dividing: frozenset[str], is_first: bool
) -> list[Part]:
    """The slides of a section; before what is `first`, no heading begins one."""
    parts = [Part(0, 0, MarkdownContents(), [])]
    is_empty = is_first

    def begin(end: int, start: int) -> None:
        parts[-1] = parts[-1]._replace(end=end)
        parts.append(Part(start, start, MarkdownContents(), []))

    for block in read_section(text, references):
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
