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

from executed_slides.base.files import naming, write_compact_json
from executed_slides.base.folders import Folders
from executed_slides.base.typed import Stored
from executed_slides.records.schema import Artifact, Record, Run, Tree
from executed_slides.records.variants import Point, Seed
from executed_slides.scripts.block import Block

TASK, OUTCOME = "task.json", "outcome.json"


class GivenRun(Stored, frozen=True):
    """A run as cells read it: all parameters with which it ran, and what it measured."""

    seed: Seed = None
    point: Point = {}
    parameters: dict[str, Any] = {}
    numbers: Tree = {}
    series: Tree = {}
    pictures: dict[str, str] = {}
    artifacts: dict[str, Artifact] = {}


class Task(Stored, frozen=True):
    """One run's task: who it is, what it may read, where it may write.

    Measuring cells have `seed` and `parameters`, figure cells the recorded `runs`; `root` is the
    project's, and `declared` has what its script declares, by the words of its block.
    """

    experiment: str = ""
    root: str = ""
    smoke: bool = False
    seed: Seed = None
    parameters: dict[str, Any] = {}
    runs: list[GivenRun] = []
    needs: dict[str, list[GivenRun]] = {}
    artifacts: str = ""
    resume: str = ""
    declared: dict[str, list[str]] | None = None


class Outcome(Stored, frozen=True):
    """What the cells of one run told."""

    numbers: Tree = {}
    series: Tree = {}
    pictures: dict[str, str] = {}
    data: dict[str, str | None] = {}
    figures: dict[str, dict[str, str]] = {}


def declared_by(block: Block) -> dict[str, list[str]]:
    return {"data": block.data, "artifacts": block.artifacts, "figures": block.figures}


def given_run(record: Record, run: Run) -> GivenRun:
    return GivenRun(
        run.seed,
        run.point,
        record.parameters_of(run),
        run.numbers,
        run.series,
        run.pictures,
        run.artifacts,
    )


def given_runs(record: Record, seed: Seed) -> list[GivenRun]:
    """The runs of a needed record that go with a seed: the same seed's, else the first's."""
    return [given_run(record, run) for run in record.runs_for_seed(seed)]


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


def read_outcome(folder: Path) -> Outcome:
    """What the cells told; nothing where they told nothing."""
    path = folder / OUTCOME
    return msgspec.json.decode(path.read_bytes(), type=Outcome) if path.exists() else Outcome()
