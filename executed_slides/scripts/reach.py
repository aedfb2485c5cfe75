"""Which code decides an outcome: statements, and all that they reach in `experiments/`.

    cells ──names──▶ functions, classes, constants ──imports──▶ helpers of any depth
          each as the hash of its syntax tree: comments, formatting do not count, nor docstrings
          but of a module that names `__doc__`

Reach errs on the safe side: a statement that acts when its module is imported always counts, a
module of which any name may be used counts whole with all that it imports, and where any module
may be used the whole folder does. The label says why.
"""

import ast
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from executed_slides.base.errors import DeckError
from executed_slides.base.files import hash_text
from executed_slides.scripts.acting import Acting
from executed_slides.scripts.facts import Facts, Import, Use
from executed_slides.scripts.helpers import Helpers
from executed_slides.scripts.imports import Target, imported, with_parents
from executed_slides.scripts.influences import OutsideUse, outside_use
from executed_slides.scripts.meanings import (
    Defined,
    Itself,
    Meaning,
    Meanings,
    Outside,
    listed_names,
)
from executed_slides.scripts.modules import Module
from executed_slides.scripts.order import Order
from executed_slides.scripts.script import Script
from executed_slides.scripts.syntax import DEFINITION, IMPORT, is_plot_magic

_READ = "executed_slides.record.read"
_NAMES_OF_ALL = frozenset({"globals", "locals", "vars", "dir"})
_RUN_TEXT = frozenset({"eval", "exec", "compile"})
# By these, code finds modules that it does not name.
_LOADERS = frozenset({"importlib", "runpy", "pkgutil", "imp", "zipimport"})
_TABLES = frozenset(
    {"sys", "builtins", "sys.modules", "sys.path", "sys.meta_path", "sys.path_hooks"}
)
# What a run finds by them, it opens, and is seen to.
_MORE_PLACES = frozenset({"sys.path.append", "sys.path.extend", "sys.path.insert"})
_NO_LOADERS = ("importlib.metadata", "importlib.resources", "importlib.reload")


@dataclass
class Reached:
    """What was reached: label → hash of each definition, packages, names of the script itself.

    `sought` are the modules that were looked for in the folder of helpers, found or not, and
    `reads` the files that `record.read` names; `uses` bear on influences that no key counts.
    """

    hashes: dict[str, str] = field(default_factory=dict)
    packages: set[str] = field(default_factory=set)
    script_names: set[str] = field(default_factory=set)
    sought: set[str] = field(default_factory=set)
    reads: set[str] = field(default_factory=set)
    uses: set[OutsideUse] = field(default_factory=set)


