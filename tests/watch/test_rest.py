"""Who watches and sees no change rests, and is awake at the first one."""

import os
import sys
from types import SimpleNamespace

import psutil
import pytest

from executed_slides.watch import rest as resting
from executed_slides.watch.rest import Rest


class Clock:
    """A clock that goes on only while somebody waits, and a system that says how long one did."""

    def __init__(self, monkeypatch):
        self.now, self.waited, self.select = 100.0, [], resting.select.select
        monkeypatch.setattr(resting.time, "monotonic", lambda: self.now)
        monkeypatch.setattr(resting.time, "sleep", self.pass_on)
        monkeypatch.setattr(resting.select, "select", self.wait)

    def pass_on(self, seconds):
        self.now += seconds
        self.waited.append(seconds)

    def wait(self, handles, write, broken, seconds):
        rang = self.select(handles, write, broken, 0)
        if not rang[0]:
            self.pass_on(seconds)
        return rang


@pytest.fixture
def clock(monkeypatch):
    return Clock(monkeypatch)


@pytest.fixture
def room(tmp_path):
    (tmp_path / "image").mkdir()
    (tmp_path / "talk.md").write_text("one")
    return tmp_path


@pytest.fixture
def rest(room, clock):
    rest = Rest([room])
    yield rest
    rest.close()


on_linux = pytest.mark.skipif(sys.platform != "linux", reason="inotify is Linux's")


def test_for_a_second_after_a_change_every_look_comes_at_once(rest, clock):
    clock.now += 1
    assert not rest.is_set()
    rest.wake()
    clock.now += 1

    assert not rest.is_set()

    assert clock.waited == []


@on_linux
def test_while_nothing_changes_it_looks_four_times_a_second(rest, clock):
    clock.now += 1.5

    assert [rest.is_set() for _ in range(4)] == [False] * 4

    assert clock.waited == [0.25] * 4


@on_linux
@pytest.mark.parametrize(
    "change",
    [
        lambda room: (room / "talk.md").write_text("two"),
        lambda room: (room / "image" / "new.png").write_text("new"),
        lambda room: (room / "talk.md").rename(room / "talk.txt"),
        lambda room: (room / "talk.md").unlink(),
        lambda room: os.utime(room / "talk.md"),
        lambda room: (room / "image").rmdir(),
    ],
    ids=["saved", "added", "renamed", "deleted", "touched", "folder deleted"],
)
def test_a_change_ends_the_rest(room, rest, clock, change):
    clock.now += 1.5
    rest.is_set()
    change(room)

    assert not rest.is_set()
    assert not rest.is_set()

    assert clock.waited == [0.25]


@on_linux
def test_what_is_read_changes_nothing(room, rest, clock):
    clock.now += 1.5
    assert (room / "talk.md").read_text() == "one"

    rest.is_set()

    assert clock.waited == [0.25]


@on_linux
def test_a_folder_made_while_one_watches_is_heard_too(room, rest, clock):
    (room / "image" / "new").mkdir()
    clock.now += 1.5
    rest.is_set()
    clock.now += 1.5
    (room / "image" / "new" / "a.png").write_text("new")

    rest.is_set()

    assert clock.waited == []


@on_linux
def test_a_room_that_is_not_there_leaves_nothing_open(room):
    before = psutil.Process().num_fds()

    Rest([room / "missing"]).close()

    assert psutil.Process().num_fds() == before


def test_where_no_bell_is_every_look_waits_a_little(room, clock, monkeypatch):
    monkeypatch.setattr(resting, "sys", SimpleNamespace(platform="darwin"))
    rest = Rest([room])
    clock.now += 1.5

    rest.is_set()

    assert clock.waited == [0.01]


@on_linux
def test_without_room_for_a_bell_it_rests_as_long(room, clock, monkeypatch):
    """Linux gives each user but so many."""
    bell = type("Libc", (), {"inotify_init1": lambda *_: -1, "inotify_add_watch": lambda *_: -1})
    monkeypatch.setattr("ctypes.CDLL", lambda _: bell())
    rest = Rest([room])
    clock.now += 1.5

    rest.is_set()
    rest.close()

    assert clock.waited == [0.25]
