"""What an experiment tells the deck, and what its figure cells read back.

    measuring cells ── numbers() texts() series() table() … ──▶ the run's record
    all cells       ◀── read() ── files of the project, which count as declared
                    ── artifact() ──▶ a cache outside git ── needed_artifact() ──▶ other experiments
                    ── figure() ──▶ slides/image/NAME.svg, .png …
    figure cells    ◀── run() runs() needed() ───── the record, nothing else

The build says in the run's environment where it keeps these. A script that is run by hand
(Jupyter, VS Code, `python`) keeps them in memory only, so it can never touch a record.
"""

import base64
import os
import sys
import tempfile
from collections.abc import Callable, Collection
from contextlib import nullcontext
from functools import cache
from io import BytesIO
from pathlib import Path
from threading import RLock
from typing import Any, NamedTuple

import msgspec

from executed_slides.base.command_line import command
from executed_slides.base.files import sha256, write_compact_json
from executed_slides.records.record_files import read_record
from executed_slides.records.schema import Record
from executed_slides.records.variants import Seed
from executed_slides.runs import trace
from executed_slides.runs.as_script import RECORDER
from executed_slides.runs.empty_figures import refuse_empty, refuse_one_colour
from executed_slides.runs.figure_files import save_figure
from executed_slides.runs.recorded_tables import as_table
from executed_slides.runs.recorded_values import (
    Names,
    Share,
    as_curve,
    as_name,
    as_number,
    as_words,
    parts_of,
)
from executed_slides.runs.store import artifact_file
from executed_slides.runs.tasks import (
    ASTRAY,
    KEEP_IN_CELL,
    OUTCOME,
    RECORDED_ASTRAY,
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
# What templates name alike: `svm.accuracy`, `svm.best`, `svm.scores`.
_NAMED = ("numbers", "texts", "tables")


class Tree(dict):
    """A dict whose keys read as attributes too: `run.numbers.large.overfit_epoch`."""

    def __init__(self, values: dict[str, Any]):
        super().__init__({key: _copied(value) for key, value in values.items()})

    def __getattribute__(self, name: str) -> Any:
        # What was recorded as `items` or `values` comes before a dict's method of that name.
        if name in self and not name.startswith("__"):
            return self[name]
        return super().__getattribute__(name)

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"no {name!r} here, only {', '.join(self) or 'nothing'}")


def _copied(value: Any) -> Any:
    """A part of a tree that belongs to who reads it: a list is sorted, and the record is not."""
    if isinstance(value, dict):
        return Tree(value)
    return list(map(_copied, value)) if isinstance(value, list) else value


class RecordedRun(NamedTuple):
    """One run of an experiment: its seed, the parameters it ran with, and what it measured.

    Of `tables` each is a list of its rows, which a data frame can be made of.
    """

    seed: Seed
    parameters: Tree
    numbers: Tree
    series: Tree
    pictures: Tree
    texts: Tree
    tables: Tree


class RunFolder:
    """The folder in which one run finds its task and leaves its outcome; memory alone by hand."""

    def __init__(self, folder: Path | None):
        self.folder = folder
        self.task = read_task(folder) if folder else Task()
        self.outcome = Outcome()
        # Threads record side by side, and the words of one are not to be overwritten by another's.
        self.lock = RLock()

    @property
    def draws(self) -> bool:
        """Whether figure cells run here: they have the record, and measuring cells do not."""
        return bool(self.task.runs)

    def add(self, kind: str, path: Names, value: Any) -> None:
        """Takes one value into the outcome. Raises ValueError for a name that is taken.

        By hand a cell may be run again and again; in the build a second word on one key is a
        mistake that would hide the first.
        """
        self.refuse_others()
        with self.lock:
            self._add(kind, path, value)

    def _add(self, kind: str, path: Names, value: Any) -> None:
        *groups, name = path
        into = getattr(self.outcome, kind)
        taken = ValueError(f"{kind}: {'.'.join(path)!r} is recorded twice{_one_each(kind, name)}")
        for group in groups:
            if not isinstance(into.setdefault(group, {}), dict):
                if self.folder:
                    raise taken
                into[group] = {}
            into = into[group]
        others = [getattr(self.outcome, other) for other in _NAMED if other != kind]
        is_named = kind in _NAMED and any(_is_there(other, path) for other in others)
        if (name in into or is_named) and self.folder:
            raise taken
        into[name] = value

    def write(self) -> None:
        """Has the build know of all that was told until now."""
        if self.folder:
            self.refuse_others()
            with self.lock:
                write_compact_json(self.folder / OUTCOME, msgspec.to_builtins(self.outcome))

    def refuse_others(self) -> None:
        """Raises ValueError in a process that the run started: it would keep its own words alone,
        in place of those of all others.

        The build is told too: of what such a process raises nobody need hear.
        """
        if self.folder and not _is_recorder():
            (self.folder / ASTRAY).touch()
            raise ValueError(f"{RECORDED_ASTRAY}: {KEEP_IN_CELL}")


