"""Judging: every number that a viewer sees or hears, and whether anything stands behind it.

rendered Markdown ── reader ──▶ words with their places ──▶ numbers ──▶ bound, declared, unbound
branches that were not taken ──▶ words of the template ──▶ numbers typed there
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from executed_slides.markdown.digits import UNSEEN
from executed_slides.markdown.numbers_on_slides import StatedNumber, find_stated_on
from executed_slides.markdown.places import OBJECT, Placed, join_placed
from executed_slides.markdown.reader import (
    SlideContents,
    read_deck,
)
from executed_slides.template.bound_text import Binding, Place, Text, Typed
from executed_slides.template.environment import BoundEnvironment, Token, has_words
from executed_slides.template.typed_numbers import (
    Declaration,
    Declared,
    Unbound,
    find_declarations,
    find_typed_place,
    line_and_column,
)

_TAGS = ("block_begin", "comment_begin", "raw_begin")
# What makes one number of the digits around it, and what does not although no word is between.
_JOINT = re.compile(rf"(?:[.'’]|[{UNSEEN}]+)?(?=\d)|,(?=\d{{3}}(?!\d))|[eE][-+−]?(?=\d)")
_RAISES = re.compile(r"<su[bp]\b|<rt\b", re.IGNORECASE)


def find_unbound(
    environment: BoundEnvironment, deck: str, markdown: Text
) -> tuple[list[Unbound], list[Declared]]:
    """The numbers of a deck that come from nowhere, and the words that it declares constant.

    Raises DeckError for a declaration that would hide any number.
    """
    judge = _Judge(environment, deck, markdown)
    return judge.unbound(), judge.declared()


class _Judge:
    def __init__(self, environment: BoundEnvironment, deck: str, markdown: Text):
        self.environment, self.deck, self.markdown = environment, deck, markdown
        self.origins = Origins(markdown)
        self.declarations = {name: self.declarations_of(name) for name in environment.used}
        self.used: set[Declaration] = set()

    def declarations_of(self, name: str) -> list[Declaration]:
        return find_declarations(self.environment, name)

    def unbound(self) -> list[Unbound]:
        found: dict[Unbound, None] = {}
        for slide in read_deck(str.__str__(self.markdown)).slides:
            for stated in find_stated_on(slide):
                if unbound := self.judge(stated):
                    found[unbound] = None
        for name in self.environment.used:
            found |= dict.fromkeys(self.judge_untaken(name))
        return list(found)

    def declared(self) -> list[Declared]:
        return [
            Declared(name, declaration.line, declaration.words, declaration.reason, is_used)
            for name, declarations in self.declarations.items()
            for declaration in declarations
            for is_used in [declaration in self.used or self.is_said(name, declaration)]
        ]

    def judge(self, stated: StatedNumber) -> Unbound | None:
        """What is wrong with a number on a slide; nothing where it is bound or declared."""
        return self.judge_letters(stated) or self.judge_whole(stated)

    def judge_letters(self, stated: StatedNumber) -> Unbound | None:
        """A number of which a letter comes from nowhere."""
        for place in stated.letters():
            source, start = self.origins.at(place)
            if isinstance(source, Binding):
                continue
            if isinstance(source, Place):
                return self.from_expression(source, stated)
            template = source.template if source else self.template
            if self.is_declared(template, stated):
                return None
            if source is None:
                return Unbound(template, 1, 1, stated.number.text)
            at = source.start + place - start
            where = line_and_column(self.environment.sources[template], at)
            return Unbound(template, *where, stated.number.text)
        return None

    def judge_whole(self, stated: StatedNumber) -> Unbound | None:
        """Bound values that make another number, as {{ x }}{{ y }} and -{{ x }} do."""
        if not (fault := self.find_misreading(stated)):
            return None
        for place in range(stated.place, -1, -1):
            source, start = self.origins.at(place)
            if isinstance(source, Typed):
                if self.is_declared(source.template, stated):
                    return None
                at = source.start + place - start + (place < stated.place)
                where = line_and_column(self.environment.sources[source.template], at)
                return Unbound(source.template, *where, stated.number.text, fault)
        return Unbound(self.template, 1, 1, stated.number.text, fault)

    def find_misreading(self, stated: StatedNumber) -> str:
        """Why a number is none of the values whose letters it has; "" where it is one."""
        text, markdown = stated.number.text, str.__str__(self.markdown)
        places = stated.places[stated.number.start :]
        digits = [at for at, letter in enumerate(text) if letter.isdigit()]
        for one, other in pairwise(digits):
            if (
                self.origins.numbers[places[one]] != self.origins.numbers[places[other]]
                and _JOINT.match(text, one + 1)
                and not _RAISES.search(markdown, places[one], places[other])
            ):
                return "two values stand side by side, with nothing between them"
        is_negative = text.startswith(("-", "−")) and bool(digits)
        if is_negative and not isinstance(self.origins.at(places[0])[0], Binding):
            value, _ = self.origins.at(places[digits[0]])
            if isinstance(value, Binding) and value.kind != "constant":
                return "its minus was typed: {{ -x }}"
        return ""

    @property
    def template(self) -> str:
        return f"{self.deck}.md.j2"

    def from_expression(self, source: Place, stated: StatedNumber) -> Unbound | None:
        if self.is_declared(source.template, stated):
            return None
        where = find_typed_place(self.environment, source)
        return Unbound(source.template, *where, stated.number.text, *(source.unproven or ()))

    def is_declared(self, template: str, stated: StatedNumber) -> bool:
        """Whether a template says of words that hold this number why they need no record."""
        start = stated.number.start
        for declaration in self.declarations.get(template, ()):
            for found in declaration.pattern.finditer(stated.words):
                if found.start() <= start < found.end():
                    self.used.add(declaration)
                    return True
        return False

    def is_said(self, name: str, declaration: Declaration) -> bool:
        return any(
            declaration.pattern.search(words.text)
            for slide in self.read_template(name)
            for words in slide.words
        )

    def judge_untaken(self, name: str) -> Iterator[Unbound]:
        """Numbers typed where no rendering came by this time, as in a claim's other sentence."""
        untaken = self.origins.untaken(name, self.environment.tokens_of(name))
        if not untaken:
            return
        source = self.environment.sources[name]
        places = self.own_words(name).places
        for slide in self.read_template(name):
            for stated in find_stated_on(slide):
                at = places[stated.place]
                if any(start <= at < end for start, end in untaken) and not self.is_declared(
                    name, stated
                ):
                    yield Unbound(name, *line_and_column(source, at), stated.number.text)

    def read_template(self, name: str) -> list[SlideContents]:
        """The template's own words as Markdown, in which each expression is an OBJECT."""
        return read_deck(self.own_words(name).text).slides

    def own_words(self, name: str) -> Placed:
        return read_own_words(self.environment, name, name == self.template)


