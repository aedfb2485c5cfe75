"""A cluster of machines: each run goes to a worker of Dask, and comes back as if run here.

build ──task──▶ scheduler ──▶ worker: executed_slides.runs.worker.run_task
      ◀─ answer: the run, what it made ─┘    a lost worker's run goes to another one
"""

from collections.abc import Iterable
from concurrent.futures import CancelledError, Future
from itertools import chain
from typing import Any
from uuid import uuid4

from msgspec import msgpack

from executed_slides.base.command_line import command
from executed_slides.base.errors import DeckError
from executed_slides.base.events import Warn
from executed_slides.base.files import read_content
from executed_slides.records.schema import Run
from executed_slides.records.variants import Variant
from executed_slides.runs.kept_runs import KeptRun, keep_failure, keep_run
from executed_slides.runs.notebook import CellFailed
from executed_slides.runs.progress import Progress
from executed_slides.runs.store import artifact_file, put_in_store
from executed_slides.runs.tasks import with_needed_runs
from executed_slides.runs.worker import (
    Answer,
    CarriedArtifact,
    WorkerTask,
    engine_version,
    run_task,
)
from executed_slides.scripts.fingerprint import read_code
from executed_slides.scripts.helpers import Helpers
from executed_slides.state.experiments import Experiment
from executed_slides.state.project import Project

SECONDS_TO_CONNECT = 10
# Bytes of needed artifacts that may go with each task: the scheduler holds them all.
_LARGEST_TASK = 200e6


class Cluster:
    """A Dask cluster that runs variants of experiments.

    Raises DeckError when Dask is not installed or no scheduler answers at `address`.
    """

    def __init__(self, address: str, progress: Progress, warn: Warn):
        self.address, self.progress, self.warn = address, progress, warn
        self.client = _connect(address)
        self.executor = self.client.get_executor(pure=False)
        self.topic = f"deck-{uuid4().hex}"
        self.client.subscribe_topic(self.topic, self.hear)
        self.running: set[str] = set()
        self.sources: dict[str, dict[str, str]] = {}
        if not self.client.nthreads():
            warn(f"{address} has no workers yet: runs wait for the first one")

    def submit(self, project: Project, experiment: Experiment, variant: Variant) -> Future:
        """Hands one run to the cluster; the future gives the worker's answer."""
        needs = {"resources": {"GPU": 1}} if experiment.script.block.gpu else {}
        first = experiment.name not in self.sources
        if needs and first and not self.has_gpu():
            self.warn(
                f"{experiment.name} waits for a worker with a GPU: "
                f"dask worker {self.address} --resources GPU=1"
            )
        task = msgpack.encode(self.task_of(project, experiment, variant))
        # Names for the dashboard; that of another build is another task.
        key = f"{experiment.name}-{variant.stem}-{self.topic}"
        return self.executor.submit(run_task, task, key=key, **needs)

    def runs(self, experiment: Experiment, variant: Variant) -> bool:
        """True while a worker runs this, false while it waits for one."""
        return _label(experiment, variant) in self.running

    def task_of(self, project: Project, experiment: Experiment, variant: Variant) -> WorkerTask:
        """All that a worker must know of one run."""
        script, seed = experiment.script, variant.seed
        needs = {
            name: with_needed_runs(record, script, seed)
            for name, record in project.needed_records(experiment).items()
        }
        return WorkerTask(
            engine=engine_version(),
            topic=self.topic,
            name=experiment.name,
            label=_label(experiment, variant),
            shown=script.shown,
            smoke=project.folders.smoke,
            sources=self.sources_of(project, experiment),
            files=_declared_files(project, experiment),
            environment=project.settings.environment,
            measure=experiment.measure,
            variant=variant,
            first=variant == experiment.first_variant,
            needs=needs,
            keys=project.needed_keys(script),
            artifacts=needed_artifacts(project, chain(*(r.runs for r in needs.values()))),
            store=project.store,
            idle_minutes=project.settings.idle_minutes,
            strict=project.settings.strict,
        )

    def sources_of(self, project: Project, experiment: Experiment) -> dict[str, str]:
        """The script, and the helpers that it reaches, by their paths in `experiments/`."""
        script, folder = experiment.script, project.folders.experiments
        if script.name not in self.sources:
            helpers = Helpers(folder)
            read_code(script, helpers)
            # Packages of the user's own are installed on the workers, where their sources count.
            files = {script.path: script.source, **helpers.files}
            self.sources[script.name] = {
                path.relative_to(folder).as_posix(): source
                for path, source in files.items()
                if path.is_relative_to(folder)
            }
        return self.sources[script.name]

    def has_gpu(self) -> bool:
        workers = self.client.scheduler_info(n_workers=-1)["workers"].values()
        return any(worker["resources"].get("GPU") for worker in workers)

    def accept(
        self, project: Project, experiment: Experiment, variant: Variant, future: Future
    ) -> KeptRun:
        """Keeps what a worker answered as `measure` keeps a run here, and returns it.

        Raises what the run raised there: CellFailed, or DeckError, which name the worker.
        """
        answer = self.wait_for(future, _label(experiment, variant))
        if answer.error:
            message, hint = answer.error
            raise DeckError(message, f"{hint}; then {self.again(experiment.name)}")
        if answer.cell or not answer.kept:
            where = f"on worker {answer.worker}"
            if answer.missing:
                where += f", which has no data {', '.join(answer.missing)}: set DECK_DATA there"
            cell, place, output, traceback = answer.cell or ("", "", "", "")
            failed = CellFailed(cell, place, output, f"{traceback}\n{where}")
            if answer.recorded:
                keep_failure(project.folders, experiment, variant, answer.recorded, failed)
            raise failed
        kept = answer.kept
        _refuse_other_data(experiment, kept.data, answer.worker)
        for name, checksum in kept.run.made if answer.made else ():
            file = artifact_file(project.folders.artifacts, name, checksum)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(answer.made[checksum])
        keep_run(project.folders, experiment, kept)
        return kept

    def wait_for(self, future: Future, run: str) -> Answer:
        from distributed import KilledWorker

        name = run.partition(" ")[0]
        try:
            return msgpack.decode(future.result(), type=Answer)
        except KilledWorker as error:
            raise DeckError(
                f"{run}: {error.allowed_failures + 1} workers were lost while they ran it, "
                f"the last was {error.last_worker.address}",
                "the worker's log says why; out of memory: give workers more, and one run at a "
                f"time (dask worker --nthreads 1); then {self.again(name)}",
            ) from error
        except CancelledError as error:
            raise DeckError(
                f"{run}: the cluster at {self.address} is gone",
                f"start it again, then {self.again(name)}; runs that had ended are kept",
            ) from error
        except ModuleNotFoundError as error:
            raise DeckError(
                f"{run}: a worker of {self.address} cannot load the engine: {error}",
                f"install this package on the workers, then {self.again(name)}",
            ) from error

    def again(self, name: str) -> str:
        return command(name, "--cluster", self.address)

    def hear(self, event: tuple[float, dict[str, str]]) -> None:
        """Shows the progress that workers tell of; a run that moved to another begins anew."""
        about = event[1]
        run = about["run"]
        if run in self.running and about["event"] in ("begins", "ends"):
            self.running.remove(run)
            self.progress.end(run)
        if about["event"] == "begins":
            self.running.add(run)
            self.progress.begin(run)
        elif about["event"] == "prints" and run in self.running:
            self.progress.hear(run, about["text"])

    def close(self) -> None:
        """Leaves the cluster, which drops the runs that nobody waits for any more."""
        self.client.close()
        for run in self.running:
            self.progress.end(run)


