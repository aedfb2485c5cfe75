"""Cells: a script in Jupytext's percent format, cut at its `# %%` lines.

A script of sphinx-gallery has comments behind an empty `# %%`, or behind a row of `#` where it has
no `# %%` at all: they are prose, and a heading that is underlined there is the cell's title.
"""

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile

from executed_slides.base.errors import DeckError
from executed_slides.base.typed import as_type
from executed_slides.scripts.syntax import READ_ONLY, first_line, is_docstring, source_lines

_CELL = re.compile(r"^# ?%%(?!%)(?P<header>.*)$")
_TAGS = re.compile(r"\btags=(\[[^\]]*\])")
_KIND = re.compile(r"\[(markdown|md|raw)\]")
_ROW = re.compile(r"^#{20,}\s*$")
_COMMENT = re.compile(r"^#(?! ?(?:///|(?:end)?region\b)|!)")
_UNDERLINE = re.compile(r"^([=~^*+#\"'`.:_-])\1{2,}\s*$")
_METADATA = re.compile(r"""\s*\b[\w.-]+=("[^"]*"|\[[^\]]*\]|\{[^}]*\}|\S+)""")


@dataclass(frozen=True)
class Cell:
    """A cell: its title, where its source begins in the file (1 is the first line), its tags.

    `prose` are the lines at its beginning that are text, as they stand there; `is_headed` if its
    title is a heading of theirs.
    """

    title: str
    line: int
    source: str
    tags: tuple[str, ...]
    markdown: bool
    statements: tuple[ast.stmt, ...]
    prose: tuple[str, ...] = ()

    @property
    def is_headed(self) -> bool:
        return bool(self.prose) and not self.title.startswith("cell ")

    @property
    def text(self) -> str:
        """The prose without comment signs, rows and the heading that is the title."""
        lines = [line for line in self.prose if not _ROW.match(line)]
        lines = [re.sub(r"^# ?", "", line).rstrip() for line in lines]
        title = find_heading(lines)
        begin = next((n for n, line in enumerate(lines, 1) if title and line == title), 0)
        return "\n".join(lines[begin + 1 if title else 0 :]).strip("\n")

    def holds(self, line: int) -> bool:
        """Whether one of its statements stands on a line of the file."""
        return any(first_line(s) <= line <= (s.end_lineno or 0) for s in self.statements)

    @property
    def draws(self) -> bool:
        return "figure" in self.tags

    @property
    def sets_parameters(self) -> bool:
        return "parameters" in self.tags


def split_cells(source: str, tree: ast.Module, shown: str) -> list[Cell]:
    lines = source_lines(source)
    starts = [number for number, line in enumerate(lines, 1) if _CELL.match(line)]
    starts = starts or _find_rows(lines, tree)
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
        _refuse_code_in_words(cell, shown)
        if cell.title in taken:
            cell = replace(cell, title=f"{cell.title} ({len(cells) + 1})")
        cells.append(cell)
    return cells


def _refuse_code_in_words(cell: Cell, shown: str) -> None:
    """Raises DeckError for what stands behind the words of a markdown cell, where none runs it."""
    code = next((s for s in cell.statements if not is_docstring(s)), None)
    if cell.markdown and code:
        raise DeckError(
            f"{shown}:{first_line(code)}: code in a markdown cell, which does not run",
            "begin a cell above it: # %%",
        )


def _make_cell(
    lines: list[str], start: int, end: int, statements: tuple, number: int, shown: str
) -> Cell:
    found = _CELL.match(lines[start - 1]) if start else None
    header = found["header"] if found else ""
    title = _METADATA.sub("", _KIND.sub("", header)).strip()
    prose = _read_prose(lines[start : end - 1]) if start and not header.strip() else ()
    title = title or find_heading([re.sub(r"^# ?", "", line).rstrip() for line in prose])
    title = title or ("opening" if start == 0 else f"cell {number}")
    return Cell(
        title=title,
        line=start + 1,
        source="\n".join(lines[start : end - 1]).strip("\n"),
        tags=_read_tags(header, f"{shown}:{start}"),
        markdown=_KIND.search(header) is not None,
        statements=statements,
        prose=prose,
    )


def _find_rows(lines: list[str], tree: ast.Module) -> list[int]:
    """The rows of `#` above a comment that begins there, and stands between statements."""
    inside = {
        number
        for statement in tree.body
        for number in range(first_line(statement), (statement.end_lineno or 0) + 1)
    }
    return [
        number
        for number, line in enumerate(lines[:-1], 1)
        if _ROW.match(line)
        and number not in inside
        and _COMMENT.match(lines[number])
        and not (number > 1 and lines[number - 2].startswith("#"))
    ]


def _read_prose(lines: list[str]) -> tuple[str, ...]:
    """The comments with which a cell begins."""
    return tuple(takewhile(_COMMENT.match, lines))


def find_heading(lines: Sequence[str]) -> str:
    """The heading with which a text begins, a line above a row of signs; nothing for none."""
    lines = [line for line in lines if line and not _ROW.match(line)]
    if lines and _UNDERLINE.match(lines[0]):
        lines = lines[1:]
    return lines[0].strip() if len(lines) > 1 and _UNDERLINE.match(lines[1]) else ""


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
