"""`clean`: what the engine left and nobody needs any more: shown, and removed when asked."""

import argparse
from collections.abc import Iterator

from executed_slides.base.command_line import command
from executed_slides.base.folders import Folders
from executed_slides.base.leftovers import (
    Leftover,
    find_former,
    find_unfinished,
    remove,
    untracked,
)
from executed_slides.commands.exit_codes import GOOD
from executed_slides.commands.printer import Printer
from executed_slides.output.leftover_installations import (
    find_half_installed,
    find_old_subsets,
    find_other_installations,
)
from executed_slides.runs.build_lock import sole_build
from executed_slides.runs.leftover_runs import find_dead_links, find_leftover_runs
from executed_slides.state.project import read_project


def add_arguments(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--yes", action="store_true", help="remove it; without, it is only shown")


def run(folders: Folders, options: argparse.Namespace, printer: Printer) -> int:
    if not options.yes:
        size = _go_through(folders, printer, is_removing=False)
        hint = f"`{command('clean', '--yes')}` removes it" if size else "nothing is left behind"
        printer.tell("--", f"{size / 1e6:.1f} MB", hint)
        return GOOD
    with sole_build(folders, printer.warn):
        size = _go_through(folders, printer, is_removing=True)
    printer.tell("--", f"{size / 1e6:.1f} MB", "removed")
    return GOOD


def _go_through(folders: Folders, printer: Printer, is_removing: bool) -> int:
    """Tells of each leftover, and removes it if asked; returns the bytes of all."""
    total = 0
    for leftover in _find_leftovers(folders):
        size = leftover.size
        if is_removing:
            remove(leftover)
        event = "removed" if is_removing else "left"
        printer.tell(event, folders.shown(leftover.path), f"{size / 1e6:9.1f} MB  {leftover.about}")
        total += size
    return total


def _find_leftovers(folders: Folders) -> Iterator[Leftover]:
    project = read_project(folders)
    inside = [*find_unfinished(folders), *find_former(folders), *find_leftover_runs(project)]
    yield from untracked(folders.root, inside)
    yield from find_dead_links()
    yield from find_half_installed(folders)
    yield from find_old_subsets(folders)
    yield from find_other_installations(folders)
