"""Facts of a value: what every run measured, where it was recorded, from which data, who moved it.

imdb.test_accuracy ──▶ runs · experiments/imdb.py:75 · imdb.npz b77b… · the last commit that
                       left another value in results/imdb.json
"""

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from executed_slides.base.cache import Cache
from executed_slides.base.errors import DeckError
from executed_slides.base.files import is_there
from executed_slides.base.folders import Folders
from executed_slides.base.git_history import Commit, FileChange, changes_of, kept_contents
from executed_slides.records.past_records import (
    Measurement,
    PastRecords,
    is_same_values,
    measurement_of,
)
from executed_slides.records.record_files import read_record
from executed_slides.records.schema import Record, Values, leaves
from executed_slides.records.summaries import summarise
from executed_slides.scripts.recorded_at import drawn_at, recorded_at
from executed_slides.scripts.script import Script, read_script

_ONE_RUN = re.compile(r"\.run\([^()]*\)")
NOT_COMMITTED = Commit("", "", "not committed")


@dataclass(frozen=True)
class ValueFacts:
    """What is known of a value or a figure; `moved` is None where git cannot tell.

    `runs` has what each run measured by its seed, None for what all have alike; `recorded` the
    lines of the script that are seen to give it, `data` the hashes of data sets.
    """

    name: str
    value: Any = None
    runs: Values = field(default_factory=dict)
    recorded: list[str] = field(default_factory=list)
    data: dict[str, str | None] = field(default_factory=dict)
    moved: Commit | None = None

    def as_json(self) -> dict[str, Any]:
        runs = [{"seed": seed, "value": value} for seed, value in self.runs.items()]
        moved = self.moved and {
            "hash": self.moved.hash or None,
            "date": self.moved.date or None,
            "subject": self.moved.subject,
        }
        return {**vars(self), "runs": runs, "moved": moved}


class KnownRecords:
    """Records and scripts of a project, each read when it is asked for; faults are kept by name."""

    def __init__(self, folders: Folders, kept: Cache):
        self.folders, self._kept = folders, kept
        self.faults: dict[str, DeckError] = {}
        self._records: dict[str, Record | None] = {}
        self._scripts: dict[str, Script | None] = {}
        self._measured: dict[str, Measurement] = {}

    def record(self, name: str) -> Record | None:
        """The record of an experiment; None where there is none, or a damaged one."""
        if name not in self._records:
            self._records[name] = None
            path = self.folders.results / f"{name}.json"
            shown = self.folders.shown(path)
            if is_there(path):
                try:
                    self._records[name] = read_record(path, shown, self.folders.smoke, self._kept)
                except DeckError as error:
                    self.faults[name] = error
        return self._records[name]

    def measured(self, name: str) -> Measurement:
        """What the record of an experiment says by key; nothing where there is none."""
        if name not in self._measured:
            record = self.record(name)
            self._measured[name] = measurement_of(record) if record else Measurement({})
        return self._measured[name]

    def data(self, name: str) -> dict[str, str | None]:
        """The data sets of an experiment, by their hashes."""
        record = self.record(name)
        return record.measure.data if record else {}

    def script(self, name: str) -> Script | None:
        """The script of an experiment; None where it is gone or cannot be read."""
        if name not in self._scripts:
            self._scripts[name] = None
            path = self.folders.experiments / f"{name}.py"
            with suppress(DeckError):
                self._scripts[name] = read_script(path, self.folders.shown(path))
        return self._scripts[name]

    def keys(self, name: str) -> list[str]:
        """All that can be asked for of an experiment, by dotted key: values, and curves."""
        record = self.record(name)
        curves = (
            f"{run.prefix}series.{key}"
            for run in (record.runs if record else ())
            for key, _ in leaves(run.series)
        )
        return [*self.measured(name).values, *dict.fromkeys(curves)]

    def find_key(self, name: str) -> tuple[str, str] | None:
        """The experiment and the key that a name in a template stands for."""
        experiment, _, key = _ONE_RUN.sub("", name).partition(".")
        known = self.keys(experiment)
        while key and key not in known:
            key = re.sub(r"(?:^|\.)[^.\[\]]*$|\[[^\[\]]*\]$", "", key)
        return (experiment, key) if key else None


