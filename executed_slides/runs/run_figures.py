"""Figures of runs: those that measuring cells draw, kept as by-products of their run.

run ── record.figure ──▶ artifacts/SHA-256/NAME.svg ── the typical run's ──▶ slides/image/NAME.svg

One copy is enough: where the slides have theirs, the other may go. Where both are gone, the run
draws it again.
"""

import shutil
from collections.abc import Collection, Iterable
from dataclasses import replace
from pathlib import Path

from executed_slides.base.command_line import command
from executed_slides.base.errors import DeckError
from executed_slides.base.files import is_file, sha256
from executed_slides.base.folders import Folders
from executed_slides.records.schema import OF_RUNS, Record, RunFigure
from executed_slides.records.variants import Variant
from executed_slides.runs.artifacts import find_fault_of, keep_file
from executed_slides.runs.store import artifact_file, fetch_from_store
from executed_slides.runs.tasks import DrawnFigure
from executed_slides.scripts.script import Script
from executed_slides.state.experiments import Experiment
from executed_slides.state.project import Project


class LostFigure(DeckError):
    """No copy is left of a figure that earlier runs drew: those `drew` it that stand for all."""

    def __init__(self, experiment: str, shown: str, figure: str, drew: list[Variant]):
        super().__init__(
            f"{shown}: no copy is left of figure {figure!r}, which another run drew before",
            f"{command(experiment, '--force')} draws it again",
        )
        self.figure, self.drew = figure, drew


def keep_figures(
    folders: Folders, script: Script, drawn: dict[str, DrawnFigure], made: Path
) -> dict[str, RunFigure]:
    """Takes the figures that a run drew into the cache, and says what its record must know.

    Raises DeckError for one of a sweep, and for one that the block declares and no cell draws.
    """
    if drawn and script.block.sweep:
        raise DeckError(
            f"{script.shown}: figure {min(drawn)!r} is drawn by a measuring cell of a sweep, at "
            "each of its points",
            'draw it in a cell tagged figure, # %% TITLE tags=["figure"], of record.runs()',
        )
    if not any(cell.draws for cell in script.cells):
        refuse_undrawn(script, drawn)
    return {
        name: RunFigure(
            keep_file(folders, made / f"{name}.{about.format}"), about.format, about.alt
        )
        for name, about in drawn.items()
    }


def refuse_undrawn(script: Script, drawn: Collection[str]) -> None:
    """Raises DeckError for a figure that the block declares and no cell has drawn."""
    for name in script.block.figures:
        if name not in drawn:
            raise DeckError(
                f"{script.shown}: its block declares figure {name!r}, but no cell keeps it",
                f"call record.figure({name!r}, …) in a cell, or take it out",
            )


def bring_figures(
    project: Project, experiment: Experiment, record: Record, folder: Path, others: Collection[str]
) -> dict[str, DrawnFigure]:
    """Lays the figures that a record's run drew into a folder, and says what each one shows.

    Raises LostFigure, and DeckError for one that figure cells draw too, as `others`.
    """
    shown, figures = experiment.script.shown, record.run_figures()
    for name in figures.keys() & set(others):
        raise DeckError(
            f"{shown}: figure {name!r} is drawn twice, by a measuring cell and a figure cell",
            "leave one of them out, or give it another name",
        )
    for name, about in figures.items():
        if not _bring(project, folder / f"{name}.{about.format}", about.sha256):
            drew = [run.variant for run in record.typical_runs()]
            raise LostFigure(experiment.name, shown, name, drew)
    return {name: DrawnFigure(about.alt, about.format) for name, about in figures.items()}


def _bring(project: Project, file: Path, checksum: str) -> bool:
    """Copies what a run drew from where it is still kept; False where that is nowhere."""
    if kept := _find_copy(project, file.name, checksum):
        shutil.copyfile(kept, file)
    elif project.store and not find_fault_of(project, file.name, checksum):
        fetch_from_store(project.store, file.name, checksum, file)
    return file.exists()


def _find_copy(project: Project, name: str, checksum: str) -> Path | None:
    """A copy on this machine: the kept one, or that of the slides."""
    folders = project.folders
    for file in (artifact_file(folders.artifacts, name, checksum), folders.image / name):
        if is_file(file) and sha256(file) == checksum:
            return file
    return None


def mark_lost_figures(
    project: Project, selected: Iterable[str], forced: Collection[str]
) -> dict[str, str]:
    """Makes stale whoever must run again because no copy is left of what its run drew.

    Returns the reason for each.
    """
    reasons: dict[str, str] = {}
    for name in selected:
        experiment = project.experiments[name]
        if name in forced or experiment.measure_reasons or not experiment.record:
            continue  # It runs again as it is.
        block = experiment.script.block
        record = experiment.record.with_ways(block.summary, block.typical)
        if lost := _find_lost(project, record):
            reasons[name] = f"no copy is left of figure {lost}, which its run drew"
            drew = {run.variant for run in record.typical_runs()}
            others = {v: run for v, run in experiment.reusable.items() if v not in drew}
            project.put(replace(experiment.must_run(reasons[name]), reusable=others))
    return reasons


def _find_lost(project: Project, record: Record) -> str | None:
    try:
        figures = record.run_figures()
    except DeckError:
        return None  # Whoever draws is told that no run stands for all.
    for name, about in figures.items():
        file = f"{name}.{about.format}"
        here = _find_copy(project, file, about.sha256)
        if not here and find_fault_of(project, file, about.sha256):
            return name
    return None


def describe_new_run_figures(record: Record, former: Record | None) -> list[str]:
    """Which figures a record's runs drew, and those of its former one did not."""
    known = former.names_of_run_figures if former else set()
    new = sorted(record.names_of_run_figures - known)
    return [f"{', '.join(new)}: {OF_RUNS}"] if new else []
