"""What the cells of a run import from packages, for the process that it is forked from.

cells ──▶ import pandas ──▶ own helper ──▶ from sklearn.svm import SVC ──▶ runs/preloading.py

Read from the sources without running them: statements that stand by themselves at the top of a
cell or a module of the user's own, in the order in which they would run, up to the first one that
does anything else.
"""

import ast
import json
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from importlib.util import resolve_name
from pathlib import Path
from typing import Any

from executed_slides.runs.observing import passed_over
from executed_slides.runs.preloading import HOLD_DEVICES, Preload
from executed_slides.runs.run_sources import SOURCES_FILE

# After one of these an import may give something else than before it.
_DECIDES_IMPORTS = re.compile(
    r"environ|putenv|dotenv|chdir|meta_path|path_hooks|sys\.(?:path(?!\.append)|modules|argv)"
    r"|from sys import|__import__"
)
_ENGINE = "executed_slides"


def find_preload(cells: list[Any], environment: Mapping[str, str]) -> Preload | None:
    """What these cells import of packages in such an environment; None where that is nothing.

    Nor is it told where code before an import may decide what it gives, or where it imports what
    holds a device.
    """
    if not (file := environment.get(SOURCES_FILE)):
        return None
    kept = json.loads(Path(file).read_text())
    folder = Path(kept["folder"])
    reading = _Reading({name: text for name, (_, text) in kept["modules"].items()}, folder)
    try:
        with suppress(_Acting):
            for cell in cells:
                if cell.cell_type == "code":
                    reading.read(cell.source)
    except (SyntaxError, _Undecided):
        return None
    if not reading.statements:
        return None
    places = [str(folder.parent), *filter(None, [environment.get("DECK_DATA")])]
    return Preload(
        statements=list(reading.statements),
        own=sorted(reading.own),
        places=places,
        passed_over=passed_over(),
        folder=str(folder),
    )


class _Undecided(Exception):
    """What an import gives cannot be told before the code in front of it has run."""


class _Acting(Exception):
    """A statement has been met that does something: what is imported behind it may tell."""


class _Reading:
    """Follows imports through the user's own modules."""

    def __init__(self, sources: dict[str, str], folder: Path):
        self.sources = sources
        compiled = [path.name.partition(".")[0] for path in folder.iterdir()]
        self.own = {name.partition(".")[0] for name in sources} | set(compiled)
        self.seen: set[str] = set()
        self.statements: dict[str, None] = {}

    def read(self, source: str, module: str = "__main__", package: str = "") -> None:
        if _DECIDES_IMPORTS.search(source):
            raise _Undecided
        for statement in ast.parse(source).body:
            for name, one in _imported(statement, package):
                self.take(name, one)
            if not _is_quiet(statement):
                raise _Acting

    def take(self, name: str, statement: str) -> None:
        first = name.partition(".")[0]
        if first in HOLD_DEVICES:
            raise _Undecided
        if first in self.own:
            self.follow(name)
        elif first != _ENGINE and first not in sys.stdlib_module_names:
            self.statements[statement] = None

    def follow(self, name: str) -> None:
        """Reads a module of the user's own, after the packages that it lies in."""
        parts = name.split(".")
        for end in range(1, len(parts) + 1):
            module = ".".join(parts[:end])
            if module in self.sources and module not in self.seen:
                self.seen.add(module)
                is_package = any(other.startswith(f"{module}.") for other in self.sources)
                package = module if is_package else module.rpartition(".")[0]
                self.read(self.sources[module], module, package)


def _is_quiet(statement: ast.stmt) -> bool:
    """Whether a statement changes nothing but its own names, of which no package can know.

    seaborn remembers, when it is imported, what `plt.rc` has set by then.
    """
    match statement:
        case ast.Import() | ast.ImportFrom() | ast.FunctionDef() | ast.ClassDef() | ast.Pass():
            return True
        case ast.Expr(value=ast.Constant()):
            return True
        case ast.Assign(targets=[ast.Name()], value=value):
            return not any(isinstance(node, ast.Call) for node in ast.walk(value))
        case ast.If(test=ast.Name() | ast.Attribute() | ast.Compare(), body=body, orelse=orelse):
            return all(map(_is_quiet, [*body, *orelse]))
        case ast.Try(body=body, handlers=handlers, orelse=orelse, finalbody=last):
            inside = [s for handler in handlers for s in handler.body]
            return all(map(_is_quiet, [*body, *inside, *orelse, *last]))
    return False


def _imported(statement: ast.stmt, package: str) -> Iterator[tuple[str, str]]:
    """Each name that a statement imports, with a statement that imports it alone."""
    if isinstance(statement, ast.Import):
        for alias in statement.names:
            yield alias.name, f"import {alias.name}"
    elif isinstance(statement, ast.ImportFrom):
        module = "." * statement.level + (statement.module or "")
        if statement.level:
            module = resolve_name(module, package) if package else ""
        for alias in statement.names if module else []:
            yield f"{module}.{alias.name}", f"from {module} import {alias.name}"