class Reach:
    """Follows names from statements of a script to all that they reach.

    `main` is the script as a module; `forbidden`, for figure cells, maps names that must not be
    reached to the cell that assigns them, and `constants` have what binds those that may.
    """

    def __init__(
        self,
        helpers: Helpers,
        script: Script,
        main: Module,
        forbidden: dict[str, str] | None = None,
        constants: dict[str, ast.stmt] | None = None,
    ):
        self.script = script
        self.main = main
        self.forbidden = forbidden or {}
        self.is_for_figures = forbidden is not None
        self.constants = list((constants or {}).values())
        self.meanings = Meanings(helpers, main)
        self.acting = Acting(self.meanings)
        self.order = Order(self.meanings, self.acting)
        self.script_names: set[str] = set()
        self.packages: set[str] = set()
        self.reads: set[str] = set()
        self.uses: set[OutsideUse] = set()
        self.outside: dict[str, set[str]] = {}
        self.definitions: dict[tuple[str, str], dict[str, str]] = {}
        self.orders: dict[str, str] = {}
        # Of those modules whose code reads its own.
        self.docstrings: dict[str, str] = {}
        # Each module that counts whole, and why.
        self.whole: dict[str, tuple[Module, set[str]]] = {}
        self.seen: set[tuple[str, str]] = set()
        # Calls may go deeper than Python's own calls may.
        self.ahead: deque[tuple[Module, ast.stmt]] = deque()

    def follow(self, statements: Iterable[ast.stmt] = ()) -> Reached:
        self.ahead.extend((self.main, statement) for statement in statements)
        while self.ahead:
            self.follow_statement(*self.ahead.popleft())
        return self.reached

    @property
    def modules(self) -> set[str]:
        """The names of the helpers that were imported, or of which anything was reached."""
        imported_ones = {name for name, of_it in self.seen if not of_it}
        return imported_ones | {name for name, _ in self.definitions} | self.whole.keys()

    @property
    def reached(self) -> Reached:
        hashes = {label: " ".join(sorted(targets)) for label, targets in self.outside.items()}
        hashes |= self.orders | self.docstrings
        for (name, _), labelled in self.definitions.items():
            if name not in self.whole:
                hashes |= labelled
        for module, reasons in self.whole.values():
            hashes[f"{self.shown(module)} (whole: {min(reasons)})"] = self.hash_whole(module)
        sought = self.meanings.sought
        return Reached(hashes, self.packages, self.script_names, sought, self.reads, self.uses)

    def shown(self, module: Module) -> str:
        return self.script.shown if module is self.main else module.name

    def hash_whole(self, module: Module) -> str:
        if module is self.main:
            # The script's other statements count cell by cell, whether reached or not.
            return module.hash_of(s for s in module.statements if isinstance(s, DEFINITION))
        return module.hash_of(module.statements)

    def follow_statement(self, module: Module, statement: ast.stmt) -> None:
        own = {*module.bindings, *module.imports}
        if is_plot_magic(statement) and "get_ipython" not in own and not module.stars:
            return
        facts = module.facts_of(statement)
        for attribute in facts.opaque:
            self.follow_folder(attribute)
        for each in facts.imports:
            self.follow_import(module, each, facts)
        for name, uses in facts.names.items():
            if module is self.main and name in self.forbidden:
                raise DeckError(
                    f"{self.script.shown}:{statement.lineno}: the figure cell uses {name!r}, "
                    f"which the measuring cell {self.forbidden[name]!r} assigns",
                    "a figure is drawn from the record alone: record it there with "
                    "record.numbers or record.series, and read it here with record.run(); or take "
                    "the tag away, and the cell draws where it measures",
                )
            for use in uses:
                self.follow_use(module, name, use)

    def follow_import(self, module: Module, each: Import, facts: Facts) -> None:
        """An import inside a statement, and what the function that it is in uses of it."""
        if each.name == "*":
            self.follow_star(each.target.module)
        self.follow_target(each.target)
        label = f"import {'.'.join(filter(None, each.target))}"
        for use in {"function": facts.inner[each.name], "class": [Use()]}.get(each.scope, []):
            for meaning in self.meanings.of_target(each.target, use.chain, label, each.name):
                self.count(module, meaning, use)
        for meaning in self.meanings.of_target(each.target, (), label, each.name):
            if isinstance(meaning, Outside):
                self.count_outside(meaning)
            elif isinstance(meaning, Defined) and each.scope == "function":
                self.count_definitions(meaning.module, meaning.name)

    def follow_use(self, module: Module, name: str, use: Use) -> None:
        if module is self.main:
            self.script_names.add(name)
            for target in module.imports.get(name, ()):
                self.follow_target(target)
            if name not in module.bindings and name not in module.imports:
                for star in module.stars:
                    self.follow_star(star)
        meanings = list(self.meanings.of(module, name, use.chain))
        for meaning in meanings:
            self.count(module, meaning, use)
        # What a star import may give is perhaps not there.
        if not (meanings and (name in module.bindings or name in module.imports)):
            self.follow_builtin(module, name, use)

    def count(self, module: Module, meaning: Meaning, use: Use) -> None:
        """Counts what a name stands for in a statement of `module`."""
        if isinstance(meaning, Defined):
            self.count_definitions(meaning.module, meaning.name)
        elif isinstance(meaning, Itself):
            self.count_whole(meaning.module, meaning.whole or use.whole or "passed on as a value")
        else:
            self.count_outside(meaning)
            self.follow_loader(module, meaning.path, use)
            if bearing := outside_use(module.shown, meaning.path, use.call):
                self.uses.add(bearing)
            if meaning.path == _READ and (file := only_text_argument(use.call)):
                self.reads.add(file)

    def count_outside(self, meaning: Outside) -> None:
        self.packages.add(meaning.path.partition(".")[0])
        self.outside.setdefault(meaning.label, set()).add(meaning.target)

    def count_definitions(self, module: Module, name: str) -> None:
        if (module.name, name) in self.seen:
            return
        self.seen.add((module.name, name))
        statements = module.bindings[name]
        if module is self.main:
            # The script's other statements count cell by cell, whether reached or not.
            statements = [s for s in statements if isinstance(s, DEFINITION) or s in self.constants]
            label = f"{self.script.shown}: {name}"
        else:
            label = f"{module.name}.{name}"
        if statements:
            hashes = self.definitions.setdefault((module.name, name), {})
            hashes[label] = module.hash_of(statements)
        self.ahead.extend((module, statement) for statement in statements)

    def count_whole(self, module: Module, reason: str) -> None:
        if module is self.main and self.is_for_figures:
            return  # Where figures are drawn, there is no more of the script than they name.
        if module.name in self.whole:
            self.whole[module.name][1].add(reason)
            return
        self.whole[module.name] = (module, {reason})
        if module is self.main:
            for name in module.bindings:
                self.count_definitions(module, name)
        else:
            self.follow_effects(module)
            self.ahead.extend((module, statement) for statement in module.statements)
        self.count_imports(module, f"with {self.shown(module)}")

    def count_imports(self, module: Module, reason: str) -> None:
        """All that a module which counts whole has from elsewhere, and the modules inside it."""
        for name in sorted(module.imports):
            for meaning in self.meanings.of(module, name):
                if isinstance(meaning, Outside):
                    self.count_outside(meaning)
                else:
                    self.count(module, meaning, Use(whole=reason))
        inside = self.meanings.submodules(module.name) if module.is_package else []
        starred = [self.meanings.local(star) for star in module.stars]
        for other in filter(None, [*starred, *inside]):
            self.count_whole(other, reason)

    def follow_folder(self, reason: str) -> None:
        """Any module may be used, so all count whole."""
        for module in self.meanings.submodules(""):
            self.count_whole(module, reason)
        self.count_whole(self.main, reason)

    def follow_builtin(self, module: Module, name: str, use: Use) -> None:
        call = use.call
        if name in _NAMES_OF_ALL:
            if call is None or not (call.args or call.keywords):
                self.count_whole(module, f"{name}()")
        elif name in _RUN_TEXT:
            self.follow_text(module, name, text_argument(call))
        elif name == "__import__":
            self.follow_named(name, only_text_argument(call))
        elif name in ("__builtins__", "get_ipython"):
            self.follow_folder(name)
        elif name == "__doc__" and module.doc is not None:
            self.docstrings[f"{self.shown(module)}: __doc__"] = hash_text(module.doc)

    def follow_text(self, module: Module, name: str, text: str | None) -> None:
        """A text that is run as code uses all names in it; one that is computed, any."""
        try:
            tree = ast.parse(text) if text is not None else None
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            tree = None
        if tree is None:
            self.follow_folder(f"{name} of a computed text")
            return
        for node in ast.walk(tree):
            if isinstance(node, IMPORT):
                for bound, target in imported(node, module.package):
                    self.follow_target(target)
                    for meaning in self.meanings.of_target(target, (), f"import {bound}", bound):
                        self.count(module, meaning, Use(whole=f"imported by {name}"))
            elif isinstance(node, ast.Name):
                self.follow_use(module, node.id, Use(whole=f"used by {name}"))

    def follow_named(self, how: str, name: str | None) -> None:
        """A module by a name that is a text counts whole; by one that is computed, all do."""
        if name is None or name.startswith("."):
            self.follow_folder(f"{how} with a computed name")
            return
        self.follow_target(Target(name, None))
        for meaning in self.meanings.of_target(Target(name, None), (), f"import {name}"):
            self.count(self.main, meaning, Use(whole=f"loaded by {how}"))
        package = self.meanings.local(name.partition(".")[0])
        if how == "__import__" and package:
            self.count_whole(package, f"loaded by {how}")

    def follow_loader(self, module: Module, path: str, use: Use) -> None:
        top, _, name = path.partition(".")
        if path == "importlib.import_module":
            self.follow_named("import_module", only_text_argument(use.call))
        elif top == "builtins" and name:
            self.follow_builtin(module, name, use)
        elif path.startswith("sys.modules.["):
            key = path.removeprefix("sys.modules.[").partition("]")[0]
            found = module if key == "__name__" else self.meanings.local(key)
            if found:
                self.count_whole(found, "taken from sys.modules")
        elif path == "importlib.util.find_spec" and (found_by := only_text_argument(use.call)):
            self.follow_target(Target(found_by, None))
        elif is_loader(path):
            self.follow_folder(path)

    def follow_effects(self, module: Module) -> None:
        """What runs when a module is imported counts, and so do its own imports' effects."""
        if module is self.main or (module.name, "") in self.seen:
            return
        self.seen.add((module.name, ""))
        if order := self.order.hash_of(module, module.statements):
            self.orders[f"{module.name} (order)"] = order
        self.count_effects(module, self.acting.of(module))
        for targets in module.imports.values():
            for target in targets:
                self.follow_target(target)
        for star in module.stars:
            self.follow_star(star)

    def follow_target(self, target: Target) -> None:
        """The effects of an import: of the packages around a module, and of itself."""
        for module in self.loaded_by(target):
            self.follow_effects(module)
        if target.attribute:
            for meaning in self.meanings.of_target(target, (), ""):
                # A name that a module does not have is asked of this, also where nobody uses it.
                if isinstance(meaning, Defined) and meaning.name == "__getattr__":
                    self.count_definitions(meaning.module, meaning.name)

    def loaded_by(self, target: Target) -> list[Module]:
        names = with_parents(target.module)
        if target.attribute:
            names.append(f"{target.module}.{target.attribute}")
        return [module for module in map(self.meanings.local, names) if module]

    def count_effects(self, module: Module, acting: list[ast.stmt]) -> None:
        if acting:
            label = f"{module.name} (on import)"
            self.definitions[module.name, ""] = {label: module.hash_of(acting)}
            self.ahead.extend((module, statement) for statement in acting)

    def follow_star(self, name: str) -> None:
        self.follow_target(Target(name, None))
        module = self.meanings.local(name)
        if module is None:
            return
        for attribute in listed_names(module) or ():
            self.follow_target(Target(name, attribute))
        if listed_names(module) is None:
            # What gives the list may name any module of a package.
            for giver in sorted({"__all__", "__getattr__"} & module.bindings.keys()):
                self.count_definitions(module, giver)
                for submodule in self.meanings.submodules(name) if module.is_package else ():
                    self.follow_effects(submodule)


def text_argument(call: ast.Call | None) -> str | None:
    """The text that is a call's first argument, where it is written there."""
    match call:
        case ast.Call(args=[ast.Constant(value=str() as text), *_]):
            return text
    return None


def only_text_argument(call: ast.Call | None) -> str | None:
    alone = call and len(call.args) == 1 and not call.keywords
    return text_argument(call) if alone else None


def is_loader(path: str) -> bool:
    """Whether what another package has by this path finds modules by names."""
    if path.startswith(_NO_LOADERS) or path in _MORE_PLACES:
        return False
    return path.partition(".")[0] in _LOADERS or path in _TABLES or path.startswith("sys.path.")
