"""Modules: what binds each name of a Python file, and the statements that an import runs."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from executed_slides.scripts.facts import Facts, find_facts
from executed_slides.scripts.imports import Target, imported
from executed_slides.scripts.outline import hash_outlines
from executed_slides.scripts.syntax import (
    DEFINITION,
    IMPORT,
    first_line,
    is_docstring,
    naming_syntax,
    nodes_of,
    source_lines,
)

_COMPREHENSION = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp


@dataclass
class Module:
    """A Python file of `experiments/`: what binds each name, and what an import of it runs.

    `package` is what its relative imports start from; `set_elsewhere` are the names that its
    functions may set; `doc` is its docstring as it is written.
    """

    name: str
    shown: str
    lines: list[str]
    package: str = ""
    doc: str | None = None
    statements: list[ast.stmt] = field(default_factory=list)
    bindings: dict[str, list[ast.stmt]] = field(default_factory=dict)
    imports: dict[str, list[Target]] = field(default_factory=dict)
    stars: list[str] = field(default_factory=list)
    set_elsewhere: set[str] = field(default_factory=set)
    facts: dict[ast.stmt, Facts] = field(default_factory=dict)

    @property
    def is_package(self) -> bool:
        return self.name == self.package

    def facts_of(self, statement: ast.stmt) -> Facts:
        """What a statement uses, imports and is; many experiments reach the same one."""
        if statement not in self.facts:
            with naming_syntax(self.shown, first_line(statement)):
                self.facts[statement] = find_facts(statement, self.lines, self.package)
        return self.facts[statement]

    def hash_of(self, statements: Iterable[ast.stmt]) -> str:
        return hash_outlines(self.facts_of(statement).outline for statement in statements)

    def add_imports(self, node: IMPORT) -> None:
        for name, target in imported(node, self.package):
            if name == "*":
                self.stars.append(target.module)
            else:
                self.imports.setdefault(name, []).append(target)


def as_module(
    name: str, shown: str, source: str, tree: ast.Module, package: str | None = None
) -> Module:
    """A file as a module; `package` is its own name for a package's `__init__`."""
    package = name.rpartition(".")[0] if package is None else package
    doc = ast.get_docstring(tree, clean=False)
    module = Module(name, shown, source_lines(source), package, doc)
    for statement in _run_on_import(tree.body):
        module.statements.append(statement)
        nodes = nodes_of(statement)
        shared = {name for node in nodes if isinstance(node, ast.Global) for name in node.names}
        module.set_elsewhere |= shared
        for node in nodes:
            if isinstance(node, IMPORT) and (
                not isinstance(statement, DEFINITION)
                or shared & {name for name, _ in imported(node, module.package)}
            ):
                module.add_imports(node)
        for bound in sorted(bound_names(statement)):
            module.bindings.setdefault(bound, []).append(statement)
    return module


def _run_on_import(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """All but docstrings, what runs only as a program, and what only type checkers read."""
    for statement in body:
        if isinstance(statement, ast.If) and _is_never_true(statement.test):
            yield from _run_on_import(statement.orelse)
        elif not is_docstring(statement):
            yield statement


def _is_never_true(test: ast.expr) -> bool:
    match test:
        case ast.Compare(
            left=ast.Name(id="__name__"),
            ops=[ast.Eq()],
            comparators=[ast.Constant(value="__main__")],
        ):
            return True
        case ast.Compare(
            left=ast.Constant(value="__main__"),
            ops=[ast.Eq()],
            comparators=[ast.Name(id="__name__")],
        ):
            return True
        case ast.BoolOp(op=ast.And(), values=[first, *_]):
            return _is_never_true(first)
        case ast.Name(id="TYPE_CHECKING") | ast.Attribute(attr="TYPE_CHECKING"):
            return True
    return False


def bound_names(statement: ast.stmt) -> set[str]:
    """The module's names that a statement binds or deletes when it runs."""
    bound: set[str] = set()
    ahead: list[tuple[ast.AST, bool]] = [(statement, False)]
    while ahead:
        node, in_comprehension = ahead.pop()
        match node:
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()) if not in_comprehension:
                bound.add(name)
            case ast.NamedExpr(target=ast.Name(id=name)):
                bound.add(name)
            case (
                ast.ExceptHandler(name=str() as name)
                | ast.MatchAs(name=str() as name)
                | ast.MatchStar(name=str() as name)
                | ast.MatchMapping(rest=str() as name)
                | ast.FunctionDef(name=name)
                | ast.AsyncFunctionDef(name=name)
                | ast.ClassDef(name=name)
            ):
                bound.add(name)
        inside = in_comprehension or isinstance(node, _COMPREHENSION)
        ahead.extend((child, inside) for child in _in_same_scope(node))
    return bound


def _in_same_scope(node: ast.AST) -> Iterator[ast.AST]:
    """What is inside a node and runs in its scope: of a function all but its body."""
    own = isinstance(node, DEFINITION | ast.Lambda)
    for name, value in ast.iter_fields(node):
        if own and name in ("body", "type_params"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield child
