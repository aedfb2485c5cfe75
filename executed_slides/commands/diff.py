"""`diff`: what a retraining changed."""

import argparse
from pathlib import Path

from executed_slides.base.errors import UsageError
from executed_slides.base.files import write_text
from executed_slides.base.folders import Folders
from executed_slides.commands.exit_codes import GOOD
from executed_slides.commands.printer import Printer
from executed_slides.diff.difference import compare_revision
from executed_slides.diff.revision import checked_out


def add_arguments(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "revision", nargs="?", default="HEAD", metavar="REV", help="a git revision (default: HEAD)"
    )
    verb.add_argument(
        "--html", type=Path, metavar="FILE", help="a page with slides and figures side by side"
    )
    verb.add_argument("--markdown", action="store_true", help="Markdown, for a pull request")


def run(folders: Folders, options: argparse.Namespace, printer: Printer) -> int:
    if folders.smoke:
        raise UsageError("diff compares results, and a smoke build has none")
    if options.json and options.markdown:
        raise UsageError("--json and --markdown at once", "run diff twice")
    with checked_out(folders, options.revision) as revision:
        difference = compare_revision(revision, folders)
        if options.html:
            from executed_slides.diff.as_page import difference_page

            write_text(options.html, difference_page(difference, folders, printer.warn))
    if options.json:
        from executed_slides.diff.as_json import as_json

        printer.extra["diff"] = as_json(difference)
    elif options.markdown:
        from executed_slides.diff.as_markdown import markdown_of

        print(markdown_of(difference), end="")
    else:
        from executed_slides.diff.as_text import print_difference

        print_difference(difference)
    if options.html and not options.markdown:
        printer.tell("page", options.revision, f"=> {options.html}")
    return GOOD