def read_own_words(environment: BoundEnvironment, name: str, is_whole: bool) -> Placed:
    """A template's own words as Markdown, in which each expression is an OBJECT."""
    tokens = environment.tokens_of(name)
    known = environment.own_words.get((name, is_whole))
    if known is None or known[0] is not tokens:
        # A part of a deck has no front matter: a rule at its top ends a slide.
        before = [] if is_whole else [Placed("\n", [0])]
        known = tokens, join_placed([*before, *_own_words(tokens)])
        environment.own_words[name, is_whole] = known
    return known[1]


class Origins:
    """What stands behind each letter of a deck: the narrowest span around it."""

    def __init__(self, markdown: Text):
        spans = [s for s in markdown.spans if isinstance(s.source, Binding | Place | Typed)]
        spans.sort(key=lambda span: span.start - span.end)
        self.spans = spans
        self.numbers = [-1] * len(markdown)
        for number, (start, end, _) in enumerate(spans):
            self.numbers[start:end] = [number] * (end - start)

    def at(self, place: int) -> tuple[Any, int]:
        """The source of a letter, and where its span begins."""
        number = self.numbers[place]
        return (self.spans[number].source, self.spans[number].start) if number >= 0 else (None, 0)

    def untaken(self, template: str, tokens: Sequence[Token]) -> list[tuple[int, int]]:
        """The pieces of a template's own words that are nowhere in the deck."""
        taken = {
            span.source.start
            for span in self.spans
            if isinstance(span.source, Typed) and span.source.template == template
        }
        return [
            (start, start + len(text))
            for kind, text, start in tokens
            if kind == "data" and start not in taken and has_words(text)
        ]


def _own_words(tokens: Sequence[Token]) -> Iterator[Placed]:
    """The template's own words, as if all its branches were taken one after another.

    A tag leaves nothing at a line's beginning, as when it is rendered: blanks there were code.
    """
    end = "\n"
    for kind, text, start in tokens:
        if kind == "data" and text:
            yield Placed(text, range(start, start + len(text)))
            end = text[-1]
        elif kind == "variable_begin":
            yield Placed(OBJECT, [start])
            end = OBJECT
        elif kind in _TAGS and not end.isspace():
            yield Placed(" ", [start])
            end = " "
