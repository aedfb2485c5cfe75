"""A disk that fails once: the nth time that a build touches a file of its deck.

By hand it builds the tiny deck at ROOT, and dies before its nth touch:

    python tests/failing_disk.py ROOT N
"""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

_TOUCHES = {
    *("os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.link", "os.symlink", "os.truncate"),
    *("shutil.copyfile", "shutil.move", "shutil.rmtree"),
}
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


class FailingDisk:
    """What happens before each touch of a file below `root`; `touches` are those until now."""

    root = ""
    touches: list[str]

    def before(self, number: int) -> None:
        """Raises or does what the nth touch meets."""

    def hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if self.root and (path := _touched(event, arguments)) and path.startswith(self.root):
            self.touches.append(f"{event} {path.removeprefix(self.root)}")
            self.before(len(self.touches))


def _touched(event: str, arguments: tuple[Any, ...]) -> str:
    """The file that an event writes, moves or removes; none of one that only reads."""
    is_touch = event in _TOUCHES or (event == "open" and int(arguments[2] or 0) & _WRITING)
    path = arguments[0] if is_touch else ""
    return os.fsdecode(path) if isinstance(path, str | bytes | os.PathLike) else ""


DISK = FailingDisk()
sys.addaudithook(DISK.hear)


@contextmanager
def watched(root: Path) -> Iterator[FailingDisk]:
    DISK.root, DISK.touches = f"{root}/", []
    try:
        yield DISK
    finally:
        DISK.root = ""
        DISK.__dict__.pop("before", None)


@contextmanager
def failing(root: Path, at: int, error: int) -> Iterator[FailingDisk]:
    """While it lasts, the touch with this number fails, as a disk that is full, or refuses."""

    def before(number: int) -> None:
        if number == at:
            raise OSError(error, os.strerror(error), DISK.touches[-1].partition(" ")[2])

    with watched(root) as disk:
        disk.before = before  # type: ignore[method-assign]
        yield disk


def build_until(root: Path, at: int) -> int:
    """Builds a deck without Marp, and dies before its nth touch."""
    from tiny_deck import leave_out_marp

    from executed_slides.commands.main import main

    def before(number: int) -> None:
        if number == at:
            os._exit(-errno.EINTR & 0xFF)

    with pytest.MonkeyPatch.context() as patch, watched(root) as disk:
        leave_out_marp(patch)
        disk.before = before  # type: ignore[method-assign]
        return main(root, ["build", "--jobs", "1"])


if __name__ == "__main__":
    sys.exit(build_until(Path(sys.argv[1]), int(sys.argv[2])))
