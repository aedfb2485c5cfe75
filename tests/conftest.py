"""What all tests share: a tiny deck, commands as they are typed, and how Hypothesis searches."""

import gc
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

# Each of the processes that test, and that tests start, would else compile the same modules.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

import pytest
from hypothesis import HealthCheck, settings
from lent_server import LentServers
from made_once import made_once
from tiny_deck import SOURCES, Deck, build, leave_out_marp

pytest_plugins = ["drift_scores"]

# No example is timed: other programs use the same cores, and slow is not wrong. In CI examples
# are the same each time, so that the verdict follows from the commit alone; elsewhere they are
# new ones, which search on. Either way a failure prints what replays it.
settings.register_profile(
    "tests",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize="CI" in os.environ,
    print_blob=True,
)
settings.load_profile("tests")

# More would start more than they test.
_MOST_PROCESSES = 12


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Two more than cores, for tests often wait; none for files by name, which begin at once."""
    if all(".py" in named for named in config.args):
        return 0
    cores = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    return min(cores + 2, _MOST_PROCESSES)


def pytest_collection_finish() -> None:
    """What was collected stays to the end: whoever looks for garbage passes over it."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def typed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands are typed as in README, and each looks for itself: none believes one before it."""
    monkeypatch.setattr("sys.argv", ["build.py"])
    monkeypatch.setenv("UV_RUN_RECURSION_DEPTH", "1")
    monkeypatch.setenv("CI", "1")


@pytest.fixture(scope="session", autouse=True)
def lent_servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LentServers]:
    """Builds one after another fork their kernels from one process, where each would start its own.

    To start it is most of what a tiny build takes. Builds in processes of their own do.
    """
    servers = LentServers(tmp_path_factory.mktemp("server"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("executed_slides.runs.run_environment.ForkServer", servers.lend)
        yield servers
    servers.end()


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny deck, built once. A module of tests may have another one."""
    return made_once(tmp_path_factory, "built", lambda root: build(root, SOURCES))


@pytest.fixture(name="deck")
def built_deck(
    built: Path, tmp_path: Path, capsys: pytest.CaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> Deck:
    """A copy of the built deck, to break as one likes."""
    leave_out_marp(monkeypatch)
    monkeypatch.delenv("DECK_DATA", raising=False)
    root = tmp_path / "deck"
    shutil.copytree(built, root)
    return Deck(root, capsys)
