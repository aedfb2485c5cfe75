"""Digits that state nothing: they are part of a name, a date, a reference or a bound.

VGG16 · Keras 3 · 3월 2일 · (Chollet, 2017) · Figure 3 · 010-1234-5678 · [0, 1]
"""

import re
from functools import cache

from executed_slides.markdown.dates import DATES
from executed_slides.markdown.identifiers import IDENTIFIERS
from executed_slides.markdown.name_rules import NameRule, compile_rules
from executed_slides.markdown.proper_names import PROPER_NAMES
from executed_slides.markdown.references import REFERENCES

_RANGE = r"\d+(?:\.\d+)?\s*(?:-|–|~|에서|to)\s*\d+(?:\.\d+)?"

BOUNDS = (
    NameRule(
        "interval",
        r"[\[(]\s*(?:0(?:\.0)?|[-−]\s*\d+(?:\.\d+)?)\s*,\s*\d+(?:\.\d+)?\s*[\])]",
        "[0, 255]",
    ),
    NameRule(
        "between bounds",
        r"(?<![\d.,])(?:0|[-−]\d+)\s*(?:에서|부터|과|와|~|–)\s*\d+(?:\.\d+)?\s*사이"
        r"|\b(?:[Bb]etween|[Ff]rom|[Ii]n)\s(?:0|[-−]\d+)\s?(?:and|to|–|-)\s?\d+(?:\.\d+)?"
        r"(?![\d.]*\d|\s?%)",
        "0에서 255 사이",
    ),
    NameRule(
        "what is usual",
        rf"(?:보통|일반적으로|대개|대체로|흔히|usually|typically)\s*{_RANGE}(?![\d.]*\s*%)",
        "보통 0.2-0.5",
    ),
)
NAME_RULES = (*PROPER_NAMES, *IDENTIFIERS, *DATES, *BOUNDS, *REFERENCES)


def blank_names(words: str) -> str:
    """The words with blanks in the places of all names that have digits."""
    return _names().sub(lambda name: " " * len(name[0]), words)


@cache
def _names() -> re.Pattern:
    return compile_rules(NAME_RULES)
