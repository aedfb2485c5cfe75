"""Messages name commands as their user typed them; a command gives back what it took."""

import json
import os
import shutil
import signal
import subprocess
import sys
import threading

import pytest
from real_decks import ROOT

from executed_slides.__main__ import run_here
from executed_slides.base.command_line import command, started_as, typed
from executed_slides.commands.main import main
from executed_slides.commands.printer import Printer


@pytest.mark.parametrize(
    ("program", "under_uv", "said"),
    [
        ("build.py", True, "uv run build.py"),
        ("build.py", False, "python build.py"),
        ("talks/build.py", True, "uv run talks/build.py"),
        ("/usr/bin/executed-slides", False, "executed-slides"),
        ("C:/Scripts/executed-slides.exe", False, "executed-slides"),
        ("/home/me/.venv/bin/executed-slides", True, "uv run executed-slides"),
        ("/site-packages/executed_slides/__main__.py", False, "python -m executed_slides"),
        ("-c", False, "python -m executed_slides"),
        ("", True, "uv run python -m executed_slides"),
    ],
)
def test_a_command_is_named_as_it_was_started(monkeypatch, program, under_uv, said):
    monkeypatch.setattr(sys, "argv", [program, "check"])
    if not under_uv:
        monkeypatch.delenv("UV_RUN_RECURSION_DEPTH")

    assert started_as() == said


def test_a_smoke_build_is_mended_by_a_smoke_build():
    with typed("executed-slides", smoke=True):
        assert command("check", "--layout") == "executed-slides check --layout --smoke"
        assert command() == "executed-slides --smoke"
    assert command("a") == "uv run build.py a"


def test_a_command_that_another_one_starts_names_what_its_user_typed(deck, monkeypatch):
    deck.edit("experiments/b.py", "2 *", "3 *")
    monkeypatch.setattr(sys, "argv", ["-c"])

    with typed("executed-slides", smoke=False):
        outcome = deck.run("status")

    assert outcome.lines[1] == "        mend: executed-slides b"


def test_what_is_stale_says_what_its_user_can_type(deck, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["/usr/bin/executed-slides"])
    monkeypatch.delenv("UV_RUN_RECURSION_DEPTH")
    deck.edit("experiments/b.py", "2 *", "3 *")

    outcome = deck.run("check")

    assert outcome.lines[1] == "        mend: executed-slides b"


def test_the_installed_command_takes_the_folder_in_which_it_is_typed(deck, monkeypatch, capsys):
    monkeypatch.chdir(deck.root)
    monkeypatch.setattr(sys, "argv", ["/usr/bin/executed-slides", "status"])
    monkeypatch.delenv("UV_RUN_RECURSION_DEPTH")
    deck.edit("experiments/b.py", "2 *", "3 *")

    assert run_here() == 3
    assert capsys.readouterr().out.splitlines()[:2] == [
        "stale   b   experiments/b.py: Measure changed",
        "        mend: executed-slides b",
    ]


def test_an_error_without_words_is_told_by_its_name(capsys):
    Printer(as_json=False).tell("failed", "a", error=NotImplementedError())

    told = capsys.readouterr()
    assert told.out == "failed  a                NotImplementedError\n"
    assert told.err == "NotImplementedError\n"


def test_a_command_gives_signals_back(deck):
    def ours(*_):
        raise AssertionError

    before = signal.signal(signal.SIGTERM, ours)
    try:
        deck.run("status")
        assert signal.getsignal(signal.SIGTERM) is ours
    finally:
        signal.signal(signal.SIGTERM, before)


def test_a_command_runs_in_a_thread_of_another_program(deck):
    codes = []
    thread = threading.Thread(target=lambda: codes.append(main(deck.root, ["status"])))
    thread.start()
    thread.join()

    assert codes == [0]


@pytest.mark.parametrize("verb", ["build", "check", "rerun", "watch"])
def test_help_says_what_a_verb_takes(deck, verb):
    outcome = deck.run(verb, "--help")

    assert outcome.code == 0
    assert outcome.out.startswith(f"usage: uv run build.py {verb} ")
    assert "--json" in outcome.out


@pytest.mark.parametrize("code_page", ["cp1252", "cp949"])
def test_what_is_piped_is_utf_8_whatever_the_terminal_has(deck, code_page):
    """With Windows's code page, JSON had signs that stood for themselves in no encoding."""
    deck.edit("templates/talk.md.j2", "more than five", "발표 d'été")
    shutil.copy(ROOT / "build.py", deck.root)

    ended = subprocess.run(
        [sys.executable, "build.py", "check", "--claims", "--json"],
        cwd=deck.root,
        env={**os.environ, "PYTHONIOENCODING": code_page},
        capture_output=True,
    )

    assert json.loads(ended.stdout.decode("utf-8"))["claims"][0]["sentence"] == "발표 d'été"
