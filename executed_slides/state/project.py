"""A project: all its experiments in order of need, its settings, its data."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from executed_slides.base.cache import Cache
from executed_slides.base.command_line import command
from executed_slides.base.errors import DeckError, UsageError
from executed_slides.base.files import is_there, sha256, state_of
from executed_slides.base.folders import Folders
from executed_slides.base.settings import Settings, read_settings
from executed_slides.records.keys import FilesRead
from executed_slides.records.record_files import read_record
from executed_slides.records.schema import Record
from executed_slides.scripts.fingerprint import CodeParts, read_code
from executed_slides.scripts.helpers import Helpers
from executed_slides.scripts.script import (
    Script,
    find_notebooks,
    find_scripts,
    read_script,
    refuse_notebook,
)
from executed_slides.state.experiments import Experiment
from executed_slides.state.input_files import (
    find_declared,
    find_named,
    hash_listing,
    may_be_elsewhere,
)
from executed_slides.state.staleness import (
    damaged_files,
    draw_staleness,
    measure_parts,
    measure_staleness,
    needed_key,
    reusable_runs,
)


@dataclass
class Project:
    """All experiments in order of need, and those whose scripts could not be read.

    `data` is the folder of data sets, if there is one; `helpers` has the modules that some of
    them reach, with the texts that their keys count.
    """

    folders: Folders
    settings: Settings
    experiments: dict[str, Experiment]
    errors: dict[str, DeckError]
    helpers: Helpers
    data: Path | None = None
    cache: Cache = field(default_factory=Cache)
    data_hashes: dict[Path, str] = field(default_factory=dict)

    def needed_records(self, experiment: Experiment) -> dict[str, Record]:
        """The records of the experiments that one needs, by their names."""
        needs = {need: self.experiments[need] for need in experiment.script.block.needs}
        return {
            name: need.record.with_ways(need.script.block.summary, need.script.block.typical)
            for name, need in needs.items()
            if need.record
        }

    def needed_keys(self, script: Script) -> dict[str, str]:
        """What counts of the experiments that one needs, by their names."""
        return {name: needed_key(script, self.experiments[name]) for name in script.block.needs}

    @property
    def store(self) -> str | None:
        """The folder or URL where machines share artifacts, if there is one."""
        return self.settings.artifacts_store

    def put(self, experiment: Experiment) -> None:
        """Takes an experiment in the place of what it was before."""
        self.experiments[experiment.name] = experiment

    def hash_of_data(self, name: str, record: Record | None) -> str | None:
        """The SHA-256 of a data set today, None for one that a smoke build makes by code.

        A data folder that is not at hand cannot contradict the record: a fresh clone without
        data presents what was measured.
        """
        if self.folders.smoke:
            return None
        if self.data and (self.data / name).exists():
            return self.hash_data(self.data / name)
        return record.measure.data.get(name) if record else None

    def files_of(
        self, script: Script, code: CodeParts, recorded: FilesRead | None = None
    ) -> FilesRead:
        """The files that cells read, as they are today: declared ones, and those once observed.

        What else `recorded` runs used goes along. Raises DeckError for a declared file that there
        is not.
        """
        if not code.cells:
            return FilesRead()
        found = find_declared(self.folders, script.shown, script.block.files, code.reads)
        files = {name: self.hash_data(path) for name, path in found.items()}
        recorded = recorded or FilesRead()
        observed = recorded.observed and {
            name: self.hash_of_observed(name, digest)
            for name, digest in recorded.observed.items()
            if name not in files
        }
        return FilesRead(files=files, observed=observed, influences=recorded.influences)

    def hash_of_observed(self, name: str, recorded: str | None) -> str | None:
        """The SHA-256 today of what a run was seen to read, None for what is gone.

        As with data, what lies outside the project and is not at hand contradicts nothing.
        """
        path = find_named(self.folders, self.data, name)
        if path is None or not os.path.exists(path):  # noqa: PTH110 Path's may raise
            return recorded if may_be_elsewhere(name) else None
        if name.endswith("/"):
            return hash_listing(path) if path.is_dir() else None
        return self.hash_data(path)

    def hash_data(self, path: Path) -> str:
        """The SHA-256 of a file or folder: read once, and not again while it is untouched."""
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
    scripts = _read_scripts(folders, errors)
    _refuse_shared_figures(scripts)
    settings = read_settings(folders.root)
    helpers = Helpers(folders.experiments)
    cache = cache or Cache(folders.state / "cache")
    project = Project(folders, settings, {}, errors, helpers, data_folder(), cache)
    for name in _in_order_of_need(scripts, errors):
        script = scripts[name]
        broken = [need for need in script.block.needs if need not in project.experiments]
        if broken:
            message = f"{script.shown}: needs {broken[0]}, which cannot run"
            errors[name] = DeckError(message, f"mend {broken[0]} first")
            continue
        try:
            project.experiments[name] = _read_experiment(project, script, helpers)
        except DeckError as error:
            errors[name] = error
    return project


def _read_scripts(folders: Folders, errors: dict[str, DeckError]) -> dict[str, Script]:
    if not folders.experiments.is_dir():
        raise DeckError(
            f"no folder {folders.experiments}",
            f"start in the folder of a project; `{command('init', 'talk')}` makes one",
        )
    scripts = {}
    for path in find_scripts(folders.experiments):
        try:
            scripts[path.stem] = read_script(path, folders.shown(path))
        except DeckError as error:
            errors[path.stem] = error
    for path in find_notebooks(folders.experiments):
        errors[path.stem] = refuse_notebook(folders.shown(path))
    return scripts


def _refuse_shared_figures(scripts: dict[str, Script]) -> None:
    owners: dict[str, tuple[str, Script]] = {}
    for script in scripts.values():
        for figure in script.block.figures:
            other, owner = owners.setdefault(figure.casefold(), (figure, script))
            if owner is script and other == figure:
                continue
            twin = (
                "" if other == figure else f", as {other!r}: to macOS and Windows that is one file"
            )
            raise DeckError(
                f"{script.shown}: figure {figure!r} is written by {owner.shown} too{twin}",
                "give one of them another name, in its block and in its record.figure",
            )


def _in_order_of_need(scripts: dict[str, Script], errors: dict[str, DeckError]) -> list[str]:
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


def _read_experiment(project: Project, script: Script, helpers: Helpers) -> Experiment:
    folders = project.folders
    code = read_code(script, helpers, project.cache)
    path = folders.results / f"{script.name}.json"
    record, damage, mend = None, "no record yet", None
    if is_there(path):
        try:
            record = read_record(path, folders.shown(path), folders.smoke, project.cache)
        except DeckError as error:
            damage, mend = error.message, error.hint
    needs = project.needed_keys(script)
    data = {name: project.hash_of_data(name, record) for name in script.block.data}
    read, drawn_from = (
        project.files_of(script, part, parts)
        for part, parts in (
            (code.measure, record.measure if record else None),
            (code.draw, record.draw if record else None),
        )
    )
    measure = measure_parts(script, code, data, needs, project.settings, folders.smoke, read)
    seeds, points = script.seeds(folders.smoke), script.points(folders.smoke)
    experiment = Experiment(script, code, measure, seeds, points, record, drawn_from=drawn_from)
    if record is None:
        return replace(experiment, mend=mend).must_run(damage)
    reusable = reusable_runs(experiment, record)
    # Seeds beyond those that the block asks for were run once, and stay.
    last = seeds[-1]
    ran = {variant.seed for variant in reusable if variant.seed is not None}
    more = sorted(seed for seed in ran if last is not None and seed > last)
    experiment = replace(experiment, seeds=[*seeds, *more], reusable=reusable)
    return replace(
        experiment,
        measure_reasons=measure_staleness(experiment, record),
        draw_reasons=draw_staleness(experiment, record, project.needed_records(experiment)),
        damaged=damaged_files(folders, record),
    )


def want_seeds(project: Project, names: Sequence[str], count: int) -> None:
    """Makes stale whoever of `names` (all for none) has fewer than `count` seeds recorded.

    Raises UsageError for a named experiment that has no parameter `seed`.
    """
    for name, experiment in list(project.experiments.items()):
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
            more = replace(experiment, seeds=[*experiment.seeds, *missing])
            project.put(more.must_run(f"seeds {experiment.seeds} → {more.seeds}"))
