"""Tables: what one run recorded in rows and typed columns, and its rows in several runs.

model   accuracy        scores[0]  ── runs 1, 2, 3: the row of "svm", by the table's key,
svm     0.91                          or the first row of each, where it has none
forest  0.88            scores[1]  ── …
"""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from msgspec import Meta

from executed_slides.base.typed import Stored

Cell = bool | int | float | str | None
Row = dict[str, Cell]

KINDS: dict[type, str] = {
    bool: "yes or no",
    int: "whole numbers",
    float: "real numbers",
    str: "texts",
}


class Column(Stored, frozen=True):
    """A column: its cells are of one kind; what is missing is None."""

    name: str
    cells: list[Cell]


class Table(Stored, frozen=True):
    """What one run recorded in rows; `key` names the column that says which row is which."""

    columns: Annotated[list[Column], Meta(min_length=1)]
    key: str = ""

    def __post_init__(self) -> None:
        if fault := find_table_fault(self):
            raise TypeError(fault)

    def __len__(self) -> int:
        return len(self.columns[0].cells)

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]

    @property
    def rows(self) -> list[Row]:
        cells = zip(*(column.cells for column in self.columns), strict=True)
        return [dict(zip(self.names, row, strict=True)) for row in cells]


def find_table_fault(table: Table) -> str | None:
    """Why this is no table: columns of other lengths, of one name or of several kinds."""
    if doubled := first_doubled(table.names):
        return f"two columns are called {doubled!r}"
    for column in table.columns:
        if len(column.cells) != len(table):
            first = table.columns[0].name
            return (
                f"column {column.name!r} has {len(column.cells)} cells, and {first!r} {len(table)}"
            )
        kinds = dict.fromkeys(KINDS[type(cell)] for cell in column.cells if cell is not None)
        if len(kinds) > 1:
            return f"column {column.name!r} mixes {' and '.join(kinds)}"
    return _find_key_fault(table) if table.key else None


def _find_key_fault(table: Table) -> str | None:
    """Why the key tells no row from another."""
    if table.key not in table.names:
        return f"the key {table.key!r} is no column: there are {', '.join(table.names)}"
    keys = next(column.cells for column in table.columns if column.name == table.key)
    if None in keys:
        return f"row {keys.index(None)} has no {table.key!r}, which is the key"
    if any(isinstance(key, float) for key in keys):
        return f"the key {table.key!r} has real numbers, which need not be equal in another run"
    doubled = first_doubled(keys)
    return None if doubled is None else f"two rows have the key {table.key} = {doubled!r}"


def first_doubled(values: list[Any]) -> Any:
    """The first value that comes again; None where all differ."""
    seen = set()
    for value in values:
        if value in seen:
            return value
        seen.add(value)
    return None


def pair_rows(tables: Mapping[Any, Table]) -> list[dict[Any, Row]]:
    """The rows of several runs' tables, each by seed: of one key, or of one number.

    They are in the order of the first run, and then what others have alone. What is missing in
    some runs alone is left out of them.
    """
    paired: dict[Any, dict[Any, Row]] = {}
    for seed, table in tables.items():
        for number, row in enumerate(table.rows):
            paired.setdefault(row[table.key] if table.key else number, {})[seed] = row
    return [_without_gaps(rows) for rows in paired.values()]


def _without_gaps(rows: dict[Any, Row]) -> dict[Any, Row]:
    there = {name for row in rows.values() for name, cell in row.items() if cell is not None}
    return {
        seed: {name: cell for name, cell in row.items() if cell is not None or name not in there}
        for seed, row in rows.items()
    }


def cells_of(tables: Mapping[Any, Table]) -> Iterator[tuple[str, dict[Any, Cell]]]:
    """Each cell of several runs by how a template names it in its table: `[2].accuracy`."""
    for number, rows in enumerate(pair_rows(tables)):
        for name in dict.fromkeys(name for row in rows.values() for name in row):
            yield (
                f"[{number}].{name}",
                {seed: row[name] for seed, row in rows.items() if name in row},
            )
