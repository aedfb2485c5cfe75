"""The experiments of a deck, as their scripts are today beside what their records say."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any

from executed_slides.base.cache import Cache
from executed_slides.base.errors import DeckError, UsageError
from executed_slides.base.files import sha256, state_of
from executed_slides.base.folders import Folders
from executed_slides.base.settings import Settings, read_settings
from executed_slides.records.record import read_hashed_record, runs_hash
from executed_slides.records.sweep import (
    Variant,
    as_variant,
    explain_variants,
    variant_of,
    variants_of,
)
from executed_slides.scripts.fingerprint import Code, explain, key_of, read_code
from executed_slides.scripts.reach import Helpers
from executed_slides.scripts.script import Script, find_scripts, read_script


@dataclass
class Experiment:
    """A script, what its two keys are made of today, its record, and why that is stale.

    Its record is to have each of `points` with each of `seeds`; `reusable` are the recorded runs
    that today's code would only repeat. `damaged` names each figure and page on disk that is not
    the one of the record.
    """

    script: Script
    code: Code
    measure: dict[str, Any]
    seeds: list[int | None]
    points: list[dict[str, Any]]
    record: dict[str, Any] | None = None
    reusable: dict[Variant, dict[str, Any]] = field(default_factory=dict)
    measure_reasons: list[str] = field(default_factory=list)
    draw_reasons: list[str] = field(default_factory=list)
    damaged: dict[str, str] = field(default_factory=dict)
    hashed: tuple[dict[str, Any] | None, str | None] = (None, None)

    @property
    def runs_hash(self) -> str | None:
        """The hash of the record's runs, which is worked out once; None without a record."""
        if self.hashed[0] is not self.record:
            self.hashed = (self.record, runs_hash(self.record))
        return self.hashed[1]

    @property
    def name(self) -> str:
        return self.script.name

    @property
    def key(self) -> str:
        return key_of(self.measure)

    @property
    def variants(self) -> list[Variant]:
        """The runs that the record is to have, in its order."""
        return [as_variant(seed, point) for seed in self.seeds for point in self.points]

    @property
    def first_variant(self) -> Variant:
        """That of the run whose outputs the page shows."""
        return as_variant(self.seeds[0], self.points[0])

    @property
    def stale(self) -> bool:
        return bool(self.measure_reasons or self.draw_reasons or self.damaged)


@dataclass
class Project:
    """All experiments in order of need, and those whose scripts could not be read.

    `data` is the folder of data sets, if there is one.
    """

    folders: Folders
    settings: Settings
    experiments: dict[str, Experiment]
    errors: dict[str, DeckError]
    data: Path | None = None
    cache: Cache = field(default_factory=Cache)
    data_hashes: dict[Path, str] = field(default_factory=dict)

    @property
    def store(self) -> str | None:
        """The folder or URL where machines share artifacts, if there is one."""
        return self.settings.artifacts_store

    def hash_data(self, path: Path) -> str:
        """The SHA-256 of a data set: read once, and not again while its files are untouched."""
        if path not in self.data_hashes:
            state = state_of(path)
            known = self.cache.get("data", str(path), state) if state else None
            self.data_hashes[path] = known or sha256(path)
            if state and not known:
                self.cache.put("data", str(path), state, value=self.data_hashes[path])
        return self.data_hashes[path]


def data_folder() -> Path | None:
    """The folder that the user named by `DECK_DATA`, if any; a URL is for workers of a cluster."""
    named = os.environ.get("DECK_DATA")
    return Path(named).expanduser().resolve() if named and "://" not in named else None


