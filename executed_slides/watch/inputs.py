"""The files that can change the slides, and which of them nobody has told of.

watchfiles ──changes──▶ told
           ──a change that came in the instant of an answer──▶ found by how the file is now
"""

import contextlib
import os
from pathlib import Path

from executed_slides.base.folders import Folders

_DRAFTS = ("~", ".swp", ".swx", ".tmp", ".bak", ".pyc")
_MADE = (".md", ".html", ".pdf", ".pptx", ".json")


class Inputs:
    """All of them in some rooms, as they were when they were told of last."""

    def __init__(self, folders: Folders, rooms: list[Path]):
        self.folders, self.rooms = folders, rooms
        self.known = self.look()

    def look(self) -> dict[Path, tuple[int, ...] | None]:
        files = (
            Path(a, name) for room in self.rooms for a, _, names in os.walk(room) for name in names
        )
        return {file: _stamp(file) for file in files if is_input(self.folders, file)}

    def take(self, told: set[Path]) -> set[Path]:
        """The same; from now on they are known as they are."""
        self.known |= {path: _stamp(path) for path in told}
        return told

    def find_untold(self) -> set[Path]:
        """Files that are other ones than they were known for, which are known then."""
        before, self.known = self.known, self.look()
        return {file for file in {*before, *self.known} if before.get(file) != self.known.get(file)}


def _stamp(path: Path) -> tuple[int, ...] | None:
    """What tells a file as it is from itself another time."""
    with contextlib.suppress(OSError):
        if not path.is_dir():
            status = path.stat()
            return status.st_mtime_ns, status.st_size, status.st_ino
    return None


def is_input(folders: Folders, path: Path) -> bool:
    """Whether a file can change the slides: no editor's draft, nothing that the build makes."""
    if path.name.startswith((".", "#")) or path.name.endswith(_DRAFTS):
        return False
    if path.is_relative_to(folders.lab) or "__pycache__" in path.parts:
        return False
    return not (path.parent == folders.slides and path.suffix in _MADE)
