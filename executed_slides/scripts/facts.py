"""Facts of statements: the names that they use and bind, what they import, their outlines."""

import ast
import symtable
from collections.abc import Iterator
from typing import NamedTuple

from executed_slides.scripts.imports import Target, imported
from executed_slides.scripts.outline import outline
from executed_slides.scripts.syntax import DEFINITION, IMPORT, READ_ONLY, source_of

_COMPREHENSION = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
_SCOPE = DEFINITION | ast.Lambda | _COMPREHENSION


class Facts(NamedTuple):
    """What reach asks of a statement: names it uses and binds, what it imports, its syntax tree.

    `reads` are the constant paths that it gives to functions called `NAME.read`, each with NAME.
    """

    names: dict[str, frozenset[str] | None]
    bound: set[str]
    imports: list[Target]
    outline: str
    reads: list[tuple[str, str]]


def find_facts(statement: ast.stmt, lines: list[str], importer: str) -> Facts:
    """What a statement of the module `importer` is, which has these lines."""
    nodes = list(ast.walk(statement))
    imports = [
        target
        for node in nodes
        if isinstance(node, IMPORT)
        for _, target in imported(node, importer)
    ]
    names, bound = _used_names(statement, lines, nodes), stored_names(nodes)
    return Facts(names, bound, imports, outline(statement), _constant_reads(nodes))


def _constant_reads(nodes: list[ast.AST]) -> list[tuple[str, str]]:
    found = []
    for node in nodes:
        match node:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id=name), attr="read"),
                args=[ast.Constant(value=str(path))],
            ):
                found.append((name, path))
    return found


def _used_names(
    statement: ast.stmt, lines: list[str], nodes: list[ast.AST]
) -> dict[str, frozenset[str] | None]:
    """The module-level names that a statement uses, each with the attributes it reads of it.

    None instead of attributes where the name is used whole. `nodes` are all of the statement.
    """
    if any(isinstance(node, _SCOPE) for node in nodes):
        source = source_of(statement, lines)
        names = set(_global_names(symtable.symtable(source, READ_ONLY, "exec")))
    else:
        # Without a scope inside, every name that is read is the module's.
        names = {n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}
    attributes: dict[str, set[str] | None] = {name: set() for name in names}
    below = set()
    for node in nodes:
        match node:
            case ast.Attribute(value=ast.Name(id=name) as base, attr=attribute):
                below.add(base)
                read = attributes.get(name)
                if read is not None:
                    read.add(attribute)
            case ast.Name(id=name) if node not in below:
                attributes[name] = None
    used = {name: attributes[name] for name in names}
    return {name: None if read is None else frozenset(read) for name, read in used.items()}


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
