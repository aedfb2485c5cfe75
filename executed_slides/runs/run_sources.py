"""The sources of a run: the very texts that its key was made of, whatever the disk says by then.

    build ──sources.json──▶ an importer in the run's process, and in those that it starts

No bytecode of them is read or written, and their folder is on no path: what is imported from
there is what was hashed. Imported at the start of each such process: nothing else belongs here.
"""

import json
import linecache
import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from importlib import import_module
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType, ModuleType

SOURCES = "sources.json"
# Names, in the environment of a run, the file of its sources.
SOURCES_FILE = "EXECUTED_SLIDES_SOURCES"


def write_sources(file: Path, folder: Path, texts: Mapping[str, str]) -> None:
    """Keeps the texts of a folder's modules, by their paths in it with forward slashes."""
    file.write_text(json.dumps({"folder": str(folder), "texts": dict(texts)}))


def serve_sources() -> None:
    """Has this process import from the sources of its run, if it is one of a run."""
    file = os.environ.get(SOURCES_FILE)
    if not file or any(isinstance(finder, _Finder) for finder in sys.meta_path):
        return
    _pass_over_matplotlibrc()
    sources = json.loads(Path(file).read_text())
    # Where a folder on the path would be asked: after what Python has built in.
    place = sys.meta_path.index(PathFinder) if PathFinder in sys.meta_path else len(sys.meta_path)
    sys.meta_path.insert(place, _Finder(Path(sources["folder"]), sources["texts"]))


def _pass_over_matplotlibrc() -> None:
    """Matplotlib takes settings from the folder where it is imported; no key counts these."""
    here = Path.cwd()
    if (here / "matplotlibrc").exists():
        os.chdir(os.environ["MPLCONFIGDIR"])
        with suppress(ImportError):
            import_module("matplotlib")
        os.chdir(here)


class _Finder:
    """Finds modules among the sources, packages first, as Python does in a folder."""

    def __init__(self, folder: Path, texts: dict[str, str]):
        self.folder, self.texts = folder, texts

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        place = name.replace(".", "/")
        for file, inside in ((f"{place}/__init__.py", [place]), (f"{place}.py", None)):
            if file in self.texts:
                loader = _Loader(name, str(self.folder / file), self.texts[file])
                return spec_from_file_location(
                    name,
                    self.folder / file,
                    loader=loader,
                    submodule_search_locations=inside and [str(self.folder / place)],
                )
        if any(file.startswith(f"{place}/") for file in self.texts):
            spec = ModuleSpec(name, None, is_package=True)
            spec.submodule_search_locations = [str(self.folder / place)]
            return spec
        return None


class _Loader(SourceFileLoader):
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
        super().exec_module(module)
