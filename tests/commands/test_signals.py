"""Ctrl-C and `kill` are heard at any moment: while code loads, in threads, and a second time."""

import os
import signal
import subprocess
import sys
import threading

import psutil
import pytest

from executed_slides.base.files import sha256
from executed_slides.base.interruptions import asked_to_end
from executed_slides.base.processes import FAMILY
from executed_slides.commands import signals
from executed_slides.commands.main import main
from executed_slides.commands.signals import Interrupted, heard_signals
from executed_slides.runs.notebook import Kernels

NUMBERS = {"SIGINT": 130, "SIGTERM": 143, "SIGHUP": 129}
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no signals")


@pytest.fixture(autouse=True)
def usual():
    """No signal is ignored, as `nohup` would have it."""
    handlers = {"SIGINT": signal.default_int_handler}
    signals = [getattr(signal, name) for name in NUMBERS]
    before = [signal.signal(s, handlers.get(s.name, signal.SIG_DFL)) for s in signals]
    yield
    for each, handler in zip(signals, before, strict=True):
        signal.signal(each, handler)
    asked_to_end.clear()


@pytest.mark.parametrize("name", NUMBERS)
def test_the_exit_code_says_which_signal_ended_a_command(deck, monkeypatch, name):
    def read(folders):
        os.kill(os.getpid(), getattr(signal, name))
        raise AssertionError("it was not heard")

    monkeypatch.setattr("executed_slides.commands.status.read_project", read)

    outcome = deck.run("status")

    assert outcome.code == NUMBERS[name]
    assert outcome.err == "interrupted: every file is as it was; the next build carries on\n"


def test_a_command_that_is_still_loading_ends_without_a_traceback(deck, monkeypatch, capsys):
    monkeypatch.setattr(
        "executed_slides.commands.main.import_module",
        lambda name: os.kill(os.getpid(), signal.SIGINT),
    )

    assert main(deck.root, ["check"]) == 130
    assert capsys.readouterr().err == ""


def test_a_signal_that_who_started_us_ignores_stays_ignored():
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    with heard_signals():
        os.kill(os.getpid(), signal.SIGINT)

    assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN


def test_one_press_that_comes_twice_is_one(monkeypatch):
    ended = []
    monkeypatch.setattr(signals, "_end_at_once", ended.append)

    with pytest.raises(Interrupted), heard_signals():
        try:
            os.kill(os.getpid(), signal.SIGINT)
        finally:
            os.kill(os.getpid(), signal.SIGINT)

    assert ended == []


STUBBORN = """
import os, signal, subprocess, sys
from executed_slides.commands import signals
signals._SECONDS_OF_ONE = 0
signal.signal(signal.SIGINT, signal.default_int_handler)
with signals.heard_signals():
    try:
        os.kill(os.getpid(), signal.SIGINT)
    finally:
        child = subprocess.Popen([sys.executable, "-c", "import signal; signal.pause()"])
        print(child.pid, flush=True)
        signal.pause()
"""


def test_a_second_signal_ends_at_once_what_does_not_end_and_all_that_it_started():
    command = [sys.executable, "-c", STUBBORN]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as stubborn:
        child = psutil.Process(int(stubborn.stdout.readline()))

        stubborn.send_signal(signal.SIGTERM)

        assert stubborn.wait(60) == 143
        assert psutil.wait_procs([child], timeout=60)[1] == []


def test_a_thread_that_hashes_for_minutes_ends_with_the_command(tmp_path):
    file = tmp_path / "model.keras"
    with file.open("wb") as endless:
        endless.truncate(2**40)
    ends = []

    def hash_in_thread():
        try:
            sha256(file)
        except KeyboardInterrupt:
            ends.append("ended")

    thread = threading.Thread(target=hash_in_thread, daemon=True)
    with pytest.raises(Interrupted), heard_signals():
        thread.start()
        os.kill(os.getpid(), signal.SIGTERM)
    thread.join(60)

    assert ends == ["ended"]


def test_a_program_that_a_cell_set_free_ends_with_an_interrupted_build():
    kernels = Kernels()
    with subprocess.Popen(
        [sys.executable, "-c", "import signal; print(1, flush=True); signal.pause()"],
        env={**os.environ, FAMILY: kernels.family},
        stdout=subprocess.PIPE,
        start_new_session=True,
    ) as free:
        free.stdout.readline()

        kernels.kill()

        assert not psutil.pid_exists(free.pid)
