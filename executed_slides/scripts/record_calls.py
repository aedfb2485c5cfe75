"""Calls of `record` that can only fail where they stand, found before anything runs.

# %% Draw tags=["figure"]
record.numbers(gap=0.2)           measuring cells record
record.figure("losss", fig, …)    its block has figures = ["loss"]
record.run()                      its block has seeds = 5, and no typical = "NUMBER"
record.number(gap=0.2)            record.numbers

Of the first three only what a cell itself calls is looked at: a function may be meant for another
cell.
"""

import ast
from difflib import get_close_matches

from executed_slides.base.errors import DeckError
from executed_slides.scripts.block import Block
from executed_slides.scripts.calls_of_record import RecordCall, find_calls, imported_paths
from executed_slides.scripts.cells import Cell
from executed_slides.scripts.script import Script

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
# What takes each value by a name.
_NAMED = {"numbers", "texts", "series", "pictures"}
WORDS = {
    *_MEASURES,
    *_DECLARED,
    *("read", "resume_folder", "run", "runs", "share", "smoke"),
}


def refuse_failing_calls(script: Script) -> None:
    """Raises DeckError for a call that the run would refuse, perhaps after hours."""
    paths = imported_paths(script.tree)
    given = {node.arg for node in ast.walk(script.tree) if isinstance(node, ast.arg)}
    known = {name: path for name, path in paths.items() if name not in given}
    for call in find_calls([script.tree], known, in_functions=True):
        _refuse_ill_formed(call, f"{script.shown}:{call.line}")
    for cell in script.cells:
        for call in find_calls(cell.statements, paths):
            place = f"{script.shown}:{call.line}"
            _refuse_misplaced(call, cell, place, sweeps=bool(script.block.sweep))
            _refuse_undeclared(call, script.block, place)
            _refuse_choice(call, cell, script.block, place)


def _refuse_ill_formed(call: RecordCall, place: str) -> None:
    word, arguments, named = call.word, call.node.args, call.node.keywords
    if word.partition(".")[0] not in WORDS:
        near = get_close_matches(word, WORDS, n=1, cutoff=0.75)
        raise DeckError(
            f"{place}: record has no {word!r}", f"there are {', '.join(near or sorted(WORDS))}"
        )
    if word in _NAMED and arguments:
        raise DeckError(
            f"{place}: record.{word} takes each value by a name",
            f"record.{word}(NAME=…), and those of a dict by record.{word}(**…)",
        )
    is_open = any(isinstance(argument, ast.Starred) for argument in arguments)
    has_alt = is_open or len(arguments) > 2 or any(each.arg in (None, "alt") for each in named)
    if word == "figure" and not has_alt:
        raise DeckError(
            f"{place}: record.figure without an alternative text",
            'alt="…" says what the figure shows to who cannot see it',
        )


def _refuse_misplaced(call: RecordCall, cell: Cell, place: str, *, sweeps: bool) -> None:
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


def _refuse_undeclared(call: RecordCall, block: Block, place: str) -> None:
    kind = _DECLARED.get(call.word)
    if kind and call.named is not None and call.named not in getattr(block, kind):
        noun = "experiment" if kind == "needs" else kind.removesuffix("s")
        raise DeckError(
            f"{place}: {noun} {call.named!r} is not declared",
            f"add it to the script's block, {kind} = [{call.named!r}]",
        )


def _refuse_choice(call: RecordCall, cell: Cell, block: Block, place: str) -> None:
    """What is of one run, where the block has several and does not say which stands for all."""
    of_one = {"run"} if cell.draws else {"figure"}
    if block.seeds == 1 or block.typical or call.word not in of_one:
        return
    if call.word == "run" and any(each.arg in ("seed", None) for each in call.node.keywords):
        return
    mend = 'name in the block the number whose middle run stands for all: typical = "NUMBER"'
    raise DeckError(
        f"{place}: record.{call.word} is of one run, and its block has seeds = {block.seeds}",
        f"{mend}; record.runs() has all" if cell.draws else mend,
    )
