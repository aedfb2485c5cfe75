"""Runs on a cluster: two workers, processes of their own, each with its own folders and data."""

import json
import os
import shutil
import subprocess
import sys
import threading
from contextlib import suppress
from importlib import metadata
from pathlib import Path

import distributed
import psutil
import pytest
from made_records import make_run
from worker_server import WorkerServer

from executed_slides.base.errors import DeckError
from executed_slides.base.files import sha256
from executed_slides.base.folders import Folders
from executed_slides.records.variants import Variant
from executed_slides.runs import cluster
from executed_slides.runs.progress import Lines
from executed_slides.runs.worker import engine_version
from executed_slides.state.project import read_project

BLOCKING = """
import os
from pathlib import Path
gate = Path({gate!r})
if seed == 2 and not (gate / "tried").exists():
    (gate / "tried").touch()
    (gate / "pipe").write_text(f"{{os.getpid()}} {{os.environ['LOGNAME']}}")
    (gate / "pipe").read_text()
"""


READ_TWO_FILES = """
import os
open("../config/a.json").close()
open(os.path.join(os.environ["DECK_DATA"], "rows.csv")).close()
"""


class Workers:
    """A scheduler in this process, and workers in processes of their own."""

    def __init__(self, folder: Path, server: WorkerServer):
        self.folder, self.server = folder, server
        self.scheduler = distributed.LocalCluster(
            n_workers=0, processes=False, dashboard_address=":0", protocol="tcp"
        )
        self.address = self.scheduler.scheduler_address
        self.processes: dict[str, psutil.Process] = {}

    def start(self, name: str, *options: str, **environment: str) -> None:
        home = self.folder / name
        home.mkdir(exist_ok=True)
        flags = ["--nthreads", "1", "--no-nanny", "--no-dashboard", "--name", name]
        arguments = [self.address, *flags, "--local-directory", str(home), *options]
        # By one of the variables that reach a run, a cell tells where it runs.
        known = {**os.environ, "LOGNAME": name, **environment}
        if "PYTHONPATH" in environment:  # It imports other things than these tests.
            command = [sys.executable, "-m", "distributed.cli.dask_worker", *arguments]
            with (home / "log").open("wb") as log:
                self.processes[name] = psutil.Popen(command, cwd=home, env=known, stderr=log)
        else:
            self.processes[name] = psutil.Process(self.server.start(arguments, home, known))

    def wait(self) -> None:
        """Until just those workers that were started have joined."""
        with distributed.Client(self.scheduler, set_as_default=False) as client:
            client.wait_for_workers(len(self.processes), timeout=120)

    def stop(self, name: str) -> None:
        process = self.processes.pop(name)
        with suppress(psutil.NoSuchProcess):  # A test may have ended it.
            process.kill()
            process.wait()

    def close(self) -> None:
        for name in list(self.processes):
            self.stop(name)
        self.scheduler.close()


@pytest.fixture(scope="module")
def worker_server():
    server = WorkerServer()
    yield server
    server.close()


@pytest.fixture(scope="module")
def pair(worker_server, tmp_path_factory):
    """Two ordinary workers, for all tests that do them no harm."""
    workers = Workers(tmp_path_factory.mktemp("workers"), worker_server)
    workers.start("one")
    workers.start("two")
    workers.wait()
    yield workers
    workers.close()


@pytest.fixture
def workers(worker_server, tmp_path):
    """Workers for one test alone."""
    workers = Workers(tmp_path, worker_server)
    yield workers
    workers.close()


def numbers_of(deck, name: str) -> list[dict]:
    return [run["numbers"] for run in deck.record(name)["runs"]]


def test_a_cluster_gives_what_this_machine_gives(deck, pair):
    before = deck.record("a"), deck.record("b"), deck.read("slides/lab/a.ipynb")

    outcome = deck.run("build", "--force", "--cluster", pair.address)

    assert outcome.code == 0, outcome.err
    after = deck.record("a"), deck.record("b"), deck.read("slides/lab/a.ipynb")
    for old, new in zip(before[:2], after[:2], strict=True):
        assert [{**run, "seconds": 0} for run in old["runs"]] == [
            {**run, "seconds": 0} for run in new["runs"]
        ]
        assert (old["measure"], old["figures"]) == (new["measure"], new["figures"])
    assert after[2] == before[2]
    assert deck.run("check").code == 0


