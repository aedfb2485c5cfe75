"""Calls of `record` that can only fail where they stand, found before anything runs.

# %% Draw tags=["figure"]
record.numbers(gap=0.2)           measuring cells record
record.figure("losss", fig, …)    its block has figures = ["loss"]

Only what a cell itself calls is looked at: a function may be meant for another one.
"""

import ast
from collections.abc import Iterator
from typing import NamedTuple

from executed_slides.base.errors import DeckError
from executed_slides.scripts.block import Block
from executed_slides.scripts.cells import Cell
from executed_slides.scripts.facts import chain_of, stored_names
from executed_slides.scripts.imports import imported
from executed_slides.scripts.script import Script
from executed_slides.scripts.syntax import IMPORT

_RECORD = "executed_slides.record."
_MEASURES = {"numbers", "texts", "table", "series", "pictures", "artifact"}
# What the first argument names, and which line of the block declares it.
_DECLARED = {
    "artifact": "artifacts",
    "data": "data",
    "figure": "figures",
    "needed": "needs",
    "needed_artifact": "needs",
    "needed_runs": "needs",
}
_FUNCTION = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


class _Call(NamedTuple):
    """A call of `record.WORD`, and the text that it names first."""

    word: str
    line: int
    named: str | None


def refuse_failing_calls(script: Script) -> None:
    """Raises DeckError for a call that the run would refuse, perhaps after hours."""
    paths = _paths_of(script.tree)
    for cell in script.cells:
        for call in _find_calls(cell, paths):
            place = f"{script.shown}:{call.line}"
            _refuse_misplaced(call, cell, place, sweeps=bool(script.block.sweep))
            _refuse_undeclared(call, script.block, place)


def _paths_of(tree: ast.Module) -> dict[str, str]:
    """What the names of a script stand for that are imported, and nothing else."""
    nodes = list(ast.walk(tree))
    paths = {}
    for node in nodes:
        if isinstance(node, IMPORT):
            for name, target in imported(node, ""):
                # `import a.b` binds a, of which b is an attribute.
                is_top = isinstance(node, ast.Import) and target.module.startswith(f"{name}.")
                paths[name] = name if is_top else ".".join(filter(None, target))
    return {name: path for name, path in paths.items() if name not in stored_names(nodes)}


def _find_calls(cell: Cell, paths: dict[str, str]) -> Iterator[_Call]:
    ahead: list[ast.AST] = [*cell.statements]
    while ahead:
        node = ahead.pop()
        if isinstance(node, ast.Call) and (found := chain_of(node.func)) and found.name in paths:
            path = ".".join([paths[found.name], *found.chain])
            if path.startswith(_RECORD):
                yield _Call(path.removeprefix(_RECORD), node.lineno, _first_text(node))
        if not isinstance(node, _FUNCTION):
            ahead.extend(ast.iter_child_nodes(node))


def _first_text(call: ast.Call) -> str | None:
    match call.args:
        case [ast.Constant(value=str() as text), *_]:
            return text
    return None


def _refuse_misplaced(call: _Call, cell: Cell, place: str, *, sweeps: bool) -> None:
    if cell.draws and call.word in _MEASURES:
        raise DeckError(
            f"{place}: record.{call.word} in a figure cell: measuring cells record, these draw",
            "move it to a cell that measures; figure cells read it by record.run()",
        )
    if not cell.draws and call.word == "needed_runs":
        raise DeckError(
            f"{place}: record.needed_runs in a measuring cell",
            "its run reads the same seed's, or the typical one, by record.needed",
        )
    if not cell.draws and call.word == "figure" and sweeps:
        raise DeckError(
            f"{place}: record.figure in a measuring cell of a sweep: each point would draw it",
            'tag the cell figure: # %% TITLE tags=["figure"]; there record.runs() has all points',
        )


def _refuse_undeclared(call: _Call, block: Block, place: str) -> None:
    kind = _DECLARED.get(call.word)
    if kind and call.named is not None and call.named not in getattr(block, kind):
        noun = "experiment" if kind == "needs" else kind.removesuffix("s")
        raise DeckError(
            f"{place}: {noun} {call.named!r} is not declared",
            f"add it to the script's block, {kind} = [{call.named!r}]",
        )
