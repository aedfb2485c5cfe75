"""Tiny programs of a script and its helpers, as Python runs them and as reach reads them.

A program is a text for each module by its path, `one` for the script and `pack/__init__` for a
package; the script's measuring cells come to what they assign to `outcome`.
"""

import importlib.abc
import importlib.machinery
import random
import re
import sys
from pathlib import Path
from types import CodeType, ModuleType

from executed_slides.scripts.fingerprint import CodeParts, read_code
from executed_slides.scripts.helpers import Helpers
from executed_slides.scripts.script import read_script

HEAD = "# /// experiment\n# ///\n# %% Measure\n"
Program = dict[str, str]


def read(folder: Path, program: Program) -> CodeParts:
    """What decides a run of a program, as its key counts it."""
    for path, source in program.items():
        file = folder / f"{path}.py"
        file.parent.mkdir(exist_ok=True, parents=True)
        file.write_text(HEAD + source if path == "one" else source, "utf-8")
    return read_code(read_script(folder / "one.py", "experiments/one.py"), Helpers(folder)).measure


def outcome(program: Program) -> str:
    """What a run of a program comes to in this Python, an error by its type."""
    measuring = program["one"].partition("# %% Figure")[0]
    before, found = sys.modules.copy(), Finder(program)
    # Other tests import modules of the same names, such as a deck's own `plots`.
    for path in program:
        sys.modules.pop(path.removesuffix("/__init__").replace("/", "."), None)
    sys.meta_path.insert(0, found)
    random.seed(0)
    main = ModuleType("__main__")
    sys.modules["__main__"] = main
    try:
        exec(compile(measuring, "one", "exec"), main.__dict__)
        return re.sub(" at 0x[0-9a-f]+", "", repr(main.__dict__["outcome"]))
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    finally:
        sys.meta_path.remove(found)
        sys.modules.clear()
        sys.modules.update(before)


class Finder(importlib.abc.MetaPathFinder, importlib.abc.InspectLoader):
    """Imports the modules of a program, and leaves every other to Python."""

    def __init__(self, program: Program):
        self.program = program

    def find_spec(self, name, path=None, target=None):
        stem = name.replace(".", "/")
        is_package = f"{stem}/__init__" in self.program
        if is_package or stem in self.program:
            return importlib.machinery.ModuleSpec(name, self, is_package=is_package)
        if any(other.startswith(f"{stem}/") for other in self.program):
            spec = importlib.machinery.ModuleSpec(name, None, is_package=True)
            spec.submodule_search_locations = []
            return spec
        return None

    def get_source(self, name: str) -> str:
        stem = name.replace(".", "/")
        return self.program.get(f"{stem}/__init__") or self.program.get(stem, "")

    def get_code(self, name: str) -> CodeType:
        return compile(self.get_source(name), name, "exec")

    def is_package(self, name: str) -> bool:
        return f"{name.replace('.', '/')}/__init__" in self.program
