"""`present`: the finished slides, opened in a browser."""

import argparse
from pathlib import Path

from executed_slides.base.errors import DeckError
from executed_slides.base.folders import Folders
from executed_slides.commands.exit_codes import code_of
from executed_slides.commands.printer import Printer
from executed_slides.state.project import read_project
from executed_slides.watch.presentation import (
    KEYS,
    bring_page,
    choose_route,
    find_slides,
    judge_page,
    lead_to_route,
    mark_stale,
    measure_route,
    open_page,
)


def add_arguments(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("name", nargs="?", metavar="NAME", help="the deck, if there are several")
    verb.add_argument(
        "route", nargs="?", metavar="ROUTE", help="only its slides; the front matter names it"
    )
    verb.add_argument(
        "--strict", action="store_true", help="do not open slides that are stale or a draft"
    )
    verb.add_argument("--pdf", type=Path, metavar="FILE", help="print its slides, open none")
    verb.add_argument("--handout", type=Path, metavar="FILE", help="print a handout, open nothing")
    verb.add_argument("--no-open", action="store_true", help="only say which file is to be opened")


def run(folders: Folders, options: argparse.Namespace, printer: Printer) -> int:
    asked = [name for name in (options.name, options.route) if name]
    name, route = choose_route(folders, asked)
    page = bring_page(folders, name, printer.warn)
    problems = judge_page(read_project(folders), name)
    count = f"{len(problems)} problem{'s' if len(problems) != 1 else ''}"
    # A draft says on every slide what it is; that it is also stale it cannot know.
    stale = any(problem.kind != "draft" for problem in problems)
    state = "stale" if stale else "draft" if problems else "good"
    printer.tell(state, folders.shown(page), count)
    printer.problems(problems)
    if problems and options.strict:
        return code_of(problems)
    if stale:
        page = mark_stale(folders, page, len(problems))
    if options.pdf or options.handout:
        _print(folders, page, find_slides(folders, name, route), options, printer)
        return code_of(problems)
    length, limit = measure_route(folders, name, route)
    printer.tell("length", route or folders.shown(page), str(length))
    if limit and length.minutes > limit:
        printer.warn(f"warning: {length.minutes:.1f} minutes of notes for {limit:g} minutes")
    page = lead_to_route(folders, page, route) if route else page
    printer.tell("open", folders.shown(page), KEYS)
    if not options.no_open and not open_page(page):
        raise DeckError("there is no browser to open the slides", f"open {page} in one")
    return code_of(problems)


def _print(
    folders: Folders,
    page: Path,
    numbers: list[int],
    options: argparse.Namespace,
    printer: Printer,
) -> None:
    from executed_slides.output.printing import print_handout, print_show
    from executed_slides.toolchain.installation import install_marp

    install_marp(folders, printer.warn)
    for file, how in ((options.pdf, print_show), (options.handout, print_handout)):
        if file:
            how(folders, page, numbers, file.absolute())
            printer.tell("print", folders.shown(page), f"=> {file}")
