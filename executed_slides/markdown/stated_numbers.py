"""The numbers in a slide's words: what states a result or a setting, and not what is structure.

    에포크 8번, 두 개의 층, 78%, eighty-eight percent, ½     numbers
    VGG16, Keras 3, 3월, 0과 1 사이, (Chollet, 2017)        names, dates, bounds, references

A digit is a number unless it belongs to a name (`names_with_digits`); a word is one if it counts
or measures something (`korean_numerals`, `english_numerals`).
"""

import re
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from executed_slides.markdown.digits import find_digits
from executed_slides.markdown.english_numerals import find_english_numerals
from executed_slides.markdown.korean_numerals import find_korean_numerals
from executed_slides.markdown.number_letters import find_number_letters
from executed_slides.markdown.units import METRICS, PERCENT, SCALE


class Number(NamedTuple):
    """A number in words, with its unit or counter: where it starts, and how it is written."""

    start: int
    text: str


def find_stated(words: str, heading: bool = False) -> list[Number]:
    """The numbers that the visible words of one block state, in order; a heading has its own."""
    plain = _as_typed(words)
    if heading:
        plain = _blank_own_numbers(plain)
    spans = chain(
        find_digits(plain),
        find_number_letters(plain),
        find_korean_numerals(plain),
        find_english_numerals(plain),
    )
    return [Number(start, words[start:end]) for start, end in _without_overlaps(spans)]


_OWN_NUMBER = re.compile(
    rf"\A\s*\d+(?:\.\d+)+\.?(?=\s)(?!\s[%‰]|{PERCENT}|{SCALE}|\s?(?:times|points?|배)\b)"
)
_OWN_PART = re.compile(r"\s?[(\[](?P<part>[1-9]\d?)\s?/\s?(?P<all>[1-9]\d?)[)\]]\s*\Z")
_METRIC = re.compile(rf"(?:{METRICS})\s*\Z")


def _blank_own_numbers(heading: str) -> str:
    """Without the 2.1 of 2.1 Results, and the part of Agenda (1/2); Accuracy (1/2) is a result."""
    heading = _OWN_NUMBER.sub(lambda own: " " * len(own[0]), heading)
    part = _OWN_PART.search(heading)
    if part and int(part["part"]) <= int(part["all"]):
        before = heading[: part.start()]
        if before.strip() and not _METRIC.search(before):
            return before + " " * len(part[0])
    return heading


def _without_overlaps(spans: Iterator[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """In order, and of those that overlap the one that begins first, and the longest."""
    reached = 0
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start >= reached:
            yield start, end
            reached = end


_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_SPACES = dict.fromkeys(map(ord, "\u00a0\u2002\u2003\u2009\u200a\u202f\u3000"), " ")
_AS_TYPED = {**_FULL_WIDTH, **_SPACES, 0x2044: "/", 0x2236: ":", 0x2010: "-", 0x2011: "-"}


def _as_typed(words: str) -> str:
    """The same words, each letter in its place, as a keyboard writes them: ８８％ is 88%."""
    return words if words.isascii() else words.translate(_AS_TYPED)


# ---- A deck's Markdown ----
