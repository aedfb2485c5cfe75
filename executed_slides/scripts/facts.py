"""Facts of statements: the names that they use and bind, what they import, their outlines."""

import ast
import symtable
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import NamedTuple

from executed_slides.scripts.imports import Target, imported
from executed_slides.scripts.outline import outline
from executed_slides.scripts.syntax import (
    DEFINITION,
    IMPORT,
    READ_ONLY,
    children_of,
    first_line,
    nodes_of,
    source_of,
)

_COMPREHENSION = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
_SCOPE = DEFINITION | ast.Lambda | _COMPREHENSION
_BY_NAME = frozenset({"getattr", "hasattr", "setattr", "delattr"})
_ALL_NAMES = frozenset({"vars", "dir"})
# They lead from any function, frame or class to names that nobody wrote down.
_OPAQUE = frozenset({"__globals__", "f_globals", "f_locals", "__subclasses__"})


class Use(NamedTuple):
    """One use of a name: the attributes read of it one after another, and its call, if it is one.

    `whole` says why any attribute of what is at the end may be used.
    """

    chain: tuple[str, ...] = ()
    call: ast.Call | None = None
    whole: str = ""


class Import(NamedTuple):
    """An import inside a statement, and the scope that has its name."""

    name: str
    target: Target
    scope: str


class Facts(NamedTuple):
    """What reach asks of a statement.

    `names` are the module's that it uses, `inner` the names that its own functions import.
    """

    names: dict[str, list[Use]]
    inner: dict[str, list[Use]]
    bound: set[str]
    imports: list[Import]
    opaque: list[str]
    outline: str


def find_facts(statement: ast.stmt, lines: list[str], package: str) -> Facts:
    """What a statement of a module in `package` is, which has these lines."""
    nodes = nodes_of(statement)
    quoted = _quoted_types(nodes)
    imports = list(_nested_imports(statement, package))
    uses = _uses_of(nodes)
    used = _used_names(statement, lines, nodes)
    inner = {each.name: uses.get(each.name, []) for each in imports}
    return Facts(
        names={name: uses.get(name, inner.get(name, [Use()])) for name in sorted(used)}
        | {name: [*uses.get(name, []), *more] for name, more in quoted.items()},
        inner=inner,
        bound=stored_names(nodes),
        imports=imports,
        opaque=sorted({n.attr for n in nodes if isinstance(n, ast.Attribute)} & _OPAQUE),
        outline=outline(statement),
    )


def _used_names(statement: ast.stmt, lines: list[str], nodes: list[ast.AST]) -> set[str]:
    """The module-level names that a statement uses; `nodes` are all of the statement."""
    if any(isinstance(node, _SCOPE) for node in nodes):
        source = _source_alone(statement, lines)
        return set(_global_names(symtable.symtable(source, READ_ONLY, "exec")))
    # Without a scope inside, every name that is read is the module's.
    return {n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}


def _source_alone(statement: ast.stmt, lines: list[str]) -> str:
    before = lines[first_line(statement) - 1][: statement.col_offset]
    # A branch of an `if` could not stand alone with the spaces that it has.
    return ast.unparse(statement) if before and before.isspace() else source_of(statement, lines)


def _uses_of(nodes: Iterable[ast.AST]) -> dict[str, list[Use]]:
    """How names are used, whoever's they are: `nodes` have each node before those inside it."""
    uses: dict[str, list[Use]] = {}
    below: set[ast.AST] = set()
    calls: dict[ast.AST, ast.Call] = {}

    def add(node: ast.AST, more: tuple[str, ...] = (), whole: str = "") -> None:
        if node not in below and (found := chain_of(node)):
            *around, base = found.nodes
            below.update(around, [base])
            uses.setdefault(found.name, []).append(
                Use((*found.chain, *more), calls.get(node), whole)
            )

    for node in nodes:
        match node:
            case ast.Call(
                func=ast.Name(id=name), args=[of, ast.Constant(value=str() as attribute), *_]
            ) if name in _BY_NAME:
                add(of, (attribute,))
            case ast.Call(func=ast.Name(id=name), args=[of, _, *_]) if name in _BY_NAME:
                add(of, whole=f"{name} with a computed name")
            case ast.Call(func=ast.Name(id=name), args=[of]) if name in _ALL_NAMES:
                add(of, whole=f"{name}()")
        if isinstance(node, ast.Call):
            calls[node.func] = node
        add(node)
    return uses


def _quoted_types(nodes: Iterable[ast.AST]) -> dict[str, list[Use]]:
    """The names in annotations that are texts: libraries read types there."""
    annotations = [
        annotation
        for node in nodes
        for name in ("annotation", "returns")
        if isinstance(annotation := getattr(node, name, None), ast.expr)
    ]
    found: list[ast.AST] = []
    while annotations:
        match annotations.pop():
            case ast.Constant(value=str() as text):
                with suppress(SyntaxError, ValueError):
                    found += nodes_of(ast.parse(text, READ_ONLY, "eval"))
            case ast.Subscript(value=ast.Name(id="Literal") | ast.Attribute(attr="Literal")):
                pass
            case annotation:
                annotations += [c for c in children_of(annotation) if isinstance(c, ast.expr)]
    return _uses_of(found)


class Chain(NamedTuple):
    """`name.one.two` as its name, the attributes read of it, and its nodes, the name's last."""

    name: str
    chain: tuple[str, ...]
    nodes: list[ast.AST]


def chain_of(node: ast.AST) -> Chain | None:
    """The name and attributes that an expression is made of, or None if of more than these.

    A module that is taken from `sys.modules` by a name that is written there is an attribute too.
    """
    attributes: list[str] = []
    nodes: list[ast.AST] = []
    while True:
        nodes.append(node)
        match node:
            case ast.Name(id=name):
                return Chain(name, tuple(reversed(attributes)), nodes)
            case ast.Attribute(value=value, attr=attribute):
                attributes.append(attribute)
                node = value
            case ast.Subscript(
                value=ast.Attribute(attr="modules") as value,
                slice=ast.Constant(value=str() as key) | ast.Name(id="__name__" as key),
            ):
                attributes.append(f"[{key}]")
                node = value
            case _:
                return None


def _nested_imports(statement: ast.stmt, package: str) -> Iterator[Import]:
    ahead: list[tuple[ast.AST, str]] = [(statement, "module")]
    while ahead:
        node, scope = ahead.pop()
        if isinstance(node, IMPORT):
            for name, target in imported(node, package):
                yield Import(name, target, scope)
        elif isinstance(node, ast.ClassDef):
            scope = "class"
        elif isinstance(node, DEFINITION):
            scope = "function"
        ahead.extend((child, scope) for child in children_of(node))


def stored_names(nodes: list[ast.AST]) -> set[str]:
    return {
        node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    } | {node.name for node in nodes if isinstance(node, DEFINITION)}


def _global_names(table: symtable.SymbolTable) -> Iterator[str]:
    at_module_level = table.get_type() == "module"
    for symbol in table.get_symbols():
        if symbol.is_referenced() if at_module_level else symbol.is_global():
            yield symbol.get_name()
    for child in table.get_children():
        yield from _global_names(child)
