"""`history`: how a value moved over the revisions of its record."""

import argparse
from pathlib import Path

from executed_slides.base.errors import UsageError
from executed_slides.base.files import whole
from executed_slides.base.folders import Folders
from executed_slides.commands.exit_codes import GOOD
from executed_slides.commands.printer import Printer
from executed_slides.diff.history import History, Step, history_of
from executed_slides.diff.number_changes import show


def add_arguments(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("key", metavar="KEY", help="a value: imdb.test_accuracy")
    verb.add_argument("--png", type=Path, metavar="FILE", help="a chart of it, by Matplotlib")


def run(folders: Folders, options: argparse.Namespace, printer: Printer) -> int:
    if folders.smoke:
        raise UsageError("history tells of results, and a smoke build has none")
    history = history_of(folders, options.key)
    if options.png:
        from executed_slides.diff.history_chart import chart_of

        picture = chart_of(history)
        with whole(options.png) as draft:
            draft.write_bytes(picture)
    for line in _lines_of(history):
        printer.say(line)
    for note in history.notes:
        printer.tell("note", "history", note)
    if options.png:
        printer.tell("chart", options.key, f"=> {options.png}")
    printer.extra["history"] = [step.as_json() for step in history.steps]
    return GOOD


def _lines_of(history: History) -> list[str]:
    """A line for each value: commit, day, what slides show, least and greatest, and the subject."""
    count, revisions = len(history.steps), history.revisions
    of = f"{revisions} revision{'s' * (revisions != 1)} of its record"
    head = f"{history.key}   {count} value{'s' * (count != 1)} in {of}"
    columns = zip(*map(_row_of, history.steps), strict=True)
    filled = [column for column in columns if any(column)]
    widths = [max(map(len, column)) for column in filled]
    rows = [
        "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in zip(*filled, strict=True)
    ]
    return [head, *(f"  {row}" for row in rows)]


def _row_of(step: Step) -> tuple[str, ...]:
    ends = step.ends
    spread = f"{show(ends[0])}–{show(ends[1])}" if ends and ends[0] != ends[1] else ""
    seeds = f"{len(step.runs)} runs" if len(step.runs) > 1 else ""
    value = show(step.value) if step.runs else "gone"
    commit = step.commit
    return commit.hash or "now", commit.date, value, spread, seeds, commit.subject
