"""Records as templates see them: their keys are attributes, and all that they hold is bound.

record ── view_record() ──▶ imdb.test_accuracy, imdb.parameters.units, imdb.series.loss
"""

from typing import Any

from executed_slides.base.errors import DeckError
from executed_slides.records.schema import Record
from executed_slides.template.bound_text import Binding, bound
from executed_slides.template.values import (
    Listed,
    Measured,
    Trial,
    first_of,
    going_trial,
    measured,
)


class RecordView:
    """A record, or a group of its numbers, with its keys as attributes: `capacity.large`.

    `runs` pairs each seed with what it recorded under this name; a run may lack a key.
    """

    def __init__(
        self, name: str, runs: list[tuple[Any, dict[str, Any]]], experiment: str, kind: str
    ):
        self._name, self._runs, self._experiment, self._kind = name, runs, experiment, kind
        self._values = runs[0][1] if runs else {}
        self._known: dict[str, Any] = {}

    def __getitem__(self, key: str) -> Any:
        first = self._values[key]
        name = f"{self._name}.{key}"
        trial = going_trial()
        if first is None or isinstance(first, bool):
            # These can remember nothing, so the trial that goes on is asked each time.
            value = (trial or Trial()).choose(self._by_seed(key))
        else:
            if key not in self._known:
                self._known[key] = _remember(name, self._by_seed(key), self._experiment, self._kind)
            value = self._known[key]
        if trial and not isinstance(value, RecordView):
            trial.values[name] = value
        return _drawn(name, value)

    def __str__(self) -> str:
        raise DeckError(f"{self._name} is put out as a whole", f"name a value: {self._name}.KEY")

    def __repr__(self) -> str:
        return f"<{self._name}>"

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def _by_seed(self, key: str) -> dict[Any, Any]:
        return {seed: run[key] for seed, run in self._runs if key in run}


def _drawn(name: str, value: Any) -> Any:
    """What was recorded, or what stands for it in a trial of other values."""
    trial = going_trial()
    if not (trial and trial.draws) or isinstance(value, RecordView):
        return value
    if isinstance(value, Measured | Listed):
        return trial.draws.of(value)
    return trial.draws.plain(name, value)


def _remember(name: str, by_seed: dict[Any, Any], experiment: str, kind: str = "number") -> Any:
    """A recorded value as something that remembers where it comes from."""
    first = first_of(by_seed)
    if isinstance(first, dict):
        return RecordView(name, list(by_seed.items()), experiment, kind)
    if isinstance(first, list):
        items = [
            _remember(f"{name}[{i}]", {None: item}, experiment) for i, item in enumerate(first)
        ]
        return Listed(name, items, (experiment,))
    if isinstance(first, str):
        return bound(first, Binding("text", name, first, None, (name,), (experiment,)))
    return measured(name, list(by_seed.values()), by_seed, experiment)


class _ExperimentView(RecordView):
    """A whole record: its first level has the numbers, and names for all the rest."""

    def __init__(self, record: Record, experiment: str = ""):
        name = record.experiment
        seeds = [run.seed for run in record.runs]
        numbers = [run.numbers for run in record.runs]
        super().__init__(name, list(zip(seeds, numbers, strict=True)), experiment or name, "number")
        self._others = {
            "parameters": (record.parameters, "parameter"),
            "series": (record.runs[0].series, "series"),
            "seeds": (seeds, "number"),
            "finding": (record.finding, "number"),
            "date": (record.date, "number"),
        }
        self._values = {**self._values, **dict.fromkeys(self._others)}

    def __getitem__(self, key: str) -> Any:
        if key not in self._others:
            return super().__getitem__(key)
        if key not in self._known:
            value, kind = self._others[key]
            self._known[key] = _remember(
                f"{self._name}.{key}", {None: value}, self._experiment, kind
            )
            if key == "seeds":
                self._known[key].by_seed = True
        return _drawn(f"{self._name}.{key}", self._known[key])


class _SweepView(RecordView):
    """A record that sweeps: a view for each point, `c.at(units=4)`, and `c.points` for loops."""

    def __init__(self, record: Record):
        name = record.experiment
        super().__init__(name, [], name, "number")
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
            self._known[key] = _remember(f"{name}.{key}", {None: value}, name, kind)
        self._known["seeds"].by_seed = True
        self._values = dict.fromkeys(["points", "at", *self._known])

    def __getitem__(self, key: str) -> Any:
        return self.at if key == "at" else _drawn(f"{self._name}.{key}", self._known[key])

    def at(self, **wanted: Any) -> RecordView:
        """The one point with these parameters. Raises DeckError when none or several have them."""
        return self._known["points"][self._record.find_point(wanted)]


def view_record(record: Record) -> RecordView:
    """A record for templates: its numbers, and parameters, series, seeds, finding, date."""
    return _SweepView(record) if record.points else _ExperimentView(record)
