"""`init`: a new project that builds at once."""

import argparse
import shlex
from pathlib import Path

from executed_slides.base.errors import UsageError
from executed_slides.base.folders import Folders
from executed_slides.commands.exit_codes import GOOD
from executed_slides.commands.printer import Printer
from executed_slides.starter.new_project import (
    LANGUAGES,
    NewProject,
    find_ignored,
    plan_project,
    write_project,
)
from executed_slides.starter.origin import find_origin
from executed_slides.toolchain.node import find_node_on_path, is_new_enough


def add_arguments(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "folder",
        nargs="?",
        default=".",
        type=Path,
        metavar="FOLDER",
        help="where to (default: here); it may lie in a repository that exists",
    )
    verb.add_argument(
        "--lang", choices=LANGUAGES, default="en", help="the language of its words (default: en)"
    )
    verb.add_argument("--dry-run", action="store_true", help="say what it would add, add nothing")


def run(folders: Folders, options: argparse.Namespace, printer: Printer) -> int:
    if folders.smoke:
        raise UsageError("a new project has nothing to try yet", "leave out --smoke")
    root = options.folder.resolve()
    node = find_node_on_path()
    origin = find_origin("" if node and is_new_enough(node) else "[node]")
    project = plan_project(root, options.lang, origin)
    _tell_plan(project, printer)
    if options.dry_run:
        return GOOD
    write_project(project)
    _warn_of_its_surroundings(project, origin.place, printer)
    go = "" if root == Path.cwd() else f"cd {shlex.quote(options.folder.as_posix())} && "
    printer.say(f"\nnext:   {go}uv run build.py")
    return GOOD


def _tell_plan(project: NewProject, printer: Printer) -> None:
    """Says what will be added, before anything is."""
    top = project.repository
    for file in sorted(project.files):
        if file.suffix != ".ttf":
            printer.tell("add", file.relative_to(top).as_posix())
    fonts = [file for file in project.files if file.suffix == ".ttf"]
    size = sum(len(project.files[file]) for file in fonts) / 1e6
    folder = fonts[0].parent.relative_to(top).as_posix()
    printer.tell("add", f"{folder}/*.ttf", f"{len(fonts)} fonts, {size:.0f} MB")
    for file in project.left:
        printer.tell("--", file.relative_to(top).as_posix(), "is there, and stays as it is")


def _warn_of_its_surroundings(project: NewProject, place: str | None, printer: Printer) -> None:
    if place:
        printer.warn(
            f"note: pyproject.toml names this engine by a path of this machine, {place}: "
            "nobody else can build the slides until it names a version or a git address"
        )
    if ignored := find_ignored(project):
        printer.warn(
            f"note: git ignores {', '.join(ignored)}: these belong into commits; "
            "mend the .gitignore above them"
        )