def read_project(folders: Folders, cache: Cache | None = None) -> Project:
    """Reads every script and record, and says of each experiment whether it is stale and why.

    `cache` is the deck's own, unless another one is given: one without a folder for none.
    Raises DeckError for what concerns all: a need that does not exist, a circle of needs,
    or two experiments that write one figure.
    """
    errors: dict[str, DeckError] = {}
    scripts = read_scripts(folders, errors)
    refuse_shared_figures(scripts)
    settings = read_settings(folders.root)
    helpers = Helpers(folders.experiments)
    cache = cache or Cache(folders.state / "cache")
    project = Project(folders, settings, {}, errors, data_folder(), cache)
    for name in in_order_of_need(scripts, errors):
        script = scripts[name]
        broken = [need for need in script.block.needs if need not in project.experiments]
        if broken:
            errors[name] = DeckError(f"{script.shown}: needs {broken[0]}, which cannot run")
            continue
        try:
            project.experiments[name] = read_experiment(project, script, helpers)
        except DeckError as error:
            errors[name] = error
    return project


def read_scripts(folders: Folders, errors: dict[str, DeckError]) -> dict[str, Script]:
    if not folders.experiments.is_dir():
        raise DeckError(
            f"no folder {folders.experiments}",
            "start in a project: it has a folder experiments/",
        )
    scripts = {}
    for path in find_scripts(folders.experiments):
        try:
            scripts[path.stem] = read_script(path, folders.shown(path))
        except DeckError as error:
            errors[path.stem] = error
    return scripts


def refuse_shared_figures(scripts: dict[str, Script]) -> None:
    owners: dict[str, Script] = {}
    for script in scripts.values():
        for figure in script.block.figures:
            if owner := owners.get(figure):
                raise DeckError(
                    f"{script.shown}: figure {figure!r} is written by {owner.shown} too",
                    "give one of them another name, in its block and in its record.figure",
                )
            owners[figure] = script


def in_order_of_need(scripts: dict[str, Script], errors: dict[str, DeckError]) -> list[str]:
    for script in scripts.values():
        for need in script.block.needs:
            if need not in scripts and need not in errors:
                raise DeckError(
                    f"{script.shown}: needs {need!r}, which does not exist",
                    f"experiments are {', '.join(sorted(scripts))}",
                )
    graph = {
        name: [need for need in script.block.needs if need in scripts]
        for name, script in scripts.items()
    }
    try:
        return list(TopologicalSorter(graph).static_order())
    except CycleError as error:
        circle = " → ".join(reversed(error.args[1]))
        raise DeckError(
            f"experiments need each other in a circle: {circle}",
            f"take a name out of needs in {scripts[error.args[1][0]].shown}",
        ) from error


def read_experiment(project: Project, script: Script, helpers: Helpers) -> Experiment:
    folders = project.folders
    code = read_code(script, helpers, project.cache)
    path = folders.results / f"{script.name}.json"
    record, hashed, damage = None, None, []
    if path.exists():
        try:
            shown = folders.shown(path)
            record, hashed = read_hashed_record(path, shown, folders.smoke, project.cache)
        except DeckError as error:
            damage = [error.message]
    seeds, points = script.seeds(folders.smoke), script.points(folders.smoke)
    measure = measure_parts(project, script, code, record)
    experiment = Experiment(script, code, measure, seeds, points, record)
    experiment.hashed = (record, hashed)
    if record is None:
        experiment.measure_reasons = damage or ["no record yet"]
    else:
        experiment.reusable = reusable_runs(experiment, record)
        # Seeds beyond those that the block asks for were run once, and stay.
        recorded = {variant.seed for variant in experiment.reusable} - {None}
        experiment.seeds += sorted(seed for seed in recorded if seed > seeds[-1])
        experiment.measure_reasons = measure_staleness(experiment, record)
        experiment.draw_reasons = draw_staleness(project, experiment, record)
        experiment.damaged = damaged_files(folders, record)
    return experiment


