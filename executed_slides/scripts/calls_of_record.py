"""Calls of `record` in a script, by whatever name it was imported, and the text that each names.

from executed_slides import record as r
r.figure("loss", fig, alt="…")  ──▶ figure, "loss"
"""

import ast
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from executed_slides.scripts.facts import chain_of, stored_names
from executed_slides.scripts.imports import imported
from executed_slides.scripts.syntax import IMPORT, children_of, nodes_of

_RECORD = "executed_slides.record."
_FUNCTION = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


class RecordCall(NamedTuple):
    """A call of `record.WORD`, and the text that it names first."""

    word: str
    line: int
    named: str | None
    node: ast.Call


def imported_paths(tree: ast.Module) -> dict[str, str]:
    """What the names of a script stand for that are imported, and nothing else."""
    nodes = nodes_of(tree)
    paths = {}
    for node in nodes:
        if isinstance(node, IMPORT):
            for name, target in imported(node, ""):
                # `import a.b` binds a, of which b is an attribute.
                is_top = isinstance(node, ast.Import) and target.module.startswith(f"{name}.")
                paths[name] = name if is_top else ".".join(filter(None, target))
    return {name: path for name, path in paths.items() if name not in stored_names(nodes)}


def find_calls(
    statements: Iterable[ast.AST], paths: dict[str, str], *, in_functions: bool = False
) -> Iterator[RecordCall]:
    """The calls in statements; those inside functions may be meant for another cell."""
    ahead: list[ast.AST] = [*statements]
    while ahead:
        node = ahead.pop()
        if isinstance(node, ast.Call) and (found := chain_of(node.func)) and found.name in paths:
            path = ".".join([paths[found.name], *found.chain])
            if path.startswith(_RECORD):
                word = path.removeprefix(_RECORD)
                yield RecordCall(word, node.lineno, _first_text(node), node)
        if in_functions or not isinstance(node, _FUNCTION):
            ahead.extend(children_of(node))


def _first_text(call: ast.Call) -> str | None:
    named = [word.value for word in call.keywords if word.arg in ("name", "experiment")]
    match [*call.args, *named]:
        case [ast.Constant(value=str() as text), *_]:
            return text
    return None


def find_named_figures(tree: ast.Module) -> list[str]:
    """The figures that a script's calls name by a text, in its order."""
    calls = find_calls([tree], imported_paths(tree), in_functions=True)
    named = [(call.line, call.named) for call in calls if call.word == "figure" and call.named]
    return list(dict.fromkeys(name for _, name in sorted(named)))
