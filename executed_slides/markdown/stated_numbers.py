"""The numbers in a slide's words: what states a result or a setting, and not what is structure.

    에포크 8번, 두 개의 층, 78%, eighty-eight percent, ½     numbers
    VGG16, Keras 3, 3월, 0과 1 사이, (Chollet, 2017)        names, dates, bounds, references

A digit is a number unless it belongs to a name (`names_with_digits`); a word is one if it counts
or measures something (`korean_numerals`, `english_numerals`).
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from executed_slides.markdown.english_numerals import find_english_numerals
from executed_slides.markdown.korean_numerals import find_korean_numerals
from executed_slides.markdown.names_with_digits import blank_names
from executed_slides.markdown.prose import OBJECT, blank_structure
from executed_slides.markdown.units import (
    AFTER_METRIC,
    COUNTED,
    PERCENT,
    SCALE,
    SHOWN_THINGS,
    THINGS,
    WORD_END,
)


class Number(NamedTuple):
    """A number in words, with its unit or counter: where it starts, and how it is written."""

    start: int
    text: str


def find_stated(words: str, heading: bool = False) -> list[Number]:
    """The numbers that the visible words of one block state, in order; a heading has its own."""
    plain = _plain(words)
    spans: list[tuple[int, int]] = []
    if _digit().search(plain):
        spans += _find_digits(_blank_heading_number(plain) if heading else plain)
    spans += find_korean_numerals(plain)
    spans += find_english_numerals(plain)
    return [Number(start, words[start:end]) for start, end in _without_overlaps(spans)]


def _without_overlaps(spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """In order, and of those that overlap the one that begins first, and the longest."""
    reached = 0
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start >= reached:
            yield start, end
            reached = end


# ---- Letters: one form for each digit, sign and space ----

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_SPACES = dict.fromkeys(map(ord, "\u00a0\u2002\u2003\u2009\u200a\u202f\u3000"), " ")
_PLAIN = {**_FULL_WIDTH, **_SPACES, 0x2044: "/", 0x2236: ":", 0x2010: "-", 0x2011: "-"}


def _plain(words: str) -> str:
    """The same words, each letter in its place, written as a keyboard writes them."""
    return words if words.isascii() else words.translate(_PLAIN)


def _blank_heading_number(words: str) -> str:
    """A heading without its number: 2.1 and 2.1., and not the 3 of "3 layers"."""
    number = re.match(r"\s*\d+(?:\.\d+)+\.?(?=\s)", words)
    return " " * number.end() + words[number.end() :] if number else words


# ---- Digits ----

_HIGH = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_PART = "¼½¾⅐-⅞"
_ENCLOSED = "①-⒛⓪-⓿❶-➓㉑-㉟㊱-㊿"
_ROMAN = "Ⅰ-Ⅿⅰ-ⅿ"


@cache
def _digit() -> re.Pattern:
    return re.compile(rf"\d|[{_HIGH}{_PART}{_ENCLOSED}{_ROMAN}]")


@cache
def _numbers() -> re.Pattern:
    plain = r"(?:\d{1,3}(?: \d{3})+(?![\d,.])|\d+(?:[.,/'’]\d+)*|(?<![\w.)\]])\.\d+)"
    power = rf"(?:\s?[×x·]\s?10)?(?:\^[-−]?\d+|[⁻⁺]?[{_HIGH}]+)"
    return re.compile(
        rf"(?:(?<![^\s(\[{{=:<>~≈|→])[-−+±×](?=\.?\d)|(?<!\w)x(?=[\d.]+\s{_COMPARED}))?(?P<number>"
        r"\d+\s?분의\s?\d+"
        r"|\d+(?:\.\d+)?(?::\d+(?:\.\d+)?)+"
        r"|\d+(?:x\d+)+"
        r"|[1-9][\d,.]*\s?[십백천만억조]+(?:\s?\d+\s?[십백천만]+)*"
        rf"|{plain}(?:[eE][-+−]?\d+|{power})?(?:\s?[{_PART}])?)"
    )


_COMPARED = (
    "(?:faster|slower|smaller|larger|bigger|more|fewer|less|better|cheaper|speed|빠|느|작|크|향상)"
)


def _find_digits(words: str) -> Iterator[tuple[int, int]]:
    named = blank_names(words)
    for found in _numbers().finditer(named):
        number, (start, end) = found["number"], found.span("number")
        before, after = words[:start], words[end:]
        if not (
            _in_a_name(words[: found.start()])
            or _is_a_bare_bound(number, before, after)
            or _is_a_label(before, after)
        ):
            yield found.start(), end + len(_unit_of(after))
    yield from _find_enclosed(named)


@cache
def _unit() -> re.Pattern:
    return re.compile(
        rf"(?P<counted>{COUNTED})|{PERCENT}|{SCALE}|\s?\\?[%‰$₩€]p?|\s?×(?!\s?\d)|[A-Za-zμ°]+"
    )


def _unit_of(after: str) -> str:
    """What is counted or measured, as far as a short message needs it."""
    if after.startswith("번째"):
        return "번째"
    unit = _unit().match(after)
    return unit[0] if unit else ""


_SETTING = re.compile(r"(?:epochs?|acc|accuracy|loss|lr|batch|seeds?)\Z", re.IGNORECASE)
_NAME = re.compile(r"[A-Za-z_À-ÖØ-öø-ɏͰ-Ͽ][A-Za-z0-9_À-ÖØ-öø-ɏͰ-Ͽ]*\Z")


def _in_a_name(before: str) -> bool:
    """The 16 of VGG16, the 1 of conv2d_1 and Case1, but not the 4 of epoch4."""
    name = _NAME.search(before)
    return name is not None and not _SETTING.search(name[0])


_MEASURED = re.compile(
    r"\s?[%$₩€μ°]|[A-Za-z]|\s(?:out )?of (?:the )?\d"
    r"|\s(?!(?:or|and|if|to|in|is|are|as|at|on|for|by|with|of|when|otherwise|means|from|then|else)\b)[A-Za-z]"
)


@cache
def _after_metric() -> re.Pattern:
    return re.compile(AFTER_METRIC)


def _is_a_bare_bound(number: str, before: str, after: str) -> bool:
    """0 and 1 as mathematics knows them (0으로 채움, 표준 편차 1, Stride > 1).

    They are numbers when they count something, have a unit, or are what a metric came to.
    """
    if number not in ("0", "1") or OBJECT in (before[-1:], after[:1]):
        return False
    return not (_MEASURED.match(after) or _unit().match(after) or _after_metric().search(before))


# ---- Digits that count experiments, and digits that name one of several ----

_RUN = r"(?:에포크|[Ee]pochs?|반복|훈련|학습|실행|시행|실험|시도|스텝|[Ss]teps?|시드|[Ss]eeds?)"
_NO_NOUN = r"(?:이후|이전|이상|이하|미만|초과|까지|정도|만에|동안|후|전|더|만)"


@cache
def _label() -> tuple[re.Pattern, re.Pattern]:
    return (
        re.compile(rf"번(?!째)의?\s+(?!{_RUN}|{_NO_NOUN})[가-힣A-Za-z]"),
        re.compile(rf"{_RUN}\S?\s*\Z"),
    )


def _is_a_label(before: str, after: str) -> bool:
    """1번 층 is the layer's name, and 2번의 윈도우 no count of an experiment; 8번 에포크 is one."""
    label, run_before = _label()
    return bool(label.match(after)) and not run_before.search(before)