def test_the_build_shows_runs_as_workers_begin_them(deck, pair):
    outcome = deck.run("build", "--force", "--cluster", pair.address, "a")

    assert {"a seed 1: begins", "a seed 2: begins"} <= set(outcome.err.splitlines())


def test_a_worker_leaves_nothing_behind(deck, pair):
    deck.run("build", "--force", "--cluster", pair.address)

    assert list(pair.folder.rglob("executed-slides-*")) == []


def test_a_failing_cell_on_a_worker_shows_itself_and_names_the_worker(deck, pair):
    deck.edit("experiments/a.py", "total = sum", 'print("so far")\ntotal = 1 / 0 + sum')

    outcome = deck.run("build", "--cluster", pair.address, "a")

    assert outcome.code == 1
    assert "error: experiments/a.py:24: cell 'Measure' failed\nso far\n" in outcome.err
    assert "ZeroDivisionError" in outcome.err
    assert "\non worker tcp://127.0.0.1:" in outcome.err


def test_what_a_run_had_recorded_before_it_failed_on_a_worker_comes_back(deck, pair):
    told = 'record.numbers(early=7)\nif seed == 2:\n    raise SystemError("late")\ntotal = sum'
    deck.edit("experiments/a.py", "total = sum", told)

    outcome = deck.run("build", "--cluster", pair.address, "a")

    assert outcome.code == 1
    assert "what it had recorded until then lies in .executed-slides/failed/a/2/" in outcome.err
    kept = json.loads(deck.read(".executed-slides/failed/a/2/outcome.json"))
    assert kept["numbers"] == {"early": 7}


def test_a_run_that_a_worker_s_system_kills_for_memory_says_so_and_the_worker_lives(deck, pair):
    deck.edit("experiments/a.py", "total = sum", "import os\nos.kill(os.getpid(), 9)\ntotal = sum")

    outcome = deck.run("build", "--cluster", pair.address, "a")

    assert outcome.code == 1
    assert "cell 'Measure' failed" in outcome.err
    assert "its process died, killed or out of memory\non worker tcp://127.0.0.1:" in outcome.err
    deck.edit("experiments/a.py", "os.kill(os.getpid(), 9)", "")
    assert deck.run("build", "--cluster", pair.address).code == 0


def pass_a_model(deck) -> None:
    """A keeps a model for each seed, and B reads it."""
    deck.edit("experiments/a.py", "# seeds = 2", '# seeds = 2\n# artifacts = ["model.txt"]')
    deck.edit(
        "experiments/a.py",
        "# region sum",
        'record.artifact("model.txt").write_text(f"seed {seed}")\n# region sum',
    )
    deck.edit("experiments/b.py", "twice=", "model=int(PATH.read_text()[5:]), twice=")
    deck.edit(
        "experiments/b.py",
        "record.numbers",
        'PATH = record.needed_artifact("a", "model.txt")\nrecord.numbers',
    )


def test_artifacts_travel_by_the_build_where_there_is_no_store(deck, pair):
    pass_a_model(deck)

    outcome = deck.run("build", "--cluster", pair.address)

    assert outcome.code == 0, outcome.err
    assert numbers_of(deck, "b")[0]["model"] == 1
    assert len(list(deck.root.glob(".executed-slides/artifacts/*/model.txt"))) == 2


def test_figures_that_runs_draw_come_back_with_them(deck, pair, tmp_path):
    drawing = 'record.figure("a", Picture(f"seed {seed}"), alt=f"Seed {seed}")\n# region sum'
    deck.edit("experiments/a.py", "# region sum", drawing)
    source = deck.read("experiments/a.py")
    deck.write("experiments/a.py", source.partition("\n# %% Figure")[0])

    outcome = deck.run("build", "--cluster", pair.address)

    assert outcome.code == 0, outcome.err
    assert len(list(deck.root.glob(".executed-slides/artifacts/*/a.png"))) == 2
    assert deck.record("a")["figures"]["a"]["alt"] == "Seed 1"
    assert deck.run("check").code == 0
    store = tmp_path / "store"
    deck.write("pyproject.toml", f"[tool.executed-slides]\nartifacts_store = {str(store)!r}\n")
    deck.run("artifacts", "--clear")
    assert deck.run("build", "--force", "--cluster", pair.address).code == 0
    assert len(list(store.glob("*/a.png"))) == 2
    assert deck.run("check").code == 0


