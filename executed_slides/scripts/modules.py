"""Modules: what binds each name of a Python file, what acts on import, what a statement uses."""

import ast
import symtable
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from executed_slides.scripts.outline import hash_outlines, outline
from executed_slides.scripts.syntax import (
    DEFINITION,
    IMPORT,
    READ_ONLY,
    first_line,
    is_docstring,
    naming_syntax,
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
