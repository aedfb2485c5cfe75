"""Programs run side by side, and none outlives its time or the deck."""

import os
import signal
import sys

import psutil
import pytest

from executed_slides.base.processes import Ended, Programs, run_together

FOREVER = """
import signal, subprocess, sys
pause = [sys.executable, "-c", "import signal; signal.pause()"]
child = subprocess.Popen(pause, start_new_session=True)
open(sys.argv[1], "w").write(str(child.pid))
signal.pause()
"""


def python(script: str, *arguments) -> list:
    return [sys.executable, "-c", script, *arguments]


def is_running(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_each_command_tells_how_it_ended_in_order(tmp_path):
    commands = [python("print('a')"), python("import sys; sys.exit('b')")]

    endings = run_together(commands, tmp_path, dict(os.environ), 60)

    assert endings == [Ended(0, "a\n"), Ended(1, "b\n")]


def test_no_command_waits_for_the_terminal(tmp_path):
    terminal, keyboard = os.pipe()
    stdin = os.dup(0)
    os.dup2(terminal, 0)
    try:
        [ended] = run_together([python("print(input())")], tmp_path, dict(os.environ), 5)
    finally:
        os.dup2(stdin, 0)
        for end in (terminal, keyboard, stdin):
            os.close(end)

    assert "EOFError" in ended.output


def test_a_program_and_its_detached_child_end_when_their_time_is_up(tmp_path):
    command = python(FOREVER, tmp_path / "child")

    [ended] = run_together([command], tmp_path, dict(os.environ), 3)

    assert ended.code is None
    assert not is_running(int((tmp_path / "child").read_text()))


def test_an_interruption_ends_a_program_and_its_detached_child(tmp_path):
    interrupt = python(
        "import os, pathlib, signal, sys\n"
        "child = pathlib.Path(sys.argv[1])\n"
        "while not (child.exists() and child.read_text()):\n"
        "    pass\n"
        "os.kill(int(sys.argv[2]), signal.SIGINT)",
        tmp_path / "child",
        str(os.getpid()),
    )
    commands = [python(FOREVER, tmp_path / "child"), interrupt]
    # Tests that a shell has put into the background ignore Ctrl-C otherwise.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)

    with pytest.raises(KeyboardInterrupt):
        run_together(commands, tmp_path, dict(os.environ), 60)

    signal.signal(signal.SIGINT, before)

    assert not is_running(int((tmp_path / "child").read_text()))


def test_what_a_killed_program_leaves_behind_is_ended(tmp_path):
    killed = FOREVER.replace("signal.pause()\n", "import os\nos.kill(os.getpid(), 9)\n")
    command = python(killed, tmp_path / "child")

    [ended] = run_together([command], tmp_path, dict(os.environ), 60)

    assert ended.code == -9
    assert not is_running(int((tmp_path / "child").read_text()))


def test_the_last_lines_skip_blank_ones():
    assert Ended(1, "a\n\nb\n\nc\n").last_lines(2) == "b\nc"


def test_programs_are_waited_for_in_any_order_and_gone_with_what_started_them(tmp_path):
    environment = dict(os.environ)
    with Programs(tmp_path, 60) as programs:
        waits = programs.start(python("import signal; signal.pause()"), environment)
        ends = programs.start(python("print('b')"), environment)

        assert programs.wait_for(ends) == Ended(0, "b\n")
        assert is_running(waits.child.pid)

    assert not is_running(waits.child.pid)