def test_artifacts_go_by_the_store_where_there_is_one(deck, pair, tmp_path):
    store = tmp_path / "store"
    deck.write("pyproject.toml", f"[tool.executed-slides]\nartifacts_store = {str(store)!r}\n")
    pass_a_model(deck)

    outcome = deck.run("build", "--cluster", pair.address)

    assert outcome.code == 0, outcome.err
    assert numbers_of(deck, "b")[0]["model"] == 1
    assert sorted(path.read_text() for path in store.glob("*/model.txt")) == ["seed 1", "seed 2"]
    assert list(deck.root.glob(".executed-slides/artifacts/*/model.txt")) == []
    # A run here fetches what it needs from the store.
    assert deck.run("build", "--force", "b").code == 0
    assert len(list(deck.root.glob(".executed-slides/artifacts/*/model.txt"))) == 1


def test_a_run_whose_worker_is_killed_is_run_by_another_and_recorded_once(deck, workers, tmp_path):
    gate = tmp_path / "gate"
    gate.mkdir()
    os.mkfifo(gate / "pipe")
    deck.edit("experiments/a.py", "# region sum", BLOCKING.format(gate=str(gate)) + "# region sum")
    workers.start("one")
    workers.start("two")
    killed = []

    def kill_its_worker() -> None:
        kernel, name = (gate / "pipe").read_text().split()
        workers.stop(name)
        killed.extend([psutil.Process(int(kernel)), name])

    killer = threading.Thread(target=kill_its_worker)
    killer.start()
    outcome = deck.run("build", "--cluster", workers.address, "a")
    killer.join()

    assert outcome.code == 0, outcome.err
    assert killed[1] in ("one", "two")
    assert [run["seed"] for run in deck.record("a")["runs"]] == [1, 2]
    assert [run["share"] for run in numbers_of(deck, "a")] == [0.1, 0.2]
    assert outcome.err.count("a seed 2: begins") == 2
    assert psutil.wait_procs(killed[:1], timeout=30)[1] == []


def fake_package(folder: Path, name: str, version: str) -> str:
    """A folder in which a package seems to be installed in another version."""
    about = folder / f"{name}-{version}.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
    # The rest of the path stays as it is.
    return os.pathsep.join([str(folder), *filter(None, [os.environ.get("PYTHONPATH")])])


def test_a_worker_with_another_version_of_a_package_is_refused_by_both_versions(
    deck, workers, tmp_path
):
    deck.edit(
        "experiments/b.py", "record.numbers", "import jinja2\njinja2.Template\nrecord.numbers"
    )
    here = metadata.version("jinja2")
    workers.start("old", PYTHONPATH=fake_package(tmp_path / "fake", "jinja2", "0.9"))

    outcome = deck.run("build", "--cluster", workers.address, "b")

    assert outcome.code == 1
    assert "error: experiments/b.py: worker tcp://127.0.0.1:" in outcome.err
    assert f" would run something else: package jinja2 {here} → 0.9 (build → worker)" in outcome.err
    assert f"then uv run build.py b --cluster {workers.address}" in outcome.err


def test_a_worker_with_another_version_of_the_engine_is_refused(deck, workers, tmp_path):
    fake = fake_package(tmp_path / "fake", "executed_slides", "0.0.1")
    workers.start("old", PYTHONPATH=fake)

    outcome = deck.run("build", "--force", "--cluster", workers.address, "b")

    assert outcome.code == 1
    assert "has version 0.0.1+" in outcome.err
    assert f" of executed-slides, the build {engine_version()}\n" in outcome.err


def test_a_worker_with_other_code_of_the_same_version_is_refused(deck, workers, tmp_path):
    shutil.copytree(Path(cluster.__file__).parents[1], tmp_path / "other" / "executed_slides")
    with (tmp_path / "other" / "executed_slides" / "record.py").open("a") as file:
        file.write("# another\n")
    workers.start("other", PYTHONPATH=str(tmp_path / "other"))

    outcome = deck.run("build", "--force", "--cluster", workers.address, "b")

    assert outcome.code == 1
    version, _, code = engine_version().partition("+")
    assert f"has version {version}+" in outcome.err
    assert f" of executed-slides, the build {version}+{code}\n" in outcome.err


