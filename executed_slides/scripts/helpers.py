"""Helpers: the Python files of a folder that experiments import, by module name."""

from pathlib import Path

from executed_slides.base.file_names import spelled
from executed_slides.base.files import is_there, read_utf8
from executed_slides.scripts.modules import Module, as_module
from executed_slides.scripts.syntax import parse


class Helpers:
    """The Python files of a folder, by module name; each is read once, and kept in `files`."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.modules: dict[str, Module | None] = {}
        self.paths: dict[str, Path | None] = {}
        self.files: dict[Path, str] = {}

    def find(self, name: str) -> Module | None:
        """A helper module by its dotted name, or None for any other package."""
        if name not in self.modules:
            path = self.read(name)
            self.modules[name] = self.as_module(name, path) if path else None
        return self.modules[name]

    def as_module(self, name: str, path: Path) -> Module:
        source, shown = self.files[path], self.shown(path)
        return as_module(name, shown, source, parse(source, shown))

    def read(self, name: str) -> Path | None:
        """The file of a helper module, which is in `files` then, or None.

        Raises Unreadable for one that cannot be read.
        """
        if name not in self.paths:
            stem = self.folder.joinpath(*name.split("."))
            files = (stem.with_suffix(".py"), stem / "__init__.py")
            path = next((file for file in files if is_there(file)), None)
            if path:
                self.files[path] = read_utf8(path, self.shown(path))
            self.paths[name] = path
        return self.paths[name]

    def shown(self, path: Path) -> str:
        return spelled(f"{self.folder.name}/{path.relative_to(self.folder).as_posix()}")

    def source_of(self, name: str) -> str | None:
        """The text of a helper module, or None for any other package."""
        path = self.read(name)
        return self.files[path] if path else None
