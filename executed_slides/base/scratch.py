"""Scratch folders: gone when their block ends, and known as left behind once their process ended.

Whoever makes one holds it, and the system itself lets go of it when that process is no more.
"""

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows has none: there, what is left is never taken for that.
    fcntl = None  # type: ignore[assignment]

# Engines of before held none of theirs, which had no `desk` in their names.
_PREFIX = "executed-slides-desk-"
# Between making a folder and holding it lies a moment.
_SECONDS_TO_HOLD = 60


class scratch_folder(tempfile.TemporaryDirectory):  # noqa: N801 used as a function
    """A folder that is gone when its block ends, and says in its name whose it was."""

    def __init__(self, parent: str | Path | None = None):
        super().__init__(prefix=_PREFIX, dir=parent, ignore_cleanup_errors=True)
        self._handle = _hold(self.name)

    def cleanup(self) -> None:
        super().cleanup()
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def _hold(folder: str) -> int | None:
    if fcntl is None:
        return None
    handle = os.open(folder, os.O_RDONLY)
    with suppress(OSError):  # Where a file system knows no locks, none is ever found let go.
        fcntl.flock(handle, fcntl.LOCK_SH)
    return handle


def find_left_folders() -> Iterator[Path]:
    """The user's scratch folders among temporary files that no process holds any more."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        if _is_left(folder):
            yield folder


def _is_left(folder: Path) -> bool:
    if fcntl is None:
        return False
    try:
        about = folder.lstat()
        is_ours = about.st_uid == os.getuid() and not folder.is_symlink()
        if not is_ours or time.time() - about.st_mtime < _SECONDS_TO_HOLD:
            return False
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    finally:
        os.close(handle)
    return True
