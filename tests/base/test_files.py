"""What users edit is read in one way: it is UTF-8, or an error with file, line and byte."""

import io
import os
import socket
import tracemalloc
from hashlib import sha256 as sha256_of
from stat import S_ISDIR

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from executed_slides.base.cache import Cache
from executed_slides.base.errors import DeckError, Unreadable
from executed_slides.base.files import (
    files_in,
    is_there,
    read_utf8,
    sha256,
    state_of,
    text_of,
    write_text,
)

KOREAN = "# 발표\n제목 = '한글'\n"


def read(tmp_path, content: bytes) -> str:
    (tmp_path / "a.py").write_bytes(content)
    return read_utf8(tmp_path / "a.py", "experiments/a.py")


def refusal(tmp_path, content: bytes) -> str:
    with pytest.raises(Unreadable) as refused:
        read(tmp_path, content)
    assert refused.value.hint == "save it as UTF-8, then run the same again"
    return refused.value.message


def test_a_byte_order_mark_is_no_part_of_a_text(tmp_path):
    assert read(tmp_path, KOREAN.encode("utf-8-sig")) == KOREAN
    assert read(tmp_path, b"\xef\xbb\xbf") == ""


def test_a_second_mark_is_a_character_of_the_text(tmp_path):
    assert read(tmp_path, b"\xef\xbb\xbf\xef\xbb\xbfa") == "\ufeffa"


def test_lines_end_as_python_ends_them(tmp_path):
    assert read(tmp_path, b"a\r\nb\rc\n\rd\x0ce\r") == "a\nb\nc\n\nd\x0ce\n"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            KOREAN.encode("cp949"),
            "1: byte 3 of the file (0xb9) is not UTF-8; it is probably in CP949 (EUC-KR)",
        ),
        (
            b"a = 1\r\nb = 'caf\xe9'\r",
            "2: byte 16 of the file (0xe9) is not UTF-8; it is probably in Latin-1 or a relative",
        ),
        (
            KOREAN.encode("utf-16"),
            "1: byte 1 of the file (0xff) is not UTF-8; it is probably in UTF-16",
        ),
        (
            KOREAN.encode("utf-32"),
            "1: byte 1 of the file (0xff) is not UTF-8; it is probably in UTF-32",
        ),
        (
            b"a = 1\n".decode().encode("utf-16-be"),
            "1: byte 1 of the file is NUL, which is in no text; it is probably in UTF-16",
        ),
        (b"a\r\rb\0c", "3: byte 5 of the file is NUL, which is in no text"),
        (KOREAN.encode() + b"\xff", "3: byte 28 of the file (0xff) is not UTF-8"),
        (b"\xef\xbb\xbfa\nb\xff", "2: byte 7 of the file (0xff) is not UTF-8"),
    ],
)
def test_what_is_no_utf8_is_named_with_line_and_byte(tmp_path, content, said):
    message = refusal(tmp_path, content)

    assert message.startswith(f"experiments/a.py:{said}")


@settings(deadline=None)
@given(st.binary(max_size=40) | st.text(max_size=20).map(str.encode))
def test_a_text_is_what_python_reads_and_all_else_is_refused(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("any") / "a.py"
    path.write_bytes(content)
    try:
        expected = io.StringIO(content.decode("utf-8-sig"), newline=None).read()
    except UnicodeDecodeError:
        expected = None
    if expected is not None and "\0" in expected:
        expected = None

    assert text_of(path) == expected


def test_another_mend_is_said_of_what_the_deck_makes_itself(tmp_path):
    (tmp_path / "a.md").write_bytes(b"\xff")

    with pytest.raises(Unreadable) as refused:
        read_utf8(tmp_path / "a.md", "slides/a.md", "`build` renders it anew")

    assert refused.value.hint == "`build` renders it anew"


def test_what_is_no_file_is_named_and_never_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to("nowhere.py")
    (tmp_path / "circle").symlink_to("circle")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "socket"))
    (tmp_path / "device").symlink_to("/dev/zero")

    said = {}
    for name in ("pipe", "folder", "link", "circle", "socket", "device", "gone"):
        with pytest.raises(Unreadable) as refused:
            read_utf8(tmp_path / name, name)
        said[name] = refused.value.message

    assert said == {
        "pipe": "pipe is a pipe, no file",
        "folder": "folder is a folder, no file",
        "link": "link is a link to nowhere.py, which is not there",
        "circle": "circle cannot be read: Too many levels of symbolic links",
        "socket": "socket is a socket, no file",
        "device": "device is a device, no file",
        "gone": "gone is not there",
    }


