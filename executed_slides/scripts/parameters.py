"""Parameters: the plain values that the cells tagged `parameters` set."""

import ast
import json
from typing import Any

from executed_slides.base.errors import DeckError
from executed_slides.scripts.cells import Cell


def read_parameters(cells: tuple[Cell, ...], shown: str) -> dict[str, Any]:
    parameters = {}
    for cell in cells:
        if not cell.sets_parameters:
            continue
        for statement in cell.statements:
            match statement:
                case ast.Assign(targets=[ast.Name(id=name)], value=value):
                    pass
                case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                    pass
                case _:
                    raise DeckError(
                        f"{shown}:{statement.lineno}: "
                        "a parameters cell only sets names to plain values"
                    )
            try:
                parameters[name] = json.loads(json.dumps(ast.literal_eval(value)))
            except (ValueError, TypeError, RecursionError, MemoryError) as error:
                raise DeckError(
                    f"{shown}:{statement.lineno}: parameter {name!r} is not a plain value",
                    "write a number, a text, a list or a dict; compute from it in another cell",
                ) from error
    return parameters