# ---- Digits of another make: parts, and numbers in circles, in Roman and as exponents ----


@cache
def _enclosed() -> tuple[re.Pattern, re.Pattern, re.Pattern]:
    unit = (
        rf"\s?(?:[%‰]p?|퍼센트|에포크|개|배|층|명|가지){WORD_END}|\s?(?:{THINGS}|{SHOWN_THINGS})\b"
    )
    return (
        re.compile(
            rf"(?<!\d)(?<!\d\s)[{_PART}](?:\s?%)?|[{_ENCLOSED}]+|[{_ROMAN}]+|(?<!\d)[{_HIGH}]+"
        ),
        re.compile(unit),
        re.compile(r"(?:제|\w)\Z"),
    )


def _find_enclosed(words: str) -> Iterator[tuple[int, int]]:
    """½ always; ⑧ and Ⅳ with a unit, after a metric or alone; ⁸⁸ with a unit."""
    glyphs, units, glued = _enclosed()
    for found in glyphs.finditer(words):
        before, after = words[: found.start()], words[found.end() :]
        unit = units.match(after)
        alone = not (before.strip() or after.strip())
        high = found[0][0] in _HIGH
        if (
            re.match(f"[{_PART}]", found[0])
            or (unit and not glued.search(before))
            or (not high and (alone or _after_metric().search(before)))
        ):
            yield found.start(), found.end() + (_glyph_unit(unit))
    return


def _glyph_unit(unit: re.Match | None) -> int:
    return (
        len(unit[0]) if (unit and not unit[0].strip().isascii()) or (unit and "%" in unit[0]) else 0
    )


# ---- A deck's Markdown ----

_MARKS = re.compile(
    r"(?<![^\s*])\*+(?=\S)|(?<=\S)\*+|~~|(?<!\w)_+(?=\w)|(?<=\w)_+(?!\w)|\\(?=[^\w\s])"
)


def find_numbers(markdown: str, front_matter: bool = True) -> list[Number]:
    """The numbers that the words of a deck state, in order."""
    words = blank_structure(markdown, front_matter)
    found = []
    start = 0
    for line in words.splitlines(keepends=True):
        if not line.isspace():
            found += [
                Number(start + number.start, number.text) for number in _find_between_marks(line)
            ]
        start += len(line)
    return found


def _find_between_marks(line: str) -> Iterator[Number]:
    """Numbers of words that emphasis and escapes interrupt."""
    shown = [True] * len(line)
    for mark in _MARKS.finditer(line):
        shown[mark.start() : mark.end()] = [False] * len(mark[0])
    places = [at for at, is_shown in enumerate(shown) if is_shown]
    for start, text in find_stated("".join(line[at] for at in places)):
        begin, end = places[start], places[start + len(text) - 1] + 1
        yield Number(begin, line[begin:end])
