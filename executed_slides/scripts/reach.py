"""Which code decides an outcome: statements, and all that they reach in `experiments/`.

    cells ──names──▶ functions, classes, constants ──imports──▶ helpers of any depth
          each as the hash of its syntax tree: comments, docstrings, formatting do not count

Reach errs on the safe side: a module that is passed around whole is reached whole, and a
statement that acts when its module is imported always counts.
"""

import ast
import symtable
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from executed_slides.base.errors import DeckError
from executed_slides.base.file_names import spelled
from executed_slides.base.files import is_there, read_utf8
from executed_slides.scripts.outline import hash_outlines, outline
from executed_slides.scripts.script import Script
from executed_slides.scripts.syntax import (
    DEFINITION,
    IMPORT,
    READ_ONLY,
    first_line,
    is_docstring,
    naming_syntax,
    parse,
    source_lines,
    source_of,
)

COMPREHENSION = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
SCOPE = DEFINITION | ast.Lambda | COMPREHENSION


class Target(NamedTuple):
    """What an imported name stands for: a module (attribute None) or an attribute of one."""

    module: str
    attribute: str | None


@dataclass
class Module:
    """A Python file of `experiments/`: what binds each name, and what acts on import."""

    name: str
    shown: str
    lines: list[str]
    bindings: dict[str, list[ast.stmt]] = field(default_factory=dict)
    imports: dict[str, Target] = field(default_factory=dict)
    stars: list[str] = field(default_factory=list)
    effects: list[ast.stmt] = field(default_factory=list)
    facts: dict[ast.stmt, "Facts"] = field(default_factory=dict)

    def facts_of(self, statement: ast.stmt) -> "Facts":
        """What a statement uses, imports and is; many experiments reach the same one."""
        if statement not in self.facts:
            with naming_syntax(self.shown, first_line(statement)):
                self.facts[statement] = find_facts(self, statement)
        return self.facts[statement]

    def hash_of(self, statements: Iterable[ast.stmt]) -> str:
        return hash_outlines(self.facts_of(statement).outline for statement in statements)


class Facts(NamedTuple):
    """What reach asks of a statement: names it uses and binds, what it imports, its syntax tree."""

    names: dict[str, frozenset[str] | None]
    bound: set[str]
    imports: list[Target]
    outline: str


def find_facts(module: Module, statement: ast.stmt) -> Facts:
    nodes = list(ast.walk(statement))
    imports = [
        target
        for node in nodes
        if isinstance(node, IMPORT)
        for _, target in imported(node, module.name)
    ]
    names, bound = used_names(module, statement, nodes), stored_names(nodes)
    return Facts(names, bound, imports, outline(statement))


@dataclass
class Reached:
    """What was reached: label → hash of each definition, packages, names of the script itself.

    `sought` are the modules that were looked for in the folder of helpers, found or not.
    """

    hashes: dict[str, str] = field(default_factory=dict)
    packages: set[str] = field(default_factory=set)
    script_names: set[str] = field(default_factory=set)
    sought: set[str] = field(default_factory=set)


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
            self.modules[name] = path and self.as_module(name, path)
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
        return path and self.files[path]


class Reach:
    """Follows names from statements of a script to all that they reach.

    `main` is the script as a module, and `forbidden` maps names that must not be reached to the
    cell that assigns them.
    """

    def __init__(
        self,
        helpers: Helpers,
        script: Script,
        main: Module,
        forbidden: dict[str, str] | None = None,
    ):
        self.helpers = helpers
        self.script = script
        self.main = main
        self.forbidden = forbidden or {}
        self.reached = Reached()
        self.seen: set[tuple[str, str]] = set()
        # Calls may go deeper than Python's own calls may.
        self.ahead: deque[tuple[Module, ast.stmt]] = deque()

    def follow(self, statements: Iterable[ast.stmt] = ()) -> Reached:
        self.ahead.extend((self.main, statement) for statement in statements)
        while self.ahead:
            self.follow_statement(*self.ahead.popleft())
        return self.reached

    def follow_statement(self, module: Module, statement: ast.stmt) -> None:
        facts = module.facts_of(statement)
        for target in facts.imports:
            self.follow_target(target, None, f"import {'.'.join(filter(None, target))}")
        for name, attributes in facts.names.items():
            if module is self.main and name in self.forbidden:
                raise DeckError(
                    f"{self.script.shown}:{statement.lineno}: the figure cell uses {name!r}, "
                    f"which the measuring cell {self.forbidden[name]!r} assigns",
                    "a figure is drawn from the record alone: record it there with "
                    "record.numbers or record.series, and read it here with record.run()",
                )
            self.follow_name(module, name, attributes)

    def follow_name(self, module: Module, name: str, attributes: frozenset[str] | None) -> None:
        if module is self.main:
            self.reached.script_names.add(name)
        if name in module.bindings:
            self.count_definitions(module, name)
        elif name in module.imports:
            label = f"import {name}" if module is self.main else f"{module.name}: import {name}"
            self.follow_target(module.imports[name], attributes, label)
        else:
            for star in module.stars:
                self.follow_target(Target(star, name), attributes, f"import {name}")

    def count_definitions(self, module: Module, name: str) -> None:
        if (module.name, name) in self.seen:
            return
        self.seen.add((module.name, name))
        statements = module.bindings[name]
        if module is self.main:
            # The script's other statements count cell by cell, whether reached or not.
            statements = [s for s in statements if isinstance(s, DEFINITION)]
            label = f"{self.script.shown}: {name}"
        else:
            label = f"{module.name}.{name}"
        if statements:
            self.reached.hashes[label] = module.hash_of(statements)
        self.ahead.extend((module, statement) for statement in statements)

    def follow_target(self, target: Target, attributes: frozenset[str] | None, label: str) -> None:
        module = self.local(target.module)
        if module is None:
            if target.attribute and (
                submodule := self.local(f"{target.module}.{target.attribute}")
            ):
                self.follow_module(submodule, attributes)
            elif target.module:
                self.reached.packages.add(target.module.partition(".")[0])
                self.reached.hashes[label] = ".".join(filter(None, target))
        elif target.attribute is None:
            self.follow_module(module, attributes)
        elif submodule := self.local(f"{target.module}.{target.attribute}"):
            self.follow_module(submodule, attributes)
        else:
            self.follow_effects(module)
            self.follow_name(module, target.attribute, None)

    def follow_module(self, module: Module, attributes: frozenset[str] | None) -> None:
        self.follow_effects(module)
        for name in attributes if attributes is not None else module.bindings:
            self.follow_name(module, name, None)

    def follow_effects(self, module: Module) -> None:
        """What runs when a module is imported counts, and so do its own imports' effects."""
        if (module.name, "") in self.seen:
            return
        self.seen.add((module.name, ""))
        if module.effects:
            self.reached.hashes[f"{module.name} (on import)"] = module.hash_of(module.effects)
        self.ahead.extend((module, statement) for statement in module.effects)
        for target in [*module.imports.values(), *(Target(star, None) for star in module.stars)]:
            if imported_module := self.local(target.module):
                self.follow_effects(imported_module)

    def local(self, name: str) -> Module | None:
        if not name or name == self.script.name:
            return None
        self.reached.sought.add(name)
        return self.helpers.find(name)