def facts_of(
    known: KnownRecords, names: Iterable[str], figures: dict[str, str]
) -> tuple[list[ValueFacts], DeckError | None]:
    """What is known of values by their names, and of figures, each with whose it is.

    And why git cannot tell who moved them, where it cannot.
    """
    names = [*names]
    facts = find_known_facts(known, names, figures)
    try:
        moves = find_moves(known, names, figures) if facts else {}
    except DeckError as error:
        return facts, error
    return [replace(fact, moved=moves.get(fact.name)) for fact in facts], None


def find_known_facts(
    known: KnownRecords, names: Iterable[str], figures: dict[str, str]
) -> list[ValueFacts]:
    """The same, but for who moved them: git is not asked."""
    facts = [_facts_of_value(known, name, *key) for name, key in _find_keys(known, names).items()]
    return facts + [_facts_of_figure(known, name, owner) for name, owner in figures.items()]


def _find_keys(known: KnownRecords, names: Iterable[str]) -> dict[str, tuple[str, str]]:
    """The experiment and the key of each name that a record knows."""
    return {f"{found[0]}.{found[1]}": found for name in names if (found := known.find_key(name))}


def _facts_of_value(known: KnownRecords, name: str, experiment: str, key: str) -> ValueFacts:
    measured, script = known.measured(experiment), known.script(experiment)
    runs = measured.values.get(key, {})  # Of a curve there are none.
    lines = recorded_at(script, key) if script else []
    return ValueFacts(
        name,
        summarise(runs.values(), measured.summary) if runs else None,
        runs,
        [f"experiments/{experiment}.py:{line}" for line in lines],
        known.data(experiment),
    )


def _facts_of_figure(known: KnownRecords, name: str, experiment: str) -> ValueFacts:
    script = known.script(experiment)
    lines = drawn_at(script, name) if script else []
    return ValueFacts(
        name,
        recorded=[f"experiments/{experiment}.py:{line}" for line in lines],
        data=known.data(experiment),
    )


def find_moves(
    known: KnownRecords, names: Iterable[str], figures: dict[str, str]
) -> dict[str, Commit]:
    """By name the last commit that left another value, or another picture.

    Raises DeckError where git cannot tell.
    """
    folders, keys = known.folders, _find_keys(known, names)
    room = folders.results.relative_to(folders.root).as_posix()
    records = {experiment: f"{room}/{experiment}.json" for experiment, _ in keys.values()}
    pictures = {
        name: record.figures[name].file
        for name, experiment in figures.items()
        if (record := known.record(experiment)) and name in record.figures
    }
    changes: dict[str, list[FileChange]] = {}
    for change in changes_of(folders.root, "", [*records.values(), *pictures.values()]):
        changes.setdefault(change.file, []).append(change)
    moves = {name: changes[file][0].commit for name, file in pictures.items() if file in changes}
    with kept_contents(folders.root) as read:
        past = PastRecords(read)
        for name, (experiment, key) in keys.items():
            if values := known.measured(experiment).values.get(key):
                moves[name] = _last_move(values, key, changes.get(records[experiment], []), past)
    return moves


def _last_move(values: Values, key: str, changes: list[FileChange], past: PastRecords) -> Commit:
    """The commit since which a value is what it is; one that nobody can read is passed over."""
    mover = NOT_COMMITTED
    for change in changes:
        measured = past.at(change.blob) if change.blob else Measurement({})
        if measured and not is_same_values(measured.values.get(key), values):
            break
        mover = change.commit if measured else mover
    return mover
