"""Shown code: the lines of a script that slides show, by the name of a region, cell or function.

units = 16                                    layers.Dense(16, activation="relu")
layers.Dense(units, activation="relu")  ──▶   with values in the place of names,
from keras import layers, models              after `from keras import layers`
"""

import ast
import json
import re
import textwrap
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from typing import Any

from executed_slides.base.errors import DeckError
from executed_slides.scripts.cells import split_cells
from executed_slides.scripts.global_names import Setting, find_global_names
from executed_slides.scripts.imports import imported
from executed_slides.scripts.syntax import (
    IMPORT,
    first_line,
    parse,
    refuse_other_encoding,
    source_lines,
    source_of,
)

_SIGNED = tuple("+-.0123456789")


def cut_code(source: str, name: str, shown: str) -> str:
    """The lines called `name`: a region, else a cell, else a top-level function or class.

    Raises DeckError, naming what there is, when nothing is called so.
    """
    return cut_lines(source, find_lines(source, name, shown))


@cache
def find_lines(source: str, name: str, shown: str) -> range:
    """Where the lines called `name` are, from 0. Raises DeckError as `cut_code` does."""
    refuse_other_encoding(source, shown)
    regions = _find_regions(source_lines(source), shown)
    if name in regions:
        return regions[name]
    named = _find_named(source, shown)
    if name in named:
        return named[name]
    raise DeckError(f"{shown}: no region, cell or function {name!r}", f"it has {', '.join(named)}")


@cache
def named_code(source: str, shown: str) -> dict[str, str]:
    """All lines that have a name, by it: those of regions, cells, functions and classes."""
    refuse_other_encoding(source, shown)
    return {name: cut_lines(source, place) for name, place in _find_named(source, shown).items()}


def _find_named(source: str, shown: str) -> dict[str, range]:
    lines = source_lines(source)
    tree = parse(source, shown)
    regions = _find_regions(lines, shown)
    split = split_cells(source, tree, shown)
    starts = [*(cell.line - 1 for cell in split), len(lines) + 1]
    cells = {
        # A heading and the prose below it are no code.
        cell.title: range(start + len(cell.prose) * cell.is_headed, following - 1)
        for cell, (start, following) in zip(split, pairwise(starts), strict=True)
    }
    definitions = {
        node.name: range(first_line(node) - 1, node.end_lineno or 0)
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
    }
    # In this order, and of two with one name the one that stands first in it.
    return {**regions, **cells, **definitions, **cells, **regions}


def cut_lines(source: str, place: range) -> str:
    """The lines at a place, without the marks of regions and what they are indented by."""
    lines = source_lines(source)[place.start : place.stop]
    kept = [line for line in lines if not re.match(r"\s*# ?(region|endregion)\b", line)]
    return textwrap.dedent("\n".join(kept)).strip("\n")


def put_values(source: str, place: range, shown: str, value_of: Callable[[str], Any]) -> str:
    """A script in which, at a place, values stand for the names that it settles.

    `value_of` says what a parameter was in a run. Layout and comments stay, and so do names in
    texts and f-strings, those of lists and dicts, and those that are set at the place itself.
    Raises DeckError for a script of which nobody can say what its names are.
    """
    names = find_global_names(source, shown)
    if names.doubt:
        raise DeckError(
            f"{shown}:{names.doubt}: this may set any name, so no value stands for one",
            "import names one by one, and set them by name; or show the code without values",
        )
    written = [
        (read, _write(value_of(read.name), setting) if setting.is_parameter else setting.text)
        for read in sorted(names.reads)
        if read.line - 1 in place and not read.fixed
        if (setting := names.settings.get(read.name)) and setting.line - 1 not in place
    ]
    lines = [line.encode() for line in source_lines(source)]
    for read, text in reversed(written):
        value = f"({text})" if read.tight and text.startswith(_SIGNED) else text
        line = lines[read.line - 1]
        lines[read.line - 1] = line[: read.start] + value.encode() + line[read.end :]
    return b"\n".join(lines).decode()


def _write(value: Any, setting: Setting) -> str:
    """A parameter of a run, as the script writes it where it is the same there."""
    text = repr(value)
    # Of two zeros, equal as they are, one has a sign.
    if text == repr(json.loads(json.dumps(setting.value))):
        return setting.text
    return f'"{text[1:-1]}"' if text[0] == "'" and '"' not in text else text


def find_imports(source: str, place: range, shown: str) -> str:
    """The imports of a script's top level that the lines at a place use, each with these names."""
    reads = find_global_names(source, shown).reads
    used = {read.name for read in reads if read.line - 1 in place}
    lines = source_lines(source)
    statements = [
        each
        for each in parse(source, shown).body
        if isinstance(each, IMPORT) and each.lineno - 1 not in place
    ]
    return "\n".join(filter(None, (_import_of(each, used, lines) for each in statements)))


def _import_of(statement: IMPORT, used: set[str], lines: list[str]) -> str:
    """An import of what is used; of what changes how a whole script is read, as it is."""
    if isinstance(statement, ast.ImportFrom) and statement.module == "__future__":
        return source_of(statement, lines)
    names = [name for name, _ in imported(statement, "")]
    kept = [
        alias
        for alias, name in zip(statement.names, names, strict=True)
        if name in used or name == "*"
    ]
    if kept == statement.names:
        return source_of(statement, lines)
    statement.names = kept
    return ast.unparse(statement) if kept else ""


def _find_regions(lines: list[str], shown: str) -> dict[str, range]:
    regions: dict[str, range] = {}
    open_regions: list[tuple[str, int]] = []
    for number, line in enumerate(lines):
        if "region" not in line:
            continue
        if found := re.match(r"\s*# ?region\s+(.+?)\s*$", line):
            open_regions.append((found[1], number + 1))
        elif re.match(r"\s*# ?endregion\b", line):
            if not open_regions:
                raise DeckError(f"{shown}:{number + 1}: # endregion without # region")
            name, start = open_regions.pop()
            regions[name] = range(start, number)
    if open_regions:
        raise DeckError(f"{shown}:{open_regions[-1][1]}: # region {open_regions[-1][0]} never ends")
    return regions
