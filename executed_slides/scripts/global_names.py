"""Global names: where a script reads names of its own top level, and which of these are settled.

units = 16                      settled: set once, to a value that nothing can change
def build(rate):
    Dense(units, rate=rate)     reads the global name `units`; `rate` is the function's

Which name is whose, Python's own `symtable` says.
"""

import ast
import symtable
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from executed_slides.scripts.cells import split_cells
from executed_slides.scripts.syntax import READ_ONLY, naming_syntax, parse, source_lines

_MARK = "_read_by_executed_slides_"
# What is passed or written to these may set any name.
_SET_ANY = frozenset({"eval", "exec", "globals", "locals", "vars"})


class Read(NamedTuple):
    """Where a global name is read: its line from 1, its columns in bytes, and which it is.

    In an f-string the line is the one where that begins. `fixed` is a name that no value can stand
    for, there and in patterns; `tight` one to which an attribute, index or power is bound.
    """

    line: int
    start: int
    end: int
    name: str
    fixed: bool
    tight: bool


class Setting(NamedTuple):
    """A name that its script settles: the value, its words there, and on which line."""

    value: Any
    text: str
    line: int
    is_parameter: bool


class GlobalNames(NamedTuple):
    """`reads` are in no order; `doubt` is the line of what may set any name, 0 where none does."""

    reads: list[Read]
    settings: dict[str, Setting]
    doubt: int


@cache
def find_global_names(source: str, shown: str) -> GlobalNames:
    """The global names that a script reads and settles. Raises DeckError for what is no Python."""
    tree = parse(source, shown)
    settings: dict[str, Setting] = {}
    first: dict[str, int] = {}
    for statement, name, setting in _find_settings(tree, source, shown):
        settings.setdefault(name, setting)
        first.setdefault(name, statement)
    with naming_syntax(shown):
        again = _set_anywhere(parse(source, shown), set(first.values()))
        reads = [*_find_reads(tree, parse(source, shown), parse(source, shown))]
    settled = {name: setting for name, setting in settings.items() if name not in again}
    return GlobalNames(reads, settled, _find_doubt(tree))


def _find_settings(tree: ast.Module, source: str, shown: str) -> Iterator[tuple[int, str, Setting]]:
    """Each top-level statement, by its number, that sets a name to what nothing can change."""
    cells = [cell for cell in split_cells(source, tree, shown) if cell.sets_parameters]
    parameters = {statement for cell in cells for statement in cell.statements}
    lines = source_lines(source)
    for number, statement in enumerate(tree.body):
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                pass
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                pass
            case _:
                continue
        try:
            literal = ast.literal_eval(value)
            hash(literal)
        except (ValueError, TypeError, RecursionError, MemoryError):
            continue
        text = _text_of(value, lines)
        yield number, name, Setting(literal, text, statement.lineno, statement in parameters)


def _text_of(value: ast.expr, lines: list[str]) -> str:
    """A literal as it is written, or on one line where it is written on several."""
    literal = ast.literal_eval(value)
    if value.lineno != value.end_lineno:
        return repr(literal)
    text = lines[value.lineno - 1].encode()[value.col_offset : value.end_col_offset].decode()
    is_bare = isinstance(literal, tuple) and literal and not _holds(text[1:-1], literal)
    return f"({text})" if is_bare else text


def _holds(text: str, literal: Any) -> bool:
    try:
        return bool(ast.literal_eval(text) == literal)
    except (SyntaxError, ValueError):
        return False


def _set_anywhere(tree: ast.Module, without: set[int]) -> set[str]:
    """The global names that a script sets, but for these statements of its top level."""
    tree.body = [each for number, each in enumerate(tree.body) if number not in without]
    module, *inner = _scopes(tree)
    return {s.get_name() for s in module.get_symbols() if s.is_assigned() or s.is_imported()} | {
        s.get_name()
        for scope in inner
        for s in scope.get_symbols()
        if s.is_declared_global() and (s.is_assigned() or s.is_imported())
    }


