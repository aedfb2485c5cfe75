"""`crate`: slides, records and provenance as one archive, for each deck."""

import argparse

from executed_slides.base.errors import DeckError, UsageError
from executed_slides.base.folders import Folders
from executed_slides.commands.exit_codes import FAILED, GOOD, code_of, worst
from executed_slides.commands.printer import Printer
from executed_slides.proof.check import check_slides
from executed_slides.proof.crate import write_crate
from executed_slides.proof.crate_contents import find_contents
from executed_slides.state.problems import Problem, find_stale_experiments
from executed_slides.state.project import Project, read_project
from executed_slides.template.rendering import choose_deck, find_decks


def add_arguments(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "name", nargs="?", metavar="NAME", help="only this deck, if there are several"
    )


def run(folders: Folders, options: argparse.Namespace, printer: Printer) -> int:
    if folders.smoke:
        raise UsageError("a crate is for results, and a smoke build has none")
    decks = find_decks(folders.templates)
    if options.name or not decks:
        decks = [choose_deck(folders, options.name)]
    project = read_project(folders)
    problems: dict[Problem, None] = {}
    codes = [_write_crate(project, name, problems, printer) for name in decks]
    printer.problems(list(problems))
    return worst(codes)


def _write_crate(
    project: Project, name: str, problems: dict[Problem, None], printer: Printer
) -> int:
    """Packs a deck that is good, and returns how that went; what is wrong with one stops no other.

    Two decks may have a problem of one experiment, which is told once.
    """
    try:
        contents = find_contents(project, name)
        found = [*find_stale_experiments(project, contents.others), *check_slides(project, name)[0]]
        # Slides that show too little are still what the records say.
        found = [problem for problem in found if problem.kind != "layout"]
        problems |= dict.fromkeys(found)
        if (code := code_of(found)) != GOOD:
            return code
        shown = project.folders.shown(write_crate(project, name, contents))
    except DeckError as error:
        printer.error(error)
        return FAILED
    for reason in contents.left_out:
        printer.warn(f"note: {reason}: it is not in {shown}")
    printer.tell("crate", name, f"=> {shown}")
    return GOOD
