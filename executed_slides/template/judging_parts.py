"""Judging code and pictures: every one that a slide shows, and whether a run made it.

rendered Markdown ── reader ──▶ code, pictures ──▶ recorded, reasoned, typed
branches that were not taken ──▶ code and pictures of the template, typed there
themes/NAME.css ──▶ numbers, pictures ──▶ reasoned, typed
"""

import posixpath
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote

from executed_slides.markdown.addresses import Named, find_shown_files
from executed_slides.markdown.html_words import read_html
from executed_slides.markdown.inside import CodeText
from executed_slides.markdown.places import OBJECT, Placed, join_placed
from executed_slides.markdown.reader import Deck, SlideContents, read_deck
from executed_slides.markdown.stated_numbers import find_stated
from executed_slides.markdown.stylesheets import find_comments, find_drawn_addresses, find_words
from executed_slides.template.bound_text import Binding, Place, Reasoned, Text, Typed
from executed_slides.template.environment import BoundEnvironment, Token
from executed_slides.template.judging import Origins, read_own_words
from executed_slides.template.typed_numbers import (
    find_typed_place,
    line_and_column,
    string_value,
)
from executed_slides.template.typed_parts import (
    FOR_DECK,
    ReasonedPart,
    Surroundings,
    TypedPart,
    refuse_no_reason,
    shorten,
    tell_code,
    tell_idle,
    tell_picture,
    tell_theme,
)

