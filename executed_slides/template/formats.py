"""How numbers are written on slides: shares, fixed places, thousands, points, and ranges."""

import math
from collections.abc import Callable
from typing import Any

from jinja2 import Undefined

from executed_slides.base.errors import DeckError


def percent(value: float, digits: int = 1) -> str:
    """0.8813 → 88.1%"""
    return f"{100 * finite(value):z.{digits}f}%"


def points(value: float, digits: int = 1) -> str:
    """0.277 → 27.7%p: the difference of two shares, in percentage points"""
    return f"{100 * finite(value):z.{digits}f}%p"


def fixed(value: float, digits: int = 2) -> str:
    """0.29431 → 0.29"""
    return f"{finite(value):z.{digits}f}"


def thousands(value: float) -> str:
    """2774.3 → 2,774"""
    return f"{finite(value):z,.0f}"


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


NUMBER_FORMATS: dict[str, Callable[..., str]] = {
    "percent": percent,
    "points": points,
    "fixed": fixed,
    "thousands": thousands,
}
_UNITS = ("%p", "%")


def write_range(values: list[Any], write: Callable[..., str], digits: tuple[int, ...]) -> str:
    """The least and the greatest, 87.9–88.4%, or one where they are written alike."""
    low, high = write(min(values), *digits), write(max(values), *digits)
    if low == high:
        return low
    for unit in _UNITS:
        if low.endswith(unit):
            return f"{low.removesuffix(unit)}–{high}"
    return f"{low}–{high}"
