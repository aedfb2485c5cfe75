"""Running what is stale: in order of need, as many at once as cores and memory allow."""

import os
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any

from executed_slides.base.errors import DeckError
from executed_slides.records.schema import Record
from executed_slides.records.variants import Variant
from executed_slides.runs.heard_influences import describe_new_influences
from executed_slides.runs.kept_runs import KeptRun, finished_run, recorded_run
from executed_slides.runs.lab_pages import load_libraries
from executed_slides.runs.measuring import measure_run
from executed_slides.runs.notebook import Kernels
from executed_slides.runs.progress import Progress
from executed_slides.runs.record_making import finish_record, redraw_figures
from executed_slides.runs.run_environment import start_server
from executed_slides.runs.run_figures import LostFigure, describe_new_run_figures
from executed_slides.runs.undeclared_reads import describe_new_reads
from executed_slides.state.experiments import Experiment
from executed_slides.state.project import Project
from executed_slides.state.staleness import draw_staleness, with_needs_of_now

if TYPE_CHECKING:
    from executed_slides.runs.cluster import Cluster

# Runs that are with the cluster at a time: enough for its workers, no burden to its scheduler.
MOST_AWAY = 1000


@dataclass
class Work:
    """One experiment on its way: its runs, those that wait, and those that are done."""

    experiment: Experiment
    remeasure: bool
    waiting: list[Variant] = field(default_factory=list)
    kept: dict[Variant, KeptRun] = field(default_factory=dict)
    running: int = 0
    ran: bool = False
    drawing: bool = False
    began: float = 0.0
    notes: list[str] = field(default_factory=list)

    def repeat(self, lost: LostFigure) -> None:
        """Lets those runs wait again that drew what is lost: as it turns out, it is shown."""
        self.drawing = False
        for variant in lost.drew:
            del self.kept[variant]
            self.waiting.append(variant)
        drew = ", ".join(variant.label or "its run" for variant in lost.drew)
        self.notes.append(f"no copy was left of figure {lost.figure}: {drew} ran again")


@dataclass
class Ending:
    """What became of one experiment."""

    name: str
    did: str  # "run", "draw", "failed" or "skipped"
    seconds: float = 0.0
    error: Exception | None = None
    notes: list[str] = field(default_factory=list)


