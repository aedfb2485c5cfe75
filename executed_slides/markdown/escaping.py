"""Escaping: what is put into a deck's Markdown stays words, wherever it lands.

    value        lands in                   is written
    a|b          a table's cell             a\\|b
    *new*        a paragraph or heading     \\*new\\*
    (0, 1]       an alternative text        (0, 1\\]
    -->          a note                     --\\u2060>
    5 "good"     title="…"                  5 &quot;good&quot;
    88%          a formula                  88\\%
    ```          code                       ``` between longer marks

Nobody asks where a value lands but the reader: of a deck with letters in its place.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from executed_slides.markdown.contents import (
    ABOUT,
    ALT,
    BACKGROUND,
    CELL,
    FOOTER,
    HEADER,
    HEADING,
    HTML,
    NOTE,
    STYLED,
    TEXT,
    TITLE,
)
from executed_slides.markdown.emoji import find_shortcodes
from executed_slides.markdown.inside import CodeText
from executed_slides.markdown.picture_options import keep_words
from executed_slides.markdown.reader import Deck, read_deck

FORMULA, CODE, ELSEWHERE = "formula", "code", "elsewhere"

# Of these no letter means anything to Markdown, HTML or YAML, wherever it stands.
PLAIN = re.compile(r"(?:[^\W_]|(?<=[^\W_])_(?=[^\W_])|[.,;?()+/% −–—·…°×-])*")


class Rewriting(NamedTuple):
    """What is to be written in place of a part of the Markdown."""

    start: int
    end: int
    text: str


def find_rewritings(markdown: str, spans: Iterable[tuple[int, int]]) -> list[Rewriting]:
    """What has to change so that the values in these places are words, in order."""
    markdown = str.__str__(markdown)
    has_blocks = "$$" in markdown
    values = [(a, b) for a, b in spans if not _is_plain(markdown, a, b, has_blocks)]
    if not values:
        return []
    deck = read_deck(_with_letters(markdown, values))
    landing = _Landing(deck)
    changes: dict[Rewriting, None] = {}
    for start, end in values:
        kind, place = landing.of(start)
        value = markdown[start:end]
        if kind == CODE and place:
            changes |= dict.fromkeys(_widen_marks(markdown, deck.markdown, place))
            written = _write_code(value, place, markdown, start)
            if landing.is_in_table(start):
                written = written.replace("|", "\\|")
            if written != value:
                changes[Rewriting(start, end, written)] = None
            continue
        is_first = _begins_block(markdown, start)
        written = _WRITERS[kind](value, is_first)
        if kind == NOTE and not _is_note_of_lines(markdown, start):
            written = " ".join(written.split())
        if kind in _EMPHASISED:
            written = _keep_emphasis(written, *_around(markdown, start, end))
        if entry := landing.entry_of(start):
            written = _write_yaml(written, entry[1], is_first=entry[0] == start)
        if written != value:
            changes[Rewriting(start, end, written)] = None
    return sorted(changes)


def _is_plain(markdown: str, start: int, end: int, has_blocks: bool) -> bool:
    """Whether a value is words wherever it lands; `has_blocks` of formulas the deck, or none."""
    value = markdown[start:end]
    around = _around(markdown, start, end)
    if not PLAIN.fullmatch(value) or _SIGN.search(value) or _keep_emphasis(value, *around) != value:
        return False
    is_list = _begins_block(markdown, start) and _LIST.match(value)
    is_comment = "%" in value and (has_blocks or _is_behind_dollar(markdown, start))
    return value == value.strip() and not is_list and not is_comment


def _around(markdown: str, start: int, end: int) -> tuple[str, str]:
    """The signs before and behind a value, as far as they may begin or end emphasis."""
    return markdown[max(0, start - 8) : start], markdown[end : end + 8]


def _is_behind_dollar(markdown: str, place: int) -> bool:
    """Whether a `%` at this place might begin a comment of a formula's TeX."""
    return markdown.find("$", markdown.rfind("\n", 0, place) + 1, place) >= 0


def _begins_block(markdown: str, place: int) -> bool:
    """Whether a sign at this place might begin a list, heading or rule."""
    line = markdown.rfind("\n", 0, place) + 1
    return _CONTAINERS.fullmatch(markdown, line, place) is not None


_LIST = re.compile(r"[-+](?:\s|-|\Z)|\d{1,9}[.)](?:\s|\Z)")
_CODE_OPENS = re.compile(r"[\s>*+\d.)-]*?(?P<mark>`+|~{3,})")
_CONTAINERS = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*")


