"""Fork servers that outlive their builds, for the next one that would start the same."""

from pathlib import Path
from typing import NamedTuple

from executed_slides.runs.fork_server import ForkServer

# Kernels have these as they are at their fork, and no import of a server asks for them.
_UNREAD = {"DECK_DATA", "EXECUTED_SLIDES_COMMAND", "PYTEST_CURRENT_TEST"}
# Tests go to and fro between a few kinds.
_MOST = 3


class _Kept(NamedTuple):
    server: ForkServer
    started_with: dict[str, str]


class LentServers:
    """Keeps servers: `lend` stands for `ForkServer`, and what it gives does not end them."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.kept: list[_Kept] = []

    def lend(self, folder: Path, environment: dict[str, str], modules: list[str]) -> ForkServer:
        # Its imports may read any other variable.
        wanted = {name: environment[name] for name in environment if name not in _UNREAD}
        fitting = [k for k in self.kept if k.server.serves(modules) and k.started_with == wanted]
        others = [kept for kept in self.kept if kept not in fitting]
        while len(others) >= _MOST:
            others.pop(0).server.close()
        found = fitting or [_Kept(ForkServer(self.folder, environment, modules), wanted)]
        self.kept = [*others, *found]
        return _Lent(found[0].server)

    def end(self) -> None:
        while self.kept:
            self.kept.pop().server.close()


class _Lent(ForkServer):
    def __init__(self, server: ForkServer):
        vars(self).update(vars(server))

    def close(self) -> None:
        """Its owner ends it."""

    def end(self) -> None:
        """Also where a build is interrupted; but who waits for its answer hears that none comes."""
        if self.lock.locked():
            super().end()