def _declared_files(project: Project, experiment: Experiment) -> dict[str, bytes]:
    """The files that a run's script declares, to lie below the project's root there too."""
    names = experiment.measure.files
    return {name: read_content(project.folders.root / name, name) for name in names}


def _label(experiment: Experiment, variant: Variant) -> str:
    """A run as progress and messages name it: `imdb seed 2`."""
    return f"{experiment.name} {variant.label}".rstrip()


def _connect(address: str) -> Any:
    try:
        from distributed import Client
    except ModuleNotFoundError as error:
        raise DeckError(f"--cluster needs {error.name}", "uv sync --extra cluster") from error
    try:
        _refuse_no_address(address)
        return Client(address, timeout=SECONDS_TO_CONNECT, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise DeckError(
            f"no Dask scheduler answers at {address}: {error or 'no answer'}",
            "is it running, and may this machine reach that port? `dask scheduler` prints its "
            "address, such as tcp://10.0.0.1:8786",
        ) from error


def _refuse_no_address(address: str) -> None:
    """Raises ValueError for what is no address: a client of it would end after 20 seconds alone."""
    from distributed.comm.addressing import parse_address, parse_host_port
    from distributed.comm.registry import get_backend

    scheme, place = parse_address(address)
    get_backend(scheme)
    if scheme in ("tcp", "tls"):
        parse_host_port(place)


def needed_artifacts(project: Project, runs: Iterable[Run]) -> list[CarriedArtifact]:
    """The artifacts that a run reads: in the store, or else their contents, to go with its task.

    Raises DeckError when they are too large to go with it.
    """
    carried, size = [], 0
    for run in runs:
        for name, artifact in run.artifacts.items():
            file = artifact_file(project.folders.artifacts, name, artifact.sha256)
            if project.store and file.exists():
                put_in_store(project.store, name, artifact.sha256, file)
            elif not project.store:
                size += artifact.bytes
                if size > _LARGEST_TASK:
                    raise DeckError(
                        f"{name} and others of {size / 1e6:.0f} MB would go with every run",
                        "name a folder or bucket that all workers reach in pyproject.toml: "
                        '[tool.executed-slides] artifacts_store = "s3://…"',
                    )
                carried.append(CarriedArtifact(name, artifact.sha256, file.read_bytes()))
    return carried


def _refuse_other_data(experiment: Experiment, read: dict[str, str | None], worker: str) -> None:
    for name, digest in read.items():
        expected = experiment.measure.data.get(name)
        if expected and digest != expected:
            raise DeckError(
                f"{experiment.script.shown}: worker {worker} read another {name} than is here",
                "give it the same file in the folder that its DECK_DATA names",
            )
