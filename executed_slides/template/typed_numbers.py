"""Unbound numbers: digits in a slide's words that come from no record and no parameter.

    template source ── Jinja's own tokens ──▶ words, each where it stands ──▶ numbers typed there
    rendered slides ── spans ──▶ digits that an expression gave and no record stands behind

A number that is a fact, and no result, is declared with its reason:

    {{ constant(46, "topics in the data set's description") }}
    {% constant "Keras 3", "the release without ImageDataGenerator" %}   for these words, anywhere
                                                                         in this template
"""

import re
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from itertools import pairwise
from typing import Any

from jinja2 import nodes
from jinja2.ext import Extension
from jinja2.parser import Parser

from executed_slides.base.errors import DeckError
from executed_slides.base.files import hash_text
from executed_slides.markdown.prose import OBJECT, cover
from executed_slides.markdown.stated_numbers import find_numbers
from executed_slides.template.bound_text import Binding, Place, Span, Text, bound
from executed_slides.template.environment import BoundEnvironment, Token
from executed_slides.template.values import Measured, number

MEND = 'show a recorded one, or give it a reason: {{ constant(VALUE, "REASON") }}'


@dataclass(frozen=True)
class Unbound:
    """A number that stands in a slide's words and comes from nowhere; places count from 1."""

    template: str
    line: int
    column: int
    text: str

    @property
    def place(self) -> str:
        return f"templates/{self.template}:{self.line}:{self.column}"

    def __str__(self) -> str:
        return f"{self.text!r} stands in the words and comes from no record"


@dataclass(frozen=True)
class Declared:
    """Words of a template that are a fact and no result, and why; `used` where they stand."""

    template: str
    line: int
    words: str
    reason: str
    used: bool


class ConstantExtension(Extension):
    """`{% constant "WORDS", "REASON" %}`: these words of the template need no record."""

    tags = {"constant"}

    def parse(self, parser: Parser) -> list[nodes.Node]:
        next(parser.stream)
        parser.stream.expect("string")
        parser.stream.expect("comma")
        parser.stream.expect("string")
        return []


def constant(value: Any, reason: str = "") -> Any:
    """A number, or text with numbers, that is known and not measured; the reason says why.

    Without a reason it is as if it were typed.
    """
    key = f"constant({value})"
    if not (isinstance(reason, str) and reason.strip()):
        return value
    reason = str.__str__(reason)
    if isinstance(value, str):
        plain = str.__str__(value)
        return bound(Text(plain), Binding("constant", key, plain, reason=reason))
    made = number(value, key, {None: value})
    if not isinstance(made, Measured):
        raise DeckError(f"{key} is no number and no text", "give 46 or '0.2-0.5'")
    made.reason = reason
    return made


def _words_of(source: str, tokens: list[Token]) -> str:
    """The template's own words, each where it stands; expressions are OBJECT, the rest is blank."""
    words: list[str] = []
    at = 0
    for kind, text, start in tokens:
        if kind == "data":
            words += [cover(source[at:start], " "), text]
            at = start + len(text)
        elif kind == "variable_begin":
            words.append(cover(source[at:start], " "))
            at = start
        elif kind == "variable_end":
            end = start + len(text.rstrip())
            words.append(OBJECT * (end - at))
            at = end
    return "".join([*words, cover(source[at:], " ")])


def find_typed_once(
    environment: BoundEnvironment, name: str, whole_deck: bool
) -> tuple[list[Unbound], list[Declared]]:
    """`find_typed`, or what it found before in the same template."""
    decides = (hash_text(environment.sources[name]), str(whole_deck))
    kept = environment.kept.get("typed", name, *decides)
    if kept is None:
        kept = [list(map(astuple, found)) for found in find_typed(environment, name, whole_deck)]
        environment.kept.put("typed", name, *decides, value=kept)
    return [Unbound(*each) for each in kept[0]], [Declared(*each) for each in kept[1]]