_FENCE = re.compile(r"`{3,}|~{3,}")
_PRE_ENDS = re.compile(r"</pre|\Z", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{2,}")
# As in `evidence: no`; what is said so is no reason.
_NO_REASONS = ("", "true", "false", "yes", "no", "on", "off")
_OF_THEME = re.compile(r"\s*constant:\s*(?P<reason>.*?)\s*\Z", re.DOTALL)
_ENDS_DECLARATION = re.compile(r"[;{}]")


class _Part(NamedTuple):
    """Code or a picture on a slide: where it begins, and those of its letters that no run made."""

    kind: str
    text: str
    at: int
    letters: Sequence[int]
    slide: SlideContents
    altered: str = ""

    def tell(self, place: str) -> TypedPart:
        if self.kind == "code":
            return tell_code(place, self.altered)
        return tell_picture(place, self.kind, self.text)


def find_typed_parts(
    environment: BoundEnvironment, deck: str, markdown: Text, around: Surroundings
) -> tuple[list[TypedPart], list[ReasonedPart], list[TypedPart]]:
    """What no run made and nobody gives a reason for, what has one, and reasons for nothing.

    Raises DeckError for a front matter that gives none where it says that it does.
    """
    judge = _Judge(environment, deck, markdown, around.figures)
    judge.judge_slides()
    for name in environment.used:
        judge.judge_untaken(name)
    for shown, css in around.themes:
        judge.judge_theme(shown, Placed(css, range(len(css))))
    judge.find_idle()
    return [*judge.typed], judge.reasoned, judge.idle


class _Judge:
    def __init__(
        self, environment: BoundEnvironment, deck: str, markdown: Text, figures: frozenset[str]
    ):
        self.environment, self.template, self.figures = environment, f"{deck}.md.j2", figures
        self.deck = read_deck(str.__str__(markdown))
        self.origins = Origins(markdown)
        self.reasons = [span for span in markdown.spans if isinstance(span.source, Reasoned)]
        self.used: set[Reasoned] = set()
        self.typed: dict[TypedPart, None] = {}
        self.reasoned: list[ReasonedPart] = []
        self.idle: list[TypedPart] = []
        self.is_for_all_used = False
        self.for_all = self.read_front_matter()

    def read_front_matter(self) -> str:
        """The reason of a whole deck."""
        entry = self.deck.front_matter.entry(FOR_DECK)
        if entry and self.deck.front_matter.text(FOR_DECK).lower() in _NO_REASONS:
            refuse_no_reason(self.place_of(entry.start))
        return self.deck.front_matter.text(FOR_DECK)

    def judge_slides(self) -> None:
        for part in self.find_parts():
            reasons = [self.reason_at(place) for place in part.letters]
            first = reasons[0]
            if first and all(reasons):
                self.used.update(reason for reason in reasons if reason)
                self.take(part, first.reason)
            elif self.for_all:
                self.is_for_all_used = True
                self.take(part, self.for_all)
            else:
                self.typed[part.tell(self.place_of(part.at))] = None

    def take(self, part: _Part, reason: str) -> None:
        where = self.place_of(part.at).split(":")[0]
        slide = part.slide
        self.reasoned.append(
            ReasonedPart(where, slide.number, slide.title, part.kind, shorten(part.text), reason)
        )

    def find_parts(self) -> Iterator[_Part]:
        """Each part of a slide that no run made."""
        for slide in self.deck.slides:
            for at, content in _find_blocks(self.deck, slide):
                letters, altered = self.find_typed_letters(content)
                if letters:
                    yield _Part("code", content.text, at, letters, slide, altered)
        for named in self.find_pictures(self.deck):
            slide = self.deck.slides[named.slide - 1]
            kind = "film" if named.film else "picture"
            yield _Part(kind, unquote(named.target), named.at, [named.at], slide)

    def find_pictures(self, deck: Deck) -> Iterator[Named]:
        """The pictures that no record has; one of a header, once."""
        named = {(one.at, one.target): one for one in reversed([*find_shown_files(deck)])}
        for one in reversed(named.values()):
            file = unquote(one.target.partition("#")[0].partition("?")[0])
            if posixpath.normpath(file) not in self.figures:
                yield one

    def find_typed_letters(self, content: Placed) -> tuple[list[int], str]:
        """The places of letters that nothing recorded gave, and the key of what was altered."""
        typed, altered = [], ""
        recorded: dict[tuple[int, int], list[int]] = {}
        for number, letter in enumerate(content.text):
            source, start = self.origins.at(content.places[number])
            if letter.isspace():
                continue
            if isinstance(source, Binding):
                recorded.setdefault((start, id(source)), []).append(number)
            else:
                typed.append(content.places[number])
        for numbers in recorded.values():
            binding, _ = self.origins.at(content.places[numbers[0]])
            if not _is_as_recorded(binding, "".join(content.text[n] for n in numbers)):
                typed += [content.places[number] for number in numbers]
                altered = altered or (binding.key if binding.kind == "code" else "")
        return sorted(typed), altered

    def reason_at(self, place: int) -> Reasoned | None:
        """The innermost reason around a place."""
        found = [span for span in self.reasons if span.start <= place < span.end]
        innermost = min(found, key=lambda span: span.end - span.start, default=None)
        return innermost.source if innermost else None

    def place_of(self, at: int) -> str:
        """Where in its template a letter stands; of one that comes from nowhere, what is before."""
        for place in range(at, -1, -1):
            source, start = self.origins.at(place)
            if isinstance(source, Typed):
                template, shift = source.template, source.start + place - start
                return _place(f"templates/{template}", self.environment.sources[template], shift)
            if isinstance(source, Place):
                line, column = find_typed_place(self.environment, source)
                return f"templates/{source.template}:{line}:{column}"
        return f"templates/{self.template}:1:1"

    def judge_untaken(self, name: str) -> None:
        """What is typed where no rendering came by this time, as in the other branch of an if.

        Lines that are indented alone may be none of code where they are put in.
        """
        tokens = self.environment.tokens_of(name)
        untaken = self.origins.untaken(name, tokens)
        if not untaken:
            return
        words = read_own_words(self.environment, name, name == self.template)
        reasons = [*_find_reasons(name, tokens)]
        for part in self.find_template_parts(read_deck(words.text)):
            letters = [words.places[place] for place in part.letters]
            if not any(start <= at < end for at in letters for start, end in untaken):
                continue
            around = [r for start, end, r in reasons if all(start <= at < end for at in letters)]
            self.used.update(around)
            if not (around or self.for_all):
                source = self.environment.sources[name]
                self.typed[
                    part.tell(_place(f"templates/{name}", source, words.places[part.at]))
                ] = None

    def find_template_parts(self, read: Deck) -> Iterator[_Part]:
        """The code and pictures of a template that are typed there."""
        for slide in read.slides:
            for at, content in _find_blocks(read, slide):
                pairs = zip(content.text, content.places, strict=True)
                letters = [place for letter, place in pairs if letter.strip(f"{OBJECT} \n\t")]
                if letters and not content.text.startswith(read.markdown[at : at + 3]):
                    yield _Part("code", content.text, at, letters, slide)
        for named in self.find_pictures(read):
            target = unquote(named.target)
            if OBJECT not in target:
                kind = "film" if named.film else "picture"
                yield _Part(kind, target, named.at, [named.at], read.slides[named.slide - 1])

    def judge_theme(self, shown: str, css: Placed) -> None:
        """The numbers and pictures that a file of the theme puts onto pages by itself."""
        reasons = _find_theme_reasons(css)
        used = set()
        for kind, text, at in _find_in_theme(css):
            around = [reason for reason in reasons if reason.holds_at(css.text, at)]
            used.update(around)
            why = around[-1].reason if around else self.for_all if kind == "picture" else ""
            self.is_for_all_used |= bool(why) and not around
            if why:
                self.reasoned.append(ReasonedPart(shown, 0, "", kind, shorten(text), why))
            else:
                self.typed[tell_theme(_place(shown, css.text, at), kind, text)] = None
        for reason in reasons:
            if reason not in used:
                place = _place(shown, css.text, reason.start)
                self.idle.append(tell_idle(place, reason.reason))

    def find_idle(self) -> None:
        """Reasons around neither code nor a picture."""
        for reason in dict.fromkeys(span.source for span in self.reasons):
            if reason not in self.used:
                source = self.environment.sources[reason.template]
                place = _place(f"templates/{reason.template}", source, reason.start)
                self.idle.append(tell_idle(place, reason.reason))
        entry = self.deck.front_matter.entry(FOR_DECK)
        if entry and not self.is_for_all_used:
            self.idle.append(tell_idle(self.place_of(entry.start), self.for_all))


def _find_blocks(deck: Deck, slide: SlideContents) -> Iterator[tuple[int, Placed]]:
    """What is shown as code in lines of its own, and where it begins with its marks."""
    for code in slide.codes:
        if code.is_block and code.content.text.strip():
            yield _begin_of(deck, code), code.content
    for start in slide.pres:
        content = _read_pre(deck, start)
        if content.text.strip():
            yield deck.markdown.rindex("<", 0, start), content


def _read_pre(deck: Deck, start: int) -> Placed:
    """What stands behind a `<pre>`, without other tags."""
    found = _PRE_ENDS.search(deck.markdown, start)
    end = found.start() if found else start
    return join_placed(read_html(Placed(deck.markdown[start:end], range(start, end))).words)


def _begin_of(deck: Deck, code: CodeText) -> int:
    first = code.content.places[0]
    fence = _FENCE.search(deck.markdown, code.start, first)
    return fence.start() if fence else first


def _is_as_recorded(binding: Binding, shown: str) -> bool:
    """Whether the letters that are shown are those that were recorded, and none of a filter's."""
    recorded = "".join(binding.value.split()) if isinstance(binding.value, str) else None
    match binding.kind:
        case "code":
            return shown == recorded
        case "text":
            return recorded is not None and shown in recorded
        case "number":
            return _WORD.search(shown) is None
    return True


def _place(shown: str, source: str, at: int) -> str:
    line, column = line_and_column(source, at)
    return f"{shown}:{line}:{column}"


def _find_reasons(template: str, tokens: list[Token]) -> Iterator[tuple[int, int, Reasoned]]:
    """From where to where each `constant` tag of a template gives its reason."""
    opened: list[tuple[int, str]] = []
    for number, (kind, word, at) in enumerate(tokens):
        if kind != "name" or tokens[number - 1][0] != "block_begin":
            continue
        if word == "constant" and tokens[number + 2][0] == "block_end":
            opened.append((at, string_value(tokens[number + 1][1])))
        elif word == "endconstant":
            start, said = opened.pop()
            yield start, at, Reasoned(template, start, said)


class _ThemeReason(NamedTuple):
    """A comment of a theme that says why what comes after it is right."""

    start: int
    end: int
    reason: str

    def holds_at(self, css: str, at: int) -> bool:
        """Whether a place is in the declaration behind the comment."""
        return self.end <= at and not _ENDS_DECLARATION.search(css, self.end, at)


@lru_cache(maxsize=8)
def _find_theme_reasons(css: Placed) -> list[_ThemeReason]:
    matched = [(start, end, _OF_THEME.match(comment)) for start, end, comment in find_comments(css)]
    return [_ThemeReason(a, b, found["reason"]) for a, b, found in matched if found and found[1]]


@lru_cache(maxsize=8)
def _find_in_theme(css: Placed) -> list[tuple[str, str, int]]:
    """What a theme says and shows, which is found once as long as it is the same."""
    words = [
        ("words", number.text, words.places[number.start])
        for words in find_words(css)
        for number in find_stated(words.text)
    ]
    shown = find_drawn_addresses(css)
    return words + [("picture", target, at) for at, target in shown if not target.startswith("#")]
