"""Making a record: measured runs are drawn, and figures, pages and record put in place at once."""

import platform
import shutil
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from msgspec import structs

from executed_slides.base.command_line import command
from executed_slides.base.errors import DeckError
from executed_slides.base.files import is_file, sha256, whole
from executed_slides.base.folders import Folders
from executed_slides.records.influences import merge_influences
from executed_slides.records.keys import NOT_DRAWN, with_key
from executed_slides.records.record_files import write_record
from executed_slides.records.schema import FORMAT, Acceptance, Figure, Machine, Record, Run
from executed_slides.runs import lab_pages
from executed_slides.runs.drawing import draw_figures
from executed_slides.runs.heard_influences import hear_influences
from executed_slides.runs.kept_runs import KeptRun, drop_kept_runs
from executed_slides.runs.notebook import Hear, Kernels
from executed_slides.runs.observing import find_contradiction, merge_observed, observe
from executed_slides.runs.tasks import Task, declared_by, given_runs, task_folder
from executed_slides.state.experiments import Experiment
from executed_slides.state.project import Project
from executed_slides.state.staleness import draw_parts


def finish_record(
    project: Project, experiment: Experiment, kept: list[KeptRun], kernels: Kernels, hear: Hear
) -> Record:
    """Draws freshly measured runs and puts figures, page and record in place.

    Raises DeckError where two of them read different versions of one file.
    """
    from nbformat import from_dict

    _refuse_contradiction(experiment, kept)
    first, measure = kept[0], experiment.measure
    data = {**measure.data, **first.data}
    observed = merge_observed([each.observed for each in kept])
    influences = merge_influences([each.influences for each in kept])
    measure = structs.replace(measure, data=data, observed=observed, influences=influences)
    record = Record(
        format=FORMAT,
        experiment=experiment.name,
        finding=experiment.script.finding,
        smoke=project.folders.smoke,
        parameters=experiment.script.effective_parameters(project.folders.smoke),
        runs=[_with_machine(each, first.machine) for each in kept],
        measure=with_key(measure),
        versions=_installed_versions(experiment),
        machine=first.machine,
        date=datetime.now(UTC).isoformat(timespec="seconds"),
        draw=NOT_DRAWN,
        figures={},
        evidence={},
        accepted=_still_accepted(experiment, kept),
    )
    cells = [from_dict(cell) for cell in first.cells]
    return _put_in_place(project, experiment, record, cells, kernels, hear)


def _still_accepted(experiment: Experiment, kept: list[KeptRun]) -> list[Acceptance]:
    """What was accepted of the runs that the former record lends; none of them was repeated."""
    lent = {id(run) for run in experiment.reusable.values()}
    if experiment.record and any(id(each.run) in lent for each in kept):
        return experiment.record.accepted
    return []


def _refuse_contradiction(experiment: Experiment, kept: list[KeptRun]) -> None:
    """A record of runs that read different data, put back meanwhile or not, is of neither."""
    read = {
        each.run.variant.label or "its run": {**each.data, **(each.observed or {})} for each in kept
    }
    if contradiction := find_contradiction(read):
        name = experiment.name
        raise DeckError(
            f"{experiment.script.shown}: {contradiction}",
            f"{command(name)} repeats the runs that read another than is there now; "
            f"{command(name, '--force')} repeats all",
        )


def _with_machine(kept: KeptRun, usual: Machine) -> Run:
    """A run, which names the kind of its machine where that is not the record's."""
    return structs.replace(kept.run, machine=None if kept.machine == usual else kept.machine)


def redraw_figures(
    project: Project, experiment: Experiment, record: Record, kernels: Kernels, hear: Hear
) -> Record:
    """Draws a record's figures again, and its page, without measuring anything."""
    cells = lab_pages.recorded_cells(project.folders, record)
    return _put_in_place(project, experiment, record, cells, kernels, hear)


def _put_in_place(
    project: Project,
    experiment: Experiment,
    record: Record,
    measured: list[Any],
    kernels: Kernels,
    hear: Hear,
) -> Record:
    folders, block = project.folders, experiment.script.block
    needs = project.needed_records(experiment)
    record = record.with_ways(block.summary, block.typical)
    if block.typical:
        record.typical_runs()  # It says at once where there is no such number.
    task = Task(
        experiment=experiment.name,
        root=str(folders.root),
        smoke=folders.smoke,
        runs=given_runs(record),
        needs={name: given_runs(needed) for name, needed in needs.items()},
        declared=declared_by(block),
    )
    with task_folder(folders, task) as stage:
        drawn, shown, choices = draw_figures(project, experiment, record, stage, kernels, hear)
        parts = draw_parts(_with_reads(project, experiment, stage), record, needs)
        files = {name: folders.image / f"{name}.{about.format}" for name, about in shown.items()}
        record = structs.replace(
            record,
            format=FORMAT,
            finding=experiment.script.finding,
            versions={**record.versions, **parts.packages},
            draw=parts,
            choices=choices,
            figures={
                name: Figure(
                    file=file.relative_to(folders.outputs).as_posix(),
                    sha256=sha256(stage / file.name),
                    alt=shown[name].alt,
                )
                for name, file in files.items()
            },
        )
        cells = lab_pages.notebook_of(experiment.script, record, measured, drawn)
        pages = lab_pages.write_lab_pages(stage, record, cells)
        record = structs.replace(
            record, evidence={f"slides/lab/{page.name}": sha256(page) for page in pages}
        )
        if kernels.stopped:
            raise KeyboardInterrupt
        _move_all(stage, [*files.values(), *(folders.lab / page.name for page in pages)])
        write_record(folders.results / f"{experiment.name}.json", record)
    if experiment.record:
        _remove_former(folders, experiment.record, record)
    drop_kept_runs(folders, experiment)
    return record


def _with_reads(project: Project, experiment: Experiment, stage: Path) -> Experiment:
    """The experiment with what its figure cells were just seen to read."""
    drawn_from = experiment.drawn_from
    draws = bool(experiment.code.draw.cells)
    observed = observe(project, experiment, drawn_from, stage) if draws else {}
    influences = hear_influences(project, experiment, experiment.code.draw, stage) if draws else {}
    read = structs.replace(drawn_from, observed=observed, influences=influences)
    return replace(experiment, drawn_from=read)


def _move_all(stage: Path, targets: list[Path]) -> None:
    """Puts staged files in place in one go, once there is room for all of them."""
    with ExitStack() as places:
        for target in targets:
            shutil.copyfile(stage / target.name, places.enter_context(whole(target)))


def _remove_former(folders: Folders, former: Record, record: Record) -> None:
    """Removes what a figure was before it had another format, if it is what the build made."""
    for name, figure in record.figures.items():
        before = former.figures.get(name, figure)
        file = folders.outputs / before.file
        if before.file != figure.file and is_file(file) and sha256(file) == before.sha256:
            file.unlink()


def _installed_versions(experiment: Experiment) -> dict[str, str]:
    packages = experiment.measure.packages | experiment.code.draw.packages
    return {"python": platform.python_version(), **packages}
