"""Running one experiment: measure each seed, draw, and put record, figures and page in place.

    script ──measure──▶ .executed-slides/runs/KEY/SEED.json ─┐
                                                  ├─draw──▶ figures, page, record (last)
    figure cells ─────────────────────────────────┘

A finished seed outlives an interruption: the next build takes it from `.executed-slides/runs`.
"""

import ast
import json
import os
import platform
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Any

from executed_slides.base.command_line import command
from executed_slides.base.errors import DeckError
from executed_slides.base.files import naming, sha256, whole, write_compact_json, write_text
from executed_slides.records.record import RECORD_FORMAT, parameters_of, runs_for_seed, write_record
from executed_slides.records.sweep import Variant
from executed_slides.runs import lab_pages as evidence
from executed_slides.runs import notebook
from executed_slides.runs.artifacts import bring_artifacts, find_artifact_fault, keep_artifacts
from executed_slides.runs.fork_server import ForkServer, modules_for
from executed_slides.runs.notebook import Kernels
from executed_slides.runs.stamp import write_stamp
from executed_slides.scripts.fingerprint import key_of, read_code
from executed_slides.scripts.reach import DEFINITION, IMPORT, Helpers
from executed_slides.scripts.script import read_script
from executed_slides.state.experiments import Experiment, Project, draw_parts

EMPTY = {"numbers": {}, "series": {}, "pictures": {}, "data": {}, "figures": {}}
Hear = Callable[[str], None]


def run_file(project: Project, experiment: Experiment, variant: Variant) -> Path:
    """Where a finished run waits for its record: addressed by what decided its outcome."""
    return project.folders.state / "runs" / experiment.key[:32] / f"{variant.stem}.json"


