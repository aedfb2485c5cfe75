"""Calls of `record` that can only fail where they stand, found before anything runs.

# %% Draw tags=["figure"]
record.numbers(gap=0.2)           measuring cells record
record.figure("losss", fig, …)    its block has figures = ["loss"]
record.run()                      its block has seeds = 5, and no typical = "NUMBER"

Only what a cell itself calls is looked at: a function may be meant for another one.
"""

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


def refuse_failing_calls(script: Script) -> None:
    """Raises DeckError for a call that the run would refuse, perhaps after hours."""
    paths = imported_paths(script.tree)
    for cell in script.cells:
        for call in find_calls(cell.statements, paths):
            place = f"{script.shown}:{call.line}"
            _refuse_misplaced(call, cell, place, sweeps=bool(script.block.sweep))
            _refuse_undeclared(call, script.block, place)
            _refuse_choice(call, cell, script.block, place)


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
    if call.word == "run" and not {"seed", None}.isdisjoint(call.keywords):
        return
    mend = 'name in the block the number whose middle run stands for all: typical = "NUMBER"'
    raise DeckError(
        f"{place}: record.{call.word} is of one run, and its block has seeds = {block.seeds}",
        f"{mend}; record.runs() has all" if cell.draws else mend,
    )
