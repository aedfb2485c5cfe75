"""Runs share the machine: as many at once as jobs and memory allow, in order of need."""

from types import SimpleNamespace

import pytest

from deck.experiments import read_workshop
from deck.folders import Folders
from deck.schedule import Schedule, Work, with_needs


def work(memory: float) -> Work:
    return Work(SimpleNamespace(script=SimpleNamespace(block=SimpleNamespace(memory=memory))), True)


@pytest.mark.parametrize(
    ("jobs", "memory", "running", "next_run", "room"),
    [
        (2, 8.0, [], 4.0, True),
        (2, 8.0, [4.0], 4.0, True),
        (2, 8.0, [4.0], 5.0, False),
        (2, 8.0, [1.0, 1.0], 1.0, False),
        (1, 8.0, [1.0], 1.0, False),
        (2, 8.0, [], 99.0, True),
    ],
)
def test_a_run_begins_when_there_is_room_or_nothing_else_runs(
    jobs, memory, running, next_run, room
):
    schedule = Schedule(None, [], set(), jobs, None, None)
    schedule.memory = memory
    schedule.futures = {number: (work(size), 1) for number, size in enumerate(running)}

    assert schedule.has_room(work(next_run)) is room


def test_a_named_experiment_brings_what_it_needs(deck):
    workshop = read_workshop(Folders(deck.root))

    assert with_needs(workshop, ["b"]) == ["a", "b"]
    assert with_needs(workshop, ["a"]) == ["a"]
    assert with_needs(workshop, []) == ["a", "b"]


def test_a_run_that_the_machine_cannot_hold_fails_before_anything_runs(deck, monkeypatch):
    deck.edit("experiments/b.py", '# needs = ["a"]', '# needs = ["a"]\n# memory = 64')
    monkeypatch.setattr("deck.schedule.whole_memory", lambda: 16.4)

    outcome = deck.run("build", "--force", "b")

    assert outcome.code == 1
    assert outcome.lines[0].split()[:2] == ["failed", "b"]
    assert "experiments/b.py: a run takes 64 GB of memory, this machine has 16 GB" in outcome.err
