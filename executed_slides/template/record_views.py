"""Records as templates see them: their keys are attributes, and all that they hold is bound.

record ── view_record() ──▶ imdb.test_accuracy, imdb.parameters.units, imdb.series.loss,
                            svm.best, svm.scores[2].accuracy
"""

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from jinja2 import Undefined
from msgspec import structs

from executed_slides.base.command_line import command
from executed_slides.base.errors import DeckError, NoRecord
from executed_slides.records.schema import Record, Run, Tree
from executed_slides.records.summaries import Way, summarise
from executed_slides.records.tables import Table, pair_rows
from executed_slides.records.variants import Seed
from executed_slides.template.bound_text import Binding, Text, bound
from executed_slides.template.measured_texts import MeasuredText, text_of_runs
from executed_slides.template.sampling import noise_of_share
from executed_slides.template.values import (
    Axis,
    Listed,
    Measured,
    Picked,
    Trial,
    bare_value,
    first_of,
    going_trial,
    measured,
    name_of,
    tell_watched,
)


class Common(NamedTuple):
    """What all values of a record share.

    `axes` are the seeds of its runs where these are several, `way` how their values become one,
    `shares` of how many each share was counted, by its name and seed. `reason` says why one run
    is shown that is not the typical one.
    """

    experiment: str
    kind: str = "number"
    axes: tuple[Axis, ...] = ()
    way: Way = "median"
    shares: dict[str, dict[Seed, int]] = {}
    reason: str = ""


class RecordView:
    """A record, or a group of its numbers, with its keys as attributes: `capacity.large`.

    `runs` pairs each seed with what it recorded under this name; a run may lack a key.
    """

    def __init__(self, name: str, runs: list[tuple[Any, dict[str, Any]]], about: Common):
        self._name, self._runs, self._about = name, runs, about
        self._kind = about.kind
        # In the order of the first run, and then what others have alone.
        self._values = {key: value for _, run in reversed(runs) for key, value in run.items()}
        if runs:
            self._values = {**runs[0][1], **self._values}
        self._known: dict[str, Any] = {}

    def __getitem__(self, key: str) -> Any:
        self._values[key]  # An unknown name is told with those that there are.
        name, by_seed = f"{self._name}.{key}", self._by_seed(key)
        trial = going_trial()
        if any(value is None or isinstance(value, bool) for value in by_seed.values()):
            # These can remember nothing, so the trial that goes on is asked each time.
            if trial:
                value = trial.choose(by_seed, self._about.axes, name)
            else:
                tell_watched(by_seed.values(), name)
                value = summarise(by_seed.values())
        else:
            if key not in self._known:
                self._known[key] = _remember(name, by_seed, self._about)
            value = self._known[key]
        if trial and not isinstance(value, RecordView):
            return self._in_trial(name, value, by_seed, trial)
        return _drawn(name, value)

    def _in_trial(self, name: str, value: Any, by_seed: dict[Any, Any], trial: Trial) -> Any:
        """What the run recorded that a trial looks at, which the trial notes."""
        if isinstance(value, TableView):
            value = value.of_run(self._about.axes, trial)
            trial.values[name] = f"{len(value)} rows"
            return value
        if isinstance(value, MeasuredText):
            trial.values[name] = value.told
            return value.of_run(trial)
        if isinstance(value, Listed):
            value = _row_of_run(value, by_seed, self._about.axes, trial)
        trial.values[name] = value
        return _drawn(name, value)

    def __str__(self) -> str:
        there = ", ".join(self._values)
        raise DeckError(
            f"{self._name} is put out as a whole",
            f"name a value: {self._name}.KEY{f', it has {there}' if there else ''}",
        )

    def __repr__(self) -> str:
        return f"<{self._name}>"

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def _by_seed(self, key: str) -> dict[Any, Any]:
        return {seed: run[key] for seed, run in self._runs if key in run}


