"""What an experiment tells the deck, and what its figure cells read back.

    measuring cells ── numbers() series() pictures() data() ──▶ the run's record
    all cells       ◀── read() ── files of the project, which count as declared
                    ── artifact() ──▶ a cache outside git ── needed_artifact() ──▶ other experiments
    figure cells    ◀── run() runs() needed() ───── the record, nothing else
                    ── figure() ──▶ slides/image/NAME.png

The build says in the run's environment where it keeps these. A script that is run by hand
(Jupyter, VS Code, `python`) keeps them in memory only, so it can never touch a record.
"""

import base64
import math
import os
import tempfile
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from executed_slides.base.command_line import command
from executed_slides.base.files import sha256, write_compact_json
from executed_slides.records.record_files import read_record
from executed_slides.records.schema import Record
from executed_slides.records.variants import Seed
from executed_slides.runs import trace
from executed_slides.runs.store import artifact_file
from executed_slides.runs.tasks import (
    OUTCOME,
    GivenRun,
    Outcome,
    Task,
    given_runs,
    read_task,
)
from executed_slides.runs.trace import TASK_FOLDER
from executed_slides.state.input_files import refuse_way_out

# Names by which templates read the rest of a record: `imdb.parameters.epochs`.
_RESERVED = {"parameters", "series", "seeds", "finding", "date"}


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


class RecordedRun(NamedTuple):
    """One run of an experiment: its seed, the parameters it ran with, and what it measured."""

    seed: Seed
    parameters: Tree
    numbers: Tree
    series: Tree
    pictures: Tree


class RunFolder:
    """The folder in which one run finds its task and leaves its outcome; memory alone by hand."""

    def __init__(self, folder: Path | None):
        self.folder = folder
        self.task = read_task(folder) if folder else Task()
        self.outcome = Outcome()

    def keep(self, kind: str, values: dict[str, Any]) -> None:
        # By hand a cell may be run again and again; in the build a second word on one
        # key is a mistake that would hide the first.
        _add(getattr(self.outcome, kind), values, kind, replace=self.folder is None)
        if self.folder:
            write_compact_json(self.folder / OUTCOME, msgspec.to_builtins(self.outcome))


@cache
def this_run() -> RunFolder:
    folder = os.environ.get(TASK_FOLDER)
    return RunFolder(Path(folder) if folder else None)


def _add(into: dict, values: dict, where: str, replace: bool) -> None:
    for key, value in values.items():
        if isinstance(value, dict) and isinstance(into.get(key), dict) and where != "figures":
            _add(into[key], value, f"{where}.{key}", replace)
        elif key in into and not replace:
            raise ValueError(f"{where}: {key!r} is recorded twice")
        else:
            into[key] = value


def _json_number(value: Any, where: str) -> Any:
    """A number as JSON knows it; NumPy's and Keras's scalars become Python's."""
    if isinstance(value, dict):
        return {key: _json_number(part, f"{where}.{key}") for key, part in value.items()}
    if hasattr(value, "item"):
        value = value.item()
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float) and math.isfinite(value):
        return value
    raise ValueError(f"{where} is {value!r}: a recorded number must be finite")


def _json_series(value: Any, where: str) -> Any:
    """A series as a list of numbers; a point that is not finite becomes None."""
    if isinstance(value, dict):
        return {key: _json_series(part, f"{where}.{key}") for key, part in value.items()}
    if hasattr(value, "tolist"):
        value = value.tolist()
    return [_json_point(point) for point in value]


def _json_point(value: Any) -> Any:
    if hasattr(value, "item"):
        value = value.item()
    if value is None or isinstance(value, int):
        return value
    return float(value) if math.isfinite(value) else None


def numbers(**values: Any) -> None:
    """Records measured numbers at full precision; a dict groups some under one name.

    Raises ValueError for a number that is not finite, one recorded twice, or a name by
    which templates read something else.
    """
    if taken := _RESERVED & values.keys():
        raise ValueError(
            f"{', '.join(sorted(taken))}: templates read the record's own by this name"
        )
    this_run().keep("numbers", {key: _json_number(value, key) for key, value in values.items()})


def series(**curves: Any) -> None:
    """Records curves, such as the training history: lists of numbers, grouped by dicts."""
    this_run().keep("series", {key: _json_series(value, key) for key, value in curves.items()})


def pictures(**images: Any) -> None:
    """Records images, such as feature maps, for figure cells: uint8 arrays, (rows, columns) or
    (rows, columns, 3). They are kept in the record without loss, so keep them small.
    """
    this_run().keep("pictures", {name: _as_png(image) for name, image in images.items()})


def artifact(name: str) -> Path:
    """A path for a large by-product, such as a trained model, that needing experiments read.

    The script's block declares it: `artifacts = ["convnet.keras"]`.
    """
    folder = (this_run().folder or Path(tempfile.mkdtemp(prefix="by-hand-"))) / "artifacts"
    folder.mkdir(exist_ok=True)
    return folder / name