def test_what_may_not_be_read_is_named(tmp_path, monkeypatch):
    def refuse(path):
        raise PermissionError(13, "Permission denied", str(path))

    write_text(tmp_path / "a.py", "x = 1\n")
    monkeypatch.setattr("pathlib.Path.read_bytes", refuse)

    with pytest.raises(Unreadable) as refused:
        read_utf8(tmp_path / "a.py", "experiments/a.py")

    assert refused.value.message == "experiments/a.py cannot be read: Permission denied"


# ---- Rooms ----


def test_a_room_has_its_files_without_drafts_and_folders(tmp_path):
    for name in ("b.py", "a.py", "a.txt", ".#a.py", "._b.py", ".py"):
        (tmp_path / name).write_text("")
    (tmp_path / "c.py").symlink_to("nowhere")
    (tmp_path / "d.py").symlink_to("d.py")
    (tmp_path / ".#e.py").symlink_to("me@host.1:2")
    (tmp_path / "x.py").mkdir()
    (tmp_path / "x.py" / "inside.py").write_text("")
    (tmp_path / ".hidden").mkdir()
    (tmp_path / ".hidden" / "inside.py").write_text("")

    found = files_in(tmp_path, ".py")
    below = files_in(tmp_path, ".py", below=True)

    assert [path.name for path in found] == ["a.py", "b.py", "c.py", "d.py"]
    assert [path.name for path in below] == ["a.py", "b.py", "c.py", "d.py", "inside.py"]
    assert [is_there(path) for path in found] == [True] * 4
    assert not is_there(tmp_path / "x.py")
    assert not is_there(tmp_path / "gone.py")


def test_a_room_that_is_none_has_nothing(tmp_path):
    (tmp_path / "file").write_text("")

    assert files_in(tmp_path / "gone", ".py") == []
    assert files_in(tmp_path / "file", ".py") == []


def test_folders_that_link_each_other_are_searched_once(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "one.py").write_text("")
    (tmp_path / "a" / "back").symlink_to(tmp_path)

    assert files_in(tmp_path, ".py", below=True) == [tmp_path / "a" / "one.py"]


@pytest.mark.parametrize(
    ("name", "shown"), [(b"\xb0\xa1.py", r"\xb0\xa1.py"), (b"a\n.py", r"a\x0a.py")]
)
def test_a_name_that_cannot_be_printed_is_refused_as_it_can(tmp_path, name, shown):
    room = tmp_path / "experiments"
    room.mkdir()
    os.close(os.open(os.fsencode(room) + b"/" + name, os.O_CREAT))

    with pytest.raises(Unreadable) as refused:
        files_in(room, ".py")

    assert str(refused.value).encode().decode() == (
        f"error: experiments/{shown} has a name that cannot be printed\nhint: give it another"
    )
    assert files_in(room, ".css") == []


# ---- Hashes ----


def test_the_hash_of_a_data_set_is_that_of_names_and_contents(tmp_path):
    """Committed records hold such hashes: they stay what they are."""
    (tmp_path / "cats").mkdir()
    (tmp_path / "cats" / "1.jpg").write_bytes(b"one")
    (tmp_path / "고양이.jpg").write_bytes(b"two")

    assert sha256(tmp_path) == ("65a9dc3434d36020d475d7436289188ac12caa59c1c71252568145fc21f381d7")
    assert sha256(tmp_path / "cats" / "1.jpg") == (
        "7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed"
    )


def test_its_files_count_folder_by_folder(tmp_path):
    names = ["a/z.txt", "a-b.txt", "a b/c.txt", "a/é/x.txt", "a.txt"]
    for name in names:
        write_text(tmp_path / name, name)

    lines = [
        f"{path.relative_to(tmp_path).as_posix()}\0{sha256(path)}\n"
        for path in sorted(tmp_path / name for name in names)
    ]
    assert sha256(tmp_path) == sha256_of("".join(lines).encode()).hexdigest()


