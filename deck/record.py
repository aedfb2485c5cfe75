"""What an experiment tells the deck, and what its figure cells read back.

    measuring cells ── numbers() series() data() ──▶ the run's record
    figure cells    ◀── run() runs() needed() ───── the record, nothing else
                    ── figure() ──▶ slides/image/NAME.png

The build says in `DECK_TASK` where a run keeps these. A script that is run by hand
(Jupyter, VS Code, `python`) keeps them in memory only, so it can never touch a record.
"""

import json
import math
import os
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from deck.files import sha256, write_json

# Names by which templates read the rest of a record: `imdb.parameters.epochs`.
RESERVED = {"parameters", "series", "seeds", "finding", "date"}


class Tree(dict):
    """A dict whose keys read as attributes too: `run.numbers.large.overfit_epoch`."""

    def __init__(self, values: dict[str, Any]):
        super().__init__(
            {
                key: Tree(value) if isinstance(value, dict) else value
                for key, value in values.items()
            }
        )

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(f"no {name!r} here, only {', '.join(self) or 'nothing'}") from None


class Run(NamedTuple):
    """One run of an experiment: its seed, the parameters it ran with, and what it measured."""

    seed: int | None
    parameters: Tree
    numbers: Tree
    series: Tree


class Desk:
    """The folder on which one run lays its task and its outcome, or memory alone by hand."""

    def __init__(self, folder: Path | None):
        self.folder = folder
        self.task = json.loads((folder / "task.json").read_text("utf-8")) if folder else {}
        self.outcome = {"numbers": {}, "series": {}, "data": {}, "figures": {}}

    def keep(self, kind: str, values: dict[str, Any]) -> None:
        # By hand a cell may be run again and again; in the build a second word on one
        # key is a mistake that would hide the first.
        add(self.outcome[kind], values, kind, replace=self.folder is None)
        if self.folder:
            write_json(self.folder / "outcome.json", self.outcome)


@cache
def desk() -> Desk:
    folder = os.environ.get("DECK_TASK")
    return Desk(Path(folder) if folder else None)


def add(into: dict, values: dict, where: str, replace: bool) -> None:
    for key, value in values.items():
        if isinstance(value, dict) and isinstance(into.get(key), dict) and where != "figures":
            add(into[key], value, f"{where}.{key}", replace)
        elif key in into and not replace:
            raise ValueError(f"{where}: {key!r} is recorded twice")
        else:
            into[key] = value


def plain(value: Any, where: str) -> Any:
    """A number as JSON knows it; NumPy's and Keras's scalars become Python's."""
    if isinstance(value, dict):
        return {key: plain(part, f"{where}.{key}") for key, part in value.items()}
    if hasattr(value, "item"):
        value = value.item()
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float) and math.isfinite(value):
        return value
    raise ValueError(f"{where} is {value!r}: a recorded number must be finite")


def points(value: Any, where: str) -> Any:
    """A series as a list of numbers; a point that is not finite becomes None."""
    if isinstance(value, dict):
        return {key: points(part, f"{where}.{key}") for key, part in value.items()}
    if hasattr(value, "tolist"):
        value = value.tolist()
    return [point if isinstance(point, int) or math.isfinite(point) else None for point in value]


def numbers(**values: Any) -> None:
    """Records measured numbers at full precision; a dict groups some under one name.

    Raises ValueError for a number that is not finite, one recorded twice, or a name by
    which templates read something else.
    """
    if taken := RESERVED & values.keys():
        raise ValueError(
            f"{', '.join(sorted(taken))}: templates read the record's own by this name"
        )
    desk().keep("numbers", {key: plain(value, key) for key, value in values.items()})


def series(**curves: Any) -> None:
    """Records curves, such as the training history: lists of numbers, grouped by dicts."""
    desk().keep("series", {key: points(value, key) for key, value in curves.items()})


def data(name: str, path: Path | None) -> None:
    """Records which data the run read: the SHA-256 of `path`, or None for data made by code.

    `name` is the file or folder as the script's block declares it, such as `imdb.npz`.
    """
    if name not in desk().outcome["data"]:
        desk().keep("data", {name: sha256(Path(path)) if path else None})


def smoke() -> bool:
    """True in a smoke run, which makes its data by code: tiny, and not a result."""
    return bool(desk().task.get("smoke"))


def runs() -> list[Run]:
    """All runs of this experiment, the first seed's first (by hand: the running one)."""
    task = desk().task
    if "runs" in task:
        return [as_run(run) for run in task["runs"]]
    return [as_run({**task, **desk().outcome})]


def run() -> Run:
    """The run whose numbers and figures the slides show: the first seed's."""
    return runs()[0]


def needed(name: str) -> Run:
    """The run of a needed experiment with this run's seed (in figure cells: the first)."""
    if desk().folder is None:
        return as_run(committed(name)["runs"][0])
    try:
        return as_run(desk().task["needs"][name])
    except KeyError:
        raise LookupError(
            f"{name!r} is not declared: add it to needs in the script's block"
        ) from None


def figure(name: str, figure: Any, alt: str) -> None:
    """Keeps a Matplotlib figure as `slides/image/NAME.png`, with its alternative text."""
    if folder := desk().folder:
        figure.savefig(folder / f"{name}.png", metadata={"Software": None})
    desk().keep("figures", {name: {"alt": alt}})


def committed(name: str) -> dict[str, Any]:
    """The committed record of an experiment, looked for upwards from the working folder."""
    for folder in (Path.cwd(), *Path.cwd().parents):
        if (file := folder / "results" / f"{name}.json").exists():
            return json.loads(file.read_text("utf-8"))
    raise LookupError(f"no results/{name}.json at or above {Path.cwd()}")


def as_run(run: dict[str, Any]) -> Run:
    return Run(
        run.get("seed"),
        Tree(run.get("parameters", {})),
        Tree(run.get("numbers", {})),
        Tree(run.get("series", {})),
    )
