"""Forked kernels begin as ordinary ones do: same results, and nothing left by a former run."""

import os
import signal
import subprocess
import sys

import psutil
import pytest

from executed_slides.runs import kernel, schedule
from executed_slides.runs.fork_server import KERNEL, ForkServer, modules_for
from executed_slides.runs.notebook import Kernels, code_cell, run_cells
from executed_slides.runs.run_sources import SOURCES_FILE, write_sources

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="forks kernels on Linux alone")

SURROUNDINGS = '''"""Prints what surrounds a cell, and draws."""

# /// experiment
# figures = ["c"]
# ///

# %% Parameters tags=["parameters"]
seed = 1

# %% Measure
import asyncio
import multiprocessing
import os
import signal
import sys
import threading
from pathlib import Path

import numpy as np

from executed_slides import record

random = np.random.default_rng(seed)
product = random.normal(size=(300, 300)) @ random.normal(size=(300, 300))
record.numbers(trace=np.trace(product), text=hash("text"))
print(Path(sys.argv[0]).name, sys.argv[3:], sys.path, Path.cwd(), __name__)
# Forked kernels go without a debugger.
names = os.environ.keys() - {"JPY_SESSION_NAME", "PYDEVD_USE_FRAME_EVAL"}
print(sorted(names), sys.flags, sys.stdin.read())
print(signal.getsignal(signal.SIGCHLD), signal.getsignal(signal.SIGINT))
print(sorted(thread.name.rstrip("0123456789") for thread in threading.enumerate()))
print(multiprocessing.current_process().name, multiprocessing.get_start_method())
print(os.getpgrp() == os.getpid(), os.getppid() == int(os.environ["JPY_PARENT_PID"]))

# %% Figure tags=["figure"]
import matplotlib.pyplot as plt

figure, axes = plt.subplots()
axes.plot([1, 2, record.run().numbers.trace])
record.figure("c", figure, alt="Two points and a trace")
'''

TRANSPORT = '''"""Tells how its kernel is reached."""

# /// experiment
# ///

# %% Measure
from ipykernel.kernelapp import IPKernelApp

from executed_slides import record

record.numbers(sockets=IPKernelApp.instance().transport == "ipc")
'''

LEAKING = '''"""Leaves all it can, and says what it found."""

# /// experiment
# seeds = 3
# ///

# %% Parameters tags=["parameters"]
seed = 1

# %% Measure
import builtins
import os
import random
from pathlib import Path

import matplotlib
import numpy as np

from executed_slides import record

found = [
    hasattr(builtins, "leak"),
    hasattr(np, "leak"),
    "LEAK" in os.environ,
    Path.cwd().name != "experiments",
    matplotlib.rcParams["lines.linewidth"] == 9,
]
record.numbers(found=sum(found), drawn=np.random.random(), chosen=random.random())
builtins.leak = np.leak = True
os.environ["LEAK"] = "1"
os.chdir("/")
matplotlib.rcParams["lines.linewidth"] = 9
np.random.seed(1)
random.seed(1)
'''


OWN_MODULE = '''"""Imports a module of the folder."""

# /// experiment
# ///

# %% Measure
import {name}

from executed_slides import record

record.numbers(own={name}.OWN)
'''


# A package of others, by a name of those that draw while they are imported.
SEABORN = """
import random, sys
from random import seed
import numpy as np
chance, random_numbers = random.Random(), np.random.default_rng()
fixed = np.random.default_rng(1)
in_notebook = hasattr(get_ipython(), "kernel")
def tell(text, file=sys.stdout):
    print(text, file=file)
"""
USES_SEABORN = """
import inspect, random
was_there = "seaborn" in inspect.sys.__dict__["modules"]
import seaborn
seaborn.tell(seaborn.in_notebook)
seaborn.seed(1)
fixed = seaborn.fixed.random(), random.random()
print(was_there, seaborn.chance.random(), seaborn.random_numbers.random(), *fixed)
"""


@pytest.fixture(autouse=True)
def own_server(lent_servers, monkeypatch):
    """Each build starts its own here, and no other one runs."""
    lent_servers.end()
    monkeypatch.setattr("executed_slides.runs.run_environment.ForkServer", ForkServer)


@pytest.fixture
def alone(deck):
    """The deck with one experiment of its own, run by one kernel at a time."""

    def run(source: str, *arguments: str):
        for name in ("a", "b"):
            (deck.root / "experiments" / f"{name}.py").unlink(missing_ok=True)
        deck.write("experiments/c.py", source)
        deck.write("templates/talk.md.j2", "---\ntheme: plain\n---\n# Talk\n")
        outcome = deck.run("build", "--jobs", "1", *arguments)
        assert outcome.code == 0, outcome.err
        return deck.record("c")

    return run


@pytest.mark.parametrize("warm", ["true", "false"])
def test_a_kernel_waits_at_no_port_that_another_program_could_have_taken(deck, alone, warm):
    deck.write("pyproject.toml", f"[tool.executed-slides]\nwarm_start = {warm}\n")

    record = alone(TRANSPORT)

    assert record["runs"][0]["numbers"] == {"sockets": True}


