"""Measuring: the cells of one run, executed with its seed at its point of the sweep.

script, data, needed records ──▶ .executed-slides/runs/KEY/SEED.json

A finished run outlives an interruption: the next build takes it from there.
"""

import os
import platform
import shutil
import time
from itertools import chain
from typing import Any

from executed_slides.base.command_line import command
from executed_slides.base.errors import DeckError
from executed_slides.base.files import sha256
from executed_slides.records.influences import Influences
from executed_slides.records.schema import Machine, Record, Run
from executed_slides.records.variants import Variant
from executed_slides.runs import notebook
from executed_slides.runs.artifacts import bring_artifacts, keep_artifacts
from executed_slides.runs.heard_influences import hear_influences
from executed_slides.runs.kept_runs import (
    KeptRun,
    checkpoint_folder,
    keep_run,
    leaving_outcome,
)
from executed_slides.runs.notebook import Hear, Kernels
from executed_slides.runs.observing import observe
from executed_slides.runs.run_environment import run_cells_in
from executed_slides.runs.run_figures import keep_figures
from executed_slides.runs.tasks import (
    Outcome,
    Task,
    declared_by,
    given_runs,
    read_outcome,
    task_folder,
    with_needed_runs,
)
from executed_slides.runs.undeclared_reads import Observed
from executed_slides.state.experiments import Experiment
from executed_slides.state.project import Project


def measure_run(
    project: Project,
    experiment: Experiment,
    variant: Variant,
    needs: dict[str, Record],
    kernels: Kernels,
    hear: Hear,
) -> KeptRun:
    """Runs the measuring cells with one seed, at one point of the sweep, and keeps the outcome.

    `needs` are the records that they read. Raises CellFailed when a cell raises, DeckError when
    the script read other data than it declares, or something changed meanwhile.
    """
    script, folders = experiment.script, project.folders
    parameters = script.effective_parameters(folders.smoke) | dict(variant.point)
    if variant.seed is not None:
        parameters["seed"] = variant.seed
    started = time.monotonic()
    cells: list[Any] = []
    outcome, artifacts, figures = Outcome(), {}, {}
    observed: Observed | None = {}
    influences: Influences | None = {}
    resume = checkpoint_folder(folders, experiment, variant)
    resumed = any(resume.rglob("*"))
    if script.measures:
        cells = _measure_cells(experiment, parameters)
        needs = {
            name: with_needed_runs(record, script, variant.seed) for name, record in needs.items()
        }
        bring_artifacts(project, chain(*(record.runs for record in needs.values())))
        task = Task(
            experiment=experiment.name,
            root=str(folders.root),
            smoke=folders.smoke,
            seed=variant.seed,
            parameters=parameters,
            needs={name: given_runs(record) for name, record in needs.items()},
            by_seed=script.block.seeds > 1,
            artifacts=str(folders.artifacts),
            resume=str(resume),
            declared=declared_by(script.block),
        )
        with (
            task_folder(folders, task) as folder,
            leaving_outcome(folders, experiment, variant, folder),
        ):
            run_cells_in(folder, project, script, cells, kernels, hear)
            outcome = read_outcome(folder, script.shown)
            observed = observe(project, experiment, experiment.measure, folder)
            influences = hear_influences(project, experiment, experiment.code.measure, folder)
            _check_data(experiment, outcome.data)
            _refuse_changed_files(project, experiment)
            artifacts = keep_artifacts(folders, script, folder / "artifacts")
            figures = keep_figures(folders, script, outcome.figures, folder)
    run = Run(
        seed=variant.seed,
        point=dict(variant.point),
        numbers=outcome.numbers,
        shares=outcome.shares,
        series=outcome.series,
        texts=outcome.texts,
        tables=outcome.tables,
        seconds=round(time.monotonic() - started, 1),
        pictures=outcome.pictures,
        artifacts=artifacts,
        figures=figures,
        resumed=resumed,
    )
    kept = KeptRun(run, outcome.data, cells, _this_machine(), observed, influences)
    keep_run(folders, experiment, kept)
    shutil.rmtree(resume, ignore_errors=True)
    return kept


def _measure_cells(experiment: Experiment, parameters: dict[str, Any]) -> list[Any]:
    cells = []
    for cell in experiment.script.cells:
        if not cell.draws:
            cells.append(notebook.script_cell(experiment.script, cell))
        if cell.sets_parameters and (set_by_run := experiment.script.overridden(parameters)):
            cells.append(notebook.parameters_cell(set_by_run))
    return cells


def _check_data(experiment: Experiment, read: dict[str, str | None]) -> None:
    declared = experiment.script.block.data
    for name in set(declared) - read.keys():
        raise DeckError(
            f"{experiment.script.shown}: its block declares data {name!r}, which no cell read",
            "read it with a function that calls record.data, or take it out of the block",
        )


def _refuse_changed_files(project: Project, experiment: Experiment) -> None:
    shown = experiment.script.shown
    for name, digest in experiment.measure.files.items():
        file = project.folders.root / name
        if not file.is_file() or sha256(file) != digest:
            raise DeckError(
                f"{shown}: file {name} changed while it ran",
                f"{command(experiment.name)} runs with what it is now",
            )


def _this_machine() -> Machine:
    """The kind of machine, as far as it may bear on results and times; never its name."""
    import psutil

    return Machine(
        system=platform.system(),
        processor=platform.machine(),
        cores=os.cpu_count(),
        memory_gb=round(psutil.virtual_memory().total / 1e9),
    )
