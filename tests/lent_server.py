"""A fork server that outlives its build, for the next one that would start the same."""

from pathlib import Path

from executed_slides.runs.fork_server import ForkServer


class LentServer:
    """Keeps one server: `lend` stands for `ForkServer`, and what it gives does not end it."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.server: ForkServer | None = None
        self.started_with: dict[str, str] = {}

    def lend(self, folder: Path, environment: dict[str, str], modules: list[str]) -> ForkServer:
        # Its imports may read any variable, but for the name of the test that runs.
        wanted = {name: environment[name] for name in environment if name != "PYTEST_CURRENT_TEST"}
        if not (self.server and self.server.serves(modules) and self.started_with == wanted):
            self.end()
            self.server = ForkServer(self.folder, environment, modules)
            self.started_with = wanted
        return Lent(self.server)

    def end(self) -> None:
        if self.server:
            self.server.close()
            self.server = None


class Lent(ForkServer):
    def __init__(self, server: ForkServer):
        vars(self).update(vars(server))

    def close(self) -> None:
        """Its owner ends it."""