def _one_each(kind: str, name: str) -> str:
    """What a loop does instead, in words."""
    if kind == "figures":
        return (
            f'; each of a loop has a name of its own, record.figure(f"{name}_{{i}}", …), and the '
            f"block lists all of them, figures = ['{name}_0', …]"
        )
    if kind == "numbers":
        return (
            f'; each of a loop has a name of its own, record.numbers(**{{f"{name}_{{i}}": …}}), or '
            f"is a point of one curve, record.series({name}=[…])"
        )
    return ""


def _is_there(tree: Any, path: Names) -> bool:
    """Whether a name, or a part of what leads to it, has a value there already."""
    for name in path:
        if not isinstance(tree, dict):
            return True
        if name not in tree:
            return False
        tree = tree[name]
    return True


@cache
def this_run() -> RunFolder:
    folder = os.environ.get(TASK_FOLDER)
    return RunFolder(Path(folder) if folder and not _is_other_script() else None)


def _is_recorder() -> bool:
    return os.environ.get(RECORDER, pid := str(os.getpid())) == pid


def _is_other_script() -> bool:
    """Whether this is a script that the run started, `python other.py`, and no worker of a pool.

    Such a one is run by hand.
    """
    if _is_recorder():
        return False
    from multiprocessing import parent_process

    main = sys.modules["__main__"]
    return hasattr(main, "__file__") and main.__spec__ is None and parent_process() is None


def _record(
    kind: str, values: Any, convert: Callable[[Any, str], Any], taken: Collection[str] = ()
) -> None:
    """Keeps each value that can be kept; then raises ValueError for those that cannot.

    So one bad value at the end of a long run takes no other along. `taken` are names that mean
    something else.
    """
    if this_run().draws:
        raise ValueError(f"record.{kind} in a figure cell: measuring cells record, these draw")
    faults = []
    for path, value in parts_of(values):
        try:
            named = tuple(map(as_name, path))
            if named[0] in taken:
                raise ValueError(f"{named[0]}: templates read the record's own by this name")
            this_run().add(kind, named, convert(value, ".".join(named)))
            if isinstance(value, Share):
                this_run().outcome.shares[".".join(named)] = value.of
        except ValueError as error:
            faults.append(str(error))
    this_run().write()
    if faults:
        raise ValueError("; ".join(faults))


def numbers(**values: Any) -> None:
    """Records measured numbers at full precision; a dict groups some under one name.

    Raises ValueError for what is no finite number, one recorded twice, or a name by which
    templates read something else; the others are kept.
    """
    _record("numbers", values, as_number, _RESERVED)


def share(correct: Any, *, of: Any) -> Share:
    """How many of some were so, as a number from 0 to 1 that remembers of how many it was counted.

    `record.numbers(test_accuracy=record.share(881, of=1000))` records 0.881, with its sampling
    interval (Wilson's). Raises ValueError for what are no counts, or no part of the whole.
    """
    return Share(correct, of)


def texts(**values: Any) -> None:
    """Records texts that a run found out, such as the best model's name, grouped by dicts.

    Raises ValueError for what is no text, one recorded twice, or a taken name, as `numbers` does.
    """
    _record("texts", values, as_words, _RESERVED)


def table(name: str, rows: Any, *, key: str = "") -> None:
    """Records a table: a list of dicts, a dict of columns, or a data frame of another library.

    Each column has numbers, texts, or yes and no; None and NaN are missing. `key` names the column
    that says which row is which, by which those of several runs are put together: else by number.
    Raises ValueError, which names the cell, for what is no table.
    """
    _record(
        "tables",
        {name: _Rows(rows)},
        lambda given, word: as_table(given.rows, word, key),
        _RESERVED,
    )


class _Rows(NamedTuple):
    """What a table is made of: a dict of columns is no group of tables."""

    rows: Any


