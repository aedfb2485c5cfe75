"""Numbers in letters of their own: parts, and digits in circles, in Roman and raised.

½ · ⑧ 에포크 · Ⅳ epochs · ⁸⁸%          numbers
① 수집 ② 학습 · Ⅱ. Methods · Lee²     numbers of items, chapters and notes
"""

import re
from collections.abc import Iterator
from functools import cache

from executed_slides.markdown.units import AFTER_METRIC, SHOWN_THINGS, THINGS, WORD_END

PARTS = "¼½¾⅐-⅞"
RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_ENCLOSED = "①-⒛⓪-⓿❶-➓㉑-㉟㊱-㊿"
_ROMAN = "Ⅰ-Ⅿⅰ-ⅿ"
NUMBER_LETTERS = PARTS + RAISED + _ENCLOSED + _ROMAN


@cache
def _letters() -> re.Pattern:
    unit = rf"\s?(?:[%‰]p?|퍼센트|에포크|개|배|층|명|가지){WORD_END}"
    thing = rf"(?=\s?(?:{THINGS}|{SHOWN_THINGS})\b)"
    return re.compile(
        rf"(?P<part>[{PARTS}])(?:\s?%)?"
        rf"|(?<![\w제])(?:[{_ENCLOSED}]+|[{_ROMAN}]+|[{RAISED}]+)(?P<unit>{unit}|{thing})"
        rf"|(?P<plain>[{_ENCLOSED}]+|[{_ROMAN}]+)"
    )


@cache
def _after_metric() -> re.Pattern:
    return re.compile(AFTER_METRIC)


def _is_listed(found: re.Match, words: str) -> bool:
    """The ② of ① first ② second: one of several in a row, and no unit behind it."""
    neighbours = {chr(ord(letter) + by) for letter in found[0] for by in (-1, 1)}
    is_one = re.fullmatch(f"[{_ENCLOSED}]", found[0]) is not None
    return is_one and not found["unit"] and not neighbours.isdisjoint(words)


def find_number_letters(words: str) -> Iterator[tuple[int, int]]:
    """Where parts stand, and others that have a unit, follow a metric or are all there is."""
    for found in _letters().finditer(words):
        if (
            (found["plain"] is None and not _is_listed(found, words))
            or found["plain"] == words.strip()
            or _after_metric().search(words[max(0, found.start() - 80) : found.start()])
        ):
            yield found.span()
