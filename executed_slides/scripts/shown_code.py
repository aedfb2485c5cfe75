"""Shown code: the lines of a script that slides show, by the name of a region, cell or function."""

import ast
import re
import textwrap
from functools import cache

from executed_slides.base.errors import DeckError
from executed_slides.scripts.cells import split_cells
from executed_slides.scripts.syntax import first_line, parse, refuse_other_encoding, source_lines


@cache
def cut_code(source: str, name: str, shown: str) -> str:
    """The lines called `name`: a region, else a cell, else a top-level function or class.

    Raises DeckError, naming what there is, when nothing is called so.
    """
    refuse_other_encoding(source, shown)
    regions = _cut_regions(source_lines(source), shown)
    if name in regions:
        return regions[name]
    named = named_code(source, shown)
    if name in named:
        return named[name]
    raise DeckError(f"{shown}: no region, cell or function {name!r}", f"it has {', '.join(named)}")


@cache
def named_code(source: str, shown: str) -> dict[str, str]:
    """All lines that have a name, by it: those of regions, cells, functions and classes."""
    refuse_other_encoding(source, shown)
    lines = source_lines(source)
    tree = parse(source, shown)
    regions = _cut_regions(lines, shown)
    cells = {
        cell.title: _without_markers(source_lines(cell.source))
        for cell in split_cells(source, tree, shown)
    }
    definitions = {
        node.name: _without_markers(lines[first_line(node) - 1 : node.end_lineno])
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
    }
    # In this order, and of two with one name the one that stands first in it.
    return {**regions, **cells, **definitions, **cells, **regions}


def _cut_regions(lines: list[str], shown: str) -> dict[str, str]:
    regions, open_regions = {}, []
    for number, line in enumerate(lines):
        if "region" not in line:
            continue
        if found := re.match(r"\s*# ?region\s+(.+?)\s*$", line):
            open_regions.append((found[1], number + 1))
        elif re.match(r"\s*# ?endregion\b", line):
            if not open_regions:
                raise DeckError(f"{shown}:{number + 1}: # endregion without # region")
            name, start = open_regions.pop()
            regions[name] = _without_markers(lines[start:number])
    if open_regions:
        raise DeckError(f"{shown}:{open_regions[-1][1]}: # region {open_regions[-1][0]} never ends")
    return regions


def _without_markers(lines: list[str]) -> str:
    kept = [line for line in lines if not re.match(r"\s*# ?(region|endregion)\b", line)]
    return textwrap.dedent("\n".join(kept)).strip("\n")
