"""What a stylesheet shows by itself: words of `content` and the like, and pictures.

section::after { content: "of 3 runs"; background: url(a.png) }   ──▶   "of 3 runs" · a.png
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

from executed_slides.markdown.places import Placed, place_escaped

_ELEMENT = re.compile(
    r"<style(?P<attributes>[^>]*)>(?P<css>.*?)(?:</style>|\Z)", re.DOTALL | re.IGNORECASE
)
_STRING = re.compile(r"(?P<quote>[\"'])(?P<inside>(?:\\.|(?!(?P=quote)).)*)", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:[0-9a-f]{1,6}\s?|.)", re.DOTALL | re.IGNORECASE)
# Whose texts a browser writes.
_WRITING = re.compile(
    r"content|quotes|list-style(?:-type)?|initial-value"
    r"|(?:-webkit-)?(?:text-emphasis(?:-style)?|hyphenate-character)"
)
_NAMING_PICTURES = ("url", "image-set", "-webkit-image-set")


class OwnStyle(NamedTuple):
    """A stylesheet of a deck's own, `scoped` to one slide or for all."""

    css: Placed
    scoped: bool

    @property
    def words(self) -> list[Placed]:
        return list(find_words(self.css))

    @property
    def addresses(self) -> list[tuple[int, str]]:
        """Where each `url(…)` stands, and the address in it."""
        return list(find_addresses(self.css))


def read_style(element: Placed) -> OwnStyle:
    """A `<style>` of Markdown."""
    found = _ELEMENT.search(element.text)
    if not found:
        return OwnStyle(element[0:0], False)
    css = element[slice(*found.span("css"))]
    return OwnStyle(css, re.search(r"\bscoped\b", found["attributes"], re.IGNORECASE) is not None)


def find_words(css: Placed) -> Iterator[Placed]:
    """The texts that `content` and its like put onto a page, by a variable too."""
    if not ("\\" in css.text or _WRITING.search(css.text.lower())):
        return
    written, variables = [], defaultdict(list)
    for name, tokens in _declarations(css.text):
        if name.startswith("--"):
            variables[name].append(tokens)
        elif _WRITING.fullmatch(name.lower()):
            written.append(tokens)
    for tokens in written:  # It grows by what variables hold.
        for token in _flat(tokens):
            if token.type == "string" and token.value:
                yield _place(css, token, token.value)
            elif token.type == "ident" and token.value in variables:
                written += variables.pop(token.value)


def find_comments(css: Placed) -> Iterator[tuple[int, int, str]]:
    """From where to where each comment goes, and what it says."""
    if "/*" not in css.text:
        return
    import tinycss2

    for token in _flat(tinycss2.parse_component_value_list(css.text)):
        if token.type == "comment":
            at = _offset(css, token)
            yield css.places[at], css.places[at] + len(token.value) + 4, token.value


def may_have_addresses(css: str) -> bool:
    return re.search("url|image-set", css, re.IGNORECASE) is not None


def find_addresses(css: Placed) -> Iterator[tuple[int, str]]:
    if not may_have_addresses(css.text):
        return
    import tinycss2

    yield from _addresses_in(css, tinycss2.parse_component_value_list(css.text))


def find_drawn_addresses(css: Placed) -> Iterator[tuple[int, str]]:
    """The addresses of what a style shows: those of its fonts are none."""
    if not may_have_addresses(css.text):
        return
    import tinycss2

    left, is_font = [], False
    for token in tinycss2.parse_component_value_list(css.text, skip_comments=True):
        is_font = is_font if token.type != "at-keyword" else token.lower_value == "font-face"
        if not (is_font and token.type == "{} block"):
            left.append(token)
        is_font = is_font and token.type != "{} block"
    yield from _addresses_in(css, left)


def _addresses_in(css: Placed, tokens: list[Any]) -> Iterator[tuple[int, str]]:
    for token in _flat(tokens):
        if token.type == "url":
            yield _place(css, token, token.value).places[0], token.value
        elif token.type == "function" and token.lower_name in _NAMING_PICTURES:
            for argument in token.arguments:
                if argument.type == "string":
                    yield _place(css, token, argument.value).places[0], argument.value


def _declarations(css: str) -> Iterator[tuple[str, list[Any]]]:
    """Name and value of each declaration, however deep its rule lies."""
    import tinycss2

    def follow(tokens: list[Any]) -> Iterator[tuple[str, list[Any]]]:
        name, last = "", None
        value: list[Any] = []
        for token in tokens:
            if token.type == "literal" and token.value in (";", "}"):
                yield name, value
                name, value = "", []
            elif token.type == "{} block":
                yield from follow(token.content)
                name, value = "", []
            elif token.type == "literal" and token.value == ":" and not name:
                name = last.value if last is not None and last.type == "ident" else ""
            else:
                value.append(token)
            last = last if token.type == "whitespace" else token
        yield name, value

    yield from follow(tinycss2.parse_component_value_list(css, skip_comments=True))


def _flat(tokens: list[Any]) -> Iterator[Any]:
    for token in tokens:
        yield token
        yield from _flat(getattr(token, "content", None) or getattr(token, "arguments", None) or [])


def _unescape(escape: str) -> str:
    code = escape[1:].strip()
    if re.fullmatch(r"[0-9A-Fa-f]+", code):
        return chr(int(code, 16)) if int(code, 16) < 0x110000 else "\ufffd"
    return "" if escape[1] == "\n" else escape[1:]


def _place(css: Placed, token: Any, value: str) -> Placed:
    at = _offset(css, token)
    if string := _STRING.match(css.text, at):
        return place_escaped(css[slice(*string.span("inside"))], _ESCAPE, _unescape)
    found = css.text.find(value, at)
    if not value or found < 0:
        return Placed(value, [css.places[min(at, len(css.places) - 1)]] * max(1, len(value)))
    return css[found : found + len(value)]


def _offset(css: Placed, token: Any) -> int:
    """Where a token begins."""
    lines = css.text.split("\n")
    start = sum(len(line) + 1 for line in lines[: token.source_line - 1])
    return min(start + token.source_column - 1, len(css.text) - 1)
