"""What a worker of a cluster does with the task that a build sends it.

    sources, needed runs, key ──▶ scratch folder ──measure──▶ the run, its artifacts
                                └─▶ refused: this machine's code, packages or data differ

A worker needs this package and what the scripts import, and no more of the deck.
"""

import json
import os
import pickle
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from executed_slides.base.cache import hash_engine
from executed_slides.base.errors import DeckError
from executed_slides.base.files import hash_json, naming, scratch_folder
from executed_slides.base.folders import Folders
from executed_slides.base.settings import Settings
from executed_slides.records.sweep import Variant
from executed_slides.runs.lab_pages import load_libraries
from executed_slides.runs.notebook import CellFailed, Kernels
from executed_slides.runs.recording import artifact_file
from executed_slides.runs.run import measure_run, run_file
from executed_slides.runs.store import put_in_store, resolve_url
from executed_slides.scripts.fingerprint import explain, key_of, read_code
from executed_slides.scripts.reach import Helpers
from executed_slides.scripts.script import read_script
from executed_slides.state.experiments import Experiment, Project, data_folder, measure_parts

SECONDS_BETWEEN_REPORTS = 5

load_libraries()  # A worker imports this module in one thread, and runs tasks in several.


@dataclass(frozen=True)
class Needed:
    """As much of a needed experiment as a run asks for."""

    key: str
    record: dict[str, Any]


def engine_version() -> str:
    """The package's version and its source: between two releases many have one number."""
    return f"{metadata.version('executed-slides')}+{hash_engine()[:8]}"


def run_task(message: bytes) -> bytes:
    """Measures one run in a folder of its own; what goes wrong there is part of the answer."""
    from distributed import get_worker

    task, worker = pickle.loads(message), get_worker()
    about = {"worker": worker.address}
    with scratch_folder(worker.local_directory) as folder:
        try:
            about |= answer(Path(folder), task, worker)
        except CellFailed as error:
            about["cell"] = (error.cell, error.place, error.output, error.traceback)
            about["missing"] = missing_data(task)
        except DeckError as error:
            about["error"] = (error.message, error.hint)
    return pickle.dumps(about)


def answer(root: Path, task: dict[str, Any], worker: Any) -> dict[str, Any]:
    if task["engine"] != engine_version():
        raise DeckError(
            f"worker {worker.address} has version {engine_version()} of executed-slides, "
            f"the build {task['engine']}",
            "install the same version on both",
        )
    project, experiment = unpack_task(root, task)
    refuse_differences(task, experiment, worker.address)
    variant, kernels = Variant(*task["variant"]), Kernels()
    with ended_when_cancelled(worker, kernels), reporting(worker, task) as hear:
        measure_run(project, experiment, variant, kernels, hear)
    kept = json.loads(run_file(project, experiment, variant).read_text("utf-8"))
    if not task["first"]:
        kept["cells"] = []  # The page is of the first run.
    return {"kept": kept, "artifacts": hand_over(project, kept["run"])}


def unpack_task(root: Path, task: dict[str, Any]) -> tuple[Project, Experiment]:
    """Writes a task's sources and artifacts below `root`, and reads the experiment there."""
    folders = Folders(root, task["smoke"])
    for name, source in task["sources"].items():
        path = folders.experiments / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source, "utf-8")
    for (name, checksum), content in task["artifacts"].items():
        file = artifact_file(folders.artifacts, name, checksum)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    needs = {name: Needed(*need) for name, need in task["needs"].items()}
    settings = Settings(task["environment"], artifacts_store=task["store"])
    project = Project(folders, settings, needs, {}, find_data(task))
    script = read_script(folders.experiments / f"{task['name']}.py", task["shown"])
    code = read_code(script, Helpers(folders.experiments))
    measured = measure_parts(project, script, code, None)
    return project, Experiment(script, code, measured, [], [])


def find_data(task: dict[str, Any]) -> Path | None:
    """The folder of this machine's data sets; those at a URL are fetched once for all runs."""
    url = os.environ.get("DECK_DATA", "")
    if "://" not in url:
        return data_folder()
    from filelock import FileLock

    folder = Path(tempfile.gettempdir()) / "deck-data" / hash_json(url)[:16]
    with naming(folder):
        folder.mkdir(parents=True, exist_ok=True)
    for name in task["measure"]["data"]:
        system, place = resolve_url(f"{url}/{name}")
        with FileLock(folder / f"{name}.lock"):
            if not (folder / name).exists() and system.exists(place):
                draft = folder / f"{name}.part"
                system.get(place, str(draft), recursive=True)
                draft.rename(folder / name)
    return folder


def missing_data(task: dict[str, Any]) -> list[str]:
    """The data sets of an experiment that this machine's folder does not hold."""
    folder = find_data(task)
    return [name for name in task["measure"]["data"] if not (folder and (folder / name).exists())]


def refuse_differences(task: dict[str, Any], experiment: Experiment, address: str) -> None:
    """Raises DeckError unless this machine would run just what the build asks for.

    Data that one of the two has not at hand contradicts nothing.
    """
    wanted, here = dict(task["measure"]), dict(experiment.measure)
    wanted["data"] = {
        name: digest if digest and here["data"].get(name) else here["data"].get(name)
        for name, digest in wanted["data"].items()
    }
    if key_of(wanted) != key_of(here):
        differences = "; ".join(explain(wanted, here, task["shown"]))
        raise DeckError(
            f"{task['shown']}: worker {address} would run something else: {differences} "
            "(build → worker)",
            "install the build's versions on that worker, and give it the same data in DECK_DATA",
        )


def hand_over(project: Project, run: dict[str, Any]) -> dict[str, bytes]:
    """Puts a run's artifacts into the store; where there is none, they go with the answer."""
    contents = {}
    for name, about in run.get("artifacts", {}).items():
        file = artifact_file(project.folders.artifacts, name, about["sha256"])
        if project.store:
            put_in_store(project.store, name, about["sha256"], file)
        else:
            contents[name] = file.read_bytes()
    return contents


@contextmanager
def reporting(worker: Any, task: dict[str, Any]) -> Iterator[Callable[[str], None]]:
    """Tells the build that a run begins, what it prints every few seconds, and that it ends."""

    def tell(event: str, text: str = "") -> None:
        worker.log_event(task["topic"], {"run": task["label"], "event": event, "text": text})

    heard, told = [], time.monotonic()

    def hear(text: str) -> None:
        nonlocal told
        heard.append(text)
        if time.monotonic() - told > SECONDS_BETWEEN_REPORTS:
            tell("prints", "".join(heard))
            heard.clear()
            told = time.monotonic()

    tell("begins", worker.address)
    try:
        yield hear
    finally:
        tell("ends")


@contextmanager
def ended_when_cancelled(worker: Any, kernels: Kernels) -> Iterator[None]:
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