def needed_artifact(experiment: str, name: str, **point: Any) -> Path:
    """The path of a needed experiment's artifact, of the run with this run's seed.

    Of an experiment that sweeps, `point` says which run: `units=4`.

    Raises LookupError when it is not declared, ValueError when it is not what the record says.
    """
    artifacts = _needed_run(experiment, point).artifacts
    if name not in artifacts:
        raise LookupError(
            f"{experiment!r} keeps no artifact {name!r}, only {', '.join(artifacts) or 'none'}"
        )
    path = artifact_file(_artifacts_folder(), name, artifacts[name].sha256)
    if not path.exists() or sha256(path) != artifacts[name].sha256:
        raise ValueError(
            f"{path} is missing or damaged: the next build makes it again, "
            f"by hand: {command('--force', experiment)}"
        )
    return path


def _artifacts_folder() -> Path:
    if this_run().folder:
        return Path(this_run().task.artifacts)
    return _root() / ".executed-slides" / "artifacts"


def resume_folder() -> Path | None:
    """A folder that outlives an interruption of this run, for its checkpoints; None by hand.

    It is there again when the same run, by key and seed, starts anew; the record says so.
    """
    if not (named := this_run().task.resume):
        return None
    Path(named).mkdir(parents=True, exist_ok=True)
    return Path(named)


def data(name: str, path: Path | None) -> None:
    """Records which data the run read: the SHA-256 of `path`, or None for data made by code.

    `name` is the file or folder as the script's block declares it, such as `imdb.npz`.
    """
    if path:
        trace.tell(trace.DATA, Path(path))
    if name not in this_run().outcome.data:
        this_run().keep("data", {name: sha256(Path(path)) if path else None})


def read(path: str) -> Path:
    """Where a file of the project lies, named from the project's root: `record.read("iris.csv")`.

    The file counts as if the block declared it. Raises DeckError for a way out of the project,
    FileNotFoundError where there is no such file.
    """
    refuse_way_out(path, repr(path))
    task = this_run().task
    file = (Path(task.root) if task.root else _root("experiments")) / path
    if not file.is_file():
        raise FileNotFoundError(f"no file {path!r} in the project: paths begin at its root")
    trace.tell(trace.READ, file)
    return file


def smoke() -> bool:
    """True in a smoke run, which makes its data by code: tiny, and not a result."""
    return this_run().task.smoke


def runs() -> list[RecordedRun]:
    """All runs of this experiment, the first seed's first (by hand: the running one)."""
    task, outcome = this_run().task, this_run().outcome
    if task.runs:
        return [_as_recorded(run) for run in task.runs]
    running = GivenRun(
        task.seed,
        parameters=task.parameters,
        numbers=outcome.numbers,
        series=outcome.series,
        pictures=outcome.pictures,
    )
    return [_as_recorded(running)]


def run() -> RecordedRun:
    """The run whose numbers and figures the slides show: the first seed's."""
    return runs()[0]


def needed(name: str, **point: Any) -> RecordedRun:
    """The run of a needed experiment with this run's seed (in figure cells: the first's).

    Of an experiment that sweeps, `point` says which run: `units=4`.
    """
    return _as_recorded(_needed_run(name, point))


def _needed_run(name: str, point: dict[str, Any]) -> GivenRun:
    if this_run().folder is None:
        runs = given_runs(_committed(name), None)
    elif name in this_run().task.needs:
        runs = this_run().task.needs[name]
    else:
        raise LookupError(f"{name!r} is not declared: add it to needs in the script's block")
    found = [run for run in runs if point.items() <= run.point.items()]
    if len(found) != 1:
        there = "; ".join(str(run.point) for run in runs)
        raise LookupError(f"{len(found)} runs of {name!r} are at {point}, it has {there}")
    return found[0]


def figure(name: str, figure: Any, alt: str) -> None:
    """Keeps a Matplotlib figure as `slides/image/NAME.png`, with its alternative text."""
    if folder := this_run().folder:
        figure.savefig(folder / f"{name}.png", metadata={"Software": None})
    this_run().keep("figures", {name: {"alt": str(alt)}})


def _committed(name: str) -> Record:
    """The committed record of an experiment, for a script that is run by hand."""
    path = _root() / "results" / f"{name}.json"
    return read_record(path, f"results/{name}.json", smoke=False)


def _root(room: str = "results") -> Path:
    """The deck's root by hand: the folder that has this room, looked for upwards from here."""
    for folder in (Path.cwd(), *Path.cwd().parents):
        if (folder / room).is_dir():
            return folder
    raise LookupError(f"no {room}/ at or above {Path.cwd()}")


def _as_png(image: Any) -> str:
    from PIL import Image

    memory = BytesIO()
    Image.fromarray(image).save(memory, "PNG", optimize=True)
    return base64.b64encode(memory.getvalue()).decode("ascii")


def _from_png(text: str) -> Any:
    import numpy as np
    from PIL import Image

    return np.asarray(Image.open(BytesIO(base64.b64decode(text))))


def _as_recorded(run: GivenRun) -> RecordedRun:
    return RecordedRun(
        run.seed,
        Tree(run.parameters),
        Tree(run.numbers),
        Tree(run.series),
        Tree({name: _from_png(text) for name, text in run.pictures.items()}),
    )