def finished_run(project: Project, experiment: Experiment, variant: Variant) -> dict | None:
    """A run that an interrupted build finished, or None; a damaged file counts as none."""
    try:
        kept = json.loads(run_file(project, experiment, variant).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return None if find_artifact_fault(project, kept["run"]) else {"machine": machine(), **kept}


def recorded_run(project: Project, experiment: Experiment, variant: Variant) -> dict | None:
    """A run of the record that would only be repeated, as `measure_run` gives it, or None."""
    run = experiment.reusable.get(variant)
    if run is None:
        return None
    record = experiment.record
    cells = recorded_cells(project, experiment) if run is record["runs"][0] else []
    return {
        "run": run,
        "data": record["measure"]["data"],
        "cells": cells,
        "machine": run.get("machine", record["machine"]),
    }


def checkpoint_folder(project: Project, experiment: Experiment, variant: Variant) -> Path:
    """Where a run in progress keeps what it needs to carry on after an interruption."""
    return project.folders.state / "resume" / experiment.key[:32] / variant.stem


def drop_old_checkpoints(project: Project) -> None:
    """Deletes what interrupted runs of former code, parameters or data left."""
    if project.folders.smoke:
        return  # A smoke build knows only its own keys.
    current = {experiment.key[:32] for experiment in project.experiments.values()}
    for folder in (project.folders.state / "resume").glob("*"):
        if folder.name not in current:
            shutil.rmtree(folder, ignore_errors=True)


def measure_run(
    project: Project, experiment: Experiment, variant: Variant, kernels: Kernels, hear: Hear
) -> dict[str, Any]:
    """Runs the measuring cells with one seed, at one point of the sweep, and keeps the outcome.

    Raises CellFailed when a cell raises, DeckError when the script read other data than it
    declares.
    """
    script = experiment.script
    parameters = script.effective_parameters(project.folders.smoke) | dict(variant.point)
    if variant.seed is not None:
        parameters["seed"] = variant.seed
    started = time.monotonic()
    cells, outcome = [], EMPTY
    artifacts: dict[str, Any] = {}
    resume = checkpoint_folder(project, experiment, variant)
    resumed = any(resume.rglob("*"))
    if script.measures:
        cells = measure_cells(experiment, parameters)
        needs = needed_runs(project, experiment, variant.seed)
        bring_artifacts(project, chain(*needs.values()))
        task = {
            "parameters": parameters,
            "seed": variant.seed,
            "needs": needs,
            "artifacts": str(project.folders.artifacts),
            "resume": str(resume),
        }
        with made_run_folder(project, experiment, task) as folder:
            run_cells_in(project, cells, folder, kernels, hear)
            outcome = read_outcome(folder)
            artifacts = keep_artifacts(project.folders, script, folder / "artifacts")
        check_data(experiment, outcome["data"])
        refuse_changed_code(project, experiment)
    run = {
        "seed": variant.seed,
        **({"point": dict(variant.point)} if variant.point else {}),
        "numbers": outcome["numbers"],
        "series": outcome["series"],
        "seconds": round(time.monotonic() - started, 1),
    }
    also = {"pictures": outcome["pictures"], "artifacts": artifacts, "resumed": resumed}
    run |= {name: value for name, value in also.items() if value}
    evidence.shorten_outputs(cells)
    kept = {"run": run, "data": outcome["data"], "cells": cells, "machine": machine()}
    write_compact_json(run_file(project, experiment, variant), kept)
    shutil.rmtree(resume, ignore_errors=True)
    return kept


def measure_cells(experiment: Experiment, parameters: dict[str, Any]) -> list[Any]:
    cells = []
    for cell in experiment.script.cells:
        if not cell.draws:
            cells.append(notebook.script_cell(experiment.script, cell))
        if cell.sets_parameters and parameters != experiment.script.parameters:
            cells.append(notebook.parameters_cell(parameters))
    return cells


def draw_figures(
    project: Project,
    experiment: Experiment,
    record: dict[str, Any],
    folder: Path,
    kernels: Kernels,
    hear: Hear,
) -> tuple[list[Any], dict[str, Any]]:
    """Runs the figure cells on a record, in a process that knows nothing else.

    Returns the executed cells, and what they say of each figure; the PNGs lie in `folder`.
    """
    script = experiment.script
    prelude = notebook.code_cell(
        draw_prelude(experiment), title="what the figures use", role="", place=""
    )
    cells = [notebook.script_cell(script, cell) for cell in script.cells if cell.draws]
    figures = {}
    if cells:
        run_cells_in(
            project,
            [prelude, notebook.parameters_cell(record["parameters"]), *cells],
            folder,
            kernels,
            hear,
        )
        figures = read_outcome(folder)["figures"]
    refuse_undeclared_figures(experiment, figures)
    return cells, figures


def draw_prelude(experiment: Experiment) -> str:
    """The imports and definitions of the script that its figure cells use."""
    used = experiment.code.draw_names
    lines = []
    for cell in experiment.script.cells:
        for statement in () if cell.draws else cell.statements:
            if isinstance(statement, DEFINITION) and statement.name in used:
                lines.append(ast.unparse(statement))
            elif isinstance(statement, IMPORT):
                names = [
                    alias
                    for alias in statement.names
                    if (alias.asname or alias.name.partition(".")[0]) in used
                ]
                if names:
                    lines.append(
                        ast.unparse(type(statement)(**{**vars(statement), "names": names}))
                    )
    return "\n".join(lines)


def refuse_undeclared_figures(experiment: Experiment, figures: dict[str, Any]) -> None:
    script = experiment.script
    for name in script.block.figures:
        if name not in figures:
            raise DeckError(
                f"{script.shown}: its block declares figure {name!r}, but no figure cell keeps it",
                f"call record.figure({name!r}, …) in a cell tagged figure, or take it out",
            )
    for name in figures:
        if name not in script.block.figures:
            raise DeckError(
                f"{script.shown}: figure {name!r} is not declared",
                f"add it to the block: figures = [{name!r}]",
            )


def check_data(experiment: Experiment, read: dict[str, str | None]) -> None:
    declared = experiment.script.block.data
    for name in read.keys() - set(declared):
        raise DeckError(
            f"{experiment.script.shown}: read data {name!r}, which its block does not declare",
            f"add it to the block: data = [{name!r}]",
        )
    for name in set(declared) - read.keys():
        raise DeckError(
            f"{experiment.script.shown}: its block declares data {name!r}, which no cell read",
            "read it with a function that calls record.data, or take it out of the block",
        )


def refuse_changed_code(project: Project, experiment: Experiment) -> None:
    """A helper is imported while a run goes on: a run of two versions of it is of neither."""
    script = read_script(experiment.script.path, experiment.script.shown)
    if read_code(script, Helpers(project.folders.experiments)).measure != experiment.code.measure:
        raise DeckError(
            f"{script.shown}: its code, or that of a helper, changed while it ran",
            f"{command(script.name)} runs what it is now",
        )


def needed_runs(
    project: Project, experiment: Experiment, seed: int | None
) -> dict[str, list[dict[str, Any]]]:
    """The runs of needed experiments that go with a seed: the same seed's, else the first's."""
    records = {need: project.experiments[need].record for need in experiment.script.block.needs}
    return {
        need: [
            {**run, "parameters": parameters_of(record, run)} for run in runs_for_seed(record, seed)
        ]
        for need, record in records.items()
    }


@contextmanager
def made_run_folder(
    project: Project, experiment: Experiment, task: dict[str, Any]
) -> Iterator[Path]:
    """A folder for one process of an experiment, with its task inside, gone afterwards."""
    tasks = project.folders.state / "tasks"
    with naming(tasks):
        tasks.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(dir=tasks, prefix=f"{experiment.name}-"))
    try:
        smoke = project.folders.smoke
        write_compact_json(
            folder / "task.json", {"experiment": experiment.name, "smoke": smoke, **task}
        )
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def run_cells_in(
    project: Project, cells: list[Any], folder: Path, kernels: Kernels, hear: Hear
) -> None:
    environment = {**run_environment(project), "EXECUTED_SLIDES_TASK": str(folder)}
    notebook.run_cells(
        cells, project.folders.experiments, environment, folder / "log.txt", kernels, hear
    )


