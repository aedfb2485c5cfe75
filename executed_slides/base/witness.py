"""A witness: notes each path that this process looks at, found or not, and how it was then.

open · os.listdir · os.scandir ── Python's audit ──┐
os.stat · os.lstat, by which all others ask        ┴──▶ path ──▶ its stat data at the first look
"""

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Self

from executed_slides.base.stat_data import StatData, stat_data_of

# What these tell no path tells.
_ELSEWHERE = ("subprocess.", "os.system", "os.exec", "os.spawn", "os.posix_spawn", "socket.")
_LISTS = ("os.listdir", "os.scandir")

_present: "list[Witness]" = []
_is_heard = False


class Witness:
    """While the block lasts, one notes in `seen` all that is looked at outside of `without`.

    `listed` are the folders whose entries were asked for. `is_sure` is false once something was
    looked at that has no path of its own: another process, a file that is open already.
    """

    def __init__(self, without: str):
        self.without = os.path.join(without, "")  # noqa: PTH118
        self.seen: dict[str, StatData] = {}
        self.listed: set[str] = set()
        self.is_sure = True
        self.asked = os.stat, os.lstat

    def __enter__(self) -> Self:
        global _is_heard
        if not _is_heard:
            sys.addaudithook(_hear)  # For good: Python takes none back.
            _is_heard = True
        os.stat, os.lstat = map(self.watched, self.asked)
        _present.append(self)
        return self

    def __exit__(self, *_: object) -> None:
        _present.remove(self)
        os.stat, os.lstat = self.asked

    def watched(self, ask: Callable[..., Any]) -> Callable[..., Any]:
        def look(path: Any, *, dir_fd: int | None = None, **how: Any) -> os.stat_result:
            self.note(path if dir_fd is None else dir_fd)
            return ask(path, dir_fd=dir_fd, **how)

        return look

    def note(self, path: Any, is_listed: bool = False) -> None:
        if isinstance(path, int):
            self.is_sure = False
            return
        name = os.path.abspath(os.fsdecode("." if path is None else path))  # noqa: PTH100
        if f"{name}/".startswith(self.without):
            return
        if is_listed:
            self.listed.add(name)
        if name in self.seen:
            return
        try:
            self.seen[name] = stat_data_of(name)
        except (OSError, ValueError):  # A loop of links, a name with a zero.
            self.is_sure = False


def _hear(event: str, arguments: tuple[Any, ...]) -> None:
    if not _present:
        return
    if event == "open" or event in _LISTS:
        with suppress(TypeError):
            _present[-1].note(arguments[0], is_listed=event in _LISTS)
    elif event.startswith(_ELSEWHERE):
        _present[-1].is_sure = False
