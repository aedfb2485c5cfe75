"""Unbound numbers, which come from no record and no parameter, and how one says why that is right.

{{ constant(46, "topics in the data set's description") }}
{% constant "Keras 3", "the release without ImageDataGenerator" %}   for these words, anywhere
                                                                     in this template

The same tag with a reason alone stands around code and pictures (`typed_parts`).
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

from jinja2 import nodes
from jinja2.ext import Extension
from jinja2.parser import Parser

from executed_slides.base.errors import DeckError
from executed_slides.template.bound_text import Binding, Place, Text, bound
from executed_slides.template.environment import BoundEnvironment, Token
from executed_slides.template.typed_parts import (
    give_reason_to,
)
from executed_slides.template.values import Measured, number

MEND = 'show a recorded one, or give it a reason: {{ constant(VALUE, "REASON") }}'


# What says something in a reason: no digits alone.
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Unbound:
    """A number that stands in a slide's words and comes from nowhere; places count from 1.

    `fault` says why of one that was worked out, and `mended` how it is written with its reason.
    """

    template: str
    line: int
    column: int
    text: str
    fault: str = ""
    mended: str = ""

    @property
    def place(self) -> str:
        return f"templates/{self.template}:{self.line}:{self.column}"

    @property
    def mend(self) -> str:
        return f"say why: {{{{ {self.mended} }}}}" if self.mended else MEND

    def __str__(self) -> str:
        if self.fault:
            return f"{self.text!r} is no result: {self.fault}"
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
    """`{% constant "WORDS", "REASON" %}`: these words of the template need no record.

    `{% constant "REASON" %} … {% endconstant %}`: code and pictures between these need no run.
    """

    tags = {"constant"}

    def parse(self, parser: Parser) -> nodes.Node | list[nodes.Node]:
        line = next(parser.stream).lineno
        reason, words, form = parser.stream.expect("string").value, "", ""
        is_for_words = parser.stream.skip_if("comma")
        if is_for_words:
            words, reason = reason, parser.stream.expect("string").value
            form = f'"{words}", '
        if not _says_why(reason, words):
            parser.fail(f'a constant without a reason: {{% constant {form}"REASON" %}}', line)
        if is_for_words:
            return []
        body = parser.parse_statements(("name:endconstant",), drop_needle=True)
        about = nodes.Const((parser.name or "", getattr(line, "start", 0), str(reason)))
        return nodes.CallBlock(self.call_method("give", [about]), [], [], body).set_lineno(line)

    def give(self, about: tuple[str, int, str], caller: Callable[[], str]) -> str:
        return give_reason_to(about, caller)


def constant(value: Any, reason: str = "") -> Any:
    """A number, or text with numbers, that is known and not measured; the reason says why.

    Without a reason, or with one that says the same again, it is as if it were typed.
    """
    key = f"constant({value})"
    if not (isinstance(reason, str) and _says_why(reason, str(value))):
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


def _says_why(reason: str, value: str) -> bool:
    """Whether a reason has a word more than the value itself, in digits or words."""
    said, there = _WORD.findall(reason.casefold()), _WORD.findall(value.casefold())
    more = set(said).difference(there)
    # A number has two words a digit at most, and one for what it counts: most reasons are longer,
    # and nobody loads for them what reads numbers.
    most = 2 * (sum(map(str.isdigit, value)) + len(there)) + 1
    if len(said) > most or not more:
        return bool(more)
    from executed_slides.markdown.stated_numbers import find_stated

    # Whatever it is that a number counts, it is a number before this.
    bare = reason.strip(" .,:;!?…")
    own = [find_stated(f"{bare}{unit}") for unit in (" percent", "퍼센트")]
    return not any(len(number.text) >= len(bare) for found in own for number in found[:1])


class Declaration(NamedTuple):
    """A `constant` tag: its line, its words and why they need no record."""

    line: int
    words: str
    reason: str
    pattern: re.Pattern[str]


def find_declarations(environment: BoundEnvironment, name: str) -> list[Declaration]:
    """What a template declares. Raises DeckError for words that would hide any number."""
    source, declarations = environment.sources[name], []
    for start, words, reason in _find_tags(environment.tokens_of(name)):
        line, column = line_and_column(source, start)
        if not re.search(r"[^\W\d]", words):
            raise DeckError(
                f"templates/{name}:{line}:{column}: constant {words!r} would hide any such number",
                "declare it with the words around it",
            )
        declarations.append(Declaration(line, words, reason, _phrase_pattern(words)))
    return declarations


def _phrase_pattern(phrase: str) -> re.Pattern[str]:
    """These very words: `Keras 3` is not in `Keras 3.5` and `Keras 31`."""
    return re.compile(rf"(?<!\d)(?<!\d[.,]){re.escape(phrase)}(?![.,]?\d)")


def _find_tags(tokens: list[Token]) -> Iterator[tuple[int, str, str]]:
    """Where each `constant` tag stands, its words and its reason."""
    for tag, words, comma, reason in zip(tokens, tokens[1:], tokens[2:], tokens[3:], strict=False):
        said = (*tag[:2], words[0], comma[1], reason[0])
        if said == ("name", "constant", "string", ",", "string"):
            yield tag[2], string_value(words[1]), string_value(reason[1])


def string_value(token: str) -> str:
    """What a string of a template stands for, as Jinja reads it."""
    return token[1:-1].encode("ascii", "backslashreplace").decode("unicode-escape")


def line_and_column(source: str, start: int) -> tuple[int, int]:
    return source.count("\n", 0, start) + 1, start - source.rfind("\n", 0, start)


def find_typed_place(environment: BoundEnvironment, place: Place) -> tuple[int, int]:
    """Line and column of a text that is typed in an expression, or of the whole expression."""
    if place.start is None:
        return place.line, 1
    source, tokens = environment.sources[place.template], environment.tokens_of(place.template)
    start = place.start
    if not place.literal:
        for (kind, _, begin), (_, _, after) in pairwise(tokens):
            if kind == "variable_begin" and begin < place.start:
                start = after
    return line_and_column(source, start)