def run_environment(project: Project) -> dict[str, str]:
    """The environment that all runs share."""
    environment = {
        **os.environ,
        **project.settings.environment,
        # Figures are kept by record.figure; the page links them instead of embedding them.
        "MPLBACKEND": "agg",
        "PYTHONHASHSEED": "0",
    }
    if project.data:
        environment["DECK_DATA"] = str(project.data)
    return environment


def start_server(
    project: Project, names: Iterable[str], running: ForkServer | None = None
) -> ForkServer | None:
    """The process from which the kernels of these experiments are forked, where that can be.

    One that is `running` already goes on if it is what they need, and ends if not.
    """
    if sys.platform != "linux" or not project.settings.warm_start:
        return None
    packages: set[str] = set()
    for experiment in (project.experiments[name] for name in names):
        packages |= experiment.code.measure["packages"].keys()
        packages |= experiment.code.draw["packages"].keys()
    folder = project.folders.experiments
    sources = [path.read_text("utf-8") for path in folder.rglob("*.py")]
    modules = modules_for(packages, sources)
    if running and running.serves(modules):
        return running
    if running:
        running.close()
    return ForkServer(folder, run_environment(project), modules)


def read_outcome(folder: Path) -> dict[str, Any]:
    path = folder / "outcome.json"
    return json.loads(path.read_text("utf-8")) if path.exists() else EMPTY