def _find_reads(tree: ast.Module, same: ast.Module, marked: ast.Module) -> Iterator[Read]:
    """The reads of global names in a tree; the two others are the same tree, and are changed.

    In one of them each read has a name of its own, which tells the scope where it stands.
    """
    loads, contexts = _find_loads(tree), _find_contexts(tree)
    for number, load in enumerate(_find_loads(marked)):
        load.id = f"{_MARK}{number}"
    for scope, twin in zip(_scopes(same), _scopes(marked), strict=True):
        for name in twin.get_identifiers():
            if name.startswith(_MARK):
                node = loads[int(name.removeprefix(_MARK))]
                # A class knows names that begin so by others.
                if not node.id.startswith("__") and scope.lookup(node.id).is_global():
                    yield _as_read(node, contexts)


def _scopes(tree: ast.Module) -> list[symtable.SymbolTable]:
    """All scopes of a tree, which is changed, in an order that does not depend on names."""
    return [*_flat(symtable.symtable(ast.unparse(_Scoped().visit(tree)), READ_ONLY, "exec"))]


def _flat(table: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    yield table
    for child in table.get_children():
        yield from _flat(child)


def _find_loads(tree: ast.Module) -> list[ast.Name]:
    return [n for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)]


class _Scoped(ast.NodeTransformer):
    """Writes what has the same scopes in every Python.

    Since 3.12 a list comprehension has none of its own there; a generator keeps it. Not each
    f-string can be written again, but what is in it can.
    """

    def visit_ListComp(self, node: ast.ListComp | ast.SetComp) -> ast.AST:
        self.generic_visit(node)
        return ast.GeneratorExp(node.elt, node.generators)

    visit_SetComp = visit_ListComp  # noqa: N815

    def visit_DictComp(self, node: ast.DictComp) -> ast.AST:
        self.generic_visit(node)
        return ast.GeneratorExp(ast.Tuple([node.key, node.value], ast.Load()), node.generators)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.AST:
        self.generic_visit(node)
        parts = [p for n in node.values if isinstance(n, ast.FormattedValue) for p in _parts(n)]
        return ast.Tuple(parts, ast.Load())


def _parts(field: ast.FormattedValue) -> list[ast.expr]:
    return [field.value, *filter(None, [field.format_spec])]


class _Contexts(NamedTuple):
    """Lines of f-strings, by what is in them; what stands fixed in patterns; what is tight."""

    quoted: dict[ast.AST, int]
    patterns: set[ast.AST]
    tight: set[ast.AST]


def _find_contexts(tree: ast.Module) -> _Contexts:
    found = _Contexts({}, set(), set())
    for node in ast.walk(tree):
        match node:
            case ast.JoinedStr():
                for inner in ast.walk(node):
                    found.quoted.setdefault(inner, node.lineno)
            case ast.match_case():
                found.patterns.update(ast.walk(node.pattern))
            case (
                ast.Attribute(value=child)
                | ast.Subscript(value=child)
                | ast.Call(func=child)
                | ast.Await(value=child)
                | ast.BinOp(left=child, op=ast.Pow())
            ):
                found.tight.add(child)
    return found


def _as_read(node: ast.Name, contexts: _Contexts) -> Read:
    fixed = node in contexts.quoted or node in contexts.patterns
    line = contexts.quoted.get(node, node.lineno)
    start, end = node.col_offset, node.end_col_offset or 0
    return Read(line, start, end, node.id, fixed, node in contexts.tight)


def _find_doubt(tree: ast.Module) -> int:
    """The first line with something that may set any global name."""
    return min(
        (
            node.lineno
            for node in ast.walk(tree)
            if (isinstance(node, ast.ImportFrom) and node.names[0].name == "*")
            or (isinstance(node, ast.Name) and node.id in _SET_ANY)
        ),
        default=0,
    )
