"""Recorded tables: rows of Python, pandas, polars, Arrow and others as typed columns.

[{"model": "svm", "accuracy": 0.91}, …], {"model": ["svm", …], …}, a data frame ──▶ Table
ragged rows, two kinds in a column, a list in a cell                          ──▶ ValueError

No library is needed for what it does not make: a data frame is asked for its rows by the names
that its own library gives them.
"""

import math
from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from reprlib import repr as shorten
from typing import Any

from executed_slides.records.tables import Cell, Column, Table, first_doubled
from executed_slides.runs.recorded_values import (
    MOST_CELLS,
    as_exact,
    as_name,
    as_words,
    find_kept,
    plain_of,
)

_EXAMPLE = '[{"model": "svm", "accuracy": 0.91}, …]'


def as_table(rows: Any, name: str, key: str = "") -> Table:
    """Rows, or columns, as a table. Raises ValueError, which names the cell, for what is none."""
    given = _columns_of(rows, name)
    if not given:
        raise ValueError(f"{name} has no columns: rows are {_EXAMPLE}")
    named = [as_name(column) for column, _ in given]
    if (doubled := first_doubled(named)) is not None:
        raise ValueError(f"{name}: two columns are called {doubled!r}")
    _refuse_size(given, name)
    columns = [
        Column(called, _as_column(values, f"{name}.{called}"))
        for called, (_, values) in zip(named, given, strict=True)
    ]
    try:
        return Table(columns, as_name(key) if key else "")
    except TypeError as error:
        raise ValueError(f"{name}: {error}") from error


def _columns_of(rows: Any, name: str) -> list[tuple[Any, list[Any]]]:
    """The columns of whatever has some, each with its name, as they were given."""
    _refuse_doubled_names(rows, name)
    for can_read, read in _READERS:
        if can_read(rows):
            rows = read(rows)
            break
    if isinstance(rows, Mapping):
        return [(column, _listed(values, f"{name}.{column}")) for column, values in rows.items()]
    if isinstance(rows, str | bytes) or not isinstance(rows, Iterable):
        raise ValueError(f"{name} is {shorten(rows)}, no table: rows are {_EXAMPLE}")
    return _columns_of_rows(list(rows), name)


def _refuse_doubled_names(rows: Any, name: str) -> None:
    """Raises ValueError for two columns of one name, of which a dict would keep one."""
    names = getattr(rows, "column_names", getattr(rows, "columns", None))
    if isinstance(names, Iterable) and not isinstance(rows, Mapping):
        doubled = first_doubled([str(column) for column in names])
        if doubled is not None:
            raise ValueError(f"{name}: two columns are called {doubled!r}")


def _from_to_dict(frame: Any) -> Any:
    if _names_rows(frame):
        frame = frame.reset_index()
    try:
        return frame.to_dict("list")  # Of pandas: rows of one label would be one by `to_dict()`.
    except (TypeError, ValueError):
        return frame.to_dict()


def _names_rows(frame: Any) -> bool:
    """Whether a frame or series of pandas says by its index which row is which."""
    if not hasattr(frame, "reset_index"):
        return False
    index = frame.index
    is_named = any(name is not None for name in index.names)
    return is_named or isinstance(next(iter(index), None), str) or hasattr(frame, "to_frame")


def _from_capsule(frame: Any) -> Any:
    return _installed("pyarrow", frame).table(frame).to_pylist()


def _from_interchange(frame: Any) -> Any:
    return _installed("pyarrow.interchange", frame).from_dataframe(frame).to_pylist()


def _installed(library: str, frame: Any) -> Any:
    try:
        return import_module(library)
    except ImportError as error:
        raise ValueError(
            f"a {type(frame).__name__} gives its rows to pyarrow alone, which is not installed: "
            f"uv add pyarrow, or give its rows, {_EXAMPLE}"
        ) from error


def _has(*names: str) -> Callable[[Any], bool]:
    return lambda rows: any(hasattr(rows, name) for name in names)


_READERS: tuple[tuple[Callable[[Any], bool], Callable[[Any], Any]], ...] = (
    (_has("to_pylist"), lambda frame: frame.to_pylist()),
    (_has("to_dict"), _from_to_dict),
    (_has("__arrow_c_stream__"), _from_capsule),
    (_has("__dataframe__"), _from_interchange),
)


def _columns_of_rows(rows: list[Any], name: str) -> list[tuple[Any, list[Any]]]:
    for number, row in enumerate(rows):
        if not isinstance(row, Mapping):
            raise ValueError(f"{name}[{number}] is {shorten(row)}, no row: rows are {_EXAMPLE}")
        for one, other, fault in ((rows[0], row, "lacks"), (row, rows[0], "alone has")):
            if odd := [column for column in one if column not in other]:
                raise ValueError(
                    f"{name}[{number}] {fault} {odd[0]!r}: rows have the same columns, and None "
                    "where something is missing"
                )
    return [(column, [row[column] for row in rows]) for column in (rows[0] if rows else ())]


def _listed(values: Any, name: str) -> list[Any]:
    """The cells of a column, of whatever library it is."""
    for method in ("to_list", "to_pylist"):
        if hasattr(values, method) and not hasattr(values, "tolist"):
            values = getattr(values, method)()
    values = plain_of(values)
    if isinstance(values, Mapping):  # By the labels of its rows.
        values = values.values()
    if isinstance(values, str | bytes) or not isinstance(values, Iterable):
        raise ValueError(f"{name} is {shorten(values)}, no column: columns are lists of cells")
    if isinstance(values, set | frozenset):
        raise ValueError(f"{name} is {shorten(values)}, which has no order: sorted(…) gives it one")
    return list(values)


def _refuse_size(columns: list[tuple[Any, list[Any]]], name: str) -> None:
    cells = sum(len(values) for _, values in columns)
    if cells > MOST_CELLS:
        raise ValueError(
            f"{name} has {cells:,} cells: a record keeps {MOST_CELLS:,} at most; keep what slides "
            "show, and the rest as an artifact"
        )


def _as_column(values: list[Any], name: str) -> list[Cell]:
    """Cells of one kind: whole numbers among real ones are real ones."""
    cells = [_as_cell(value, f"{name}[{number}]") for number, value in enumerate(values)]
    if {type(cell) for cell in cells if cell is not None} == {int, float}:
        return [_as_real(cell, f"{name}[{number}]") for number, cell in enumerate(cells)]
    return cells


def _as_real(cell: Any, name: str) -> float | None:
    if cell is not None and float(cell) != cell:
        raise ValueError(f"{name} is {cell}, which no real number is, among real numbers")
    return None if cell is None else float(cell)


def _as_cell(value: Any, name: str) -> Cell:
    plain = plain_of(value)
    if plain is None:
        return None
    if isinstance(plain, str):
        return as_words(plain, name)
    if isinstance(plain, list | tuple | set | Mapping):
        raise ValueError(f"{name} is {shorten(plain)}: a cell holds one value")
    if isinstance(plain, bytes) or not hasattr(plain, "__float__"):
        raise ValueError(
            f"{name} is {shorten(plain)}, which no cell holds: these hold numbers, texts, yes "
            f"and no, and None, such as {find_kept(plain)[1]} of it"
        )
    number = as_exact(plain, name)
    if isinstance(number, float) and math.isnan(number):
        return None
    if isinstance(number, float) and math.isinf(number):
        raise ValueError(f"{name} is {number!r}: a recorded number must be finite")
    return number