def test_the_state_of_a_folder_is_asked_without_keeping_that_of_all_its_files(tmp_path):
    for number in range(2_000):
        (tmp_path / f"{number:06}.jpg").touch()
        os.utime(tmp_path / f"{number:06}.jpg", (1, 1))
    tracemalloc.start()
    state_of(tmp_path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < 2_000 * 400


def test_a_folder_in_the_place_of_a_file_is_what_has_to_go(tmp_path):
    (tmp_path / "a.md").mkdir()

    with pytest.raises(DeckError) as refused:
        write_text(tmp_path / "a.md", "words")

    assert refused.value.message == f"{tmp_path}/a.md: cannot be written: Is a directory"
    assert refused.value.hint == "move the folder away, then run the same again"


# ---- Writing ----


def test_a_new_file_has_the_permissions_that_the_user_gives_new_files(tmp_path):
    """Each file was readable by all, whatever the umask."""
    before = os.umask(0o027)
    try:
        write_text(tmp_path / "a.md", "words")
    finally:
        os.umask(before)

    assert (tmp_path / "a.md").stat().st_mode & 0o777 == 0o640


def test_a_file_that_is_there_keeps_its_permissions(tmp_path):
    (tmp_path / "a.md").write_text("former")
    (tmp_path / "a.md").chmod(0o660)

    write_text(tmp_path / "a.md", "words")

    assert (tmp_path / "a.md").stat().st_mode & 0o777 == 0o660


def test_a_write_protected_file_is_left_alone_and_named(tmp_path):
    (tmp_path / "a.md").write_text("former")
    (tmp_path / "a.md").chmod(0o444)

    with pytest.raises(DeckError) as refused:
        write_text(tmp_path / "a.md", "words")

    assert refused.value.message == f"{tmp_path}/a.md: cannot be written: it is write-protected"
    assert (tmp_path / "a.md").read_text() == "former"
    assert [path.name for path in tmp_path.iterdir()] == ["a.md"]


def test_a_link_is_replaced_and_what_it_leads_to_is_left_alone(tmp_path):
    """A project may come from a stranger: a link in it must not lead a build to write elsewhere."""
    (tmp_path / "theirs").write_text("theirs")
    (tmp_path / "a.md").symlink_to(tmp_path / "theirs")

    write_text(tmp_path / "a.md", "words")

    assert not (tmp_path / "a.md").is_symlink()
    assert (tmp_path / "a.md").read_text() == "words"
    assert (tmp_path / "theirs").read_text() == "theirs"


def steps_of_writing(monkeypatch, write) -> list[str]:
    steps = []
    sync, replace = os.fsync, os.replace

    def hear_sync(handle):
        steps.append("folder" if S_ISDIR(os.fstat(handle).st_mode) else "file")
        sync(handle)

    def hear_replace(*names):
        steps.append("in place")
        replace(*names)

    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", hear_sync)
        patch.setattr("os.replace", hear_replace)
        write()
    return steps


def test_a_file_lies_on_the_disk_before_it_takes_its_place(tmp_path, monkeypatch):
    """After a power cut a record could have been there, with its name and nothing in it."""
    steps = steps_of_writing(monkeypatch, lambda: write_text(tmp_path / "a.json", "{}"))

    assert steps == ["file", "in place", "folder"]


def test_a_cache_waits_for_no_disk(tmp_path, monkeypatch):
    cache = Cache(tmp_path / "cache")

    steps = steps_of_writing(monkeypatch, lambda: cache.put("kind", "subject", value=1))

    assert steps == ["in place"]


def test_a_disk_that_fails_at_the_last_moment_leaves_the_former_file(tmp_path, monkeypatch):
    (tmp_path / "a.json").write_text("former")

    def fail(handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(DeckError) as refused:
        write_text(tmp_path / "a.json", "{}")

    assert refused.value.message.endswith("a.json: cannot be written: No space left on device")
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]
    assert (tmp_path / "a.json").read_text() == "former"