class TableView(Listed):
    """A recorded table: its rows are views, whose columns are attributes."""

    unshown = (
        "a table",
        "write it by {{ NAME.TABLE | table }}, or go through its rows: "
        "{% for row in NAME.TABLE %}{{ row.COLUMN }}{% endfor %}",
    )
    _columns: tuple[str, ...]

    @property
    def columns(self) -> list[Text]:
        """The names of its columns."""
        return [
            bound(
                column,
                Binding("text", f"{self.name}.columns", column, None, self.names, self.experiments),
            )
            for column in self._columns
        ]

    def __getitem__(self, place: Any) -> Any:
        found = super().__getitem__(place)
        if not isinstance(place, slice):
            return found
        ends = ("" if end is None else str(end) for end in (place.start, place.stop))
        return self.of_these(f"{self.name}[{':'.join(ends)}]", found)

    def of_these(self, name: str, items: Iterable[Any]) -> "TableView":
        return self.of_columns(name, items, self._columns)

    def of_columns(self, name: str, items: Iterable[Any], columns: tuple[str, ...]) -> "TableView":
        """Some of its rows, with some of its columns."""
        view = TableView(name, items, self.experiments)
        view.names, view.draws, view._columns = self.names, self.draws, columns
        return view

    def of_run(self, axes: tuple[Axis, ...], trial: Trial) -> "TableView":
        """The rows that the run has which is looked at."""
        if not axes or self.length is None:
            return self
        trial.axes |= dict.fromkeys(axes)
        seed = trial.at.get(axes[0], axes[0][0])
        return self.of_these(self.name, (row for row in self if seed in dict(row._runs)))


def pick(table: Any, *columns: str) -> TableView:
    """A table with these of its columns, in this order."""
    view = as_table_view(table, "pick")
    name = f"{view.name} | pick({', '.join(map(repr, columns))})"
    return view.of_columns(name, view, as_columns(view, columns, "pick"))


def as_table_view(value: Any, word: str) -> TableView:
    """A recorded table. Raises DeckError for anything else."""
    if isinstance(value, Undefined):
        str(value)  # It says which name there is not.
    if isinstance(value, TableView):
        return value
    raise DeckError(
        f"{word}: {name_of(value)} is no recorded table",
        "record.table(NAME, rows) records one, or some of its rows: {{ x.scores | "
        f"sort(attribute='accuracy') | {word} }}}}",
    )


def as_columns(table: TableView, columns: Iterable[Any], word: str) -> tuple[str, ...]:
    """The names of some columns. Raises DeckError for one that there is not."""
    names = tuple(str.__str__(str(column)) for column in columns)
    for name in names:
        if name not in table._columns:
            raise DeckError(
                f"{word}: {table.name} has no column {name!r}",
                f"its columns are {', '.join(table._columns)}",
            )
    return names


def _drawn(name: str, value: Any) -> Any:
    """What was recorded, or what stands for it in a trial of other values."""
    trial = going_trial()
    if not (trial and trial.draws) or isinstance(value, RecordView):
        return value
    if isinstance(value, Measured | Listed):
        return trial.draws.of(value)
    return trial.draws.plain(name, value)


def _remember(name: str, by_seed: dict[Any, Any], about: Common) -> Any:
    """A recorded value as something that remembers where it comes from."""
    first = first_of(by_seed)
    if isinstance(first, dict):
        return RecordView(name, list(by_seed.items()), about)
    if isinstance(first, Table):
        return _remember_table(name, by_seed, about)
    if isinstance(first, list):
        items = [
            _remember(f"{name}[{place}]", points, about)
            for place in range(max(map(len, by_seed.values())))
            for points in [_points_at(by_seed, place)]
        ]
        row = Listed(name, items, (about.experiment,))
        lengths = {seed: len(points) for seed, points in by_seed.items()}
        if len(set(lengths.values())) > 1:
            row.length = measured(f"{name} | length", lengths, about.axes, about.way)
            row.length.names, row.length.experiments = row.names, row.experiments
        return row
    if any(isinstance(value, str) for value in by_seed.values()):
        return _remember_text(name, by_seed, about)
    made = measured(name, by_seed, about.axes, about.way, about.experiment)
    if isinstance(made, Measured):
        _tell(made, name, about)
    return made


