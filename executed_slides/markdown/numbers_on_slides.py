"""The numbers that one sees or hears on a slide, in words of every kind and in formulas."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from executed_slides.markdown.contents import ABOUT, FOOTER, HEADER, HEADING
from executed_slides.markdown.formulas import find_stated_in_formula
from executed_slides.markdown.reader import SlideContents
from executed_slides.markdown.stated_numbers import Number, find_stated

# Whose first number is a section's: 2.1. Results.
_NUMBERED = (HEADING, HEADER, FOOTER, ABOUT)
_PART = re.compile(r"[^›»]+")


class StatedNumber(NamedTuple):
    """A number in words, those words, and the places of their letters."""

    number: Number
    words: str
    places: Sequence[int]

    @property
    def place(self) -> int:
        return self.places[self.number.start]

    def letters(self) -> Iterator[int]:
        """The places that decide: of its digits, or where there are none, of its first letter."""
        start = self.number.start
        digits = [i for i, letter in enumerate(self.number.text, start) if letter.isnumeric()]
        return (self.places[i] for i in digits or [start])


def find_stated_on(slide: SlideContents) -> Iterator[StatedNumber]:
    """Every number that one sees or hears on a slide; of a list, as far as it does not number."""
    for words in slide.words:
        for number in _find_once(words.text, words.kind in _NUMBERED):
            yield StatedNumber(number, words.text, words.places)
    for start in slide.list_starts:
        for number in find_stated(start.text)[:1]:
            if number.start == 0:
                yield StatedNumber(number, start.text, start.places)
    for formula in slide.formulas:
        for number in find_stated_in_formula(formula.content.text):
            yield StatedNumber(number, formula.content.text, formula.content.places)


@lru_cache(maxsize=8192)
def _find_once(words: str, numbered: bool) -> list[Number]:
    """The numbers of words, of which parts may be numbered: `2. Models › 2.1. Results`."""
    if not numbered:
        return find_stated(words)
    found = []
    for part in _PART.finditer(words):
        numbers = find_stated(part[0], heading=True)
        found += [number._replace(start=part.start() + number.start) for number in numbers]
    return found
