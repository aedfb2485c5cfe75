"""Streams that are closed, full or unread, users without a home, hooks of git: commands go on."""

import errno
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tiny_deck import Deck

from executed_slides.base.git import ask_git

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="of shells and file systems")

COMMAND = "import sys; from pathlib import Path; from executed_slides.commands.main import main; "
COMMAND += "sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))"


def run_in_shell(deck: Deck, line: str) -> subprocess.CompletedProcess:
    """What a line of bash gives, in which `$deck` runs a command on the deck."""
    script = f'deck() {{ "$PYTHON" -c "$COMMAND" "$ROOT" "$@"; }}\n{line}'
    environment = {"PYTHON": sys.executable, "COMMAND": COMMAND, "ROOT": str(deck.root)}
    return subprocess.run(
        ["bash", "-c", script],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=300,
    )


def test_a_reader_who_goes_stops_no_command_and_changes_no_exit_code(deck):
    ended = run_in_shell(deck, "deck status | true; echo ${PIPESTATUS[0]}")

    assert (ended.stdout, ended.stderr) == ("0\n", "")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="Linux has a full device")  # noqa: PTH110
@pytest.mark.parametrize("how", ["", "--json"])
def test_lines_that_nobody_can_read_are_an_error(deck, how):
    ended = run_in_shell(deck, f"deck status {how} > /dev/full; echo $?")

    assert ended.stdout == "1\n"
    assert ended.stderr == "error: stdout cannot be written: No space left on device\n"


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_build_runs_with_streams_that_are_closed(deck, closed):
    before = deck.record("a")["date"]
    deck.write("results/a.json", deck.read("results/a.json").replace(before, "2001-01-01"))

    ended = run_in_shell(deck, f"(deck build a --force {closed})")

    assert "Traceback" not in ended.stderr
    assert deck.record("a")["date"] != "2001-01-01"


def test_too_few_files_at_a_time_are_said_by_name(deck, monkeypatch):
    def read(folders):
        raise OSError(errno.EMFILE, "Too many open files", "results/a.json")

    monkeypatch.setattr("executed_slides.commands.status.read_project", read)

    outcome = deck.run("status")

    assert outcome.code == 1
    assert outcome.err == (
        "error: more files are open at once than this shell allows\n"
        "hint: `ulimit -n 4096` allows more, `--jobs 1` needs fewer; then run the same again\n"
    )


def test_a_user_whom_the_system_does_not_know_builds(deck, monkeypatch):
    def home():
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", home)

    assert deck.run("build", "a", "--force").code == 0
    assert deck.run("check").code == 0


def test_a_hook_of_another_repository_does_not_lend_its_own(deck, tmp_path, monkeypatch):
    for repository in (deck.root, tmp_path / "another"):
        subprocess.run(["git", "init", "-q", repository], check=True)
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "another" / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(tmp_path / "another"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "another" / ".git" / "index"))

    top = ask_git(deck.root, "", "rev-parse", "--show-toplevel")

    assert Path(os.fsdecode(top).strip()) == deck.root.resolve()


def test_json_stays_json_whatever_the_programs_that_it_starts_say(deck, monkeypatch):
    monkeypatch.setenv("NODE_OPTIONS", "--require ./not-there.js")
    monkeypatch.setenv("PYTHONWARNINGS", "always")
    monkeypatch.setenv("GIT_TRACE", "1")

    ended = run_in_shell(deck, "deck check --json")

    assert json.loads(ended.stdout)["code"] == ended.returncode
