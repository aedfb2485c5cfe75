"""How numbers are written on slides: shares, places, digits, signs, units, money, and ranges.

Halves are rounded as Python does, to the even digit and by the number's binary value; where the
deck's front matter says `rounding: half-up`, away from zero and by its shortest decimal form.
"""

import math
import re
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal, localcontext
from typing import Any

from jinja2 import Undefined

from executed_slides.base.errors import DeckError

# A slide breaks no line between a number and its unit.
NO_BREAK = "\u00a0"
_PRECISION = 2000  # More digits than any filter may write.
_LEAST_P = 0.001
# Around these a test is judged: no p-value reads as one of them that is another.
_LEVELS = (0.05, 0.01, 0.001)
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")

# Whether halves are rounded up; asked when the first number is written.
_HALF_UP: ContextVar[Callable[[], bool]] = ContextVar("half_up", default=lambda: False)


@contextmanager
def rounding_by(half_up: Callable[[], bool]) -> Iterator[None]:
    """While it lasts, numbers are rounded as the deck says."""
    token = _HALF_UP.set(half_up)
    try:
        yield
    finally:
        _HALF_UP.reset(token)


def percent(value: float, digits: int = 1) -> str:
    """0.8813 → 88.1%"""
    return f"{_in_places(value, digits, 2)}%"


def points(value: float, digits: int = 1) -> str:
    """0.277 → 27.7%p: the difference of two shares, in percentage points"""
    return f"{_in_places(value, digits, 2)}%p"


def fixed(value: float, digits: int = 2) -> str:
    """0.29431 → 0.29"""
    return _in_places(value, digits)


def thousands(value: float) -> str:
    """2774.3 → 2,774"""
    return _in_places(value, 0, separator=",")


def significant(value: float, digits: int = 3) -> str:
    """0.0123456 → 0.0123, and 1234 → 1,230"""
    rounded = _in_digits(value, digits)
    places = max(digits - 1 - rounded.adjusted(), 0)
    return f"{rounded:z,.{places}f}"


def scientific(value: float, digits: int = 1) -> str:
    """0.00123 → 1.2 × 10⁻³"""
    rounded = _in_digits(value, digits + 1)
    power = rounded.adjusted() if rounded else 0
    raised = str(power).translate(_RAISED)
    return f"{rounded.scaleb(-power):z.{digits}f}{NO_BREAK}×{NO_BREAK}10{raised}"


def signed(value: float, form: str = "fixed", *digits: int) -> str:
    """0.277 → +0.28, and by signed("points") +27.7%p"""
    if form not in NUMBER_FORMATS:
        raise DeckError(
            f"signed: {form!r}, where it takes one of {', '.join(NUMBER_FORMATS)}",
            'as in {{ (a.x - b.x) | signed("points", 1) }}',
        )
    text = NUMBER_FORMATS[form](value, *digits)
    reads_as_nothing = not re.search("[1-9]", text.partition("×")[0])
    return text if value < 0 or reads_as_nothing else f"+{text}"


def currency(value: float, sign: str = "$", digits: int = 2) -> str:
    """1234.5 → $1,234.50, and by currency("EUR") 1,234.50 EUR"""
    amount = _in_places(value, digits, separator=",")
    if all(unicodedata.category(letter) == "Sc" for letter in sign):
        return f"-{sign}{amount[1:]}" if amount.startswith("-") else f"{sign}{amount}"
    return unit(amount, sign)


def pvalue(value: float, digits: int = 3) -> str:
    """0.0321 → p = 0.032, and 0.00004 → p < 0.001"""
    if not 0 <= finite(value) <= 1:
        raise DeckError(f"pvalue: {value!r} is no probability", "it is one from 0 to 1")
    if value < _LEAST_P:
        return f"p < {_LEAST_P}"
    text = _in_places(value, digits)
    while any(float(text) == level != value for level in (*_LEVELS, 1)):
        digits += 1
        text = _in_places(value, digits)
    return f"p = {text}"


def unit(value: Any, name: str) -> str:
    """12.3 → 12.3 ms, on one line; a per cent and signs of the East stand close"""
    text = value if isinstance(value, str) else str(finite(value))
    if not name.strip():
        raise DeckError(f"unit: {name!r} is no unit", 'as in {{ x.time | fixed(1) | unit("ms") }}')
    close = name == "°" or name[:1] in "%％" or unicodedata.east_asian_width(name[0]) in "WF"
    return f"{text}{'' if close else NO_BREAK}{name}"


def finite(value: float) -> float:
    """A number as it is. Raises DeckError for what no slide can show as one."""
    if isinstance(value, Undefined):
        str(value)  # It says which name there is not.
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise DeckError(
            f"{value!r} is no number, which is to be written as one",
            "leave the filter out, or name a number before it",
        )
    if not math.isfinite(100 * value):
        raise DeckError(
            f"{value!r} is no number that a slide can show",
            "something is divided by nearly nothing, or far too large",
        )
    return value


def _in_places(value: float, digits: int, power: int = 0, separator: str = "") -> str:
    """A number times this power of ten, with so many places behind the point."""
    form = f"z{separator}.{digits}f"
    if not _HALF_UP.get()():
        return format(10**power * finite(value), form)
    with localcontext(prec=_PRECISION, rounding=ROUND_HALF_UP):
        return format(_decimal(value).scaleb(power).quantize(Decimal(1).scaleb(-digits)), form)


def _in_digits(value: float, digits: int) -> Decimal:
    """A number rounded to so many digits from its first one that is not zero."""
    if digits < 1:
        raise DeckError(f"{digits} digits are no number", "write one digit or more")
    way = ROUND_HALF_UP if _HALF_UP.get()() else ROUND_HALF_EVEN
    return Context(prec=digits, rounding=way).plus(_decimal(value))


def _decimal(value: float) -> Decimal:
    """The number as it is in binary, or as it reads where halves are rounded up."""
    finite(value)
    return Decimal(repr(value)) if _HALF_UP.get()() else Decimal(value)


# What a range and a sign can be written in.
NUMBER_FORMATS: dict[str, Callable[..., str]] = {
    "percent": percent,
    "points": points,
    "fixed": fixed,
    "thousands": thousands,
    "significant": significant,
    "scientific": scientific,
}
ALL_FORMATS: dict[str, Callable[..., str]] = {
    **NUMBER_FORMATS,
    "signed": signed,
    "currency": currency,
    "pvalue": pvalue,
}
_UNITS = ("%p", "%")


def write_range(values: list[Any], write: Callable[..., str], digits: tuple[int, ...]) -> str:
    """The least and the greatest, 87.9–88.4%, or one where they are written alike.

    Where one is below zero, there is room around the dash: -0.7 – -0.1%p.
    """
    low, high = write(min(values), *digits), write(max(values), *digits)
    if low == high:
        return low
    unit = next((sign for sign in _UNITS if low.endswith(sign)), "")
    dash = " – " if min(values) < 0 else "–"
    return f"{low.removesuffix(unit)}{dash}{high}"