def series(**curves: Any) -> None:
    """Records curves, such as the training history: lists of numbers, grouped by dicts."""
    _record("series", curves, as_curve)


def pictures(**images: Any) -> None:
    """Records images, such as feature maps, for figure cells: uint8 arrays, (rows, columns) or
    (rows, columns, 3). They are kept in the record without loss, so keep them small.
    """
    _record("pictures", images, _as_png)


def artifact(name: str) -> Path:
    """A path for a large by-product, such as a trained model, that needing experiments read.

    The script's block declares it: `artifacts = ["convnet.keras"]`.
    """
    if this_run().draws:
        raise ValueError("record.artifact in a figure cell: measuring cells record, these draw")
    _refuse_undeclared("artifact", "artifacts", name)
    folder = (this_run().folder or Path(tempfile.mkdtemp(prefix="by-hand-"))) / "artifacts"
    folder.mkdir(exist_ok=True)
    return folder / name


def note_open_artifacts() -> None:
    """Has the build know which ones are still being written: they may lack their end."""
    folder = this_run().folder
    if folder and (folder / "artifacts").is_dir():
        import psutil

        kept = (folder / "artifacts").resolve()
        files = [
            file for file in psutil.Process().open_files() if getattr(file, "mode", "r") != "r"
        ]
        open_ones = {Path(file.path).name for file in files if kept in Path(file.path).parents}
        this_run().outcome.open_artifacts.extend(sorted(open_ones))
        this_run().write()


def needed_artifact(experiment: str, name: str, **point: Any) -> Path:
    """The path of a needed experiment's artifact, of the run that `needed` gives.

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
        _refuse_undeclared("data", "data", name)
        this_run().add("data", (name,), sha256(Path(path)) if path else None)
        this_run().write()


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
    return [_as_recorded(run) for run in _own_runs()]


def _own_runs() -> list[GivenRun]:
    task, outcome = this_run().task, this_run().outcome
    running = GivenRun(
        task.seed,
        parameters=task.parameters,
        numbers=outcome.numbers,
        series=outcome.series,
        pictures=outcome.pictures,
        texts=outcome.texts,
        tables=outcome.tables,
    )
    return task.runs or [running]


def run(*, seed: Seed = None, because: str = "", **point: Any) -> RecordedRun:
    """The run that stands for all, where one must be shown: the typical one, as the block says.

    Another one by its `seed`, with the reason why it is shown, which the evidence gives. Of an
    experiment that sweeps, `point` says where: `units=4`. Raises LookupError where that is no
    run, or several.
    """
    if seed is None:
        return _as_recorded(_one_of(_own_runs(), "this experiment", point))
    if not any(map(str.isalpha, because)):
        raise ValueError(
            f'run(seed={seed}) is another than the typical run: say why, because="REASON"'
        )
    chosen = _one_of(_runs_with(seed), f"seed {seed}", point)
    this_run().outcome.choices[str(seed)] = because
    this_run().write()
    return _as_recorded(chosen)


def _runs_with(seed: Seed) -> list[GivenRun]:
    """This experiment's runs with a seed; by hand the running one stands for it."""
    own = _own_runs()
    if found := [run for run in own if run.seed == seed]:
        return found
    if this_run().folder is None:
        return own
    there = ", ".join(map(str, dict.fromkeys(run.seed for run in own)))
    raise LookupError(f"no run has seed {seed}: its seeds are {there}")


def needed(name: str, **point: Any) -> RecordedRun:
    """The run of a needed experiment with this run's seed.

    In figure cells, and for an experiment with one run, that is the typical one. Of an experiment
    that sweeps, `point` says which run: `units=4`. Raises LookupError where that is no run, or
    several.
    """
    return _as_recorded(_needed_run(name, point))


def needed_runs(name: str) -> list[RecordedRun]:
    """All runs of a needed experiment, for figure cells."""
    if this_run().folder and not this_run().draws:
        raise ValueError(
            "record.needed_runs in a measuring cell: its run reads the same seed's, or the typical "
            "one, by record.needed"
        )
    return [_as_recorded(run) for run in _runs_of_needed(name)]


def _runs_of_needed(name: str) -> list[GivenRun]:
    if this_run().folder is None:
        return given_runs(_committed(name))
    if name not in this_run().task.needs:
        raise LookupError(f"{name!r} is not declared: add it to needs in the script's block")
    return this_run().task.needs[name]


