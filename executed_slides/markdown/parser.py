"""Marp's Markdown, parsed as Marp does it: CommonMark with its tables, comments, styles, formulas.

    **정답률** &#56;8% <!-- a note --> $x$  ──▶  tokens that know where in the text they began

What Marpit and Marp Core add to markdown-it is added to its Python twin, rule by rule.
"""

import re
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline import image as image_rule
from markdown_it.rules_inline import link as link_rule
from markdown_it.rules_inline import linkify as linkify_rule
from markdown_it.rules_inline.linkify import SCHEME_RE
from markdown_it.token import Token

COMMENT, STYLE, FORMULA = "marpit_comment", "marpit_style", "marp_math"

_SPACED = re.compile(r"\A (.+) \Z")
_STYLE_OPENS = re.compile(r"<style(?=\s|>|$)", re.IGNORECASE)
_STYLE_CLOSES = re.compile(r"</style>", re.IGNORECASE)


def parse_blocks(markdown: str, env: dict[str, Any] | None = None) -> list[Token]:
    """The blocks of a Markdown that has no front matter; what is inside them is not read yet.

    `env` gets the definitions of its links.
    """
    return _parser().parse(markdown, {} if env is None else env)


def parse_inside(content: str, references: dict[str, Any]) -> list[Token]:
    """What stands in a block of text; each token's `meta["at"]` is where in it it began."""
    parser = _parser()
    tokens: list[Token] = []
    env = {"references": references} if references else {}
    return parser.inline.parse(content, parser, env, tokens)


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt()
    parser.inline = _PlacedInline()
    parser.configure("commonmark", {"breaks": True, "html": True, "linkify": True})
    parser.enable(["table", "strikethrough", "linkify"])
    assert parser.linkify
    parser.linkify.set({"fuzzy_link": False})
    # Blocks alone: what is inside them is read one by one, for most did not change.
    parser.core.ruler.disable(["inline", "linkify", "text_join"])
    # It would join pieces of text of which each knows its own place.
    parser.inline.ruler2.disable("fragments_join")
    parser.block.ruler.before("html_block", COMMENT, _read_comment_block)
    parser.block.ruler.before("html_block", STYLE, _read_style)
    ends = ["paragraph", "reference", "blockquote", "list"]
    parser.block.ruler.after("blockquote", FORMULA, _read_formula_block, {"alt": ends})
    parser.inline.ruler.before("html_inline", COMMENT, _read_comment)
    parser.inline.ruler.after("escape", FORMULA, _read_formula)
    parser.inline.ruler.at("backticks", _read_code)
    parser.inline.ruler.at("linkify", _read_address)
    parser.inline.ruler.at("link", _read_link)
    parser.inline.ruler.at("image", _read_image)
    return parser


class _PlacedState(StateInline):
    """Notes where each token begins, and each run of plain text."""

    _began = 0

    def append_pending(self, text: str) -> None:
        if not self.pending:
            self._began = self.pos
        super().append_pending(text)

    def pushPending(self) -> Token:  # noqa: N802 markdown-it's name
        token = super().pushPending()
        token.meta["at"] = self._began
        return token

    def push(self, ttype: str, tag: str, nesting: Any) -> Token:
        token = super().push(ttype, tag, nesting)
        token.meta["at"] = self.pos
        return token


