"""Numbers in English words that count or measure something.

    three epochs · eighty-eight percent · two thirds of · ten times · twice as fast

Few is a count only of what experiments have: two ways to go is a manner of speaking, and one is
never a count.
"""

import re
from collections.abc import Iterator
from functools import cache

from executed_slides.markdown.units import SHOWN_THINGS, THINGS

_FEW = "two|three|four|five|six|seven|eight|nine|ten"
_TEENS = (
    "eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty"
    "|fifty|sixty|seventy|eighty|ninety"
)
_LARGE = "dozen|hundred|thousand|million|billion|trillion"
_ANY = rf"(?:zero|one|{_FEW}|{_TEENS}|{_LARGE})"
_MORE = rf"(?:(?:[\s-]|,\s)(?:and\s)?{_ANY}\b)"
_POINT = rf"(?:\spoint(?:\s{_ANY}\b)+)"

_AMOUNT = rf"\b(?:an?\s(?:{_LARGE})|{_ANY})\b{_MORE}*{_POINT}?"
_DECIMAL = rf"\b(?:zero|one|{_FEW}|{_TEENS})\b{_MORE}*{_POINT}"
# From two on: a few, and what is counted exactly.
_SOME = rf"\b(?:(?:an?|one)\s(?:{_LARGE})\b|{_FEW}\b|{_TEENS}\b){_MORE}*(?:\s(?:or|to)\s{_ANY}\b{_MORE}*)?"
_EXACT = (
    rf"\b(?:(?:an?|one|{_FEW})\s(?:{_LARGE})|{_TEENS})\b{_MORE}*(?:\s(?:or|to)\s{_ANY}\b{_MORE}*)?"
)

_KIND = (
    "hidden|dense|convolutional|conv|fully|connected|output|input|training|test|validation|trainable|small|large"
    "|new|last|first|more|additional|extra|full|further|upper|lower|top|bottom|frozen|recurrent|pooling|parallel"
    "|random|different|independent|separate|consecutive|successive|movie|feature|data|of the"
)
_KINDS = rf"(?:[\s-](?:{_KIND})){{0,2}}"
_PART = "half|halves|thirds?|quarters?|fifths?|sixths?|sevenths?|eighths?|ninths?|tenths?|hundredths?|thousandths?"
_SPOKEN = r"(?:ways?|ideas?|years?|months?|weeks?|days?|people|things?|words|reasons?|kinds?|sorts?|o'clock)\b"


@cache
def _patterns() -> tuple[re.Pattern, ...]:
    return tuple(
        re.compile(pattern, re.IGNORECASE)
        for pattern in (
            rf"{_AMOUNT}\s(?:percent(?:age points?)?|per cent)\b|{_AMOUNT}\s?%",
            _DECIMAL,
            # Parts and ratios.
            rf"\b(?:one|{_FEW})[\s-](?:{_PART})\b|\ba\s(?:{_PART})(?=\sof\b)",
            r"(?<!first )(?<!second )(?<!other )(?<!latter )(?<!better )(?<!or )\bhalf(?=\s(?:of|the|as)\b)(?! of the (?:talk|day|year|time))",
            rf"\b(?:one|{_FEW})\sout\sof\s{_ANY}\b|\b(?:one|{_FEW})\sin\s(?:{_FEW}|{_TEENS}|a\s(?:{_LARGE}))\b",
            rf"\btwice(?=\s(?:as|the|that)\b)|{_SOME}\stimes\b|\b(?:{_FEW}|{_TEENS})[\s-]?fold\b|\b(?:{_LARGE})-?fold\b",
            # Counts.
            rf"(?<!these )(?<!those ){_SOME}{_KINDS}[\s-](?:{THINGS})\b",
            rf"(?<!these )(?<!those )(?<!the ){_SOME}{_KINDS}\s(?:{_SHOWN})\b",
            rf"{_EXACT}(?!\s{_SPOKEN})\s[a-z]+s\b",
            rf"\b(?:{_ORDER})\sepochs?\b",
            rf"(?:took|takes?|trained for|training for|runs? for|ran for)\s(?P<numeral>{_SOME}\s(?:days|weeks|months))\b",
        )
    )


_SHOWN = rf"{SHOWN_THINGS}|runs"
_ORDER = "second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|[a-z]+teenth|[a-z]+tieth"


def find_english_numerals(words: str) -> Iterator[tuple[int, int]]:
    """Where numbers in English words begin and end, with what they count."""
    for pattern in _patterns():
        for found in pattern.finditer(words):
            yield found.span("numeral") if "numeral" in pattern.groupindex else found.span()