def test_a_forked_kernel_gives_what_an_ordinary_one_gives(deck, alone):
    warm = alone(SURROUNDINGS), deck.read("slides/lab/c.ipynb"), deck.files()["slides/image/c.svg"]

    deck.write("pyproject.toml", "[tool.executed-slides]\nwarm_start = false\n")
    cold = (
        alone(SURROUNDINGS, "--force"),
        deck.read("slides/lab/c.ipynb"),
        deck.files()["slides/image/c.svg"],
    )

    assert warm[1:] == cold[1:]
    assert warm[0]["runs"][0]["numbers"] == cold[0]["runs"][0]["numbers"]
    assert warm[0]["figures"] == cold[0]["figures"]


def test_a_run_finds_nothing_that_a_former_one_left(alone):
    runs = alone(LEAKING)["runs"]

    assert [run["numbers"]["found"] for run in runs] == [0, 0, 0]


@pytest.mark.parametrize("name", ["statistics", "tomllib"])
def test_a_run_has_the_user_s_module_where_recording_needs_another_by_its_name(deck, alone, name):
    deck.write(f"experiments/{name}.py", "OWN = 7\n")

    record = alone(OWN_MODULE.format(name=name))

    assert record["runs"][0]["numbers"] == {"own": 7}


@pytest.mark.parametrize("generator", ["drawn", "chosen"])
def test_runs_without_a_seed_draw_other_numbers(alone, generator):
    runs = alone(LEAKING)["runs"]

    assert len({run["numbers"][generator] for run in runs}) == 3


def test_without_its_server_a_kernel_starts_on_its_own(deck, alone, monkeypatch):
    def dead_server(project, names):
        server = ForkServer(deck.root, {}, [])
        server.process.kill()
        server.process.wait()
        return server

    monkeypatch.setattr(schedule, "start_server", dead_server)

    assert alone(LEAKING)["runs"][0]["numbers"]["found"] == 0


def test_a_kernel_that_does_not_start_is_said_with_its_last_words(deck):
    broken = (
        '[tool.executed-slides]\nwarm_start = false\nenvironment = { PYTHONHOME = "/nowhere" }\n'
    )
    deck.write("pyproject.toml", broken)

    outcome = deck.run("build", "--force", "a")

    assert outcome.code == 1
    assert "error: a process for the cells did not start: Kernel died before" in outcome.err
    assert "No module named 'encodings'" in outcome.err


def test_the_server_is_gone_after_the_build(deck, alone):
    alone(LEAKING)

    assert psutil.Process().children() == []


@pytest.fixture
def printed(tmp_path):
    """What a cell prints that is forked from a server, or else starts on its own."""
    folders = [tmp_path / name for name in ("deck/experiments", "packages", "run")]
    for folder in folders:
        folder.mkdir(parents=True)
    experiments, packages, run = folders
    (packages / "seaborn.py").write_text(SEABORN)
    (packages / "threads.py").write_text(
        "import threading; threading.Thread(target=threading.Event().wait, daemon=True).start()"
    )
    write_sources(run / "sources.json", {}, experiments)
    environment = {**os.environ, "PYTHONPATH": str(packages)}
    server = ForkServer(tmp_path, environment, [*KERNEL])

    def cell(source: str, warm: bool) -> str:
        cell = code_cell(source, title="Measure", place="a.py:1")
        kernels = Kernels(server if warm else None)
        known = {**environment, SOURCES_FILE: str(run / "sources.json")}
        run_cells([cell], experiments, known, run / "log.txt", kernels, str)
        return "".join(output.text for output in cell.outputs)

    yield cell
    server.close()


def test_runs_begin_with_what_their_cells_import_and_draw_numbers_of_their_own(printed):
    runs = [printed(USES_SEABORN, warm).split() for warm in (True, True, False)]

    told, was_there, *numbers = zip(*runs, strict=True)
    assert told == ("True", "True", "True")
    assert was_there == ("True", "True", "False")
    assert [len(set(drawn)) for drawn in numbers] == [3, 3, 1, 1]


def test_what_no_fork_can_carry_is_imported_by_each_run_and_the_rest_before(printed):
    begins = "import inspect\nthere = inspect.sys.__dict__['modules']\n"
    asks = "before = [name in there for name in ('seaborn', 'threads')]\n"

    text = printed(begins + asks + "import threads, seaborn\nprint(before)", warm=True)

    assert text == "[True, False]\n"


def test_a_run_finds_no_package_that_only_another_one_imports(printed):
    printed(USES_SEABORN, warm=True)

    text = printed(
        "import numpy, inspect\nprint('seaborn' in vars(inspect.sys)['modules'])", warm=True
    )

    assert text == "False\n"


@pytest.mark.parametrize(
    ("packages", "sources", "extra"),
    [
        ({"numpy", "keras"}, ["import numpy"], ["numpy.random"]),
        ({"keras", "tensorflow"}, ["import keras"], []),
        ({"numpy"}, ['os.environ["OMP_NUM_THREADS"] = "1"'], []),
    ],
)
def test_only_what_bears_a_fork_is_imported_before_it(packages, sources, extra):
    assert modules_for(packages, sources) == [*KERNEL, *extra]


def test_a_kernel_that_has_ended_and_that_nobody_waits_for_has_ended():
    """In a container such a one stays a zombie, and who interrupts a build had waited for it."""
    with subprocess.Popen([sys.executable, "-c", ""]) as child:
        os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)

        assert kernel._Forked(child.pid).poll() == -signal.SIGKILL