def _remember_text(name: str, by_seed: dict[Any, Any], about: Common) -> MeasuredText:
    """A text that runs recorded. Raises DeckError where some of them recorded a number."""
    if not all(isinstance(value, str) for value in by_seed.values()):
        raise DeckError(
            f"{name} is a text in some runs, and a number in others", "record one of them alone"
        )
    names = (_RUN.sub("", name, count=1) if about.reason else name,)
    binding = Binding("text", name, names=names, experiments=(about.experiment,))
    return text_of_runs(name, by_seed, about.axes, binding._replace(reason=about.reason))


def _remember_table(name: str, by_seed: dict[Any, Table], about: Common) -> TableView:
    about = about._replace(kind="column")
    rows = [
        RecordView(f"{name}[{place}]", list(runs.items()), about)
        for place, runs in enumerate(pair_rows(by_seed))
    ]
    view = TableView(name, rows, (about.experiment,))
    view._columns = tuple(dict.fromkeys(n for table in by_seed.values() for n in table.names))
    lengths = {seed: len(table) for seed, table in by_seed.items()}
    if len(set(lengths.values())) > 1 or any(len(row._runs) < len(by_seed) for row in rows):
        view.length = measured(f"{name} | length", lengths, about.axes, about.way)
        view.length.names, view.length.experiments = view.names, view.experiments
    return view


def _row_of_run(
    row: Listed, by_seed: dict[Any, list[Any]], axes: tuple[Axis, ...], trial: Trial
) -> Listed:
    """A curve as far as the run goes that a trial looks at."""
    if not axes or len({len(points) for points in by_seed.values()}) == 1:
        return row
    trial.axes |= dict.fromkeys(axes)
    seed = trial.at.get(axes[0], axes[0][0])
    return Listed(row.name, row[: len(by_seed.get(seed, ()))], row.experiments)


def _points_at(by_seed: dict[Any, list[Any]], place: int) -> dict[Any, Any]:
    """One point of a curve in each run that goes so far, and measured it."""
    there = {seed: row[place] for seed, row in by_seed.items() if place < len(row)}
    measured_there = {seed: point for seed, point in there.items() if point is not None}
    return measured_there or there


def _tell(made: Measured, name: str, about: Common) -> None:
    """Gives a recorded number what its record says of it."""
    counted = about.shares.get(name)
    if counted:
        made.noise = {
            seed if about.axes else None: noise_of_share(made.by_seed[seed], counted[seed])
            for seed in made.by_seed.keys() & counted.keys()
        }
        made.shares = ((name, not about.axes),)
    for axis in about.axes:
        if len(made.by_seed) < len(axis):
            runs = tuple((seed, made.by_seed.get(seed)) for seed in axis)
            made.picked = tuple(Picked(name, seed, runs) for seed in made.by_seed)
    if about.reason:
        made.reason = about.reason
        made.names = (_RUN.sub("", name, count=1),)


_RUN = re.compile(r"\.run\(seed=-?\d+\)")