def _with_letters(markdown: str, values: list[tuple[int, int]]) -> str:
    """The Markdown with a letter in place of each of the values'."""
    pieces, at = [], 0
    for start, end in sorted(values):
        if start >= at:
            pieces += [markdown[at:start], "x" * (end - start)]
            at = end
    return "".join([*pieces, markdown[at:]])


class _Landing:
    """In what each place of a deck stands."""

    def __init__(self, deck: Deck):
        self.kinds: dict[int, str] = {}
        self.codes: list[CodeText] = []
        self.deck = deck
        self.entries = [
            (entry.start, entry.end, deck.markdown[entry.start - 1])
            for entry in (*deck.front_matter.directives, *deck.directives)
        ]
        self.tables = [table for slide in deck.slides for table in slide.tables]
        for slide in deck.slides:
            for words in slide.words:
                self.kinds.update(dict.fromkeys(words.places, words.kind))
            for formula in slide.formulas:
                self.kinds.update(dict.fromkeys(formula.content.places, FORMULA))
            self.codes += slide.codes

    def of(self, place: int) -> tuple[str, CodeText | None]:
        """Words of which kind stand at a place, a formula, code, or something else."""
        if place in self.kinds:
            return self.kinds[place], None
        for code in self.codes:
            if code.start <= place < code.end:
                return CODE, code
        return ELSEWHERE, None

    def is_in_table(self, place: int) -> bool:
        return any(start <= place < end for start, end in self.tables)

    def entry_of(self, place: int) -> tuple[int, str] | None:
        """Where the value of YAML begins in which a place stands, and the letter before it."""
        found = [(start, mark) for start, end, mark in self.entries if start <= place < end]
        return found[0] if found else None


# ---- How a value is written, by what it stands in ----

# Between two letters, and only there, `_` is no more than itself.
_SIGN = re.compile(r"[#\\`*\[\]<>&$|~]|:(?=//)|_(?!(?<=[^\W_]_)[^\W_])")
_JOINER = "\u2060"
# Before a line of a comment that YAML would take for a directive, or Markdown for a table's rule.
_SAYS_MORE = re.compile(r"(?m)^(?=[ \t]*(?:[\w$\"'-]+[ \t]*:(?:\s|\Z)|[{?]|[|:-][-:| \t]*$))")
_EMPHASISED = (TEXT, HEADING, CELL, HEADER, FOOTER)
_WIDE = {ord(sign): chr(ord(sign) + 0xFEE0) for sign in "[]<>`\\"}
_TEX = {
    "\\": r"{\backslash}",
    "^": r"{\hat{}}",
    "~": r"{\sim}",
    **{sign: f"\\{sign}" for sign in "$%#&_{}"},
}
_ENTITIES = {'"': "&quot;", "'": "&#39;", "<": "&lt;", ">": "&gt;", "&": "&amp;", "\n": "&#10;"}
_ENTITIES |= {"`": "&#96;", "\\": "&#92;", "*": "&#42;", "_": "&#95;", "[": "&#91;", "]": "&#93;"}


def _write_words(value: str, is_first: bool) -> str:
    """Words among Markdown: every sign is only itself, and a new line no new block."""
    start = len(value) - len(value.lstrip(" \t")) if is_first else 0
    body = _write_signs(value[start:])
    if is_first:
        body = _escape_first(body)
    body = re.sub(r"[ \t]*(?:\r\n|\n|\r)[ \t]*", "<br>", body)
    return "".join(f"&#{ord(space)};" for space in value[:start]) + body


def _write_cell(value: str, is_first: bool) -> str:
    # In a row `\\|` is one sign, the `|`.
    return _write_words(value, is_first).replace("\\\\", _ENTITIES["\\"])


def _escape_first(line: str) -> str:
    """Words at the beginning of a line that begin no list, heading, rule or definition."""
    if found := re.match(r"\d{1,9}(?=[.)])", line):
        return f"{found[0]}\\{line[found.end() :]}"
    return f"\\{line}" if re.match(r"[-+#=:]", line) else line


def _write_said(value: str, is_first: bool) -> str:
    """Words of one line that are only heard or read in passing."""
    return _write_signs(" ".join(value.split()) if "\n" in value else value)


def _write_signs(words: str) -> str:
    """Words in which no sign is more than itself, and no shortcode an emoji."""
    # Where one is none, its last colon may begin another: `:tada:a:`.
    while found := list(find_shortcodes(words)):
        for start, *_ in reversed(found):
            words = f"{words[: start + 1]}{_JOINER}{words[start + 1 :]}"
    return _SIGN.sub(r"\\\g<0>", words)


