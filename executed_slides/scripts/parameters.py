"""Parameters: the plain values that the cells tagged `parameters` set.

shape = (2, 3)    a record says [2, 3]; each run, and the key, have it as it is written
"""

import ast
import json
from collections.abc import Iterator
from typing import Any

from executed_slides.base.errors import DeckError
from executed_slides.base.typed import refuse_unstorable
from executed_slides.scripts.cells import Cell


class Parameters(dict[str, Any]):
    """Parameters as records hold them, by name.

    `written` has, in Python's words, those that JSON holds as something else: a tuple as a list,
    a key that is a number as a text.
    """

    def __init__(self) -> None:
        super().__init__()
        self.written: dict[str, str] = {}


def read_parameters(cells: tuple[Cell, ...], shown: str) -> Parameters:
    parameters = Parameters()
    for name, value, line in _settings(cells, shown):
        try:
            literal = ast.literal_eval(value)
            held = json.loads(json.dumps(literal))
        except (ValueError, TypeError, RecursionError, MemoryError) as error:
            raise DeckError(
                f"{shown}:{line}: parameter {name!r} is not a plain value",
                "write a number, a text, a list or a dict; compute from it in another cell",
            ) from error
        where = f"{shown}:{line}: parameter {name!r}"
        refuse_unstorable(held, where)
        if _loses_keys(literal):
            raise DeckError(
                f"{where} has a key twice: as a number and as a text", "JSON has texts alone"
            )
        parameters[name] = held
        parameters.written.pop(name, None)
        if not is_same(literal, parameters[name]):
            parameters.written[name] = repr(literal)
    return parameters


def _loses_keys(value: Any) -> bool:
    """Whether a dict at any depth has keys that JSON cannot tell apart."""
    if isinstance(value, dict):
        return len(json.loads(json.dumps(value))) < len(value) or any(
            map(_loses_keys, value.values())
        )
    return isinstance(value, list | tuple) and any(map(_loses_keys, value))


def _settings(cells: tuple[Cell, ...], shown: str) -> Iterator[tuple[str, ast.expr, int]]:
    """Each name that a parameters cell sets, to what, and on which line."""
    for cell in cells:
        for statement in cell.statements if cell.sets_parameters else ():
            match statement:
                case ast.Assign(targets=[ast.Name(id=name)], value=value):
                    yield name, value, statement.lineno
                case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                    yield name, value, statement.lineno
                case _:
                    raise DeckError(
                        f"{shown}:{statement.lineno}: "
                        "a parameters cell only sets names to plain values"
                    )


def is_same(written: Any, held: Any) -> bool:
    """Whether two values are equal, and of the same types at any depth."""
    if type(written) is not type(held):
        return False
    if isinstance(written, dict):
        return list(written) == list(held) and all(is_same(written[k], held[k]) for k in written)
    if isinstance(written, list):
        return all(map(is_same, written, held))
    return written == held or written != written  # JSON holds one that is no number, too.
