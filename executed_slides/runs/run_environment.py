"""What all runs share: their environment, and the process from which they are forked."""

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from executed_slides.base.files import files_in, text_of
from executed_slides.runs.fork_server import ForkServer, modules_for
from executed_slides.runs.notebook import Hear, Kernels, run_cells
from executed_slides.runs.tasks import TASK_FOLDER
from executed_slides.state.project import Project


def _run_environment(project: Project) -> dict[str, str]:
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
        packages |= experiment.code.measure.packages.keys()
        packages |= experiment.code.draw.packages.keys()
    folder = project.folders.experiments
    sources = [text_of(path) or "" for path in files_in(folder, ".py", below=True)]
    modules = modules_for(packages, sources)
    if running and running.serves(modules):
        return running
    if running:
        running.close()
    return ForkServer(folder, _run_environment(project), modules)


def run_cells_in(
    folder: Path, project: Project, cells: list[Any], kernels: Kernels, hear: Hear
) -> None:
    """Runs cells in a process of their own, whose task and outcome lie in `folder`."""
    environment = {**_run_environment(project), TASK_FOLDER: str(folder)}
    run_cells(cells, project.folders.experiments, environment, folder / "log.txt", kernels, hear)
