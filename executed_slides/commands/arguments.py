"""Arguments that several verbs take."""

import argparse
from collections.abc import Iterable

from executed_slides.base.errors import UsageError
from executed_slides.base.folders import Folders
from executed_slides.scripts.script import find_scripts


def positive(text: str) -> int:
    if (number := int(text)) < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number


def refuse_unknown_names(folders: Folders, names: Iterable[str]) -> None:
    there = [path.stem for path in find_scripts(folders.experiments)]
    for name in names:
        if name not in there:
            raise UsageError(f"no experiment {name!r}", f"experiments are {', '.join(there)}")
