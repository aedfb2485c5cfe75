"""What all runs share: their environment, and the process from which they are forked."""

import ast
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from executed_slides.base.files import files_in, text_of
from executed_slides.base.processes import FAMILY
from executed_slides.runs.as_script import DOCSTRING, SCRIPT
from executed_slides.runs.closed_environment import closed_environment, make_settings_folders
from executed_slides.runs.fork_server import ForkServer, modules_for
from executed_slides.runs.hidden_places import hide_places
from executed_slides.runs.notebook import Hear, Kernels, run_cells
from executed_slides.runs.run_sources import SOURCES, SOURCES_FILE, Source, write_sources
from executed_slides.runs.trace import TASK_FOLDER
from executed_slides.scripts.helpers import module_name
from executed_slides.scripts.script import Script
from executed_slides.state.project import Project
from executed_slides.toolchain.figure_browser import (
    DRAW_BY_BROWSER,
    bring_figure_browser,
    find_named_browser,
)

# Python takes away the spaces in front of a docstring's lines, from then on.
_CLEANS_DOCSTRINGS = sys.version_info >= (3, 13)


def _run_environment(project: Project) -> dict[str, str]:
    """The environment that all runs share."""
    browser = find_named_browser()
    if not browser and _draws_by_browser(project):
        browser = bring_figure_browser(project.folders)
    environment = closed_environment(project.folders, project.settings.environment, browser)
    if project.data:
        environment["DECK_DATA"] = str(project.data)
    return environment


def _draws_by_browser(project: Project) -> bool:
    codes = [each.code for each in project.experiments.values()]
    return any(
        not DRAW_BY_BROWSER.isdisjoint(part.packages)
        for code in codes
        for part in (code.measure, code.draw)
    )


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
    # Not where scripts lie: a library may read settings from where it is imported.
    return ForkServer(make_settings_folders(project.folders), _run_environment(project), modules)


def run_cells_in(
    folder: Path, project: Project, script: Script, cells: list[Any], kernels: Kernels, hear: Hear
) -> None:
    """Runs cells of a script in a process of their own, whose task and outcome lie in `folder`."""
    make_settings_folders(project.folders)
    sources = folder / SOURCES
    write_sources(sources, _sources_of(project), project.folders.experiments)
    environment = {
        **_run_environment(project),
        FAMILY: kernels.family,
        # IPython keeps settings and history in one place, and runs go on side by side.
        "IPYTHONDIR": str(folder / "ipython"),
        TASK_FOLDER: str(folder),
        SOURCES_FILE: str(sources),
        SCRIPT: str(script.path),
    }
    if (docstring := ast.get_docstring(script.tree, clean=_CLEANS_DOCSTRINGS)) is not None:
        (folder / DOCSTRING).write_bytes(docstring.encode("utf-8", "surrogatepass"))
    scripts, log = project.folders.experiments, folder / "log.txt"
    run_cells(cells, scripts, environment, log, kernels, hear, project.settings.idle_minutes)
    hide_places(cells, project.folders.root, folder, project.data)


def _sources_of(project: Project) -> dict[str, Source]:
    """The modules in experiments/ and in packages of the user's own, as keys have hashed them.

    Those that no key counts are served too: what a run finds by a computed name is there.
    """
    folder, helpers = project.folders.experiments, project.helpers
    there = {
        module_name(path.relative_to(folder)): Source(str(path), text)
        for path in files_in(folder, ".py", below=True)
        if (text := text_of(path)) is not None
    }
    hashed = {
        name: Source(str(path), helpers.files[path]) for name, path in helpers.paths.items() if path
    }
    return {**there, **hashed}
