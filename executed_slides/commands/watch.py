"""`watch`: a preview in the browser that follows every save."""

import argparse
import contextlib

from executed_slides.base.folders import Folders
from executed_slides.commands.arguments import port
from executed_slides.commands.exit_codes import GOOD
from executed_slides.commands.printer import Printer
from executed_slides.watch.watching import watch_deck


def add_arguments(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("name", nargs="?", metavar="NAME", help="the deck, if there are several")
    verb.add_argument("--port", type=port, metavar="N", help="default: any free one")
    verb.add_argument("--no-open", action="store_true", help="open no browser")
    verb.add_argument("--run", action="store_true", help="train what is stale without being asked")


def run(folders: Folders, options: argparse.Namespace, printer: Printer) -> int:
    with contextlib.suppress(KeyboardInterrupt):
        watch_deck(
            folders,
            options.name,
            options.port,
            not options.no_open,
            options.run,
            printer.tell,
            printer.warn,
        )
    return GOOD
