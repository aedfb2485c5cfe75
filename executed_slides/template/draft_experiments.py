"""Draft experiments: scripts that never ran, and that no deck shows yet."""

from dataclasses import replace

from executed_slides.base.files import files_in, is_there
from executed_slides.state.problems import Problem, find_stale_experiments
from executed_slides.state.project import Project
from executed_slides.template.deck_templates import find_named_experiments
from executed_slides.template.rendering import find_decks


def find_experiment_problems(project: Project) -> list[Problem]:
    """Every experiment whose record is not of today's script; of a draft that is but a note.

    It proves nothing wrong of slides that they show nothing of a script that somebody writes.
    """
    problems = find_stale_experiments(project)
    drafts = _find_drafts(project)
    return [
        replace(problem, kind="note", reason=f"{problem.reason}, and no deck shows it")
        if problem.subject in drafts
        else problem
        for problem in problems
    ]


def _find_drafts(project: Project) -> set[str]:
    """Those without a record that no template names, and nothing that one names needs."""
    folders = project.folders
    without = {
        name
        for name, experiment in project.experiments.items()
        if experiment.record is None and not is_there(folders.results / f"{name}.json")
    }
    if not without or not find_decks(folders.templates):
        return set()
    templates = files_in(folders.templates, "", below=True)
    return without - find_named_experiments(project, templates)
