"""Recorded tables as Markdown: each cell bound, and the best one bold by a rule.

x.scores | table(formats={"accuracy": "percent"}, best="accuracy")
    ──▶  | model | accuracy |
         |:---|---:|
         | svm | **91.0%** |
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal

from executed_slides.base.errors import DeckError
from executed_slides.markdown.languages import Language
from executed_slides.records.schema import is_number
from executed_slides.template.bound_text import Binding, Text, bound, join
from executed_slides.template.record_views import RecordView, TableView, as_columns, as_table_view
from executed_slides.template.values import as_text, bare_value

_MOST_CELLS = 10_000
_MISSING = "–"
_REAL_DIGITS = 3  # Of a real number for which nobody asked otherwise.
Rule = Literal["max", "min"]
Filters = Mapping[str, Callable[..., Any]]


def write_table(
    filters: Filters,
    language: Language,
    table: Any,
    columns: Any = (),
    formats: Mapping[str, Any] | None = None,
    best: Any = (),
) -> Text:
    """A recorded table as Markdown.

    `columns` are their names, or a dict from names to what stands above them; `formats` names the
    filter of each, or a list of filter and digits. `best` names columns whose greatest cell is
    bold, or says `{"loss": "min"}`: all that read as the best one are.
    """
    view = as_table_view(table, "table")
    titles = _titles_of(view, columns)
    if (cells := len(view) * len(titles)) > _MOST_CELLS:
        raise DeckError(
            f"table: {view.name} has {cells:,} cells, which no slide can show",
            f"show some of its rows: {{{{ {view.name}[:10] | table }}}}",
        )
    written = [
        _write_column(filters, language, view, name, (formats or {}).get(name)) for name in titles
    ]
    for name in as_columns(view, formats or {}, "table"):
        if name not in titles:
            raise DeckError(f"table: column {name!r} has a format, and is not shown")
    for name, rule in _rules_of(view, best).items():
        if name in titles:
            place = list(titles).index(name)
            written[place] = _with_best(view, name, rule, written[place])
    lines = [_line(titles.values()), Text(f"|{'|'.join(_alignments(view, titles))}|")]
    lines += [_line(cells) for cells in zip(*written, strict=True)]
    return join([*(join((line, "\n")) for line in lines[:-1]), lines[-1]])


def _titles_of(view: TableView, columns: Any) -> dict[str, Text]:
    """What stands above each column that is shown."""
    columns = [columns] if isinstance(columns, str) else columns or view._columns
    names = as_columns(view, columns, "table")
    if isinstance(columns, Mapping):
        return dict(zip(names, map(as_text, columns.values()), strict=True))
    own = dict(zip(view._columns, view.columns, strict=True))
    return {name: own[name] for name in names}


def _rules_of(view: TableView, best: Any) -> dict[str, Rule]:
    rules: dict[str, Any] = (
        {str.__str__(str(name)): str(rule) for name, rule in best.items()}
        if isinstance(best, Mapping)
        else dict.fromkeys([best] if isinstance(best, str) else best, "max")
    )
    as_columns(view, rules, "table")
    for name, rule in rules.items():
        if rule not in ("max", "min"):
            raise DeckError(f"table: best is {rule!r} for {name!r}", 'say "max" or "min"')
    return {str.__str__(name): rule for name, rule in rules.items()}


def _cells_of(view: TableView, name: str) -> list[Any]:
    return [row[name] for row in view if name in row]


def _write_column(
    filters: Filters, language: Language, view: TableView, name: str, form: Any
) -> list[Text]:
    how, *details = [form] if isinstance(form, str) else form or [""]
    if how and how not in filters:
        raise DeckError(f"table: no filter {str(how)!r}", "as in formats={'accuracy': 'percent'}")
    return [
        _write_cell(filters, language, row, name, str(how), details)
        if name in row
        else Text(_MISSING)
        for row in view
    ]


def _write_cell(
    filters: Filters, language: Language, row: RecordView, name: str, how: str, details: list[Any]
) -> Text:
    cell = row[name]
    if cell is None:
        return Text(_MISSING)
    if isinstance(cell, bool):
        word, key = language.yes if cell else language.no, f"{row._name}.{name}"
        experiment = (row._about.experiment,)
        return bound(word, Binding("text", key, word, None, (key,), experiment))
    if how:
        return as_text(filters[how](cell, *details))
    is_real = isinstance(cell, float)
    return as_text(filters["significant"](cell, _REAL_DIGITS) if is_real else cell)


def _with_best(view: TableView, name: str, rule: Rule, written: list[Text]) -> list[Text]:
    """The column with its best cell bold, and all that read like it."""
    cells = [bare_value(row[name]) if name in row else None for row in view]
    numbers = [cell for cell in cells if cell is not None]
    if not all(map(is_number, numbers)):
        raise DeckError(
            f"table: best is asked of column {name!r}, which has no numbers",
            "name a column of numbers, or leave it out",
        )
    if not numbers:
        return written
    best = (max if rule == "max" else min)(numbers)
    reads = {str.__str__(text) for cell, text in zip(cells, written, strict=True) if cell == best}
    return [
        join(("**", text, "**")) if cell is not None and str.__str__(text) in reads else text
        for cell, text in zip(cells, written, strict=True)
    ]


def _alignments(view: TableView, titles: Iterable[str]) -> list[str]:
    """Numbers to the right, so that their places stand below each other."""
    return ["---:" if _has_numbers(_cells_of(view, name)) else ":---" for name in titles]


def _has_numbers(cells: list[Any]) -> bool:
    there = [cell for cell in cells if cell is not None]
    return bool(there) and all(map(is_number, there))


def _line(cells: Iterable[Text]) -> Text:
    return join(["|", *(join((" ", cell, " |")) for cell in cells)])
