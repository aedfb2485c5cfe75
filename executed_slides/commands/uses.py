"""`uses`: where slides show a value, and where what stands on a slide comes from."""

import argparse

from executed_slides.base.command_line import command
from executed_slides.base.folders import Folders
from executed_slides.commands.exit_codes import GOOD
from executed_slides.commands.printer import Printer
from executed_slides.commands.uses_lines import answer_lines
from executed_slides.proof.answers import Questions, Reply


def add_arguments(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "what",
        metavar="WHAT",
        help="imdb.test_accuracy, a record, a parameter, a figure; or the number of a slide",
    )


def run(folders: Folders, options: argparse.Namespace, printer: Printer) -> int:
    questions = Questions(folders)
    by_number = options.what.isdecimal()
    what = options.what
    answer = questions.ask_slide(int(what)) if by_number else questions.ask_name(what)
    for line in answer_lines(what, answer, questions.decks):
        printer.say(line)
    _tell_doubts(answer, printer)
    printer.extra["uses"] = [use.as_json() for use in answer.uses]
    printer.extra["values"] = [fact.as_json() for fact in answer.values]
    return GOOD


def _tell_doubts(answer: Reply, printer: Printer) -> None:
    """What of the answer is not of today, or is missing."""
    if answer.aged:
        first, more = answer.aged[0], len(answer.aged) - 1
        others = f" and {more} more" if more else ""
        changed = f"{first}{others} changed since: this is of the slides as they were rendered"
        printer.tell("stale", "slides", f"{changed}; {command()} renders them")
    for fault in answer.faults:
        printer.tell("note", "unknown", fault.message)
