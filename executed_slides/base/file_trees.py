"""The files of a folder at any depth, such as those of a data set."""

import os
from collections.abc import Iterator
from pathlib import Path

from executed_slides.base.file_faults import refuse_no_file, unreadable
from executed_slides.base.file_names import spelled


def files_below(folder: Path) -> list[str]:
    """The paths of all files below a folder, those behind links to other folders among them.

    A link to a folder in which it lies leads to nothing new, and a lock that an editor leaves
    beside a file (`.#rows.csv`, a link to nowhere) is none. Raises Unreadable for a pipe, a
    socket or a device, and for what cannot be looked into.
    """
    return list(_walk(str(folder), (os.path.realpath(folder),)))


def _walk(folder: str, above: tuple[str, ...]) -> Iterator[str]:
    """`above` are the real places of the folder and of all in which it lies."""
    for entry in entries_of(folder):
        if _is_file(entry):
            yield entry.path
        elif is_folder(entry):
            place = os.path.realpath(entry) if entry.is_symlink() else f"{above[-1]}/{entry.name}"
            if place not in above:
                yield from _walk(entry.path, (*above, place))
        else:
            _refuse(entry)


def is_folder(entry: os.DirEntry) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # A link to itself.
        return False


def _is_file(entry: os.DirEntry) -> bool:
    try:
        return entry.is_file()
    except OSError:  # A link to itself.
        return False


def entries_of(folder: str) -> list[os.DirEntry]:
    """What lies in a folder. Raises Unreadable for one that may not be looked into."""
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError as error:
        raise unreadable(Path(folder), spelled(folder), error) from error


def _refuse(entry: os.DirEntry) -> None:
    """Raises Unreadable for what is neither a file nor a folder."""
    try:
        refuse_no_file(entry.stat().st_mode, spelled(entry.path))
    except OSError as error:
        if not entry.name.startswith("."):
            raise unreadable(Path(entry.path), spelled(entry.path), error) from error
