"""What a worker of a cluster does with the task that a build sends it.

    sources, needed runs, key ──▶ scratch folder ──measure──▶ the run, its artifacts
                                └─▶ refused: this machine's code, packages or data differ

A worker needs this package and what the scripts import, and no more of the deck.
"""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path
from typing import Any

from msgspec import Struct, msgpack, structs

from executed_slides.base.cache import ENGINE, hash_engine
from executed_slides.base.errors import DeckError
from executed_slides.base.files import hash_json, naming
from executed_slides.base.folders import Folders
from executed_slides.base.scratch import scratch_folder
from executed_slides.base.settings import Settings
from executed_slides.base.typed import Stored
from executed_slides.base.user_cache import user_cache
from executed_slides.records.keys import MeasureParts, explain, with_key
from executed_slides.records.schema import Record, Run
from executed_slides.records.variants import Variant
from executed_slides.runs.kept_runs import KeptRun, failure_folder
from executed_slides.runs.lab_pages import load_libraries
from executed_slides.runs.measuring import measure_run
from executed_slides.runs.notebook import CellFailed, Hear, Kernels
from executed_slides.runs.store import artifact_file, put_in_store, resolve_url
from executed_slides.runs.tasks import OUTCOME
from executed_slides.scripts.fingerprint import read_code
from executed_slides.scripts.helpers import Helpers
from executed_slides.scripts.script import read_script
from executed_slides.state.experiments import Experiment
from executed_slides.state.project import Project, data_folder
from executed_slides.state.staleness import measure_parts

_SECONDS_BETWEEN_REPORTS = 5

load_libraries()  # A worker imports this module in one thread, and runs tasks in several.


class CarriedArtifact(Stored, frozen=True):
    """An artifact that travels with a task, where machines share no store."""

    name: str
    sha256: str
    content: bytes


class WorkerTask(Stored, frozen=True):
    """All that a worker must know of one run.

    `needs` are the records of needed experiments, with the runs that go with this one's seed,
    and `keys` what those experiments' keys are at the build; `files` are the declared ones.
    """

    engine: str
    topic: str
    name: str
    label: str
    shown: str
    smoke: bool
    sources: dict[str, str]
    files: dict[str, bytes]
    environment: dict[str, str]
    measure: MeasureParts
    variant: Variant
    first: bool
    needs: dict[str, Record]
    keys: dict[str, str]
    artifacts: list[CarriedArtifact]
    store: str | None
    idle_minutes: float
    strict: bool


class _Engine(Struct):
    """As much of a task as an engine of any version can read."""

    engine: str


class Answer(Stored, frozen=True):
    """What became of a run: kept, failed in a cell, or refused.

    `made` are the files that it made, by their SHA-256, where machines share no store, `recorded`
    what one that failed had recorded until then.
    """

    worker: str
    kept: KeptRun | None = None
    made: dict[str, bytes] = {}
    cell: tuple[str, str, str, str] | None = None
    missing: list[str] = []
    recorded: bytes = b""
    error: tuple[str, str | None] | None = None


def engine_version() -> str:
    """The package's version and its source: between two releases many have one number."""
    return f"{metadata.version('executed-slides')}+{hash_engine(ENGINE)[:8]}"


def run_task(message: bytes) -> bytes:
    """Measures one run in a folder of its own; what goes wrong there is part of the answer."""
    from distributed import get_worker

    worker = get_worker()
    with scratch_folder(worker.local_directory) as folder:
        try:
            _refuse_other_engine(message, worker.address)
            answer = _run_here(Path(folder), msgpack.decode(message, type=WorkerTask), worker)
        except DeckError as error:
            answer = Answer(worker.address, error=(error.message, error.hint))
    return msgpack.encode(answer)


def _refuse_other_engine(message: bytes, address: str) -> None:
    engine = msgpack.decode(message, type=_Engine).engine
    if engine != engine_version():
        raise DeckError(
            f"worker {address} has version {engine_version()} of executed-slides, "
            f"the build {engine}",
            "install the same version on both",
        )


def _run_here(root: Path, task: WorkerTask, worker: Any) -> Answer:
    project, experiment = _unpack_task(root, task)
    _refuse_differences(task, experiment, worker.address)
    kernels = Kernels()
    try:
        with _ended_when_cancelled(worker, kernels), _reporting(worker, task) as hear:
            kept = measure_run(project, experiment, task.variant, task.needs, kernels, hear)
    except CellFailed as error:
        cell = (error.cell, error.place, error.output, error.traceback)
        left = failure_folder(project.folders, experiment, task.variant) / OUTCOME
        recorded = left.read_bytes() if left.exists() else b""
        missing = _missing_data(task)
        return Answer(worker.address, cell=cell, missing=missing, recorded=recorded)
    if not task.first:
        kept = structs.replace(kept, cells=[])  # The page is of the first run.
    return Answer(worker.address, kept, _hand_over(project, kept.run))


