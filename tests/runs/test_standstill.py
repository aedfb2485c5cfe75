"""A run that waits for ever is named after half a minute, and ended after as long as one allows."""

import os
import signal
import sys
from threading import Thread

import psutil
import pytest

from executed_slides.runs import standstill
from executed_slides.runs.endings import advise_pool
from executed_slides.runs.fork_server import ForkServer
from executed_slides.runs.notebook import CellFailed, Kernels, code_cell, run_cells
from executed_slides.runs.standstill import Standstill

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows stops no processes")


@pytest.fixture
def watch():
    said = []
    one = Standstill(2, lambda: "experiments/a.py:9: cell 'Train'", said.append)
    one.looked = one.moved = 0.0
    return one, said


def test_a_run_that_does_nothing_is_named_once_and_ended_in_the_end(watch):
    one, said = watch

    ends = [one.look(0.0, now) for now in range(5, 125, 5)]

    assert said == [
        "note: experiments/a.py:9: cell 'Train' stands still, it uses no processor and prints "
        "nothing; after 2 minutes it ends"
    ]
    assert ends == [False] * 23 + [True]
    assert one.reason == (
        "it stood still for 2 minutes, it uses no processor and prints nothing, and was ended; "
        "idle_minutes under [tool.executed-slides] in pyproject.toml allows more"
    )


def test_a_pool_that_waits_for_a_cell_s_function_is_told_where_to_put_it(tmp_path):
    cell = """
from multiprocessing import get_context
from pathlib import Path
def double(number):
    return 2 * number
pool = get_context("spawn").Pool(1)
pool.apply_async(double, [2])
while "AttributeError" not in Path("log.txt").read_text():
    pass
"""
    log, said = tmp_path / "log.txt", []
    cells = [code_cell(cell, title="Pool", place="experiments/a.py:1")]
    run_cells(cells, tmp_path, {**os.environ}, log, Kernels(), lambda text: None)
    one = Standstill(2, lambda: "it", said.append, lambda: advise_pool(log.read_text()))
    one.looked = one.moved = 0.0

    one.look(0.0, 40)

    assert said == [
        "note: it stands still, it uses no processor and prints nothing; after 2 minutes it ends\n"
        "hint: processes that are spawned know no function of a cell: put what a pool runs into a "
        "module beside the script, and import it there"
    ]


@pytest.mark.parametrize("share", [0.1, 1, 8])
def test_a_run_that_computes_goes_on_in_silence(watch, share):
    one, said = watch

    assert not any(one.look(share * now, now) for now in range(5, 500, 5))
    assert said == []


def test_a_run_that_waits_and_prints_goes_on(watch):
    one, said = watch

    for now in range(5, 500, 5):
        one.hear()
        assert not one.look(0.0, now)
    assert said == []


def test_where_nothing_limits_it_a_run_that_waits_is_only_named(watch):
    one, said = watch
    one.minutes = 0

    assert not any(one.look(0.0, now) for now in range(5, 50_000, 5))
    [note] = said
    assert note.endswith("; Ctrl-C ends it")


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("import signal; signal.pause()", "it uses no processor and prints nothing"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGSTOP)", "its process is stopped"),
        ("import threading; l = threading.Lock(); l.acquire(); l.acquire()", "it uses no"),
    ],
)
def test_a_run_that_never_ends_fails_in_its_cell(tmp_path, monkeypatch, cell, why):
    monkeypatch.setattr(standstill, "_SECONDS_BETWEEN_LOOKS", 0.05)
    cells = [code_cell(cell, title="Wait", place="experiments/a.py:4")]

    with pytest.raises(CellFailed) as failed:
        run_cells(cells, tmp_path, dict(os.environ), tmp_path / "log.txt", Kernels(), str, 0.05)

    assert (failed.value.cell, failed.value.place) == ("Wait", "experiments/a.py:4")
    assert failed.value.traceback.startswith(f"it stood still for 0.05 minutes, {why}")


def test_a_process_to_fork_from_that_does_not_answer_keeps_nobody(tmp_path):
    server = ForkServer(tmp_path, dict(os.environ), [])
    psutil.Process(server.process.pid).send_signal(signal.SIGSTOP)
    answers = []
    asking = Thread(target=lambda: answers.append(server.fork([], {}, "", "")), daemon=True)
    asking.start()

    Kernels(server).kill()

    asking.join(60)
    assert answers == [None]
    server.close()
