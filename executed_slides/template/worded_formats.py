"""Formats in the words of a deck's language: how long something took, and when it was.

75 ──────────▶ 1 min 15 s     1분 15초
2026-11-27 ──▶ 27 November 2026     2026년 11월 27일
"""

from datetime import datetime
from typing import Any

from jinja2 import Undefined

from executed_slides.base.errors import DeckError
from executed_slides.markdown.languages import Language
from executed_slides.template.formats import NO_BREAK, finite, fixed, significant

_MINUTE, _HOUR, _DAY = 60, 3600, 86400


def write_duration(language: Language, seconds: float) -> str:
    """Seconds in their two largest units; of less than a minute two digits."""
    length = abs(finite(seconds))
    sign = "-" if seconds < 0 else ""
    short = significant(length, 2) if length else "0"
    if float(short.replace(",", "")) < _MINUTE:
        return sign + _with_unit(language.whole_seconds, short)
    # A minute of an hour and an hour of a day are the least that is said.
    starts = {_HOUR: _DAY, _MINUTE: _HOUR, 1: 0}
    least = next(unit for unit, start in starts.items() if length >= start)
    whole = int(fixed(length / least, 0)) * least
    parts = []
    for unit, words in (
        (_DAY, language.days),
        (_HOUR, language.hours),
        (_MINUTE, language.minutes),
        (1, language.whole_seconds),
    ):
        count, whole = divmod(whole, unit)
        if count:
            parts.append(_with_unit(words, f"{count:,}"))
    return sign + " ".join(parts)


def _with_unit(words: str, number: str) -> str:
    return words.format(number).replace(" ", NO_BREAK)


def write_date(language: Language, text: Any) -> str:
    """A day that is written as ISO has it, 2026-11-27, as the language writes it."""
    if isinstance(text, Undefined):
        str(text)  # It says which name there is not.
    try:
        day = datetime.fromisoformat(str.__str__(text))
    except (TypeError, ValueError):
        raise DeckError(
            f"date: {text!r} is no date", "write one as 2026-11-27, or name a record's own: x.date"
        ) from None
    months = language.months.split()
    return language.date.format(day=day.day, month=months[day.month - 1], year=day.year)
