"""Constants: plain values that a script's cells write down once, whatever a run does.

COLOURS = ["#0b5394", "#e69138"]     figure cells may use it, and it counts in their key
"""

import ast
from collections.abc import Iterable

from executed_slides.scripts.cells import Cell
from executed_slides.scripts.modules import Module


def find_constants(cells: Iterable[Cell], main: Module) -> dict[str, ast.stmt]:
    """The names that are bound once, to a plain value, and of which nothing is changed later."""
    found = {}
    for cell in cells:
        for statement in cell.statements:
            match statement:
                case ast.Assign(targets=[ast.Name(id=name)], value=value) if _is_plain(value):
                    if len(main.bindings.get(name, [])) == 1 and name not in main.set_elsewhere:
                        found[name] = statement
    changed = _changed_names(main.statements) if found else set()
    return {name: statement for name, statement in found.items() if name not in changed}


def _is_plain(value: ast.expr) -> bool:
    try:
        ast.literal_eval(value)
    except (ValueError, TypeError, RecursionError, MemoryError):
        return False
    return True


def _changed_names(statements: Iterable[ast.stmt]) -> set[str]:
    """Names of which a method is called, or an item or attribute set: lists and dicts change so."""
    changed = set()
    for node in (node for statement in statements for node in ast.walk(statement)):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name))):
                changed.add(name)
            case (
                ast.Subscript(value=ast.Name(id=name), ctx=ast.Store() | ast.Del())
                | ast.Attribute(value=ast.Name(id=name), ctx=ast.Store() | ast.Del())
            ):
                changed.add(name)
    return changed
