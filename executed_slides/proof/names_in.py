"""Names in expressions: which values of records, figures and code somebody asked for.

(capacity.large.weights / capacity.small.weights) | thousands ──▶ both names
figure('loss').alt ──▶ the figure loss
"""

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache

_CALLED = re.compile(r"\.(?:at|run)\([^()]*\)")
_FIGURE = re.compile(r"figure\('([^']+)'\)")
_PART = r"(?:\.(?:at|run)\([^()]*\)|\.\w+|\[\d+\])"


@cache
def _pattern(experiments: tuple[str, ...]) -> re.Pattern[str]:
    there = "|".join(map(re.escape, sorted(experiments, key=len, reverse=True)))
    return re.compile(rf"(?<![\w.'\"])(?:{there}){_PART}+")


def names_in(expression: str, experiments: Iterable[str]) -> list[str]:
    """Each value of a record that an expression names, in order, once."""
    found = _pattern(tuple(experiments)).findall(expression)
    return [*dict.fromkeys(found)]


def figure_in(expression: str) -> str | None:
    """The figure that an expression asks for, or whose words it shows."""
    found = _FIGURE.match(expression)
    return found[1] if found else None


def code_in(expression: str) -> tuple[str, str] | None:
    """The script and the name of the lines that `code('imdb', 'fit')` asks for."""
    try:
        call = ast.parse(expression, mode="eval").body
        script, name = (ast.literal_eval(argument) for argument in getattr(call, "args", ()))
    except (SyntaxError, ValueError):
        return None
    return str(script), str(name)


def spellings_of(name: str) -> Iterator[str]:
    """A name as it stands, and without the point of a sweep or the run that it is of."""
    yield name
    yield _CALLED.sub("", name)


def is_of(name: str, asked: str) -> bool:
    """Whether a name is what was asked for, or a part of it: of a record, group, table, sweep."""
    return any(
        own == asked or own.startswith((f"{asked}.", f"{asked}[")) for own in spellings_of(name)
    )
