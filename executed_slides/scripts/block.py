"""The experiment block: what a script says of itself before it runs, in TOML (as PEP 723)."""

import re
import tomllib
from dataclasses import dataclass, field, fields
from typing import Any

from executed_slides.base.errors import DeckError
from executed_slides.scripts.syntax import source_lines

BLOCK = re.compile(
    r"^# /// experiment[ \t]*$\n(?P<toml>(?:^#(?: .*)?$\n)*?)^# ///[ \t]*$", re.MULTILINE
)
_KINDS = {"seeds": int, "memory": (int, float), "gpu": bool, "sweep": dict, "smoke": dict}
_PLAIN = bool | int | float | str


@dataclass(frozen=True)
class Block:
    """What a script says of itself: all that the build must know before it runs."""

    data: list[str] = field(default_factory=list)
    needs: list[str] = field(default_factory=list)
    figures: list[str] = field(default_factory=list)
    artifacts: list[str] = field(default_factory=list)
    seeds: int = 1
    sweep: dict[str, list[Any]] = field(default_factory=dict)
    memory: float = 1.0  # gigabytes that one run takes
    gpu: bool = False  # whether it asks a cluster for a worker with a GPU
    smoke: dict[str, Any] = field(default_factory=dict)


def read_block(source: str, shown: str) -> Block:
    found = BLOCK.search(source)
    if not found:
        raise DeckError(f"{shown}: no '# /// experiment' block", "README shows how one looks")
    toml = "\n".join(line[2:] for line in source_lines(found["toml"]))
    try:
        values = tomllib.loads(toml)
    except tomllib.TOMLDecodeError as error:
        raise DeckError(f"{shown}: experiment block: {error}", "its lines are TOML") from error
    known = {item.name: item for item in fields(Block)}
    for name, value in values.items():
        if name not in known:
            raise DeckError(
                f"{shown}: experiment block: unknown key {name!r}", f"known are {', '.join(known)}"
            )
        kind = _KINDS.get(name, list)
        if not isinstance(value, kind) or (name == "seeds" and value < 1):
            raise DeckError(f"{shown}: experiment block: {name} = {value!r} is of the wrong type")
    return Block(**values)


def refuse_wrong_sweep(block: Block, parameters: dict[str, Any], shown: str) -> None:
    own = block.smoke.get("sweep", block.sweep)
    if not isinstance(own, dict) or own.keys() != block.sweep.keys():
        raise DeckError(f"{shown}: sweep of [smoke] is not over the parameters of [sweep]")
    for name, values in [*block.sweep.items(), *own.items()]:
        if name not in parameters or name == "seed" or name in block.smoke:
            reason = "is no parameter" if name not in parameters else "is set otherwise"
            raise DeckError(
                f"{shown}: [sweep] runs over {name!r}, which {reason}",
                "a sweep is over parameters of the cell tagged parameters; seeds and [smoke] "
                "set others",
            )
        plain = isinstance(values, list) and all(isinstance(v, _PLAIN) for v in values)
        if not plain or not values or len(set(values)) < len(values):
            raise DeckError(
                f"{shown}: [sweep] {name} = {values!r} is not a list of different plain values"
            )