DATA = """
import os
record.data("rows.csv", Path(os.environ["DECK_DATA"]) / "rows.csv")
"""


@pytest.fixture
def reading_data(deck):
    """The deck with an experiment A that reads rows.csv from the data folder."""
    deck.edit("experiments/a.py", "# seeds = 2", '# data = ["rows.csv"]')
    deck.edit(
        "experiments/a.py",
        "from executed_slides import",
        "from pathlib import Path\nfrom executed_slides import",
    )
    deck.edit("experiments/a.py", "# region sum", f"{DATA}# region sum")


def write_rows(folder: Path, text: str) -> Path:
    folder.mkdir()
    (folder / "rows.csv").write_text(text)
    return folder


def test_each_worker_reads_its_own_data(deck, workers, tmp_path, reading_data):
    far = write_rows(tmp_path / "far", "1,2\n")
    workers.start("one", DECK_DATA=str(far))

    outcome = deck.run("build", "--cluster", workers.address, "a")

    assert outcome.code == 0, outcome.err
    assert deck.record("a")["measure"]["data"] == {"rows.csv": sha256(far / "rows.csv")}


def test_a_worker_fetches_data_from_a_url_once(deck, workers, tmp_path, reading_data):
    far, cache = write_rows(tmp_path / "far", "1,2\n"), tmp_path / "cache"
    cache.mkdir()
    workers.start("one", DECK_DATA=far.as_uri(), XDG_CACHE_HOME=str(cache))

    outcome = deck.run("build", "--cluster", workers.address, "a")

    assert outcome.code == 0, outcome.err
    assert [path.read_text() for path in cache.glob("executed-slides/data/*/rows.csv")] == ["1,2\n"]


def test_a_worker_with_other_data_is_refused(deck, workers, tmp_path, reading_data, monkeypatch):
    monkeypatch.setenv("DECK_DATA", str(write_rows(tmp_path / "here", "1,2\n")))
    workers.start("one", DECK_DATA=str(write_rows(tmp_path / "far", "1,3\n")))

    outcome = deck.run("build", "--cluster", workers.address, "a")

    assert outcome.code == 1
    assert "would run something else: data rows.csv changed (" in outcome.err


def test_a_worker_without_data_is_named(deck, workers, reading_data):
    workers.start("one")

    outcome = deck.run("build", "--cluster", workers.address, "a")

    assert outcome.code == 1
    assert "KeyError" in outcome.err
    assert "on worker tcp://127.0.0.1:" in outcome.err
    assert "which has no data rows.csv: set DECK_DATA there" in outcome.err


def test_gpu_runs_go_to_the_worker_with_a_gpu(deck, workers):
    deck.edit("experiments/a.py", "# seeds = 2", "# seeds = 4\n# gpu = true")
    deck.edit(
        "experiments/a.py",
        "record.numbers(",
        "import os\nrecord.numbers(gpu=int(os.environ['LOGNAME'] == 'gpu'), ",
    )
    workers.start("cpu")
    workers.start("gpu", "--resources", "GPU=1")
    workers.wait()

    outcome = deck.run("build", "--cluster", workers.address, "a")

    assert outcome.code == 0, outcome.err
    assert [run["gpu"] for run in numbers_of(deck, "a")] == [1, 1, 1, 1]


def test_a_gpu_run_that_no_worker_can_take_says_what_it_waits_for(deck, workers):
    warned = []
    workers.start("cpu")
    workers.wait()
    joined = cluster.Cluster(workers.address, Lines(sys.stderr), warned.append)
    deck.edit("experiments/b.py", '# needs = ["a"]', '# needs = ["a"]\n# gpu = true')
    project = read_project(Folders(deck.root))

    joined.submit(project, project.experiments["b"], Variant(None))
    joined.close()

    assert warned == [
        f"b waits for a worker with a GPU: dask worker {workers.address} --resources GPU=1"
    ]


def test_runs_that_kill_every_worker_are_given_up_and_the_last_worker_is_named(deck, workers):
    deck.edit(
        "experiments/b.py",
        "record.numbers",
        "import os, signal\nos.kill(os.getppid(), signal.SIGKILL)\nrecord.numbers",
    )
    for number in range(4):
        workers.start(str(number))

    outcome = deck.run("build", "--cluster", workers.address, "b")

    assert outcome.code == 1
    assert "error: b: 4 workers were lost while they ran it, the last was tcp://127" in outcome.err
    assert "dask worker --nthreads 1" in outcome.err