def as_module(name: str, shown: str, source: str, tree: ast.Module) -> Module:
    module = Module(name, shown, source_lines(source))
    for statement in tree.body:
        if isinstance(statement, IMPORT):
            add_imports(module, statement)
        elif isinstance(statement, DEFINITION):
            module.bindings.setdefault(statement.name, []).append(statement)
        elif names := assigned_names(statement):
            for bound in names:
                module.bindings.setdefault(bound, []).append(statement)
        elif not is_docstring(statement) and not is_main_guard(statement):
            module.effects.append(statement)
            nodes = list(ast.walk(statement))
            for node in nodes:
                if isinstance(node, IMPORT):
                    add_imports(module, node)
            for bound in stored_names(nodes):
                module.bindings.setdefault(bound, []).append(statement)
    return module


def add_imports(module: Module, node: IMPORT) -> None:
    for name, target in imported(node, module.name):
        if name == "*":
            module.stars.append(target.module)
        else:
            module.imports[name] = target


def imported(node: IMPORT, importer: str) -> Iterator[tuple[str, Target]]:
    """The names that an import binds, each with what it stands for."""
    if isinstance(node, ast.Import):
        for alias in node.names:
            if alias.asname:
                yield alias.asname, Target(alias.name, None)
            else:
                yield alias.name.partition(".")[0], Target(alias.name, None)
        return
    base = node.module or ""
    if node.level:
        package = importer.split(".")[: -node.level]
        base = ".".join([*package, *filter(None, [node.module])])
    for alias in node.names:
        if alias.name == "*":
            yield "*", Target(base, None)
        else:
            yield alias.asname or alias.name, Target(base, alias.name)


def assigned_names(statement: ast.stmt) -> list[str]:
    """The names that a plain assignment binds; empty for any other statement."""
    match statement:
        case ast.Assign(targets=targets):
            nodes = [n for target in targets for n in ast.walk(target)]
            if any(isinstance(n, ast.Attribute | ast.Subscript) for n in nodes):
                return []
            return [n.id for n in nodes if isinstance(n, ast.Name)]
        case ast.AnnAssign(target=ast.Name(id=name)):
            return [name]
    return []


def stored_names(nodes: list[ast.AST]) -> set[str]:
    return {
        node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    } | {node.name for node in nodes if isinstance(node, DEFINITION)}


def is_main_guard(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.If) and "__name__" in {
        node.id for node in ast.walk(statement.test) if isinstance(node, ast.Name)
    }


def used_names(
    module: Module, statement: ast.stmt, nodes: list[ast.AST]
) -> dict[str, frozenset[str] | None]:
    """The module-level names that a statement uses, each with the attributes it reads of it.

    None instead of attributes where the name is used whole. `nodes` are all of the statement.
    """
    if any(isinstance(node, SCOPE) for node in nodes):
        source = source_of(statement, module.lines)
        names = set(global_names(symtable.symtable(source, READ_ONLY, "exec")))
    else:
        # Without a scope inside, every name that is read is the module's.
        names = {n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}
    attributes: dict[str, set[str] | None] = {name: set() for name in names}
    below = set()
    for node in nodes:
        match node:
            case ast.Attribute(value=ast.Name(id=name) as base, attr=attribute):
                below.add(base)
                if attributes.get(name) is not None:
                    attributes[name].add(attribute)
            case ast.Name(id=name) if node not in below:
                attributes[name] = None
    return {
        name: None if attributes[name] is None else frozenset(attributes[name]) for name in names
    }


def global_names(table: symtable.SymbolTable) -> Iterator[str]:
    at_module_level = table.get_type() == "module"
    for symbol in table.get_symbols():
        if symbol.is_referenced() if at_module_level else symbol.is_global():
            yield symbol.get_name()
    for child in table.get_children():
        yield from global_names(child)
