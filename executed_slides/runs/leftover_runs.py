"""Leftover runs: what runs of former code, parameters or data left, which no build takes up."""

from collections.abc import Iterator
from pathlib import Path

from executed_slides.base.folders import Folders
from executed_slides.base.leftovers import Leftover, find_unfinished, is_inside, sweep
from executed_slides.base.user_cache import user_cache
from executed_slides.runs.artifacts import list_artifacts
from executed_slides.state.project import Project

_KINDS = {"runs": "finished runs", "resume": "checkpoints"}


def find_leftover_runs(project: Project) -> Iterator[Leftover]:
    """What no build takes up: former runs, checkpoints, failures, and artifacts of no record.

    Of scripts that cannot be read nothing is known, and in a smoke build nothing of the others.
    """
    folders = project.folders
    if project.errors or folders.smoke or not is_inside(folders.state, folders.root):
        return
    current = {experiment.key[:32] for experiment in project.experiments.values()}
    for room, kind in _KINDS.items():
        for folder in (folders.state / room).glob("*"):
            if folder.name not in current:
                yield Leftover(folder, f"{kind} of former code, parameters or data")
    yield from _find_past_failures(project)
    for kept in list_artifacts(project):
        if not kept.makers:
            yield Leftover(kept.file.parent, f"{kept.file.name}, which no record names")


def _find_past_failures(project: Project) -> Iterator[Leftover]:
    """What failed runs had recorded, of experiments that are gone or have succeeded since."""
    for folder in (project.folders.state / "failed").glob("*"):
        experiment = project.experiments.get(folder.name)
        if experiment is None or (experiment.record and not experiment.measure_reasons):
            yield Leftover(folder, "what a run had recorded before it failed")


def sweep_dead_leftovers(folders: Folders) -> None:
    """Removes what killed builds left, in a build: there is no other one now whose it could be."""
    sweep(find_unfinished(folders))
    sweep(find_dead_links())


def find_dead_links() -> Iterator[Leftover]:
    """Folders by which Keras found data and models that lie nowhere any more."""
    for folder in (user_cache() / "settings").glob("keras-*"):
        if folder.is_dir() and any(_is_dead(link) for link in folder.iterdir()):
            yield Leftover(folder, "links to what Keras had fetched, and is gone")


def _is_dead(link: Path) -> bool:
    return link.is_symlink() and not link.exists()
