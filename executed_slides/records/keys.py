"""Keys: what decides an outcome, part by part, so that a change has a name.

    measure key   measuring cells, what they reach, parameters, data, files, needed experiments
    draw key      figure cells, what they reach, files, the record they draw from

A part is kept in the record beside its key, and compared when the key differs.
"""

from collections.abc import Iterable
from typing import Any, TypeVar

from msgspec import structs, to_builtins

from executed_slides.base.files import hash_json
from executed_slides.base.typed import InnerPath, ReadPath, Stored
from executed_slides.records.influences import Influences

_IN_NO_KEY = ("key", "observed", "influences")


class FilesRead(Stored, frozen=True, kw_only=True):
    """The SHA-256 of each file that cells read: those that the script declares, and others.

    `observed` are the others, by name: None for one that was gone when its run had ended.
    `influences` are what no key can count, such as the network, by kind: the files of code that
    used it, and what of it. Either is None where nobody looked, as in records of former versions.
    """

    files: dict[InnerPath, str] = {}
    observed: dict[ReadPath, str | None] | None = None
    influences: Influences | None = None

    @property
    def inputs(self) -> dict[str, str]:
        """What counts, declared or not: to declare what was observed changes nothing."""
        there = {name: digest for name, digest in (self.observed or {}).items() if digest}
        return there | self.files


class Parts(FilesRead, frozen=True):
    """What decides an outcome, part by part, and its key: the hash of all parts."""

    key: str
    cells: dict[str, list[str]]
    code: dict[str, str]
    packages: dict[str, str]

    @property
    def hash(self) -> str:
        """What the key must be; cells count by their statements, not their titles.

        Without files it is what it was before files counted.
        """
        parts = {**to_builtins(self), "files": self.inputs}
        for part in (*_IN_NO_KEY, *(() if self.inputs else ("files",))):
            parts.pop(part, None)
        return hash_json({**parts, "cells": [h for hashes in self.cells.values() for h in hashes]})


P = TypeVar("P", bound=Parts)


def with_key(parts: P) -> P:
    return structs.replace(parts, key=parts.hash)


class MeasureParts(Parts, frozen=True):
    """What decides what a run measures, but for its seed and its point of the sweep.

    `data` has the SHA-256 of each data set, None for data made by code; `needs` the measure key
    of each needed experiment.
    """

    parameters: dict[str, Any]
    data: dict[str, str | None]
    needs: dict[str, str]
    environment: dict[str, str]


class DrawParts(Parts, frozen=True):
    """What decides the figures; `runs` and `needs` are hashes of the runs that they show."""

    runs: str
    needs: dict[str, str]
    figures: dict[str, str]


NOT_DRAWN = DrawParts(key="", cells={}, code={}, packages={}, runs="", needs={}, figures={})


def explain(old: P, new: P, shown: str, without: Iterable[str] = ()) -> list[str]:
    """Says what differs between two keys' parts, one line a difference.

    Parts `without` which they are compared, such as `packages`, are passed over.
    """
    reasons = []
    for part in new.__struct_fields__:
        if part in _IN_NO_KEY or part in without:
            continue
        before, after = (_value_of(parts, part) for parts in (old, new))
        if before == after:
            continue
        if part == "runs":
            reasons.append("the record changed")
            continue
        for name in before.keys() | after.keys():
            if before.get(name) != after.get(name):
                reasons.append(_describe_part(part, name, before.get(name), after.get(name), shown))
    return sorted(reasons)


def _value_of(parts: Parts, part: str) -> Any:
    return parts.inputs if part == "files" else getattr(parts, part)


def _as_written(value: Any) -> Any:
    """A parameter in Python's words, where the key counts these."""
    return value["written"] if isinstance(value, dict) and [*value] == ["written"] else value


def _describe_part(part: str, name: str, before: Any, after: Any, shown: str) -> str:
    change = "is new" if before is None else "is gone" if after is None else "changed"
    match part:
        case "cells":
            return f"{shown}: {name} {change}"
        case "code":
            return f"{name} {change}"
        case "parameters" | "environment":
            noun = "parameter" if part == "parameters" else "environment"
            if change == "changed":
                return f"{noun} {name} {_as_written(before)} → {_as_written(after)}"
            return f"{noun} {name} {change}"
        case "packages":
            return f"package {name} {before} → {after}"
        case "data":
            old, new = ((value or "made by code")[:12] for value in (before, after))
            return f"data {name} changed ({old} → {new})"
        case "files":
            return f"file {name} {change}"
        case "needs":
            return f"needed {name} {change}"
    return f"{part} {name} {change}"