def _unpack_task(root: Path, task: WorkerTask) -> tuple[Project, Experiment]:
    """Writes a task's sources and artifacts below `root`, and reads the experiment there."""
    folders = Folders(root, task.smoke)
    for name, source in task.sources.items():
        path = folders.experiments / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source, "utf-8")
    for name, content in task.files.items():
        path = folders.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    for carried in task.artifacts:
        file = artifact_file(folders.artifacts, carried.name, carried.sha256)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(carried.content)
    settings = Settings(
        environment=task.environment,
        artifacts_store=task.store,
        idle_minutes=task.idle_minutes,
        strict=task.strict,
    )
    project = Project(folders, settings, {}, {}, Helpers(folders.experiments), _bring_data(task))
    script = read_script(folders.experiments / f"{task.name}.py", task.shown)
    code = read_code(script, project.helpers)
    data = {name: project.hash_of_data(name, None) for name in script.block.data}
    read = project.files_of(script, code.measure)
    measure = measure_parts(script, code, data, task.keys, settings, task.smoke, read)
    return project, Experiment(script, code, measure, [], [])


def _bring_data(task: WorkerTask) -> Path | None:
    """The folder of this machine's data sets; those at a URL are fetched once for all runs."""
    url = os.environ.get("DECK_DATA", "")
    if "://" not in url:
        return data_folder()
    from filelock import FileLock

    folder = user_cache() / "data" / hash_json(url)[:16]
    with naming(folder):
        folder.mkdir(parents=True, exist_ok=True)
    for name in task.measure.data:
        system, place = resolve_url(f"{url}/{name}")
        with FileLock(folder / f"{name}.lock"):
            if not (folder / name).exists() and system.exists(place):
                draft = folder / f"{name}.part"
                system.get(place, str(draft), recursive=True)
                draft.rename(folder / name)
    return folder


def _missing_data(task: WorkerTask) -> list[str]:
    """The data sets of an experiment that this machine's folder does not hold."""
    folder = _bring_data(task)
    return [name for name in task.measure.data if not (folder and (folder / name).exists())]


def _refuse_differences(task: WorkerTask, experiment: Experiment, address: str) -> None:
    """Raises DeckError unless this machine would run just what the build asks for.

    Data that one of the two has not at hand contradicts nothing.
    """
    here = experiment.measure
    data = {
        name: digest if digest and here.data.get(name) else here.data.get(name)
        for name, digest in task.measure.data.items()
    }
    # A worker has of the project what is declared; what is read besides, the run will tell.
    wanted = with_key(structs.replace(task.measure, data=data, observed=None))
    if wanted.key != here.key:
        differences = "; ".join(explain(wanted, here, task.shown))
        raise DeckError(
            f"{task.shown}: worker {address} would run something else: {differences} "
            "(build → worker)",
            "install the build's versions on that worker, and give it the same data in DECK_DATA",
        )


def _hand_over(project: Project, run: Run) -> dict[str, bytes]:
    """Puts what a run made into the store; where there is none, it goes with the answer."""
    contents = {}
    for name, checksum in run.made:
        file = artifact_file(project.folders.artifacts, name, checksum)
        if project.store:
            put_in_store(project.store, name, checksum, file)
        else:
            contents[checksum] = file.read_bytes()
    return contents


@contextmanager
def _reporting(worker: Any, task: WorkerTask) -> Iterator[Hear]:
    """Tells the build that a run begins, what it prints every few seconds, and that it ends."""

    def tell(event: str, text: str = "") -> None:
        worker.log_event(task.topic, {"run": task.label, "event": event, "text": text})

    heard: list[str] = []
    told = time.monotonic()

    def hear(text: str) -> None:
        nonlocal told
        heard.append(text)
        if time.monotonic() - told > _SECONDS_BETWEEN_REPORTS:
            tell("prints", "".join(heard))
            heard.clear()
            told = time.monotonic()

    tell("begins", worker.address)
    try:
        yield hear
    finally:
        tell("ends")


@contextmanager
def _ended_when_cancelled(worker: Any, kernels: Kernels) -> Iterator[None]:
    """Kills the run's process once nobody waits for it: Dask itself cannot stop a thread."""
    key, over = worker.get_current_task(), threading.Event()

    def watch() -> None:
        while not over.wait(1):
            task = worker.state.tasks.get(key)
            if task is None or task.state == "cancelled":
                kernels.kill()
                return

    threading.Thread(target=watch, daemon=True).start()
    try:
        yield
    finally:
        over.set()