class _ExperimentView(RecordView):
    """A whole record: its first level has the numbers, and names for all the rest."""

    def __init__(self, record: Record, experiment: str = "", only: str = "", reason: str = ""):
        name = record.experiment + only
        seeds = [run.seed for run in record.runs]
        axes = (tuple(seeds),) if len(seeds) > 1 else ()
        shares: dict[str, dict[Seed, int]] = {}
        for run in record.runs:
            for key, of in run.shares.items():
                shares.setdefault(f"{name}.{key}", {})[run.seed] = of
        about = Common(
            experiment or record.experiment, "number", axes, record.summary, shares, reason
        )
        super().__init__(name, [(run.seed, _named_values(run)) for run in record.runs], about)
        self._record = record
        self._others: dict[str, tuple[dict[Seed, Any], str]] = {
            "parameters": ({None: record.parameters}, "parameter"),
            "series": ({run.seed: run.series for run in record.runs}, "series"),
            "seeds": ({None: seeds}, "number"),
            "finding": ({None: record.finding}, "number"),
            "date": ({None: record.date}, "number"),
        }
        self._values = {**self._values, **dict.fromkeys(self._others)}

    def __getitem__(self, key: str) -> Any:
        if key == "run" and key not in self._values:
            return self.run
        if key not in self._others:
            return super().__getitem__(key)
        if key not in self._known:
            runs, kind = self._others[key]
            about = self._about._replace(kind=kind)
            if key != "series":
                about = about._replace(axes=(), reason="")
            self._known[key] = _remember(f"{self._name}.{key}", runs, about)
            if key == "seeds":
                self._known[key].by_seed = True
        return _drawn(f"{self._name}.{key}", self._known[key])

    def run(self, seed: Seed, because: str = "") -> RecordView:
        """The numbers of one run, with the reason why it is shown and not all.

        Raises DeckError for a seed that did not run, or without a reason.
        """
        seed = bare_value(seed)
        name = f"{self._name}.run(seed={seed!r})"
        if not any(map(str.isalpha, str(because))):
            raise DeckError(
                f"{name} is one of {len(self._record.runs)} runs, and shown without a reason",
                f"show {self._name} itself, the median of all; or say why: "
                f'{self._name}.run(seed={seed!r}, because="REASON")',
            )
        runs = self._record.runs_of(seed)
        if not runs:
            there = ", ".join(str(run.seed) for run in self._record.runs)
            raise DeckError(f"{name}: no run has this seed", f"its seeds are {there}")
        record = structs.replace(self._record, runs=runs)
        experiment = self._about.experiment
        return _ExperimentView(record, experiment, f".run(seed={seed})", str.__str__(str(because)))


def _named_values(run: Run) -> Tree:
    """All that templates name alike of a run: numbers, texts and tables."""
    return {**_merged(run.numbers, run.texts), **run.tables}


def _merged(one: Tree, other: Tree) -> Tree:
    both = {
        key: _merged(one[key], other[key])
        for key in one
        if isinstance(one[key], dict) and isinstance(other.get(key), dict)
    }
    return {**one, **other, **both}


class _SweepView(RecordView):
    """A record that sweeps: a view for each point, `c.at(units=4)`, and `c.points` for loops."""

    def __init__(self, record: Record):
        name = record.experiment
        super().__init__(name, [], Common(name))
        swept = record.points[0]
        self._record = record
        points = [_ExperimentView(part, name) for part in record.split()]
        self._known = {"points": Listed(f"{name}.points", points, (name,))}
        shared = {key: value for key, value in record.parameters.items() if key not in swept}
        for key, value, kind in (
            ("parameters", shared, "parameter"),
            ("seeds", record.seeds, "number"),
            ("finding", record.finding, "number"),
            ("date", record.date, "number"),
        ):
            self._known[key] = _remember(f"{name}.{key}", {None: value}, Common(name, kind))
        self._known["seeds"].by_seed = True
        self._values = dict.fromkeys(["points", "at", *self._known])

    def __getitem__(self, key: str) -> Any:
        return self.at if key == "at" else _drawn(f"{self._name}.{key}", self._known[key])

    def at(self, **wanted: Any) -> RecordView:
        """The one point with these parameters. Raises DeckError when none or several have them."""
        return self._known["points"][self._record.find_point(wanted)]


class Unrecorded(RecordView):
    """Stands for an experiment that has not run yet, or cannot: any use of it says so."""

    def __init__(self, name: str, error: DeckError | None = None):
        super().__init__(name, [], Common(name))
        self._error = error

    def __getitem__(self, key: str) -> Any:
        missing = f"no record of {self._name!r} to use"
        if self._error:
            raise NoRecord(f"{missing}: {self._error.message}", self._error.hint)
        raise NoRecord(missing, f"{command(self._name)} runs the experiment")


def record_behind(view: RecordView) -> Record | None:
    """The record that a view shows, of a point or run with these alone; None for a part of it."""
    if isinstance(view, Unrecorded):
        view["parameters"]
    return view._record if isinstance(view, _ExperimentView | _SweepView) else None


def view_record(record: Record) -> RecordView:
    """A record for templates: its numbers, and parameters, series, seeds, finding, date."""
    return _SweepView(record) if record.points else _ExperimentView(record)