def test_an_address_that_does_not_answer_says_what_to_check(deck, monkeypatch):
    monkeypatch.setattr(cluster, "SECONDS_TO_CONNECT", 0.2)

    outcome = deck.run("build", "--force", "--cluster", "tcp://127.0.0.1:9")

    assert outcome.code == 1
    assert "error: no Dask scheduler answers at tcp://127.0.0.1:9: " in outcome.err
    assert "hint: is it running, and may this machine reach that port?" in outcome.err


@pytest.mark.parametrize("address", ["", "tcp://10.0.0.1", "http://10.0.0.1:8786"])
def test_what_is_no_address_is_said_at_once(deck, monkeypatch, address):
    """Dask's client of it waits for itself 20 seconds, and ends in a traceback."""
    made = []
    monkeypatch.setattr(distributed, "Client", lambda *given, **_: made.append(given))

    outcome = deck.run("build", "--force", "--cluster", address)

    assert outcome.code == 1
    assert f"error: no Dask scheduler answers at {address}: " in outcome.err
    assert made == []


def test_a_scheduler_that_goes_away_says_that_ended_runs_are_kept(deck, workers, tmp_path):
    gate = tmp_path / "gate"
    gate.mkdir()
    os.mkfifo(gate / "pipe")
    deck.edit("experiments/a.py", "# region sum", BLOCKING.format(gate=str(gate)) + "# region sum")
    workers.start("one")

    def end_the_scheduler() -> None:
        (gate / "pipe").read_text()
        workers.scheduler.close()

    ender = threading.Thread(target=end_the_scheduler)
    ender.start()
    outcome = deck.run("build", "--cluster", workers.address, "a")
    ender.join()

    assert outcome.code == 1
    assert f"error: a seed 2: the cluster at {workers.address} is gone" in outcome.err
    assert "runs that had ended are kept" in outcome.err
    assert len(list(deck.root.glob(".executed-slides/runs/*/1.json"))) == 1


def test_artifacts_too_large_to_go_with_a_task_ask_for_a_store(deck):
    run = make_run(artifacts={"model.keras": {"sha256": "0" * 64, "bytes": 300_000_000}})

    with pytest.raises(DeckError) as error:
        cluster.needed_artifacts(read_project(Folders(deck.root)), [run])

    assert error.value.message == "model.keras and others of 300 MB would go with every run"
    assert "artifacts_store" in error.value.hint


def test_an_interrupted_build_ends_its_runs_on_workers(deck, pair, tmp_path):
    gate = tmp_path / "gate"
    gate.mkdir()
    os.mkfifo(gate / "pipe")
    deck.edit("experiments/a.py", "# region sum", BLOCKING.format(gate=str(gate)) + "# region sum")
    command = [
        sys.executable,
        "-c",
        "from executed_slides.commands.main import main; from pathlib import Path; "
        f"main(Path({str(deck.root)!r}))",
    ]
    build = subprocess.Popen(
        [*command, "build", "--cluster", pair.address, "a"], stderr=subprocess.DEVNULL
    )
    kernel = psutil.Process(int((gate / "pipe").read_text().split()[0]))

    build.terminate()
    build.wait(60)

    assert psutil.wait_procs([kernel], timeout=60)[1] == []


def test_declared_files_go_with_a_task_and_what_a_worker_observes_comes_back(
    deck, workers, tmp_path
):
    (tmp_path / "data").mkdir()
    (tmp_path / "data/rows.csv").touch()
    workers.start("one", DECK_DATA=str(tmp_path / "data"))
    workers.wait()
    deck.write("config/a.json", "{}")
    deck.edit("experiments/a.py", "# seeds = 2", '# seeds = 2\n# files = ["config/a.json"]')
    deck.edit("experiments/a.py", "# region sum", f"{READ_TWO_FILES}\n# region sum")

    outcome = deck.run("build", "a", "--cluster", workers.address)

    assert outcome.code == 0, outcome.err
    assert [*deck.record("a")["measure"]["files"]] == ["config/a.json"]
    assert [*deck.record("a")["measure"]["observed"]] == ["DECK_DATA/rows.csv"]
    assert deck.run("build").code == 0
