"""Recorded values: what cells tell, as JSON holds it exactly; what it cannot hold is an error.

np.float32(0.5), tf.constant(3), Decimal("0.1"), Fraction(1, 2) ──▶ 0.5, 3, 0.1, 0.5
"adam", [1, 2], date.today(), 1e999, Fraction(1, 3)             ──▶ ValueError, which says why
"""

import math
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Set
from datetime import timedelta
from decimal import Decimal
from reprlib import repr as shorten
from typing import Any, Self

Names = tuple[str, ...]

# How libraries of units, Pint and Astropy, name the number and what else of it only they have.
_IN_UNITS = (("magnitude", "units"), ("value", "to_value"))
# What pandas has where nothing is, by its name: nobody has to have pandas for it.
_MISSING = {"NAType", "NaTType"}
# Of NumPy, which Python's times cannot hold.
_FINE_TIMES = ("[ns]", "[ps]", "[fs]", "[as]")
_KEEP_ROWS = 'record.table("NAME", [dict(enumerate(row)) for row in …])'
_KEEP_TABLE = 'record.table("NAME", {"COLUMN": […]})'
MOST_CELLS = 1_000_000


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
        good = "".join(sign if sign.isprintable() and sign != "." else "_" for sign in name)
        raise ValueError(
            f"a name is {shorten(name)}: names are not empty, and have no dot and no control sign, "
            f"as {good or 'NAME'!r}"
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
    _refuse_table(value, name)
    plain = plain_of(value)
    if isinstance(plain, str):
        raise ValueError(f"{name} is a text: {_written('texts', name, '…')} keeps texts")
    while isinstance(plain, list) and len(plain) == 1 and not isinstance(value, list):
        [plain] = plain  # An array of one number, as `evaluate` may give it.
    if isinstance(plain, list | tuple):
        raise ValueError(f"{name} is a row, no number: {_keep_row(plain, name, value)}")
    number = as_exact(plain, name, value)
    if isinstance(number, float) and not math.isfinite(number):
        raise ValueError(
            f"{name} is {number!r}: a recorded number must be finite, or None where there is none"
        )
    return number


def as_curve(value: Any, name: str) -> list[int | float | None]:
    """A row of numbers; a point that is not finite is a gap."""
    _refuse_table(value, name)
    row = plain_of(value)
    if isinstance(row, str):
        raise ValueError(f"{name} is a text: {_written('texts', name, '…')} keeps texts")
    if isinstance(row, str | bytes | Mapping) or not isinstance(row, Iterable):
        raise ValueError(f"{name} is {shorten(value)}, no row: {_keep_one(value, name)}")
    if isinstance(row, Set):
        raise ValueError(f"{name} is {shorten(value)}, which has no order: sorted(…) gives it one")
    points = [_as_point(point, f"{name}[{index}]") for index, point in enumerate(row)]
    if len(points) > MOST_CELLS:
        raise ValueError(
            f"{name} has {len(points):,} points: a record keeps {MOST_CELLS:,} at most; keep what "
            "slides show, and the rest as an artifact"
        )
    return points


def _as_point(value: Any, name: str) -> int | float | None:
    plain = plain_of(value)
    if isinstance(plain, str):
        raise ValueError(f"{name} is a text: {_KEEP_TABLE} keeps columns of texts")
    if isinstance(plain, list | tuple):
        raise ValueError(f"{name} is a row too: a curve has one dimension; {_KEEP_ROWS} keeps rows")
    number = as_exact(plain, name, value)
    if isinstance(number, bool):
        return int(number)
    return number if number is None or math.isfinite(number) else None


def as_words(value: Any, name: str) -> str:
    """A text as JSON holds it, letter by letter."""
    plain = plain_of(value)
    if not isinstance(plain, str):
        _refuse_table(value, name)
        if isinstance(plain, list | tuple):
            raise ValueError(f"{name} is a row, no text: {_keep_row(plain, name, value)}")
        raise ValueError(f"{name} is {shorten(value)}, no text: {_keep_one(value, name)}")
    words = str.__str__(plain)
    try:
        words.encode()
    except UnicodeEncodeError:
        raise ValueError(
            f"{name} is {shorten(words)}, which has half of a sign that is written in two"
        ) from None
    return words


def _refuse_table(value: Any, name: str) -> None:
    """Raises ValueError, with the word that keeps it, for rows of named columns."""
    is_frame = not hasattr(value, "tolist") and any(
        hasattr(value, sign) for sign in ("columns", "column_names", "__dataframe__")
    )
    is_rows = isinstance(value, list | tuple) and any(isinstance(row, Mapping) for row in value)
    if is_frame or is_rows:
        raise ValueError(f"{name} is a table: record.table({name!r}, rows) keeps tables")


def _keep_row(row: Any, name: str, given: Any) -> str:
    """The word that keeps a row, that was made of what was `given`."""
    labels = list(getattr(given, "index", ())) if hasattr(given, "to_dict") else []
    if labels and all(isinstance(label, str) for label in labels):  # As a Series of pandas has.
        return f"{_written('numbers', name, '….to_dict()')} keeps each by its label"
    if any(isinstance(member, list | tuple) for member in row):
        return f"{_KEEP_ROWS} keeps rows"
    if any(isinstance(member, str) for member in row):
        return f"{_KEEP_TABLE} keeps columns of texts"
    return f"{_written('series', name, '[…]')} keeps rows"


def _keep_one(value: Any, name: str) -> str:
    """The call that keeps one value, of which `…` stands for what was given."""
    word, expression = find_kept(value)
    name, _, index = name.partition("[")
    call = f"{_KEEP_TABLE}, with {expression}," if index else _written(word, name, expression)
    return f"{call} keeps it"


def find_kept(value: Any) -> tuple[str, str]:
    """The word that keeps one value of any kind, and an expression of it that is kept."""
    is_of_numpy, value = type(value).__module__ == "numpy", plain_of(value)
    if isinstance(value, timedelta):
        return "numbers", '… / np.timedelta64(1, "s")' if is_of_numpy else "….total_seconds()"
    if isinstance(value, complex):
        return "numbers", '{"real": ….real, "imag": ….imag}'
    if isinstance(value, bytes):
        return "texts", "….decode()"
    if hasattr(value, "nominal_value") and hasattr(value, "std_dev"):  # Of uncertainties.
        return "numbers", '{"value": ….nominal_value, "error": ….std_dev}'
    for number, unit in _IN_UNITS:
        if hasattr(value, number) and hasattr(value, unit):
            return "numbers", f"….{number}"
    if value is None or (hasattr(value, "__float__") and _is_finite(value)):
        is_inexact = value is not None and float(value) != value
        return "numbers", "float(…)" if is_inexact else "…"
    return "texts", "str(…)"


def _is_finite(value: Any) -> bool:
    try:
        return math.isfinite(float(value))
    except (OverflowError, TypeError, ValueError):
        return False


def _written(word: str, name: str, value: str) -> str:
    """How a value of this name is recorded: `record.texts(large={"best": …})`."""
    first, *inner = name.split(".")
    for group in reversed(inner):
        value = f'{{"{group}": {value}}}'
    return f"record.{word}({first}={value})"


def plain_of(value: Any) -> Any:
    """A value of NumPy, TensorFlow, PyTorch or pandas as one of Python's, or lists of these."""
    if not hasattr(value, "tolist") and hasattr(value, "numpy"):
        value = value.numpy()
    if type(value).__name__ in _MISSING:
        return None
    if type(value).__module__.startswith("numpy") and _is_of_times(value):
        return _plain_times(value)
    # A masked number is none, where `item` would give what lies below the mask.
    try:
        return value.tolist() if hasattr(value, "tolist") else value
    except (AttributeError, NotImplementedError):  # A number in units refuses to lose them.
        return value


def _is_of_times(value: Any) -> bool:
    return getattr(getattr(value, "dtype", None), "kind", None) in ("m", "M")


def _plain_times(value: Any) -> Any:
    """NumPy's times as Python's; what these cannot hold stays, where `tolist` makes mere counts."""
    if value.dtype.str.endswith(_FINE_TIMES):
        value = value.astype(f"{value.dtype.kind}8[us]")
    if value.ndim:
        return list(map(plain_of, value))
    plain = value.tolist()
    return value[()] if isinstance(plain, int) else plain


def as_exact(value: Any, name: str, given: Any = None) -> bool | int | float | None:
    """One number of Python's, equal to the value. Raises ValueError where there is none.

    `given` is what the value was made of.
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str | bytes) or not hasattr(value, "__float__"):
        keep = _keep_one(value if given is None else given, name)
        raise ValueError(f"{name} is {shorten(value)}, no number: {keep}")
    try:
        number = float(value)
    except (OverflowError, TypeError, ValueError) as error:
        keep = _keep_one(value, name)
        raise ValueError(f"{name} is {shorten(value)}: {error}; {keep}") from error
    if isinstance(value, int):
        return int(value)
    written = isinstance(value, Decimal) and value == Decimal(repr(number))
    if number == value or math.isnan(number) or written:
        return number
    raise ValueError(
        f"{name} is {shorten(value)}, which no number of JSON is: {_keep_one(value, name)} as "
        f"{number!r}"
    )