def finish_record(
    project: Project,
    experiment: Experiment,
    kept: list[dict[str, Any]],
    kernels: Kernels,
    hear: Hear,
) -> dict[str, Any]:
    """Draws freshly measured runs and puts figures, page and record in place."""
    parameters = experiment.script.effective_parameters(project.folders.smoke)
    measured = {**experiment.measure, "data": {**experiment.measure["data"], **kept[0]["data"]}}
    record = {
        "format": RECORD_FORMAT,
        "experiment": experiment.name,
        "finding": experiment.script.finding,
        "smoke": project.folders.smoke,
        "parameters": parameters,
        "runs": [with_machine(part, kept[0]["machine"]) for part in kept],
        "measure": {"key": key_of(measured), **measured},
        "versions": installed_versions(experiment),
        "machine": kept[0]["machine"],
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    from nbformat import from_dict

    cells = [from_dict(cell) for cell in kept[0]["cells"]]
    return put_in_place(project, experiment, record, cells, kernels, hear)


def with_machine(part: dict[str, Any], usual: dict[str, Any]) -> dict[str, Any]:
    """A run, which names the kind of its machine where that is not the record's."""
    run = {name: value for name, value in part["run"].items() if name != "machine"}
    return run if part["machine"] == usual else {**run, "machine": part["machine"]}


def redraw_figures(
    project: Project, experiment: Experiment, kernels: Kernels, hear: Hear
) -> dict[str, Any]:
    """Draws a record's figures again, and its page, without measuring anything."""
    cells = recorded_cells(project, experiment)
    return put_in_place(project, experiment, experiment.record, cells, kernels, hear)


def recorded_cells(project: Project, experiment: Experiment) -> list[Any]:
    """The measuring cells of a record's first run, with the outputs that they had.

    Outputs that are not those of the record's own run are left out, never passed on.
    """
    path = project.folders.lab / f"{experiment.name}.ipynb"
    recorded = experiment.record["evidence"].get(
        path.relative_to(project.folders.outputs).as_posix()
    )
    kept = evidence.read_notebook(path) if path.exists() and sha256(path) == recorded else []
    return [c for c in kept if c.metadata.get("executed_slides", {}).get("role") != "figure"]


def put_in_place(
    project: Project,
    experiment: Experiment,
    record: dict[str, Any],
    measured: list[Any],
    kernels: Kernels,
    hear: Hear,
) -> dict[str, Any]:
    folders = project.folders
    runs = [{**run, "parameters": parameters_of(record, run)} for run in record["runs"]]
    task = {"runs": runs, "needs": needed_runs(project, experiment, runs[0]["seed"])}
    with made_run_folder(project, experiment, task) as stage:
        drawn, figures = draw_figures(project, experiment, record, stage, kernels, hear)
        parts = draw_parts(project, experiment, record)
        files = {name: folders.image / f"{name}.png" for name in figures}
        stamp_figures(stage, figures, record, key_of(parts))
        record = {
            **record,
            "finding": experiment.script.finding,
            "versions": {**record["versions"], **parts["packages"]},
            "draw": {"key": key_of(parts), **parts},
            "figures": {
                name: {
                    "file": path.relative_to(folders.outputs).as_posix(),
                    "sha256": sha256(stage / path.name),
                    "alt": figures[name]["alt"],
                }
                for name, path in files.items()
            },
        }
        cells = evidence.notebook_of(experiment.script, record, measured, drawn, figures)
        write_text(stage / f"{experiment.name}.ipynb", evidence.notebook_text(cells))
        write_text(stage / f"{experiment.name}.html", evidence.lab_page(cells, record))
        files |= {
            f"{experiment.name}{end}": folders.lab / f"{experiment.name}{end}"
            for end in evidence.ENDINGS
        }
        record["evidence"] = {
            path.relative_to(folders.outputs).as_posix(): sha256(stage / path.name)
            for path in files.values()
            if path.suffix in evidence.ENDINGS
        }
        if kernels.stopped:
            raise KeyboardInterrupt
        move_all(stage, list(files.values()))
        write_record(folders.results / f"{experiment.name}.json", record)
    experiment.record = record
    experiment.measure_reasons, experiment.draw_reasons = [], []
    shutil.rmtree(run_file(project, experiment, Variant(None)).parent, ignore_errors=True)
    return record


def stamp_figures(
    stage: Path, figures: dict[str, Any], record: dict[str, Any], draw_key: str
) -> None:
    about = {
        "Experiment": record["experiment"],
        "Measure key": record["measure"]["key"],
        "Draw key": draw_key,
    }
    for name in figures:
        write_stamp(stage / f"{name}.png", about)


def move_all(stage: Path, targets: list[Path]) -> None:
    """Puts staged files in place in one go, once there is room for all of them."""
    with ExitStack() as places:
        for target in targets:
            shutil.copyfile(stage / target.name, places.enter_context(whole(target)))


def installed_versions(experiment: Experiment) -> dict[str, str]:
    packages = experiment.measure["packages"] | experiment.code.draw["packages"]
    return {"python": platform.python_version(), **packages}


def machine() -> dict[str, Any]:
    """The kind of machine, as far as it may bear on results and times; never its name."""
    import psutil

    return {
        "system": platform.system(),
        "processor": platform.machine(),
        "cores": os.cpu_count(),
        "memory_gb": round(psutil.virtual_memory().total / 1e9),
    }
