"""Recorded values: what cells tell, as JSON holds it exactly; what it cannot hold is an error.

np.float32(0.5), tf.constant(3), Decimal("0.1"), Fraction(1, 2) ──▶ 0.5, 3, 0.1, 0.5
"adam", [1, 2], date.today(), 1e999, Fraction(1, 3)             ──▶ ValueError, which says why
"""

import math
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from reprlib import repr as shorten
from typing import Any, Self

Names = tuple[str, ...]


def parts_of(values: Any, above: Names = ()) -> Iterator[tuple[Names, Any]]:
    """What nested groups hold, each part with the names that lead to it, as they were given."""
    for key in values:
        value = values[key]
        if isinstance(value, Mapping):
            yield from parts_of(value, (*above, key))
        else:
            yield (*above, key), value


def as_name(key: Any) -> str:
    """A name as JSON and templates have it: the number 1 in a dict is called "1".

    Raises ValueError for what could not be named in a template, or would read as another name.
    """
    key = plain_of(key)
    if isinstance(key, bool) or not isinstance(key, str | int):
        raise ValueError(f"a name is {shorten(key)}: names are texts or whole numbers")
    name = unicodedata.normalize("NFC", str(key))
    if not name or not name.isprintable() or "." in name:
        raise ValueError(
            f"a name is {shorten(name)}: names are not empty, and have no dot and no control sign"
        )
    return name


class Share(float):
    """How many of a number of trials succeeded, as a number from 0 to 1; `of` is that number."""

    of: int

    def __new__(cls, correct: Any, of: Any) -> Self:
        """Raises ValueError for what is no count of some among these."""
        count, whole = map(plain_of, (correct, of))
        if type(count) is not int or type(whole) is not int:
            raise ValueError(
                f"a share of {shorten(correct)} of {shorten(of)}: both are whole numbers, how many "
                "were so, of how many"
            )
        if not 0 <= count <= whole or not whole:
            raise ValueError(f"a share of {count} of {whole}: it is of some among all")
        self = super().__new__(cls, count / whole)
        self.of = whole
        return self


def as_number(value: Any, name: str) -> bool | int | float | None:
    """A number as JSON holds it; NumPy's, Keras's and others become Python's."""
    plain = plain_of(value)
    while isinstance(plain, list) and len(plain) == 1 and not isinstance(value, list):
        [plain] = plain  # An array of one number, as `evaluate` may give it.
    if isinstance(plain, list | tuple):
        raise ValueError(f"{name} is a row, no number: record.series(…) keeps rows")
    number = as_exact(plain, name)
    if isinstance(number, float) and not math.isfinite(number):
        raise ValueError(f"{name} is {number!r}: a recorded number must be finite")
    return number


def as_curve(value: Any, name: str) -> list[int | float | None]:
    """A row of numbers; a point that is not finite is a gap."""
    row = plain_of(value)
    if isinstance(row, str | bytes | Mapping) or not isinstance(row, Iterable):
        raise ValueError(f"{name} is {shorten(value)}, no row: record.numbers(…) keeps one number")
    return [_as_point(point, f"{name}[{index}]") for index, point in enumerate(row)]


def _as_point(value: Any, name: str) -> int | float | None:
    plain = plain_of(value)
    if isinstance(plain, list | tuple):
        raise ValueError(
            f"{name} is a row too: a curve has one dimension; name each row of a table in a dict"
        )
    number = as_exact(plain, name)
    if isinstance(number, bool):
        return int(number)
    return number if number is None or math.isfinite(number) else None


def plain_of(value: Any) -> Any:
    """A value of NumPy, TensorFlow, PyTorch or pandas as one of Python's, or lists of these."""
    if not hasattr(value, "tolist") and hasattr(value, "numpy"):
        value = value.numpy()
    # A masked number is none, where `item` would give what lies below the mask.
    return value.tolist() if hasattr(value, "tolist") else value


def as_exact(value: Any, name: str) -> bool | int | float | None:
    """One number of Python's, equal to the value. Raises ValueError where there is none."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str | bytes) or not hasattr(value, "__float__"):
        raise ValueError(
            f"{name} is {shorten(value)}, no number: what is set and no result belongs into the "
            "parameters cell, what was found out follows from numbers in a template"
        )
    try:
        number = float(value)
    except (OverflowError, TypeError, ValueError) as error:
        raise ValueError(f"{name} is {shorten(value)}: {error}") from error
    if isinstance(value, int):
        return int(value)
    written = isinstance(value, Decimal) and value == Decimal(repr(number))
    if number == value or math.isnan(number) or written:
        return number
    raise ValueError(
        f"{name} is {shorten(value)}, which no number of JSON is: record float(…) of it, "
        f"which is {number!r}"
    )
