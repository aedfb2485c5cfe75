"""A scratch folder goes with its block; one that a kill left is known by nobody holding it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from executed_slides.base import scratch
from executed_slides.base.scratch import find_left_folders, scratch_folder

KILLED = """
import os, signal, sys, tempfile
tempfile.tempdir = sys.argv[1]
from executed_slides.base.scratch import scratch_folder
folder = scratch_folder()
print(folder.name, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr(scratch, "_SECONDS_TO_HOLD", 0)
    return tmp_path


def left_by_a_kill(temporary: Path) -> Path:
    ended = subprocess.run(
        [sys.executable, "-c", KILLED, str(temporary)], capture_output=True, text=True, check=False
    )
    assert ended.returncode == -signal.SIGKILL
    return Path(ended.stdout.strip())


def test_a_folder_goes_with_its_block(temporary):
    with scratch_folder() as folder:
        assert Path(folder).is_dir()

    assert list(temporary.iterdir()) == []


def test_the_folder_of_a_killed_process_is_found_and_one_in_use_is_not(temporary):
    left = left_by_a_kill(temporary)

    with scratch_folder():
        assert list(find_left_folders()) == [left]


def test_a_folder_that_was_just_made_may_not_be_held_yet(temporary, monkeypatch):
    left_by_a_kill(temporary)
    monkeypatch.setattr(scratch, "_SECONDS_TO_HOLD", 60)

    assert list(find_left_folders()) == []


def test_what_is_a_link_or_anothers_is_never_found(temporary, monkeypatch):
    (temporary / "theirs").mkdir()
    (temporary / "executed-slides-desk-1").symlink_to(temporary / "theirs")
    (temporary / "executed-slides-desk-2").mkdir()
    monkeypatch.setattr("os.getuid", lambda: 4711)

    assert list(find_left_folders()) == []
    monkeypatch.undo()
    assert os.path.lexists(temporary / "executed-slides-desk-1")
