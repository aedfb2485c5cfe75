"""Typed values: what a file holds, as the type that it must be, or an error that names a field."""

import math
import re
from pathlib import Path
from typing import Annotated, Any, TypeVar

from msgspec import Meta, Struct, ValidationError, convert, json

from executed_slides.base.errors import DeckError, Unreadable
from executed_slides.base.files import read_content

T = TypeVar("T")

Plain = bool | int | float | str
# A path below a folder, never a way out of it, on any system.
InnerPath = Annotated[
    str,
    Meta(pattern=r"^(?![/\\~]|[A-Za-z]:)(?!(?:.*[/\\])?\.\.(?:[/\\]|$))[^\x00]+$"),
]
# The same below the project, the user's home or the folder of data sets.
ReadPath = Annotated[
    str,
    Meta(pattern=r"^(?:~/)?(?![/\\]|[A-Za-z]:)(?!(?:.*[/\\])?\.\.(?:[/\\]|$))[^\x00]+$"),
]
# A name inside a folder, never a way out of it.
FileName = Annotated[str, Meta(pattern=r"^(?!\.{1,2}$)[^/\\\x00]+$")]


class Stored(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What is kept in a file: nothing else may stand there, and what is not said is not written."""


def read_stored(path: Path, kind: type[T]) -> T | None:
    """What a file of the engine's own holds; None where there is none, or it is of another shape.

    For files that are made anew whenever they do not hold what they should.
    """
    try:
        return json.decode(read_content(path, path.name), type=kind)
    except (Unreadable, ValueError, RecursionError):
        return None


def find_stored_fault(content: str | bytes, kind: type[Any]) -> str | None:
    """Why a text is not what a file of this kind holds, field first; None where it is."""
    try:
        json.decode(content, type=kind)
    except ValidationError as error:
        return describe_mismatch(error)
    except (ValueError, RecursionError) as error:
        return f"not whole: {error}"
    return None


def as_type(values: Any, kind: type[T], where: str, hint: str | None = None) -> T:
    """Plain values, of TOML or Python, as a type.

    Raises DeckError with `where` they stand, the field, and what is wrong with it.
    """
    try:
        return convert(values, kind)
    except ValidationError as error:
        known = getattr(kind, "__struct_fields__", ())
        if known and "unknown field" in str(error):
            hint = f"known are {', '.join(known)}"
        fault = re.sub(r"\b(expected|got) object\b", r"\1 table", describe_mismatch(error))
        raise DeckError(f"{where}: {fault}", hint) from error


def describe_mismatch(error: ValidationError) -> str:
    """What msgspec says of a value, field first: `runs[0].seed: expected int, got str`."""
    fault, _, place = str(error).partition(" - at ")
    path = place.removeprefix("`key` in ").strip("`").removeprefix("$").removeprefix(".")
    fault = re.sub(r"`str` matching regex .*", "a text of another form", fault)
    fault = fault.removeprefix("Object ").replace("contains unknown", "unknown")
    fault = re.sub(r"`([^`]*)`", r"\1", fault.replace(" | null", " or nothing"))
    fault = fault[:1].lower() + fault[1:]
    return f"{path}: {fault}" if path else fault


def refuse_unstorable(value: Any, where: str) -> None:
    """Raises DeckError for what a record could not hold: infinite numbers, dates, no text."""
    if isinstance(value, dict):
        for name, part in value.items():
            refuse_unstorable(name, where)
            refuse_unstorable(part, f"{where}.{name}")
    elif isinstance(value, list | tuple):
        for index, part in enumerate(value):
            refuse_unstorable(part, f"{where}[{index}]")
    elif fault := _find_unstorable(value):
        raise DeckError(f"{where} is {fault}", "write a finite number, a text, a list or a dict")


def _find_unstorable(value: Any) -> str | None:
    if isinstance(value, float) and not math.isfinite(value):
        return f"{value!r}, which no record holds"
    if isinstance(value, str) and not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:
            return f"{value!r}, which has half of a sign that is written in two (a surrogate)"
    if value is None or isinstance(value, bool | int | float | str):
        return None
    return f"a {type(value).__name__}, no plain value"
