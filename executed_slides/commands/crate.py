"""`crate`: slides, records and provenance as one archive."""

import argparse

from executed_slides.base.errors import UsageError
from executed_slides.base.folders import Folders
from executed_slides.commands.exit_codes import GOOD, code_of
from executed_slides.commands.printer import Printer
from executed_slides.proof.check import check_deck
from executed_slides.proof.crate import write_crate
from executed_slides.state.project import read_project


def add_arguments(verb: argparse.ArgumentParser) -> None:
    """It takes none of its own."""


def run(folders: Folders, options: argparse.Namespace, printer: Printer) -> int:
    if folders.smoke:
        raise UsageError("a crate is for results, and a smoke build has none")
    project = read_project(folders)
    problems, decks = check_deck(project)
    # Slides that show too little are still what the records say.
    problems = [problem for problem in problems if problem.kind != "layout"]
    printer.problems(problems)
    if (code := code_of(problems)) != GOOD:
        return code
    for deck in decks:
        printer.tell("crate", deck.name, f"=> {folders.shown(write_crate(project, deck))}")
    return GOOD
