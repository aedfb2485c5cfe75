"""Growth: how long a text or row is that an operation would make, before it takes all memory.

"x".center(10**9), "%999999999d" | format(1), x.replace("a", x)   refused
"""

import re
from collections.abc import Iterable
from itertools import chain
from typing import Any

LONGEST = 1_000_000  # Letters or items that an operation may make.
# What takes a number for how long it makes something.
_SIZED = {"center", "ljust", "rjust", "zfill", "expandtabs", "indent", "batch", "slice", "wordwrap"}
# The same for digits, of which a number has not so many.
_DIGITS = {
    *("fixed", "percent", "points", "significant", "scientific"),
    *("signed", "currency", "pvalue", "spread"),
}
_MOST_DIGITS = 1000
_WIDTH_GIVEN = re.compile(r"%[-+ #0]*\d*\.?\*|:[^{}]*\{")
_WIDE = re.compile(r"%[^%a-zA-Z]*\d{7}|:[^{}]*\d{7}")


def refuse_growth(name: str, subject: Any, details: Iterable[Any]) -> None:
    """Raises OverflowError for a filter, or a text's own method, that makes more than fits.

    `subject` is what it is of, `details` are its arguments.
    """
    details = list(details)
    sizes = [size for size in details if isinstance(size, int)]
    length = 0
    if name in _DIGITS and max(sizes, default=0) > _MOST_DIGITS:
        length = LONGEST + 1
    if name in _SIZED or (name in ("format", "format_map") and _takes_width(subject)):
        length = max(sizes, default=0)
    if name in ("format", "format_map") and _WIDE.search(str(subject)):
        length = LONGEST + 1
    if name == "replace" and isinstance(subject, str) and len(details) > 1:
        old, new, *_ = map(str, details)
        length = len(subject) + subject.count(old) * len(new)
    if name == "join":
        length = _length_of_joined(subject, details)
    refuse_length(length)


def refuse_length(length: int) -> None:
    if length > LONGEST:
        raise OverflowError("more than a slide can hold")


def _takes_width(pattern: Any) -> bool:
    """Whether a format takes how wide it writes from its arguments: `%*d`, `{:{}}`."""
    return isinstance(pattern, str) and _WIDTH_GIVEN.search(pattern) is not None


def _length_of_joined(subject: Any, details: list[Any]) -> int:
    """Of `separator.join(row)`, and of `row | join(separator)`."""
    between, row = (subject, details) if isinstance(subject, str) else ("", [subject, *details])
    texts = [text for text in row if isinstance(text, str)]
    rows = [part for part in row if isinstance(part, list | tuple)]
    between = between if isinstance(subject, str) else texts[0] if texts else ""
    members = list(chain.from_iterable(rows))
    return sum(len(m) for m in members if isinstance(m, str)) + len(members) * len(between)
