"""What the kernel of Linux says that a run opened is what the run's record knows of.

`strace` hears every process and library, whatever a hook in Python misses.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from file_scripts import reading

from executed_slides.base.user_cache import user_cache
from executed_slides.runs import kernel

OPENED = re.compile(r"= \d+<(/[^<>]+)>$", re.MULTILINE)
SYSTEM = ("/bin", "/dev", "/etc", "/lib", "/lib64", "/proc", "/sys", "/usr", "/var/lib")
ENGINE = Path(kernel.__file__).parents[1]


def find_tracer() -> str | None:
    """The path of a strace that may watch here, which not every container allows."""
    tracer = shutil.which("strace")
    if sys.platform != "linux" or tracer is None:
        return None
    tried = subprocess.run([tracer, "-f", "true"], capture_output=True, check=False)
    return tracer if tried.returncode == 0 else None


TRACER = find_tracer()
pytestmark = pytest.mark.skipif(TRACER is None, reason="there is no strace, or it may not watch")


@pytest.fixture
def opened(deck, tmp_path, monkeypatch):
    """Builds an experiment, and returns the files that its run's processes opened."""
    log = tmp_path / "strace.txt"
    create = kernel.Client.create_kernel_manager

    def watched(self):
        manager = create(self)
        calls = "trace=open,openat,openat2,creat"
        manager.kernel_spec.argv[:0] = [TRACER, "-f", "-qq", "-y", "-e", calls, "-o", str(log)]
        return manager

    monkeypatch.setattr(kernel.Client, "create_kernel_manager", watched)
    deck.write("pyproject.toml", "[tool.executed-slides]\nwarm_start = false\n")

    def run(script: str) -> set[Path]:
        deck.write("experiments/c.py", script)
        outcome = deck.run("build", "c")
        assert outcome.code == 0, outcome.err
        paths = map(Path, OPENED.findall(log.read_text("utf-8", "replace")))
        return {path for path in paths if path.is_file() and not of_the_environment(path, deck)}

    return run


def of_the_environment(path: Path, deck) -> bool:
    """What is nobody's input: Python, the system, the engine, its caches, and the run's folders."""
    if path.is_relative_to(deck.root):
        return path.is_relative_to(deck.root / ".executed-slides")
    places = [sys.prefix, sys.base_prefix, ENGINE, *SYSTEM, tempfile.gettempdir()]
    places += [user_cache(), Path.home() / ".cache"]
    return any(path.is_relative_to(place) for place in places)


def known(deck) -> set[Path]:
    measure = deck.record("c")["measure"]
    names = [*measure.get("files", {}), *measure["observed"]]
    return {deck.root / name for name in names if not name.endswith("/")}


READING = """
import json, sqlite3, subprocess, sys
import numpy as np
from reader import read
json.loads(record.read("config/a.json").read_text())
np.loadtxt(ROOT / "rows/b.csv")
read(ROOT / "rows/c.txt")
sqlite3.connect(ROOT / "rows/d.db").execute("select * from sqlite_master")
subprocess.run([sys.executable, "-c", "open('../rows/e.txt')"], check=True)
sorted((ROOT / "rows").iterdir())
(ROOT / "made.txt").write_text("1")
(ROOT / "made.txt").read_text()
"""


def test_each_file_that_a_run_really_opened_is_declared_or_observed(deck, opened):
    deck.write("experiments/reader.py", "def read(path):\n    return path.read_text()\n")
    names = ["config/a.json", "rows/b.csv", "rows/c.txt", "rows/d.db", "rows/e.txt"]
    for name in names:
        deck.write(name, "" if name.endswith("db") else "1")

    there = opened(reading(READING))

    assert there - {deck.root / "made.txt"} == known(deck) == {deck.root / name for name in names}


def test_what_a_library_opens_in_c_is_what_the_record_lacks(deck, opened):
    h5py = pytest.importorskip("h5py")
    h5py.File(deck.root / "notes.h5", "w").close()

    there = opened(reading('import h5py\nh5py.File(ROOT / "notes.h5", "r").close()'))

    assert there - known(deck) == {deck.root / "notes.h5"}
