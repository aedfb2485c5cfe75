"""Helpers: the Python files that experiments import and their user writes, by module name.

They lie in the folder of the experiments, or in packages of the user's own.
"""

from collections.abc import Iterator
from pathlib import Path

from executed_slides.base.file_names import spelled
from executed_slides.base.files import is_there, read_utf8
from executed_slides.scripts.modules import Module, as_module
from executed_slides.scripts.own_packages import find_own_package
from executed_slides.scripts.syntax import parse


class Helpers:
    """Python files by module name, of a folder and of the user's own packages.

    Each is read once; `paths` has the file of each module that was looked for, `files` its text.
    """

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
        return Module(name, f"{self.shown(self.places_of(name)[0])}/", [], name)

    def as_module(self, name: str, path: Path) -> Module:
        source, shown = self.files[path], self.shown(path)
        package = name if path.name == "__init__.py" else None
        return as_module(name, shown, source, parse(source, shown), package)

    def read(self, name: str) -> Path | None:
        """The file of a helper module, which is in `files` then, or None.

        Raises Unreadable for one that cannot be read.
        """
        if name not in self.paths:
            path = next(filter(is_there, self.files_of(name)), None)
            if path:
                self.files[path] = read_utf8(path, self.shown(path))
            self.paths[name] = path
        return self.paths[name]

    def places_of(self, name: str) -> list[Path]:
        """Where a module of this name may lie: beside the experiments, else where its user has it.

        Each is the path of a package's folder, or of a module without its ending.
        """
        top, *inside = name.split(".")
        here = self.folder / top
        beside = here.is_dir() or is_there(here.with_name(f"{top}.py"))
        return [place.joinpath(*inside) for place in ([here] if beside else find_own_package(top))]

    def files_of(self, name: str) -> Iterator[Path]:
        """Which files may be this module; of a package and a module of one name Python's choice."""
        for place in self.places_of(name):
            yield place / "__init__.py"
            yield place.with_name(f"{place.name}.py")

    def shown(self, path: Path) -> str:
        """A file as messages name it: from the folder, or from the package that it belongs to."""
        if path.is_relative_to(self.folder):
            return spelled(f"{self.folder.name}/{path.relative_to(self.folder).as_posix()}")
        roots = (root for root in path.parents if not (root / "__init__.py").exists())
        return spelled(path.relative_to(next(roots)).as_posix())

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
        names = set()
        for place in self.places_of(package) if package else [self.folder]:
            files = place.rglob("*.py") if place.is_dir() else ()
            names |= {module_name(path.relative_to(place), package) for path in files}
        return sorted(n for n in names if n != package and _is_importable(n))


def module_name(path: Path, package: str = "") -> str:
    """The name of a module by its path in a package, or in a folder on the path."""
    parts = path.parent.parts if path.name == "__init__.py" else path.with_suffix("").parts
    return ".".join([*filter(None, [package]), *parts])


def _is_importable(name: str) -> bool:
    return all(part.isidentifier() for part in name.split("."))
