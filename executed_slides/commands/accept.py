"""`accept`: a change that is harmless by its user's own judgement."""

import argparse

from executed_slides.base.errors import UsageError
from executed_slides.base.folders import Folders
from executed_slides.commands.arguments import refuse_unknown_names
from executed_slides.commands.exit_codes import GOOD
from executed_slides.commands.printer import Printer
from executed_slides.state.acceptance import accept_changes
from executed_slides.state.project import read_project


def add_arguments(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("name", metavar="NAME", help="the experiment whose record stays")
    verb.add_argument(
        "--because", required=True, metavar="WHY", help="why its results are still the same"
    )


def run(folders: Folders, options: argparse.Namespace, printer: Printer) -> int:
    refuse_unknown_names(folders, [options.name])
    because = " ".join(options.because.split())
    if not any(map(str.isalpha, because)):
        raise UsageError("--because says nothing", "say why its results are still the same")
    from executed_slides.runs.build_lock import sole_build

    with sole_build(folders, printer.warn):
        project = read_project(folders)
        if error := project.errors.get(options.name):
            raise error
        accepted = accept_changes(project, options.name, because)
    for change in accepted.changes:
        printer.tell("accept", options.name, change)
    return GOOD
