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
    lines = source_lines(source)
    regions = _cut_regions(lines, shown)
    if name in regions:
        return regions[name]
    tree = parse(source, shown)
    cells = {cell.title: cell.source for cell in split_cells(source, tree, shown)}
    if name in cells:
        return _without_markers(source_lines(cells[name]))
    definitions = {
        node.name: lines[first_line(node) - 1 : node.end_lineno]
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
    }
    if name in definitions:
        return _without_markers(definitions[name])
    raise DeckError(
        f"{shown}: no region, cell or function {name!r}",
        f"it has {', '.join([*regions, *cells, *definitions])}",
    )


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
