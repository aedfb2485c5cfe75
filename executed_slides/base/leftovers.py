"""Leftovers: what the engine made and nobody needs any more, found by its name and place.

Nothing is taken for one that git tracks, or that lies behind a link to elsewhere.
"""

import os
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from executed_slides.base.errors import DeckError
from executed_slides.base.files import DRAFT
from executed_slides.base.folders import Folders
from executed_slides.base.git import find_repository, known_files
from executed_slides.base.scratch import find_left_folders

# A file that is being written is touched all the while.
_SECONDS_TO_WRITE = 3600
# Where engines of before kept, in a project, what now lies in the user's cache.
_FORMER = ("browser", "browser-*", "marp-*", "fonts", "node", "settings")


class Leftover(NamedTuple):
    """A file or folder, and what it was."""

    path: Path
    about: str

    @property
    def size(self) -> int:
        """The bytes of its files, without those that it only links to."""
        below = (Path(folder, name) for folder, _, names in os.walk(self.path) for name in names)
        size = 0
        for path in (self.path, *below):
            with suppress(OSError):
                size += 0 if path.is_dir() else path.lstat().st_size
        return size


def find_unfinished(folders: Folders) -> Iterator[Leftover]:
    """What killed processes left: drafts of files, folders of runs, scratch folders."""
    rooms = (folders.results, folders.slides, folders.image, folders.lab, folders.state)
    for room in filter(lambda room: is_inside(room, folders.root), rooms):
        for draft in room.glob(f"{DRAFT}*"):
            if not draft.is_dir() and is_unused(draft, _SECONDS_TO_WRITE):
                yield Leftover(draft, "a file that was never finished")
    for folder in find_left_folders():
        yield Leftover(folder, "a scratch folder of a process that was killed")


def find_former(folders: Folders) -> Iterator[Leftover]:
    """What engines of before kept beside the deck."""
    if is_inside(folders.state, folders.root):
        for name in _FORMER:
            for path in folders.state.glob(name):
                yield Leftover(path, "of an engine of before")


def is_unused(path: Path, seconds: float) -> bool:
    """Whether nobody has touched it for so long; what is gone meanwhile is no matter."""
    try:
        return time.time() - path.lstat().st_mtime > seconds
    except OSError:
        return False


def is_inside(path: Path, root: Path) -> bool:
    """Whether a path lies below a folder in truth, and no link on the way leads elsewhere."""
    real = Path(os.path.realpath(path))
    return real == Path(os.path.realpath(root)) / path.relative_to(root)


def untracked(root: Path, leftovers: Iterable[Leftover]) -> list[Leftover]:
    """Those of which git tracks nothing."""
    leftovers = list(leftovers)
    if not leftovers or not find_repository(root):
        return leftovers
    names, _ = known_files(root, "git says which files are its own")
    tracked = [root / name for name in names]
    return [
        each for each in leftovers if not any(file.is_relative_to(each.path) for file in tracked)
    ]


def remove(leftover: Leftover) -> None:
    """Raises DeckError where the system does not allow it."""
    path = leftover.path
    try:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    except OSError as error:
        raise DeckError(
            f"{path} cannot be removed: {error.strerror or error}", "remove it yourself"
        ) from error


def sweep(leftovers: Iterable[Leftover]) -> None:
    """Removes what certainly is dead; what cannot be removed stays until the next time."""
    for leftover in leftovers:
        with suppress(DeckError):
            remove(leftover)
