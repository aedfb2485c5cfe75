"""Every touch of a file fails once, in turn: a build says so, and the next one is whole again."""

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from failing_disk import failing, watched
from real_decks import ROOT

FAULTS = {"full": errno.ENOSPC, "refused": errno.EACCES, "broken": errno.EIO}
# Of all touches, those of the quick part are this far apart, one fault after another; those of the
# exhaustive one fail in each way. By hand, `EVERY_TOUCH=1 pytest -m exhaustive` takes each.
STEP = 23
NARROW_STEP = 1 if "EVERY_TOUCH" in os.environ else 6


@pytest.fixture
def edited(deck):
    """A deck with something to measure, draw, render and export."""
    deck.edit("experiments/a.py", "total = sum(", "total = 1 + sum(")
    return deck


def copies(deck, tmp_path: Path) -> Iterator[None]:
    """The same deck, again and again, as it was before it was built."""
    kept = tmp_path / "kept"
    shutil.copytree(deck.root, kept)
    while True:
        shutil.rmtree(deck.root)
        shutil.copytree(kept, deck.root)
        yield


def count_touches(deck) -> int:
    with watched(deck.root) as disk:
        assert deck.run("build", "--jobs", "1").code == 0
    assert len(disk.touches) > 40
    return len(disk.touches)


def try_fault(deck, at: int, error: int) -> str:
    """What is wrong with a build whose nth touch fails, or with the next one; nothing mostly."""
    with failing(deck.root, at, error) as disk:
        outcome = deck.run("build", "--jobs", "1")
    touched = disk.touches[at - 1] if at <= len(disk.touches) else "nothing"
    if outcome.code not in (0, 1) or "Traceback" in outcome.err:
        return f"{touched}: {outcome.code}\n{outcome.err}"
    return find_unhealed(deck, touched)


def find_unhealed(deck, touched: str) -> str:
    again, checked = deck.run("build", "--jobs", "1"), deck.run("check")
    if (again.code, checked.code) != (0, 0) or deck.record("a")["runs"][0]["numbers"]["total"] != 7:
        return f"{touched}, not healed: {again.out}{again.err}{checked.out}"
    return ""


def find_faults(deck, tmp_path: Path, error: int, step: int, first: int = 1) -> list[str]:
    anew = copies(deck, tmp_path)
    next(anew)
    count = count_touches(deck)
    found = []
    for at in range(first, count + 1, step):
        next(anew)
        found.append(try_fault(deck, at, error))
    return list(filter(None, found))


@pytest.mark.parametrize("fault", FAULTS)
def test_a_disk_that_fails_once_costs_no_more_than_a_build(edited, tmp_path, fault):
    first, step = 1 + STEP * [*FAULTS].index(fault), STEP * len(FAULTS)

    assert find_faults(edited, tmp_path, FAULTS[fault], step, first) == []


@pytest.mark.exhaustive
@pytest.mark.parametrize("fault", FAULTS)
def test_whichever_touch_fails_the_next_build_is_whole(edited, tmp_path, fault):
    assert find_faults(edited, tmp_path, FAULTS[fault], NARROW_STEP) == []


def kill_before(deck, at: int) -> None:
    script = [sys.executable, str(ROOT / "tests/failing_disk.py"), str(deck.root), str(at)]
    subprocess.run(script, capture_output=True, timeout=120, check=False)


@pytest.mark.parametrize("at", [9, 31, 53])
def test_a_build_that_is_killed_before_a_touch_is_taken_up_by_the_next(edited, at):
    kill_before(edited, at)

    assert find_unhealed(edited, f"killed before touch {at}") == ""


@pytest.mark.exhaustive
def test_a_build_may_be_killed_before_many_a_touch(edited, tmp_path):
    anew = copies(edited, tmp_path)
    next(anew)
    count = count_touches(edited)
    found = []
    for at in range(1, count + 1, 2 * NARROW_STEP):
        next(anew)
        kill_before(edited, at)
        found.append(find_unhealed(edited, f"killed before touch {at}"))
    assert list(filter(None, found)) == []
