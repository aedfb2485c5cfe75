"""`rerun`: experiments run again in a scratch folder, beside their records."""

import argparse
from dataclasses import asdict

from executed_slides.base.folders import Folders
from executed_slides.commands.arguments import positive, refuse_unknown_names
from executed_slides.commands.exit_codes import FAILED, GOOD, STALE
from executed_slides.commands.printer import Printer
from executed_slides.diff.rerun import OUTSIDE, rerun_experiments


def add_arguments(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("names", nargs="*", metavar="NAME", help="only these experiments")
    verb.add_argument("--first-seed", action="store_true", help="with the first seed only")
    verb.add_argument("--jobs", type=positive, metavar="N", help="runs at once")


def run(folders: Folders, options: argparse.Namespace, printer: Printer) -> int:
    refuse_unknown_names(folders, options.names)
    outcome = rerun_experiments(
        folders, options.names, options.first_seed, options.jobs, printer.tell
    )
    printer.problems(outcome.stale)
    printer.extra["rerun"] = [asdict(repetition) for repetition in outcome.repetitions]
    for repetition in outcome.repetitions:
        printer.tell(repetition.verdict, repetition.name, repetition.summary)
        printer.details(repetition.details)
    if outcome.failures:
        return FAILED
    outside = any(repetition.verdict == OUTSIDE for repetition in outcome.repetitions)
    return STALE if outside or outcome.stale else GOOD
