"""Arguments that several verbs take."""

import argparse
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path

from executed_slides.base.command_line import command
from executed_slides.base.errors import UsageError
from executed_slides.base.folders import Folders
from executed_slides.scripts.script import find_scripts, refuse_notebook


def positive(text: str) -> int:
    if (number := int(text)) < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number


def port(text: str) -> int:
    if (number := positive(text)) > 65535:
        raise argparse.ArgumentTypeError("at most 65535")
    return number


def refuse_unknown_names(folders: Folders, names: Iterable[str]) -> None:
    there = [path.stem for path in find_scripts(folders.experiments)]
    for name in names:
        if name not in there:
            _refuse_what_is_no_experiment(folders, folders.experiments / name)
            raise UsageError(f"no experiment {name!r}", _what_there_is(name, there))


def _what_there_is(name: str, there: list[str]) -> str:
    """What may have been meant: an experiment, a verb, or the beginning of a project."""
    from executed_slides.commands.main import VERBS

    if near := get_close_matches(name, [*there, *VERBS], n=1):
        return f"is it {near[0]}? {command('--help')} lists the verbs"
    if not there:
        return f"{command('init')} makes a project; {command('--help')} lists the verbs"
    return f"experiments are {', '.join(there)}; {command('--help')} lists the verbs"


def _refuse_what_is_no_experiment(folders: Folders, place: Path) -> None:
    """Raises UsageError for a script without a block, and for a notebook, by what they need."""
    script, notebook = (place.with_name(f"{place.name}{e}") for e in (".py", ".ipynb"))
    if script.is_file():
        raise UsageError(
            f"no experiment {place.name!r}: {folders.shown(script)} has no experiment block",
            "write '# /// experiment' and '# ///' above its first cell",
        )
    if notebook.is_file():
        raise refuse_notebook(folders.shown(notebook))