def measure_parts(
    project: Project, script: Script, code: Code, record: dict[str, Any] | None
) -> dict[str, Any]:
    """What decides the outcome of a run today, but for its seed and its point of the sweep."""
    apart = {"seed", *script.block.sweep}
    parameters = script.effective_parameters(project.folders.smoke)
    recorded = (record or {}).get("measure", {}).get("data", {})
    return {
        **code.measure,
        "parameters": {name: value for name, value in parameters.items() if name not in apart},
        "data": {name: data_hash(project, name, recorded) for name in script.block.data},
        "needs": {need: project.experiments[need].key for need in script.block.needs},
        "environment": project.settings.environment if code.measure["cells"] else {},
    }


def data_hash(project: Project, name: str, recorded: dict[str, str]) -> str | None:
    """The SHA-256 of a data set today.

    A data folder that is not at hand cannot contradict the record: a fresh clone without
    data presents what was measured.
    """
    if project.folders.smoke:
        return None
    if project.data and (project.data / name).exists():
        return project.hash_data(project.data / name)
    return recorded.get(name)


def measured_parts(record: dict[str, Any]) -> dict[str, Any]:
    return {name: part for name, part in record["measure"].items() if name != "key"}


def reusable_runs(experiment: Experiment, record: dict[str, Any]) -> dict[Variant, dict[str, Any]]:
    """The recorded runs of the code, parameters and data of today."""
    if key_of(measured_parts(record)) != experiment.key:
        return {}
    runs = {variant_of(run): run for run in record["runs"]}
    first = experiment.first_variant
    if first in runs and runs[first] is not record["runs"][0]:
        # The page shows the first run, and of this one no outputs were kept.
        del runs[first]
    return runs


def want_seeds(project: Project, names: Sequence[str], count: int) -> None:
    """Makes stale whoever of `names` (all for none) has fewer than `count` seeds recorded.

    Raises UsageError for a named experiment that has no parameter `seed`.
    """
    for name, experiment in project.experiments.items():
        if names and name not in names:
            continue
        if names and "seed" not in experiment.script.parameters:
            raise UsageError(
                f"{experiment.script.shown}: --seeds {count}, but there is no parameter 'seed'",
                "a run that has no seed gives the same each time",
            )
        wanted = experiment.script.seeds(project.folders.smoke, count)
        missing = [seed for seed in wanted if seed not in experiment.seeds]
        if missing:
            reason = f"seeds {experiment.seeds} → {experiment.seeds + missing}"
            experiment.measure_reasons.append(reason)
            experiment.seeds += missing


def measure_staleness(experiment: Experiment, record: dict[str, Any]) -> list[str]:
    parts = measured_parts(record)
    reasons = []
    if key_of(parts) != experiment.key:
        reasons = explain(parts, experiment.measure, experiment.script.shown)
    return reasons + explain_variants(variants_of(record), experiment.variants)


def draw_parts(project: Project, experiment: Experiment, record: dict[str, Any]) -> dict[str, Any]:
    known = record is experiment.record
    return {
        **experiment.code.draw,
        "runs": experiment.runs_hash if known else runs_hash(record),
        "needs": {
            need: project.experiments[need].runs_hash for need in experiment.script.block.needs
        },
        "figures": {name: name for name in experiment.script.block.figures},
    }


def draw_staleness(project: Project, experiment: Experiment, record: dict[str, Any]) -> list[str]:
    recorded = {k: v for k, v in record["draw"].items() if k != "key"}
    today = draw_parts(project, experiment, record)
    if key_of(recorded) != key_of(today):
        return explain(recorded, today, experiment.script.shown)
    return []


def damaged_files(folders: Folders, record: dict[str, Any]) -> dict[str, str]:
    """Figures and pages that are not the record's: deleted, or swapped for other ones."""
    files = {figure["file"]: figure["sha256"] for figure in record["figures"].values()}
    damaged = {}
    for name, recorded in {**files, **record["evidence"]}.items():
        path = folders.outputs / name
        if not path.exists():
            damaged[name] = "is missing"
        elif sha256(path) != recorded:
            damaged[name] = f"is not the one of results/{record['experiment']}.json"
    return damaged