def default_jobs() -> int:
    """As many runs at once as this process may use cores."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _available_memory() -> float:
    """Gigabytes that new processes can have."""
    import psutil

    return psutil.virtual_memory().available / 1e9


def whole_memory() -> float:
    """Gigabytes that this machine has when nothing else runs."""
    import psutil

    return psutil.virtual_memory().total / 1e9


def with_needs(project: Project, names: list[str]) -> list[str]:
    """The named experiments and all that they need, in order of need; all for no names."""
    if not names:
        return list(project.experiments)
    wanted = set(names)
    for name, experiment in reversed(project.experiments.items()):
        if name in wanted:
            wanted |= set(experiment.script.block.needs)
    return [name for name in project.experiments if name in wanted]


class Schedule:
    """Runs the stale ones of `names`; one that fails stops only those that need it.

    With a cluster, what measures runs there, and figures are drawn here. Every experiment that
    is done or has failed is told to `tell` at once.
    """

    def __init__(
        self,
        project: Project,
        names: list[str],
        force: set[str],
        jobs: int,
        progress: Progress,
        tell: Callable[[Ending], None],
        cluster: "Cluster | None" = None,
    ):
        self.project = project
        self.waiting = dict.fromkeys(names)
        self.force = force
        self.jobs = jobs
        self.progress = progress
        self.tell = tell
        self.cluster = cluster
        self.kernels = Kernels()
        self.works: dict[str, Work] = {}
        self.failed: set[str] = set()
        self.futures: dict[Future, tuple[Work, Variant | None]] = {}
        self.away: dict[Future, tuple[Work, Variant]] = {}
        self.done: SimpleQueue[Future] = SimpleQueue()
        self.memory = _available_memory() if names else 0.0

    def run(self) -> None:
        """Runs all to the end. On an interruption every process is killed, then it is raised."""
        if not self.cluster:
            self.refuse_too_large()
        pool = ThreadPoolExecutor(self.jobs)
        server = self.kernels.server = start_server(self.project, list(self.waiting))
        try:
            load_libraries()  # While the server loads what scripts need.
            while self.waiting or self.works:
                self.admit()
                self.submit(pool)
                if self.futures or self.away:
                    self.settle(self.done.get())
        except BaseException:
            self.kernels.kill()
            raise
        finally:
            pool.shutdown(cancel_futures=True)
            if server:
                server.close()

    def refuse_too_large(self) -> None:
        """Fails what this machine cannot hold at once, not after hours of what it needs."""
        for name in list(self.waiting):
            experiment = self.project.experiments[name]
            needed, there = experiment.script.block.memory, whole_memory()
            if (experiment.measure_reasons or name in self.force) and needed > there:
                error = DeckError(
                    f"{experiment.script.shown}: a run takes {needed:g} GB of memory, "
                    f"this machine has {there:.0f} GB",
                    "run it on a larger machine, or make its parameters smaller",
                )
                del self.waiting[name]
                self.failed.add(name)
                self.tell(Ending(name, "failed", error=error))

    def admit(self) -> None:
        """Takes up each waiting experiment whose needs are settled."""
        for name in list(self.waiting):
            experiment = self.project.experiments[name]
            needs = experiment.script.block.needs
            if any(need in self.waiting or need in self.works for need in needs):
                continue
            del self.waiting[name]
            if broken := [need for need in needs if need in self.failed]:
                self.failed.add(name)
                self.tell(
                    Ending(name, "skipped", error=DeckError(f"needs {broken[0]}, which failed"))
                )
                continue
            self.take_up(experiment)

    def take_up(self, experiment: Experiment) -> None:
        keys = self.project.needed_keys(experiment.script)
        experiment = with_needs_of_now(experiment, keys)
        self.project.put(experiment)
        remeasure = bool(experiment.measure_reasons) or experiment.name in self.force
        if not (remeasure or self.must_draw(experiment)):
            return
        work = Work(experiment, remeasure)
        for variant in experiment.variants if remeasure else []:
            kept = None
            if experiment.name not in self.force:
                kept = recorded_run(self.project, experiment, variant)
                kept = kept or finished_run(self.project, experiment, variant)
            if kept:
                work.kept[variant] = kept
            else:
                work.waiting.append(variant)
        self.works[experiment.name] = work

    def must_draw(self, experiment: Experiment) -> bool:
        """Whether figures are stale now: what they draw from may have been measured just now."""
        record, needs = experiment.record, self.project.needed_records(experiment)
        return bool(experiment.damaged or (record and draw_staleness(experiment, record, needs)))

    def submit(self, pool: ThreadPoolExecutor) -> None:
        for work in self.works.values():
            while work.waiting and self.has_place(work):
                self.start(pool, work, work.waiting.pop(0))
            if not (work.waiting or work.running or work.drawing) and self.has_room(work):
                work.drawing = True
                self.start(pool, work, None)

    def has_place(self, work: Work) -> bool:
        """A place for one run more, on the cluster or here."""
        return len(self.away) < MOST_AWAY if self.goes_away(work) else self.has_room(work)

    def goes_away(self, work: Work) -> bool:
        return self.cluster is not None and work.experiment.script.measures

    def has_room(self, work: Work) -> bool:
        """Room here for one run more; a run that is larger than the memory runs alone."""
        used = sum(w.experiment.script.block.memory for w, _ in self.futures.values())
        fits = used + work.experiment.script.block.memory <= self.memory
        return len(self.futures) < self.jobs and (fits or not self.futures)

    def start(self, pool: ThreadPoolExecutor, work: Work, variant: Variant | None) -> None:
        work.running += 1
        work.began = work.began or time.monotonic()
        if variant and self.cluster and work.experiment.script.measures:
            future = self.send_away(self.cluster, work.experiment, variant)
            self.away[future] = (work, variant)
        else:
            future = pool.submit(self.step, work, variant)
            self.futures[future] = (work, variant)
        future.add_done_callback(self.done.put)

    def send_away(self, cluster: "Cluster", experiment: Experiment, variant: Variant) -> Future:
        try:
            return cluster.submit(self.project, experiment, variant)
        except DeckError as error:
            failed: Future = Future()
            failed.set_exception(error)
            return failed

    def step(self, work: Work, variant: Variant | None) -> KeptRun | Record:
        """One piece of work, in a thread of the pool that waits for its process."""
        experiment = work.experiment
        last = "figures" if experiment.script.block.figures else "record"
        about = variant.label if variant else last
        label = f"{experiment.name} {about}".rstrip()
        self.progress.begin(label)
        try:

            def hear(text: str) -> None:
                self.progress.hear(label, text)

            if variant:
                needs = self.project.needed_records(experiment)
                return measure_run(self.project, experiment, variant, needs, self.kernels, hear)
            if experiment.record and not work.remeasure:
                record = experiment.record
                return redraw_figures(self.project, experiment, record, self.kernels, hear)
            kept = [work.kept[variant] for variant in experiment.variants]
            return finish_record(self.project, experiment, kept, self.kernels, hear)
        finally:
            self.progress.end(label)

    def give_up(self, work: Work) -> None:
        """Begins no further run of an experiment; those that run may end, and are kept."""
        work.waiting.clear()
        for future, (of, variant) in list(self.away.items()):
            if of is work and self.cluster and not self.cluster.runs(of.experiment, variant):
                future.cancel()

    def fail(self, work: Work, error: Exception) -> None:
        """Tells the first of an experiment's errors, and ends it."""
        name = work.experiment.name
        self.give_up(work)
        if name not in self.failed:
            self.failed.add(name)
            self.tell(Ending(name, "failed", error=error))

    def settle(self, future: Future) -> None:
        work, variant = self.away.get(future) or self.futures.pop(future)
        work.running -= 1
        name = work.experiment.name
        result: Any
        try:
            if self.cluster and variant and self.away.pop(future, None):
                result = self.cluster.accept(self.project, work.experiment, variant, future)
            else:
                result = future.result()
        except Exception as error:
            if isinstance(error, LostFigure) and work.kept:
                work.repeat(error)
            else:
                self.fail(work, error)
        else:
            if variant:
                work.kept[variant] = result
                work.ran = True
            elif name not in self.failed:
                self.project.put(work.experiment.with_record(result))
                did = "run" if work.ran else "draw"
                former = work.experiment.record
                notes = work.notes + describe_new_reads(self.project, result, former)
                notes += describe_new_influences(result, former)
                notes += describe_new_run_figures(result, former)
                notes += work.experiment.code.left_out
                self.tell(Ending(name, did, time.monotonic() - work.began, notes=notes))
        if (work.drawing or name in self.failed) and not work.running:
            self.works.pop(name, None)
