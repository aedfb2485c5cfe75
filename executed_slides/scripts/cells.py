"""Cells: a script in Jupytext's percent format, cut at its `# %%` lines."""

import ast
import re
from dataclasses import dataclass, replace
from itertools import pairwise

from executed_slides.base.errors import DeckError
from executed_slides.base.typed import as_type
from executed_slides.scripts.syntax import READ_ONLY, first_line, is_docstring, source_lines

_CELL = re.compile(r"^# ?%%(?!%)(?P<header>.*)$")
_TAGS = re.compile(r"\btags=(\[[^\]]*\])")
_KIND = re.compile(r"\[(markdown|md|raw)\]")
_METADATA = re.compile(r"""\s*\b[\w.-]+=("[^"]*"|\[[^\]]*\]|\{[^}]*\}|\S+)""")


@dataclass(frozen=True)
class Cell:
    """A cell: its title, where its source begins in the file (1 is the first line), its tags."""

    title: str
    line: int
    source: str
    tags: tuple[str, ...]
    markdown: bool
    statements: tuple[ast.stmt, ...]

    @property
    def draws(self) -> bool:
        return "figure" in self.tags

    @property
    def sets_parameters(self) -> bool:
        return "parameters" in self.tags


def split_cells(source: str, tree: ast.Module, shown: str) -> list[Cell]:
    lines = source_lines(source)
    starts = [number for number, line in enumerate(lines, 1) if _CELL.match(line)]
    bounds = [0, *starts, len(lines) + 1]
    cells: list[Cell] = []
    for start, end in pairwise(bounds):
        statements = tuple(s for s in tree.body if start < first_line(s) < end)
        for statement in statements:
            if (statement.end_lineno or 0) >= end:
                raise DeckError(
                    f"{shown}:{end}: a cell begins inside a statement of line "
                    f"{first_line(statement)}",
                    "move the '# %%' line in front of it or behind it",
                )
        if start == 0:
            statements = tuple(s for s in statements if not is_docstring(s))
            if not statements:
                continue
        taken = {cell.title for cell in cells}
        cell = _make_cell(lines, start, end, statements, len(cells) + 1, shown)
        if cell.title in taken:
            cell = replace(cell, title=f"{cell.title} ({len(cells) + 1})")
        cells.append(cell)
    return cells


def _make_cell(
    lines: list[str], start: int, end: int, statements: tuple, number: int, shown: str
) -> Cell:
    found = _CELL.match(lines[start - 1]) if start else None
    header = found["header"] if found else ""
    title = _METADATA.sub("", _KIND.sub("", header)).strip()
    title = title or ("opening" if start == 0 else f"cell {number}")
    return Cell(
        title=title,
        line=start + 1,
        source="\n".join(lines[start : end - 1]).strip("\n"),
        tags=_read_tags(header, f"{shown}:{start}"),
        markdown=_KIND.search(header) is not None,
        statements=statements,
    )


def _read_tags(header: str, place: str) -> tuple[str, ...]:
    """The tags of a cell, in a list as Python writes it or JSON."""
    found = _TAGS.search(header)
    if not found:
        return ()
    mend = 'write them as in tags=["figure"]'
    try:
        tags = ast.literal_eval(ast.parse(found[1], READ_ONLY, "eval"))
    except (ValueError, SyntaxError, RecursionError, MemoryError) as error:
        raise DeckError(f"{place}: tags={found[1]} is no list of texts", mend) from error
    return tuple(as_type(tags, list[str], f"{place}: tags", mend))


def is_setup(cell: Cell) -> bool:
    return all(
        isinstance(statement, ast.Import | ast.ImportFrom | ast.FunctionDef | ast.ClassDef)
        for statement in cell.statements
    )