def _keep_emphasis(words: str, before: str, after: str) -> str:
    """Words that begin and end emphasis as letters do: `**88%**는` would not be bold."""
    outside_before, outside_after = before.rstrip("*_~"), after.lstrip("*_~")
    begins = before != outside_before and _breaks(words[:1], outside_before[-1:])
    ends = after != outside_after and _breaks(words[-1:], outside_after[:1])
    # A word joiner: it is not seen, and to Markdown it is neither a sign nor a space.
    return f"{_JOINER * begins}{words}{_JOINER * ends}"


def _breaks(inner: str, outer: str) -> bool:
    """Whether emphasis does not begin or end between two letters with marks between them."""
    return inner.isspace() or (not inner.isalnum() and outer.isalnum())


def _write_alt(value: str, is_first: bool) -> str:
    return _write_said(keep_words(value), is_first)


def _write_background(value: str, is_first: bool) -> str:
    """Words that Marp takes as they are typed, but for the end of their brackets."""
    return keep_words(" ".join(value.split())).translate(_WIDE)


def _write_note(value: str, is_first: bool) -> str:
    """What is said: no end of its comment, no directive, and no rule of a table."""
    value = re.sub(r"-(?=->)|-(?=-!>)", f"-{_JOINER}", value)
    return _SAYS_MORE.sub(_JOINER, value)


def _is_note_of_lines(markdown: str, place: int) -> bool:
    """Whether a comment stands by itself; one in a paragraph or list ends with that."""
    opens = markdown.rfind("<!--", 0, place)
    return opens < 1 or markdown[opens - 1] == "\n"


def _write_entities(value: str, is_first: bool) -> str:
    return "".join(_ENTITIES.get(letter, letter) for letter in value)


def _write_html(value: str, is_first: bool) -> str:
    return "".join(
        _ENTITIES.get(letter, letter) if letter in "<>&\n" else letter for letter in value
    )


def _write_formula(value: str, is_first: bool) -> str:
    return "".join(_TEX.get(letter, letter) for letter in " ".join(value.split()))


def _write_style(value: str, is_first: bool) -> str:
    return re.sub(r"[\"'\\<>\n\r{}]", lambda sign: f"\\{ord(sign[0]):x} ", value)


def _write_plain(value: str, is_first: bool) -> str:
    return " ".join(value.splitlines())


_WRITERS = {
    **dict.fromkeys((TEXT, HEADING), _write_words),
    CELL: _write_cell,
    **dict.fromkeys((HEADER, FOOTER), _write_said),
    ALT: _write_alt,
    BACKGROUND: _write_background,
    NOTE: _write_note,
    TITLE: _write_entities,
    HTML: _write_html,
    ABOUT: _write_plain,
    STYLED: _write_style,
    FORMULA: _write_formula,
    ELSEWHERE: _write_entities,
}


def _write_yaml(value: str, quote: str, is_first: bool) -> str:
    """A value inside of one of YAML's, which has quotes, or gets them from Marp."""
    if quote == "'":
        return value.replace("'", "''")
    value = value.replace("\\", "\\\\")
    if quote == '"':
        return value.replace('"', '\\"')
    # Marp puts no quotes around what begins with one.
    return _ENTITIES.get(value[0], value[0]) + value[1:] if is_first and value else value


def _write_code(value: str, code: CodeText, markdown: str, start: int) -> str:
    """Code in a line stays in it, and lines of a block stay in what that stands in."""
    if not code.is_block:
        return " ".join(value.split()) if "\n" in value else value
    line = markdown.rfind("\n", 0, start) + 1
    around = _CONTAINERS.match(markdown, line, start)
    before = re.sub(r"[^\s>]", " ", around[0]) if around else ""
    return value.replace("\n", f"\n{before}")


def _widen_marks(markdown: str, letters: str, code: CodeText) -> Iterator[Rewriting]:
    """Marks around code that are longer than any inside; `letters` has none inside."""
    text = letters[code.start : code.end].rstrip()
    opens = _CODE_OPENS.match(text)
    if not opens:
        return
    mark = opens["mark"]
    is_closed = text.endswith(mark) and len(text) > opens.end()
    begin, end = code.start + opens.end(), code.start + len(text) - len(mark) * is_closed
    inside = markdown[begin:end]
    lines = inside.split("\n")[1:]
    if not any(line.lstrip(" >").startswith(mark) for line in lines) and (
        code.is_block or mark not in inside
    ):
        return
    longest = max(map(len, re.findall(f"{re.escape(mark[0])}+", inside)), default=0)
    more = mark[0] * max(0, longest + 1 - len(mark))
    shown = inside.strip()
    # Of code in a line Markdown takes one away on each side.
    space = " " if not code.is_block and "`" in (shown[:1], shown[-1:]) else ""
    yield Rewriting(begin, begin, more + space)
    if is_closed:
        yield Rewriting(end, end, space + more)
