"""Tasks: what the build hands to the process of one run, and what that hands back.

task.json ──▶ the cells, by `executed_slides.record` ──▶ outcome.json
"""

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
from msgspec import structs

from executed_slides.base.errors import DeckError
from executed_slides.base.files import naming, write_compact_json
from executed_slides.base.folders import Folders
from executed_slides.base.picture_files import FigureFormat
from executed_slides.base.typed import Stored
from executed_slides.records.schema import Artifact, Record, Run, Tree
from executed_slides.records.tables import Table
from executed_slides.records.variants import Point, Seed
from executed_slides.scripts.block import Block
from executed_slides.scripts.script import Script

TASK, OUTCOME = "task.json", "outcome.json"
# It lies beside these where another process than the cells' called `record`.
ASTRAY = "astray"
RECORDED_ASTRAY = "record is called in another process than the cells'"
KEEP_IN_CELL = (
    "what a pool's function finds out, it returns, and the cell records what the pool gives"
)


class GivenRun(Stored, frozen=True):
    """A run as cells read it: all parameters with which it ran, and what it measured.

    A `typical` one stands for all where one must be shown.
    """

    seed: Seed = None
    point: Point = {}
    parameters: dict[str, Any] = {}
    numbers: Tree = {}
    series: Tree = {}
    pictures: dict[str, str] = {}
    artifacts: dict[str, Artifact] = {}
    typical: bool = False
    texts: Tree = {}
    tables: dict[str, Table] = {}


class Task(Stored, frozen=True):
    """One run's task: who it is, what it may read, where it may write.

    Measuring cells have `seed` and `parameters`, figure cells the recorded `runs`; `root` is the
    project's, and `declared` has what its script declares, by the words of its block. One that
    goes `by_seed` reads of needed experiments the run with its own.
    """

    experiment: str = ""
    root: str = ""
    smoke: bool = False
    seed: Seed = None
    parameters: dict[str, Any] = {}
    runs: list[GivenRun] = []
    needs: dict[str, list[GivenRun]] = {}
    by_seed: bool = False
    artifacts: str = ""
    resume: str = ""
    declared: dict[str, list[str]] | None = None


class DrawnFigure(Stored, frozen=True):
    """What a figure shows in words, and the format that its file is in."""

    alt: str
    format: FigureFormat = "png"


class Outcome(Stored, frozen=True):
    """What the cells of one run told.

    `choices` are the reasons why figures show another run than the typical one, by its seed;
    `open_artifacts` nobody has closed.
    """

    numbers: Tree = {}
    shares: dict[str, int] = {}
    series: Tree = {}
    texts: Tree = {}
    tables: dict[str, Table] = {}
    pictures: dict[str, str] = {}
    data: dict[str, str | None] = {}
    figures: dict[str, DrawnFigure] = {}
    choices: dict[str, str] = {}
    open_artifacts: list[str] = []


def declared_by(block: Block) -> dict[str, list[str]]:
    return {"data": block.data, "artifacts": block.artifacts, "figures": block.figures}


def given_runs(record: Record) -> list[GivenRun]:
    """All runs of a record, and which of them is typical, where that is known."""
    try:
        typical = record.typical_runs()
    except DeckError:
        typical = []  # Whoever asks for it is told.
    return [
        GivenRun(
            run.seed,
            run.point,
            record.parameters_of(run),
            run.numbers,
            run.series,
            run.pictures,
            run.artifacts,
            any(run is one for one in typical),
            run.texts,
            run.tables,
        )
        for run in record.runs
    ]


def choose_needed(record: Record, script: Script, seed: Seed) -> list[Run]:
    """The runs of a needed record that a run with this seed reads.

    A script with several seeds reads those with the same seed, one without reads the typical
    ones. All where neither is known: whoever asks for one is told.
    """
    if script.block.seeds > 1 and record.has_choice:
        return record.runs_of(seed) or record.runs
    try:
        return record.typical_runs()
    except DeckError:
        return record.runs


def with_needed_runs(record: Record, script: Script, seed: Seed) -> Record:
    """A needed record with those of its runs alone that a run with this seed reads."""
    return structs.replace(record, runs=choose_needed(record, script, seed))


@contextmanager
def task_folder(folders: Folders, task: Task) -> Iterator[Path]:
    """A folder for the process of one run, with its task inside, gone afterwards."""
    tasks = folders.state / "tasks"
    with naming(tasks):
        tasks.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(dir=tasks, prefix=f"{task.experiment}-"))
    try:
        write_compact_json(folder / TASK, msgspec.to_builtins(task))
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def read_task(folder: Path) -> Task:
    # The path of a folder may hold bytes that are no text, which msgspec's own JSON refuses.
    return msgspec.convert(json.loads((folder / TASK).read_bytes()), Task)


def read_outcome(folder: Path, shown: str) -> Outcome:
    """What the cells of the script `shown` told; nothing where they told nothing.

    Raises DeckError where another process told something, which is lost, and for an artifact that
    may lack its end.
    """
    if (folder / ASTRAY).exists():
        raise DeckError(f"{shown}: {RECORDED_ASTRAY}", KEEP_IN_CELL)
    if not (path := folder / OUTCOME).exists():
        return Outcome()
    outcome = msgspec.json.decode(path.read_bytes(), type=Outcome)
    for name in outcome.open_artifacts:
        raise DeckError(
            f"{shown}: artifact {name!r} is still open when its last cell has run, and may lack "
            "its end",
            f"close it: with open(record.artifact({name!r}), …) as file",
        )
    return outcome