def _needed_run(name: str, point: dict[str, Any]) -> GivenRun:
    runs, task = _runs_of_needed(name), this_run().task
    seeds = dict.fromkeys(run.seed for run in runs)
    if task.by_seed and len(seeds) > 1:
        raise LookupError(
            f"{name!r} has no run with seed {task.seed}, which this run would read: its seeds are "
            f"{', '.join(map(str, seeds))}; give both experiments as many, seeds = {len(seeds)}"
        )
    return _one_of(runs, repr(name), point)


def _one_of(runs: list[GivenRun], whose: str, point: dict[str, Any]) -> GivenRun:
    """The only run at a point, or the typical one of all that are there."""
    found = [run for run in runs if point.items() <= run.point.items()]
    places = dict.fromkeys(str(run.point) for run in runs)
    if not found or len({str(run.point) for run in found}) > 1:
        raise LookupError(
            f"{len(found)} runs of {whose} are at {point}, it has {'; '.join(places)}"
        )
    chosen = found if len(found) == 1 else [run for run in found if run.typical]
    if len(chosen) != 1:
        seeds = ", ".join(str(run.seed) for run in found)
        raise LookupError(
            f"{whose} has {len(found)} runs (seeds {seeds}), and none is typical: name in its "
            'block the number whose middle run stands for all, typical = "NUMBER"; figures show '
            f"all by record.{'runs()' if runs is this_run().task.runs else f'needed_runs({whose})'}"
        )
    return chosen[0]


def figure(name: str, figure: Any, alt: str, *, format: str | None = None) -> None:  # noqa: A002
    """Keeps a figure as `slides/image/NAME.svg`, `.png` or the like, with its alternative text.

    Of Matplotlib, what is made of lines is an SVG, sharp at any size; of pixels or thousands of
    points, a PNG. `format="svg"` or `"png"` decides otherwise. A figure of another library is
    written by its own `savefig`, `write_image` or `save`; the path of a file is that picture, read
    as Python does, else from the project's root. Figure cells draw from the record alone; of those
    that measuring cells draw, slides show the typical run's. Raises ValueError for one that shows
    nothing.
    """
    folder = this_run().folder
    if not isinstance(name, str):
        raise ValueError('a figure\'s name comes first: record.figure("NAME", figure, alt="…")')
    _refuse_undeclared("figure", "figures", name)
    refuse_empty(name, figure)
    words = str(alt)
    words.encode()  # What is no text is told on its line, and not when the record is written.
    about = {"alt": words}
    this_run().add("figures", (name,), about)
    try:
        with nullcontext(folder) if folder else tempfile.TemporaryDirectory() as place:
            about["format"] = _draw_into(Path(place), name, figure, format)
    except BaseException:
        del this_run().outcome.figures[name]  # Who catches it may give another one.
        raise
    this_run().write()


def _draw_into(folder: Path, name: str, figure: Any, asked: str | None) -> str:
    if isinstance(figure, str) and not Path(figure).is_file():
        figure = read(figure)
    kept = save_figure(figure, folder, name, asked)
    if kept not in ("svg", "gif"):  # A film may begin with an empty page.
        refuse_one_colour(name, folder / f"{name}.{kept}")
    return kept


def _refuse_undeclared(noun: str, kind: str, name: str) -> None:
    """Raises ValueError at once for what would be refused when all cells have run."""
    declared = this_run().task.declared
    if declared is not None and name not in declared[kind]:
        others = ", with all others whose names are computed" if kind == "figures" else ""
        raise ValueError(
            f"{noun} {name!r} is not declared: add it to the script's block{others}, {kind} = "
            f"[{name!r}]"
        )


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


def _as_png(image: Any, name: str) -> str:
    import numpy as np
    from PIL import Image

    array = np.asarray(image)
    is_colour = array.ndim == 3 and array.shape[2] in (3, 4)
    if array.dtype != np.uint8 or not array.size or not (array.ndim == 2 or is_colour):
        raise ValueError(
            f"{name} is {array.dtype} of shape {array.shape}, no picture: uint8 arrays are, "
            "(rows, columns) or (rows, columns, 3)"
        )
    memory = BytesIO()
    Image.fromarray(array).save(memory, "PNG", optimize=True)
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
        Tree(run.texts),
        Tree({name: [Tree(row) for row in table.rows] for name, table in run.tables.items()}),
    )
