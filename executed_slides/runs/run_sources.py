"""The sources of a run: the very texts that its key was made of, whatever the disk says by then.

    build ──sources.json──▶ an importer in the run's process, and in those that it starts

No bytecode of them is read or written, and their folder is on no path: what is imported from
there is what was hashed. Imported at the start of each such process: nothing else belongs here.
"""

import json
import linecache
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from importlib import import_module
from importlib.machinery import (
    EXTENSION_SUFFIXES,
    ExtensionFileLoader,
    FileFinder,
    ModuleSpec,
    PathFinder,
    SourceFileLoader,
)
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType, ModuleType
from typing import NamedTuple

SOURCES = "sources.json"
# Names, in the environment of a run, the file of its sources.
SOURCES_FILE = "EXECUTED_SLIDES_SOURCES"
# An audit event: a module is served, whose file is not opened.
SERVES = "executed_slides.serves"


class Source(NamedTuple):
    """A module: its file, which decides whether it is a package, and its text."""

    file: str
    text: str


def write_sources(file: Path, modules: Mapping[str, Source], folder: Path) -> None:
    """Keeps modules by their names, for `serve_sources`; in `folder` lie compiled ones."""
    file.write_text(json.dumps({"modules": modules, "folder": str(folder)}))


def serve_sources() -> None:
    """Has this process import from the sources of its run, if it is one of a run."""
    file = os.environ.get(SOURCES_FILE)
    if not file or any(isinstance(finder, _Finder) for finder in sys.meta_path):
        return
    _pass_over_matplotlibrc()
    kept = json.loads(Path(file).read_text())
    modules = {name: Source(*about) for name, about in kept["modules"].items()}
    # Where a folder on the path would be asked: after what Python has built in.
    place = sys.meta_path.index(PathFinder) if PathFinder in sys.meta_path else len(sys.meta_path)
    sys.meta_path.insert(place, _Finder(modules, kept["folder"]))


def give_way(names: Iterable[str]) -> None:
    """Forgets modules that were imported, where the run has its own by the same name."""
    for finder in sys.meta_path:
        if isinstance(finder, _Finder):
            for name in filter(finder.find_spec, names):
                del sys.modules[name]


def _pass_over_matplotlibrc() -> None:
    """Matplotlib takes settings from the folder where it is imported; no key counts these."""
    here = Path.cwd()
    if (here / "matplotlibrc").exists():
        os.chdir(os.environ["MPLCONFIGDIR"])
        with suppress(ImportError):
            import_module("matplotlib")
        os.chdir(here)


class _Finder:
    """Finds modules among the sources, and folders of them as the packages that they are.

    What was compiled has no source: it is the file in the folder, and is seen when it is loaded.
    """

    def __init__(self, modules: dict[str, Source], folder: str):
        self.modules = modules
        self.compiled = FileFinder(folder, (ExtensionFileLoader, EXTENSION_SUFFIXES))

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if source := self.modules.get(name):
            file = Path(source.file)
            inside = [str(file.parent)] if file.name == "__init__.py" else None
            loader = ServedLoader(name, source.file, source.text)
            return spec_from_file_location(
                name, file, loader=loader, submodule_search_locations=inside
            )
        if places := {_folder_of(name, each, self.modules[each]) for each in self.inside(name)}:
            spec = ModuleSpec(name, None, is_package=True)
            spec.submodule_search_locations = sorted(places)
            return spec
        compiled = self.compiled.find_spec(name) if path is None else None
        return compiled if compiled and compiled.loader else None

    def inside(self, package: str) -> list[str]:
        return [name for name in self.modules if name.startswith(f"{package}.")]


def _folder_of(package: str, name: str, source: Source) -> str:
    """The folder of a package, by a module inside it."""
    file = Path(source.file)
    stem = file.parent if file.name == "__init__.py" else file.with_suffix("")
    return str(stem.parents[name.count(".") - package.count(".") - 1])


class ServedLoader(SourceFileLoader):
    """Loads a module from its text; its `__file__`, resources and tracebacks are the file's."""

    def __init__(self, name: str, path: str, text: str):
        super().__init__(name, path)
        self.text = text

    def get_code(self, fullname: str) -> CodeType:
        return compile(self.text, self.path, "exec", dont_inherit=True)

    def get_source(self, fullname: str) -> str:
        return self.text

    def exec_module(self, module: ModuleType) -> None:
        # Tracebacks and `inspect` show what runs, not what the file holds by then.
        lines = self.text.splitlines(keepends=True)
        linecache.cache[self.path] = (len(self.text), None, lines, self.path)
        sys.audit(SERVES, self.path)
        super().exec_module(module)
