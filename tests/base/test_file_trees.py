"""A data set is all files below its folder, and nothing at which one would wait for ever."""

import os
import socket

import pytest

from executed_slides.base.errors import Unreadable
from executed_slides.base.file_trees import files_below
from executed_slides.base.files import sha256, state_of


@pytest.fixture
def data(tmp_path):
    folder = tmp_path / "photos"
    (folder / "cats").mkdir(parents=True)
    (folder / "cats" / "1.jpg").write_bytes(b"one")
    (folder / ".cover.jpg").write_bytes(b"two")
    return folder


def names(data):
    return sorted(path.removeprefix(f"{data}/") for path in files_below(data))


def test_every_file_counts_at_any_depth_hidden_ones_too(data):
    assert names(data) == [".cover.jpg", "cats/1.jpg"]


def test_links_in_a_circle_lead_to_nothing_new(data):
    before = sha256(data)
    (data / "whole").symlink_to(data)
    (data / "cats" / "up").symlink_to("..")
    (data / "cats" / "here").symlink_to(".")

    assert names(data) == [".cover.jpg", "cats/1.jpg"]
    assert sha256(data) == before


def test_folders_that_link_each_other_end(data):
    (data / "dogs").mkdir()
    (data / "dogs" / "2.jpg").write_bytes(b"two")
    (data / "dogs" / "friends").symlink_to("../cats")
    (data / "cats" / "friends").symlink_to("../dogs")

    assert names(data) == [
        ".cover.jpg",
        "cats/1.jpg",
        "cats/friends/2.jpg",
        "dogs/2.jpg",
        "dogs/friends/1.jpg",
    ]


def test_what_lies_behind_a_link_counts(data, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "3.jpg").write_bytes(b"three")
    (data / "more").symlink_to(tmp_path / "elsewhere")
    before = sha256(data)
    (tmp_path / "elsewhere" / "3.jpg").write_bytes(b"another")

    assert names(data) == [".cover.jpg", "cats/1.jpg", "more/3.jpg"]
    assert sha256(data) != before


def test_the_lock_of_an_editor_is_no_data(data):
    before = sha256(data)
    (data / ".#rows.csv").symlink_to("me@host.1:2")

    assert sha256(data) == before
    assert state_of(data) is None  # It was touched just now, and could be looked at.


def make_pipe(path):
    os.mkfifo(path)


def make_socket(path):
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (make_pipe, "is a pipe, no file"),
        (make_socket, "is a socket, no file"),
        (lambda path: path.symlink_to("/dev/zero"), "is a device, no file"),
        (lambda path: path.symlink_to("gone.jpg"), "is a link to gone.jpg, which is not there"),
        (lambda path: path.symlink_to(path), "cannot be read: Too many levels of symbolic links"),
    ],
)
@pytest.mark.parametrize("of", [sha256, state_of])
def test_what_cannot_be_read_is_named(data, make, said, of):
    make(data / "cats" / "odd")

    with pytest.raises(Unreadable) as refused:
        of(data)

    assert refused.value.message == f"{data}/cats/odd {said}"


def test_a_folder_that_may_not_be_looked_into_is_named(data, monkeypatch):
    def refuse(folder):
        raise PermissionError(13, "Permission denied", folder)

    monkeypatch.setattr("os.scandir", refuse)

    with pytest.raises(Unreadable) as refused:
        sha256(data)

    assert refused.value.message == f"{data} cannot be read: Permission denied"


def test_names_that_are_no_text_count_by_their_bytes(data):
    one, two = ("한글".encode("cp949"), "한국".encode("cp949"))
    os.close(os.open(os.fsencode(data) + b"/" + one, os.O_CREAT))
    first = sha256(data)
    (data / os.fsdecode(one)).rename(data / os.fsdecode(two))

    assert len({first, sha256(data)}) == 2


def test_a_file_with_such_a_name_that_cannot_be_read_is_named_as_it_can_be_printed(data):
    os.mkfifo(os.fsencode(data) + b"/\xb0\xa1")

    with pytest.raises(Unreadable) as refused:
        sha256(data)

    assert refused.value.message == rf"{data}/\xb0\xa1 is a pipe, no file"