class _PlacedInline(ParserInline):
    """markdown-it's own way through a text, in a state that notes places."""

    def parse(self, src: str, md: MarkdownIt, env: Any, tokens: list[Token]) -> list[Token]:
        state = _PlacedState(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


def _with_end(rule: Any, kind: str) -> Any:
    """The rule, whose token then knows the whole place that it takes."""

    def read(state: StateInline, silent: bool) -> bool:
        start, count = state.pos, len(state.tokens)
        found = bool(rule(state, silent))
        if found and not silent:
            token = next(token for token in state.tokens[count:] if token.type == kind)
            token.meta.update(at=start, end=state.pos)
        return found

    return read


def _image_from_anywhere(state: StateInline, silent: bool) -> bool:
    """Also one at `file:///`, which Marp would show as text: whoever checks pictures says so."""
    parser: Any = state.md
    valid, parser.validateLink = parser.validateLink, lambda _: True
    try:
        return image_rule(state, silent)
    finally:
        parser.validateLink = valid


_read_link = _with_end(link_rule, "link_open")
_read_image = _with_end(_image_from_anywhere, "image")


def _read_address(state: StateInline, silent: bool) -> bool:
    """`https://…` in words, which is a link by itself."""
    if not state.src.startswith("://", state.pos):
        return False
    scheme, count = SCHEME_RE.search(state.pending), len(state.tokens)
    start = state.pos - (len(scheme[1]) if scheme else 0)
    found = linkify_rule(state, silent)
    if found and not silent:
        for token in state.tokens[count:]:
            if token.info == "auto" or token is state.tokens[-2]:
                token.meta.update(at=start, end=state.pos)
    return found


def _read_comment_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if not state.src.startswith("<!--", _begin_of(state, start)):
        return False
    if not silent:
        token = _take_lines(state, start, end, re.compile("-->"), COMMENT)
        found = _find_comment(token.markup, 0)
        token.content = _inside_comment(found) if found else ""
    return True


def _read_style(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if not _STYLE_OPENS.match(state.src, _begin_of(state, start), state.eMarks[start]):
        return False
    if not silent:
        _take_lines(state, start, end, _STYLE_CLOSES, STYLE)
    return True


def _take_lines(
    state: StateBlock, start: int, end: int, closes: re.Pattern[str], kind: str
) -> Token:
    """A token of the lines from `start` to the first that closes it."""
    line, is_closed = start, False
    while not is_closed and line < end and (line == start or not _is_outside(state, line)):
        is_closed = bool(closes.search(state.src, _begin_of(state, line), state.eMarks[line]))
        line += 1
    state.line = line
    token = state.push(kind, "", 0)
    token.map, token.hidden = [start, line], True
    token.markup = state.getLines(start, line, state.blkIndent, True)
    return token


def _begin_of(state: StateBlock, line: int) -> int:
    return state.bMarks[line] + state.tShift[line]


def _is_outside(state: StateBlock, line: int) -> bool:
    return state.sCount[line] < state.blkIndent


def _read_comment(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith("<!", state.pos) or state.pos + 2 >= state.posMax:
        return False
    found = _find_comment(state.src, state.pos)
    if not found:
        return False
    if not silent:
        token = state.push(COMMENT, "", 0)
        token.hidden, token.content = True, _inside_comment(found)
        token.markup = state.src[state.pos : state.pos + len(found)]
    state.pos += len(found)
    return True


def _find_comment(text: str, at: int) -> str:
    """As Marp has it, wherever it begins behind this place; "" where none ends.

    All dashes belong to its beginning, as in `<!---->88%-->`, unless none is left for its end.
    """
    start = text.find("<!--", at)
    if start < 0:
        return ""
    inside = start + 4
    while text.startswith("-", inside):
        inside += 1
    end = text.find("-->", inside)
    if end < 0:
        end = text.find("-->", start + 4)
    return text[start : end + 3] if end >= 0 else ""


def _inside_comment(comment: str) -> str:
    return comment[4:-3].strip("-").strip()


def _read_code(state: StateInline, silent: bool) -> bool:
    """Code in a line, as the parser in JavaScript finds its end: ours would find more."""
    text, start = state.src, state.pos
    if text[start] != "`":
        return False
    inside = _end_of_backticks(state, start)
    marker = text[start:inside]
    if not state.backticksScanned or state.backticks.get(len(marker), 0) > start:
        at = text.find("`", inside)
        while at >= 0:
            end = _end_of_backticks(state, at)
            if end - at == len(marker):
                if not silent:
                    token = state.push("code_inline", "code", 0)
                    token.markup, token.meta["end"] = marker, end
                    token.content = _SPACED.sub(r"\1", text[inside:at].replace("\n", " "))
                state.pos = end
                return True
            state.backticks[end - at] = at
            at = text.find("`", end)
        state.backticksScanned = True
    if not silent:
        state.append_pending(marker)
    state.pos = inside
    return True


def _end_of_backticks(state: StateInline, start: int) -> int:
    end = start + 1
    while end < state.posMax and state.src[end] == "`":
        end += 1
    return end


def _read_formula(state: StateInline, silent: bool) -> bool:
    """`$x$`, where the signs have words on their inner sides."""
    text, start = state.src, state.pos
    if text[start] != "$":
        return False

    def take_plain(letters: int) -> bool:
        if not silent:
            state.append_pending("$" * letters)
        state.pos = start + letters
        return True

    end = _find_dollar(text, start + 1)
    if text[start + 1 : start + 2] in (" ", "\t") or end < 0:
        return take_plain(1)
    if end == start + 1:
        return take_plain(2)
    after = text[end + 1 : end + 2]
    if text[end - 1] in " \t" or (after.isascii() and after.isdigit()):
        return take_plain(1)
    if not silent:
        token = state.push(FORMULA, "math", 0)
        token.markup, token.content = "$", text[start + 1 : end]
    state.pos = end + 1
    return True


def _find_dollar(text: str, start: int) -> int:
    """The next `$` before which stands no `\\`, or -1."""
    at = text.find("$", start)
    while at >= 0:
        slashes = at - len(text[:at].rstrip("\\"))
        if slashes % 2 == 0:
            return at
        at = text.find("$", at + 1)
    return -1


def _read_formula_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    at, stop = _begin_of(state, start), state.eMarks[start]
    if not state.src.startswith("$$", at) or at + 2 > stop:
        return False
    if silent:
        return True
    first, last = state.src[at + 2 : stop], ""
    is_closed = first.strip().endswith("$$")
    if is_closed:
        first = first.strip()[:-2]
    line = start
    while not is_closed:
        line += 1
        if line >= end:
            break
        at, stop = _begin_of(state, line), state.eMarks[line]
        if at < stop and state.tShift[line] < state.blkIndent:
            break
        if state.src[at:stop].strip().endswith("$$"):
            is_closed = True
            last = state.src[at : state.src.rfind("$$", 0, stop)]
    state.line = line + 1
    token = state.push(FORMULA, "math", 0)
    token.block, token.markup, token.map = True, "$$", [start, state.line]
    between = state.getLines(start + 1, line, state.tShift[start], True)
    token.content = (f"{first}\n" if first.strip() else "") + between
    token.content += last if last.strip() else ""
    return True
