"""Modules: what binds each name of a Python file, and what acts on import."""

import ast
from collections.abc import Iterable
from dataclasses import dataclass, field

from executed_slides.scripts.facts import Facts, find_facts, stored_names
from executed_slides.scripts.imports import Target, imported
from executed_slides.scripts.outline import hash_outlines
from executed_slides.scripts.syntax import (
    DEFINITION,
    IMPORT,
    first_line,
    is_docstring,
    naming_syntax,
    source_lines,
)


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
    facts: dict[ast.stmt, Facts] = field(default_factory=dict)

    def facts_of(self, statement: ast.stmt) -> Facts:
        """What a statement uses, imports and is; many experiments reach the same one."""
        if statement not in self.facts:
            with naming_syntax(self.shown, first_line(statement)):
                self.facts[statement] = find_facts(statement, self.lines, self.name)
        return self.facts[statement]

    def hash_of(self, statements: Iterable[ast.stmt]) -> str:
        return hash_outlines(self.facts_of(statement).outline for statement in statements)


def as_module(name: str, shown: str, source: str, tree: ast.Module) -> Module:
    module = Module(name, shown, source_lines(source))
    for statement in tree.body:
        if isinstance(statement, IMPORT):
            _add_imports(module, statement)
        elif isinstance(statement, DEFINITION):
            module.bindings.setdefault(statement.name, []).append(statement)
        elif names := _assigned_names(statement):
            for bound in names:
                module.bindings.setdefault(bound, []).append(statement)
        elif not is_docstring(statement) and not _is_main_guard(statement):
            module.effects.append(statement)
            nodes = list(ast.walk(statement))
            for node in nodes:
                if isinstance(node, IMPORT):
                    _add_imports(module, node)
            for bound in stored_names(nodes):
                module.bindings.setdefault(bound, []).append(statement)
    return module


def _add_imports(module: Module, node: IMPORT) -> None:
    for name, target in imported(node, module.name):
        if name == "*":
            module.stars.append(target.module)
        else:
            module.imports[name] = target


def _assigned_names(statement: ast.stmt) -> list[str]:
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


def _is_main_guard(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.If) and "__name__" in {
        node.id for node in ast.walk(statement.test) if isinstance(node, ast.Name)
    }
