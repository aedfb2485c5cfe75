"""`status`: what is stale and why."""

import argparse

from executed_slides.base.folders import Folders
from executed_slides.commands.exit_codes import code_of
from executed_slides.commands.forecast_lines import tell_forecast
from executed_slides.commands.printer import Printer
from executed_slides.records.influences import WORDS, Influences
from executed_slides.records.schema import OF_RUNS
from executed_slides.state.experiments import Experiment
from executed_slides.state.project import Project, read_project
from executed_slides.template.draft_experiments import find_experiment_problems


def add_arguments(verb: argparse.ArgumentParser) -> None:
    """It takes none of its own."""


def run(folders: Folders, options: argparse.Namespace, printer: Printer) -> int:
    project = read_project(folders)
    problems = find_experiment_problems(project)
    printer.problems(problems)
    stale = {problem.subject for problem in problems}
    for name in project.experiments:
        if name not in stale:
            printer.tell("--", name, "up to date")
    _tell_forecast(project, printer)
    unwatched = sum(_was_unwatched(experiment) for experiment in project.experiments.values())
    if unwatched:
        of = f"{unwatched} of {len(project.experiments)} records"
        printer.tell("note", "files", f"{of} are of a version that watched no files")
    if drawn := _find_run_figures(project):
        printer.tell("note", "figures", f"{', '.join(drawn)}: {OF_RUNS}")
    for kind, names in _find_influences(project).items():
        of = f"{len(names)} of {len(project.experiments)} records"
        printer.tell("note", kind, f"{of} {WORDS[kind]}, which no key counts: {', '.join(names)}")
    return code_of(problems)


def _tell_forecast(project: Project, printer: Printer) -> None:
    """What a build would run, and how long that may take."""
    if any(experiment.measure_reasons for experiment in project.experiments.values()):
        from executed_slides.runs.execution import mark_again
        from executed_slides.runs.forecast import forecast_runs

        mark_again(project, [], False, printer.tell)
        tell_forecast(forecast_runs(project, []), printer)


def _find_influences(project: Project) -> Influences:
    """What records say that their runs used and no key counts: the experiments, by kind."""
    found: Influences = {}
    for name, experiment in project.experiments.items():
        for kind in (experiment.record and experiment.record.measure.influences) or ():
            found.setdefault(kind, []).append(name)
    return {kind: found[kind] for kind in WORDS if kind in found}


def _find_run_figures(project: Project) -> list[str]:
    """The figures that measuring cells drew, each with its experiment."""
    return [
        f"{figure} ({name})"
        for name, experiment in project.experiments.items()
        for figure in sorted(experiment.record.names_of_run_figures if experiment.record else ())
    ]


def _was_unwatched(experiment: Experiment) -> bool:
    """Whether a record is of a version that did not watch what runs open."""
    record = experiment.record
    return record is not None and record.measure.observed is None