def find_typed(
    environment: BoundEnvironment, name: str, whole_deck: bool
) -> tuple[list[Unbound], list[Declared]]:
    """The numbers that stand in a template's words, and those that it declares to be constant."""
    source, tokens = environment.sources[name], environment.tokens_of(name)
    words = _words_of(source, tokens)
    declared = []
    for start, phrase, reason in _declarations(tokens):
        line, column = _line_and_column(source, start)
        if not re.search(r"[^\W\d]", phrase):
            raise DeckError(
                f"templates/{name}:{line}:{column}: constant {phrase!r} would hide any such number",
                "declare it with the words around it",
            )
        pattern = _phrase_pattern(phrase)
        declared.append(Declared(name, line, phrase, reason, bool(pattern.search(words))))
        words = pattern.sub(OBJECT * len(phrase), words)
    typed = [
        Unbound(name, *_line_and_column(source, stated.start), stated.text)
        for stated in find_numbers(words, front_matter=whole_deck)
    ]
    return typed, declared


def _phrase_pattern(phrase: str) -> re.Pattern:
    """These very words: `Keras 3` is not in `Keras 3.5` and `Keras 31`."""
    return re.compile(rf"(?<!\d)(?<!\d[.,]){re.escape(phrase)}(?![.,]?\d)")


def _declarations(tokens: list[Token]) -> Iterator[tuple[int, str, str]]:
    """Where each `constant` tag stands, its words and its reason."""
    for tag, words, comma, reason in zip(tokens, tokens[1:], tokens[2:], tokens[3:], strict=False):
        said = (*tag[:2], words[0], comma[1], reason[0])
        if said == ("name", "constant", "string", ",", "string"):
            yield tag[2], _string_value(words[1]), _string_value(reason[1])


def _string_value(token: str) -> str:
    """What a string of a template stands for, as Jinja reads it."""
    return token[1:-1].encode("ascii", "backslashreplace").decode("unicode-escape")


def _line_and_column(source: str, start: int) -> tuple[int, int]:
    return source.count("\n", 0, start) + 1, start - source.rfind("\n", 0, start)


def find_given_once(environment: BoundEnvironment, deck: str, markdown: Text) -> list[Unbound]:
    """`find_given`, or what it found before in the same words of the same origins."""
    spans = [
        (start, end, tuple(source) if isinstance(source, Place) else None)
        for start, end, source in markdown.spans
    ]
    sources = [environment.sources[name] for name in environment.used]
    decides = (hash_text(str.__str__(markdown)), hash_text(repr((spans, sources))))
    kept = environment.kept.get("given", deck, *decides)
    if kept is None:
        kept = [astuple(found) for found in find_given(environment, markdown)]
        environment.kept.put("given", deck, *decides, value=kept)
    return [Unbound(*found) for found in kept]


def find_given(environment: BoundEnvironment, markdown: Text) -> list[Unbound]:
    """The numbers in rendered words that expressions gave, and no record stands behind."""
    places = [span for span in markdown.spans if isinstance(span.source, Place)]
    if not places:
        return []
    given = bytearray(len(markdown))
    for start, end, _ in places:
        given[start:end] = b"x" * (end - start)
    found: dict[Unbound, None] = {}
    for stated in find_numbers(str.__str__(markdown)):
        end = stated.start + len(stated.text)
        if b"x" not in given[stated.start : end]:
            continue
        near = [span for span in markdown.spans if span.start < end and stated.start < span.end]
        for at in range(stated.start, end):
            source = _innermost(near, at)
            if markdown[at].isdigit() and isinstance(source, Place):
                place = _find_typed_place(environment, source)
                found[Unbound(source.template, *place, stated.text)] = None
                break
    return list(found)


def _innermost(spans: list[Span], at: int) -> Any:
    """What stands behind one character: the narrowest span around it, or None."""
    around = [span for span in spans if span.start <= at < span.end]
    return min(around, key=lambda span: span.end - span.start).source if around else None


def _find_typed_place(environment: BoundEnvironment, place: Place) -> tuple[int, int]:
    """Line and column of a text that is typed in an expression, or of the whole expression."""
    if place.start is None:
        return place.line, 1
    source, tokens = environment.sources[place.template], environment.tokens_of(place.template)
    start = place.start
    if not place.literal:
        for (kind, _, begin), (_, _, after) in pairwise(tokens):
            if kind == "variable_begin" and begin < place.start:
                start = after
    return _line_and_column(source, start)
