"""What a stylesheet shows by itself: words of `content`, and pictures.

section::after { content: "of 3 runs"; background: url(a.png) }   ──▶   "of 3 runs" · a.png
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from executed_slides.markdown.places import Placed, place_escaped

_ELEMENT = re.compile(
    r"<style(?P<attributes>[^>]*)>(?P<css>.*?)(?:</style>|\Z)", re.DOTALL | re.IGNORECASE
)
_STRING = re.compile(r"(?P<quote>[\"'])(?P<inside>(?:\\.|(?!(?P=quote)).)*)", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:[0-9a-f]{1,6}\s?|.)", re.DOTALL | re.IGNORECASE)


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
    """The texts that `content` puts onto a page."""
    if "content" not in css.text.lower():
        return
    for tokens in _declarations(css.text, "content"):
        for token in _flat(tokens):
            if token.type == "string" and token.value:
                yield _place(css, token, token.value)


def find_addresses(css: Placed) -> Iterator[tuple[int, str]]:
    if "url" not in css.text.lower():
        return
    import tinycss2

    for token in _flat(tinycss2.parse_component_value_list(css.text)):
        if token.type == "url":
            yield _place(css, token, token.value).places[0], token.value
        elif token.type == "function" and token.lower_name == "url":
            for argument in token.arguments:
                if argument.type == "string":
                    yield _place(css, token, argument.value).places[0], argument.value


def _declarations(css: str, name: str) -> Iterator[list[Any]]:
    """The values of each declaration of a name, however deep its rule lies."""
    import tinycss2

    def follow(tokens: list[Any]) -> Iterator[list[Any]]:
        value: list[Any] | None = None
        for _before, token in zip([None, *tokens], [*tokens, None], strict=True):
            if token is None:
                break
            if token.type == "literal" and token.value == ":" and _is_name(tokens, token, name):
                value = []
            elif token.type == "literal" and token.value in (";", "}"):
                if value is not None:
                    yield value
                value = None
            elif token.type == "{} block":
                yield from follow(token.content)
                value = None
            elif value is not None:
                value.append(token)
        if value is not None:
            yield value

    yield from follow(tinycss2.parse_component_value_list(css, skip_comments=True))


def _is_name(tokens: list[Any], colon: Any, name: str) -> bool:
    """Whether the word before a colon is this name."""
    before = [t for t in tokens[: tokens.index(colon)] if t.type != "whitespace"]
    return bool(before) and before[-1].type == "ident" and before[-1].lower_value == name


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
    lines = css.text.split("\n")
    start = sum(len(line) + 1 for line in lines[: token.source_line - 1])
    at = start + token.source_column - 1
    if string := _STRING.match(css.text, at):
        return place_escaped(css[slice(*string.span("inside"))], _ESCAPE, _unescape)
    found = css.text.find(value, at)
    if not value or found < 0:
        return Placed(value, [css.places[min(at, len(css.places) - 1)]] * max(1, len(value)))
    return css[found : found + len(value)]
