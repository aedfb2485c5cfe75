"""Runs share the machine: as many at once as jobs and memory allow, in order of need."""

import subprocess
import sys
from concurrent.futures import Future
from io import StringIO
from types import SimpleNamespace

import pytest
from made_records import make_run

from executed_slides.base.errors import DeckError
from executed_slides.base.folders import Folders
from executed_slides.records.schema import Machine
from executed_slides.runs import schedule
from executed_slides.runs.kept_runs import KeptRun
from executed_slides.runs.progress import Lines
from executed_slides.runs.schedule import Schedule, Work, with_needs
from executed_slides.state.project import read_project


def work(memory: float) -> Work:
    return Work(SimpleNamespace(script=SimpleNamespace(block=SimpleNamespace(memory=memory))), True)


@pytest.mark.parametrize(
    ("jobs", "memory", "running", "next_run", "room"),
    [
        (2, 8.0, [], 4.0, True),
        (2, 8.0, [4.0], 4.0, True),
        (2, 8.0, [4.0], 5.0, False),
        (2, 8.0, [1.0, 1.0], 1.0, False),
        (1, 8.0, [1.0], 1.0, False),
        (2, 8.0, [], 99.0, True),
    ],
)
def test_a_run_begins_when_there_is_room_or_nothing_else_runs(
    jobs, memory, running, next_run, room
):
    runs = Schedule(None, [], set(), jobs, None, None)
    runs.memory = memory
    runs.futures = {number: (work(size), 1) for number, size in enumerate(running)}

    assert runs.has_room(work(next_run)) is room


class FakeCluster:
    """Ends every run at once, and counts those whose answers nobody has taken in yet."""

    def __init__(self):
        self.away = self.most = 0

    def submit(self, project, experiment, variant) -> Future:
        self.away += 1
        self.most = max(self.most, self.away)
        future = Future()
        future.set_result(None)
        return future

    def accept(self, project, experiment, variant, future) -> KeptRun:
        self.away -= 1
        run = make_run(seed=variant.seed, numbers={"total": 6, "share": variant.seed})
        return KeptRun(run, {}, [], Machine("Linux", "x86_64", 2, 25))


def test_a_cluster_is_never_given_more_runs_than_its_scheduler_bears(deck, monkeypatch):
    monkeypatch.setattr(schedule, "MOST_AWAY", 3)
    deck.edit("experiments/a.py", "# seeds = 2", "# seeds = 10")
    deck.edit("experiments/a.py", '# figures = ["a"]\n', "")
    deck.write("experiments/a.py", deck.read("experiments/a.py").partition("# %% Figure")[0])
    project, cluster = read_project(Folders(deck.root)), FakeCluster()
    told = []

    Schedule(project, ["a"], {"a"}, 1, Lines(StringIO()), told.append, cluster).run()

    assert [(outcome.name, outcome.did, outcome.error) for outcome in told] == [("a", "run", None)]
    assert cluster.most == 3
    record = deck.record("a")
    assert [run["numbers"]["share"] for run in record["runs"]] == list(range(1, 11))


class FailingCluster(FakeCluster):
    """Its first run fails, its second one runs, and all others wait for a worker."""

    def __init__(self):
        super().__init__()
        self.waiting: list[Future] = []
        self.second = Future()
        self.kept: list[int] = []

    def submit(self, project, experiment, variant) -> Future:
        if variant.seed == 1:
            return super().submit(project, experiment, variant)
        if variant.seed == 2:
            return self.second
        self.waiting.append(Future())
        return self.waiting[-1]

    def runs(self, experiment, variant) -> bool:
        return variant.seed == 2

    def accept(self, project, experiment, variant, future) -> KeptRun:
        if variant.seed == 1:
            raise DeckError("no luck")
        future.result()
        self.kept.append(variant.seed)
        return super().accept(project, experiment, variant, future)

    def end_all(self) -> None:
        for future in [self.second, *self.waiting]:
            if not future.done():
                future.set_result(None)


def test_after_a_failure_runs_that_wait_are_dropped_and_those_that_run_may_end(deck):
    deck.edit("experiments/a.py", "# seeds = 2", "# seeds = 5")
    project, cluster = read_project(Folders(deck.root)), FailingCluster()
    told = []

    def tell(outcome) -> None:
        told.append((outcome.name, outcome.did))
        cluster.end_all()

    Schedule(project, ["a"], {"a"}, 1, Lines(StringIO()), tell, cluster).run()

    assert told == [("a", "failed")]
    assert [future.cancelled() for future in cluster.waiting] == [True, True, True]
    assert cluster.kept == [2]


def test_a_named_experiment_brings_what_it_needs(deck):
    project = read_project(Folders(deck.root))

    assert with_needs(project, ["b"]) == ["a", "b"]
    assert with_needs(project, ["a"]) == ["a"]
    assert with_needs(project, []) == ["a", "b"]


def test_a_run_that_the_machine_cannot_hold_fails_before_anything_runs(deck, monkeypatch):
    deck.edit("experiments/b.py", '# needs = ["a"]', '# needs = ["a"]\n# memory = 64')
    monkeypatch.setattr("executed_slides.runs.schedule.whole_memory", lambda: 16.4)

    outcome = deck.run("build", "--force", "b")

    assert outcome.code == 1
    assert outcome.done[0].split()[:2] == ["failed", "b"]
    assert "experiments/b.py: a run takes 64 GB of memory, this machine has 16 GB" in outcome.err


# Notes which thread imports each module, then runs the stale experiments of the deck at `root`.
WHO_IMPORTS = """
import sys, threading
from io import StringIO
from pathlib import Path

importers = {}

class Onlooker:
    def find_spec(name, path=None, target=None):
        importers.setdefault(name, threading.current_thread() is threading.main_thread())

sys.meta_path.insert(0, Onlooker)

from executed_slides.state.project import read_project
from executed_slides.base.folders import Folders
from executed_slides.runs.progress import Lines
from executed_slides.runs.schedule import Schedule

project = read_project(Folders(Path(sys.argv[1])))
outcomes = []
Schedule(project, ["a", "b"], {"a", "b"}, 2, Lines(StringIO()), outcomes.append).run()
print(*(outcome.did for outcome in outcomes))
ours = ("nbformat", "nbclient", "nbconvert", "jupyter_client")
print(*(name for name in ours if not importers[name]))
print(*(name for name in importers if name.startswith("nbformat.") and not importers[name]))
"""


def test_libraries_are_loaded_before_runs_have_threads_which_would_break_the_imports(deck):
    done = subprocess.run(
        [sys.executable, "-c", WHO_IMPORTS, str(deck.root)],
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout == "run run\n\n\n"
