"""Typed values: what a file holds, as the type that it must be, or an error that names a field."""

import re
from typing import Annotated, Any, TypeVar

from msgspec import Meta, Struct, ValidationError, convert

from executed_slides.base.errors import DeckError

T = TypeVar("T")

Plain = bool | int | float | str
# A name inside a folder, never a way out of it.
FileName = Annotated[str, Meta(pattern=r"^(?!\.{1,2}$)[^/\\\x00]+$")]


class Stored(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What is kept in a file: nothing else may stand there, and what is not said is not written."""


def as_type(values: Any, kind: type[T], where: str, hint: str | None = None) -> T:
    """Plain values as a type.

    Raises DeckError with `where` they stand, the field, and what is wrong with it.
    """
    try:
        return convert(values, kind)
    except ValidationError as error:
        known = getattr(kind, "__struct_fields__", ())
        if known and "unknown field" in str(error):
            hint = f"known are {', '.join(known)}"
        raise DeckError(f"{where}: {describe_mismatch(error)}", hint) from error


def describe_mismatch(error: ValidationError) -> str:
    """What msgspec says of a value, field first: `runs[0].seed: expected int, got str`."""
    fault, _, place = str(error).partition(" - at ")
    path = place.removeprefix("`key` in ").strip("`").removeprefix("$").removeprefix(".")
    fault = re.sub(r"`str` matching regex .*", "a text of another form", fault)
    fault = fault.removeprefix("Object ").replace("contains unknown", "unknown")
    fault = re.sub(r"`([^`]*)`", r"\1", fault.replace(" | null", " or nothing"))
    fault = fault[:1].lower() + fault[1:]
    return f"{path}: {fault}" if path else fault
