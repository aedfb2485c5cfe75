"""The experiment block: what a script says of itself before it runs, in TOML (as PEP 723)."""

import re
import tomllib
from typing import Annotated, Any, Literal

from msgspec import Meta

from executed_slides.base.errors import DeckError
from executed_slides.base.file_names import refuse_odd_name
from executed_slides.base.typed import (
    FileName,
    InnerPath,
    Plain,
    Stored,
    as_type,
    refuse_unstorable,
)
from executed_slides.scripts.syntax import source_lines

BLOCK = re.compile(
    r"^# /// experiment[ \t]*$\n(?P<toml>(?:^#(?: .*)?$\n)*?)^# ///[ \t]*$", re.MULTILINE
)
# More runs than anybody waits for; the build makes a plan of each.
_MOST_SEEDS = 10_000
_MOST_MEMORY = 1e6
_PlainValues = Annotated[list[Plain], Meta(min_length=1)]


class Block(Stored, frozen=True, kw_only=True):
    """What a script says of itself: all that the build must know before it runs.

    `files` are patterns from the project's root. `summary` says how a number of several runs is
    shown as one, `typical` names the number whose middle run stands for all where one must be.
    `memory` is in gigabytes that one run takes, `gpu` asks a cluster for a worker with a GPU.
    """

    data: list[InnerPath] = []
    files: list[str] = []
    needs: list[str] = []
    figures: list[FileName] = []
    artifacts: list[FileName] = []
    seeds: Annotated[int, Meta(ge=1, le=_MOST_SEEDS)] = 1
    sweep: dict[str, Any] = {}
    summary: Literal["median", "mean"] = "median"
    typical: str = ""
    memory: Annotated[float, Meta(gt=0, le=_MOST_MEMORY)] = 1.0
    gpu: bool = False
    smoke: dict[str, Any] = {}

    @property
    def smoke_sweep(self) -> dict[str, list[Plain]]:
        """The sweep of a smoke build, where it has one of its own."""
        return self.smoke.get("sweep", {})


def read_block(source: str, shown: str) -> Block:
    found = BLOCK.search(source)
    if found and BLOCK.search(source, found.end()):
        raise DeckError(f"{shown}: two '# /// experiment' blocks", "make one of them")
    if not found:
        raise DeckError(
            f"{shown}: no '# /// experiment' block",
            "write '# /// experiment', lines of TOML such as '# seeds = 5', and '# ///'",
        )
    toml = "\n".join(line[2:] for line in source_lines(found["toml"]))
    try:
        values = tomllib.loads(toml)
    except (ValueError, RecursionError) as error:
        raise DeckError(f"{shown}: experiment block: {error}", "its lines are TOML") from error
    block = as_type(values, Block, f"{shown}: experiment block")
    refuse_unstorable(block.smoke, f"{shown}: [smoke]")
    for name in block.figures:
        refuse_odd_name(name, f"{shown}: figure {name!r}")
    as_type(block.smoke_sweep, dict[str, Any], f"{shown}: [smoke] sweep")
    for title, sweep in (("[sweep]", block.sweep), ("[smoke] sweep", block.smoke_sweep)):
        for name, plain_values in sweep.items():
            where = f"{shown}: {title} {name}"
            as_type(plain_values, _PlainValues, where)
            refuse_unstorable(plain_values, where)
    return block


def refuse_wrong_sweep(block: Block, parameters: dict[str, Any], shown: str) -> None:
    own = block.smoke_sweep or block.sweep
    if own.keys() != block.sweep.keys():
        raise DeckError(f"{shown}: sweep of [smoke] is not over the parameters of [sweep]")
    for name, values in [*block.sweep.items(), *own.items()]:
        if name not in parameters or name == "seed" or name in block.smoke:
            reason = "is no parameter" if name not in parameters else "is set otherwise"
            raise DeckError(
                f"{shown}: [sweep] runs over {name!r}, which {reason}",
                "a sweep is over parameters of the cell tagged parameters; seeds and [smoke] "
                "set others",
            )
        if len(set(values)) < len(values):
            raise DeckError(f"{shown}: [sweep] {name} = {values!r} has a value twice")
