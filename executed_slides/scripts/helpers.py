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
            self.modules[name] = self.as_module(name, path) if path else self.folder_of(name)
        return self.modules[name]

    def folder_of(self, name: str) -> Module | None:
        """A folder of modules as the package that Python makes of it without an `__init__`."""
        if not self.modules_in(name):
            return None
        shown = self.shown(self.folder.joinpath(*name.split(".")))
        return Module(name, f"{shown}/", [], name)

    def as_module(self, name: str, path: Path) -> Module:
        source, shown = self.files[path], self.shown(path)
        package = name if path.name == "__init__.py" else None
        return as_module(name, shown, source, parse(source, shown), package)

    def read(self, name: str) -> Path | None:
        """The file of a helper module, which is in `files` then, or None.

        Raises Unreadable for one that cannot be read.
        """
        if name not in self.paths:
            stem = self.folder.joinpath(*name.split("."))
            # Of a package and a module of one name Python takes the package.
            files = (stem / "__init__.py", stem.with_name(f"{stem.name}.py"))
            path = next((file for file in files if is_there(file)), None)
            if path:
                self.files[path] = read_utf8(path, self.shown(path))
            self.paths[name] = path
        return self.paths[name]

    def shown(self, path: Path) -> str:
        return spelled(f"{self.folder.name}/{path.relative_to(self.folder).as_posix()}")

    def source_of(self, name: str) -> str | None:
        """The text of a helper module, or None for any other package.

        Of `pack.*`, and of `*` for the whole folder, it is the list of all modules inside.
        """
        if name.endswith("*"):
            return " ".join(self.modules_in(name.removesuffix("*").removesuffix(".")))
        path = self.read(name)
        return self.files[path] if path else None

    def modules_in(self, package: str) -> list[str]:
        """The names of all modules in a package, or in the folder itself, at any depth."""
        folder = self.folder.joinpath(*filter(None, package.split(".")))
        files = folder.rglob("*.py") if folder.is_dir() else ()
        names = {_module_name(path.relative_to(self.folder)) for path in files}
        return sorted(n for n in names if n != package and _is_importable(n))


def _module_name(path: Path) -> str:
    parts = path.parent.parts if path.name == "__init__.py" else path.with_suffix("").parts
    return ".".join(parts)


def _is_importable(name: str) -> bool:
    return all(part.isidentifier() for part in name.split("."))
