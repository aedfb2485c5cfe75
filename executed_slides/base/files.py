"""Files that are whole or not there: reading what users edit, atomic writing, hashes.

a file ──▶ its text, or `Unreadable`: which file, which line and byte, what to do
a room ──▶ its files by their ending, without editors' drafts and folders
"""

import codecs
import hashlib
import json
import os
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from errno import EACCES
from pathlib import Path
from typing import Any, BinaryIO

from executed_slides.base.conflicts import refuse_conflict
from executed_slides.base.errors import DeckError, Unreadable
from executed_slides.base.file_faults import no_text, refuse_no_file, unreadable
from executed_slides.base.file_names import spelled
from executed_slides.base.file_trees import entries_of, files_below, is_folder
from executed_slides.base.interruptions import end_if_asked
from executed_slides.base.stat_data import TOO_RECENT

# How the name of a file begins that is being written, and was left by a kill.
DRAFT = ".executed-slides-"


def read_utf8(path: Path, shown: str, mend: str | None = None) -> str:
    """The text of a file as Python and Jinja read it: each line ends in `\\n`, no mark in front.

    `shown` is how messages name the file, and `mend` what to do about one that is no text, where
    that is not to save it as UTF-8. Raises Unreadable, with line and byte (both from 1), also
    where git left both sides of a merge.
    """
    content = read_content(path, shown)
    try:
        text = content.removeprefix(codecs.BOM_UTF8).decode()
    except UnicodeDecodeError as error:
        raise no_text(content, shown, mend) from error
    if "\0" in text:
        raise no_text(content, shown, mend)
    text = text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
    refuse_conflict(text, shown)
    return text


def text_of(path: Path) -> str | None:
    """What a text file says; None for one that cannot be read."""
    with suppress(Unreadable):
        return read_utf8(path, "")
    return None


def read_content(path: Path, shown: str) -> bytes:
    """What a file holds. Raises Unreadable for what is no file, is not there, may not be read."""
    try:
        refuse_no_file(path.stat().st_mode, shown)
        return path.read_bytes()
    except OSError as error:
        raise unreadable(path, shown, error) from error


def is_there(path: Path) -> bool:
    """Whether there is something to read, and be it a link that leads nowhere: no folder is."""
    return os.path.lexists(path) and not os.path.isdir(path)  # noqa: PTH112 Path's may raise


def is_file(path: Path) -> bool:
    """Whether a file is there, by any name: Path's own word raises for one that is too long."""
    return os.path.isfile(path)  # noqa: PTH113


def files_in(room: Path, ending: str, below: bool = False) -> list[Path]:
    """The files of a room with this ending, sorted; with `below`, also those in its folders.

    What begins with a dot is passed over: drafts of editors, and what systems leave. A folder is
    no file; a link that leads nowhere is one, and an error to who reads it. Raises Unreadable
    for a name that is no text: records and templates could not name it.
    """
    found = []
    for entry in entries_of(str(room)) if room.is_dir() else []:
        path = room / entry.name
        if entry.name.startswith("."):
            continue
        if is_folder(entry):
            found += files_in(path, ending, below) if below and not entry.is_symlink() else []
        elif entry.name.endswith(ending):
            if spelled(entry.name) != entry.name:
                shown = f"{room.name}/{spelled(entry.name)}"
                raise Unreadable(f"{shown} has a name that cannot be printed", "give it another")
            found.append(path)
    return sorted(found)


# Hashes a file: `sha256`, or `cache(sha256)` for one look in which nothing changes.
Hash = Callable[[Path], str]


def sha256(path: Path) -> str:
    """Hex SHA-256 of a file, or of a folder: its files' relative names and contents.

    Raises Unreadable, which names the file that is none or may not be read.
    """
    if path.is_dir():
        return _hash_folder(path)
    try:
        refuse_no_file(path.stat().st_mode, spelled(path))
        with path.open("rb") as file:
            return _digest(file)
    except OSError as error:
        raise unreadable(path, spelled(path), error) from error


def _digest(file: BinaryIO) -> str:
    digest, block = hashlib.sha256(), bytearray(1 << 18)
    view = memoryview(block)
    while size := file.readinto(view):  # type: ignore[attr-defined] # Files that are read have it.
        end_if_asked()
        digest.update(view[:size])
    return digest.hexdigest()


def _hash_folder(path: Path) -> str:
    digest = hashlib.sha256()
    for file in map(Path, sorted(files_below(path), key=_by_parts)):
        try:
            with file.open("rb") as opened:
                content = _digest(opened)
        except OSError as error:
            raise unreadable(file, spelled(file), error) from error
        # On Linux a name is bytes, and need not be text.
        name = os.fsencode(file.relative_to(path).as_posix())
        digest.update(b"%b\0%b\n" % (name, content.encode()))
    return digest.hexdigest()


def _by_parts(name: str) -> str:
    """Puts names in the order of their paths, folder by folder, without a Path for each."""
    return os.path.normcase(name).replace(os.sep, "\0")


def state_of(path: Path) -> str | None:
    """The hash of a file's or folder's names, sizes and times: while it is the same, so is it all.

    A change always sets a file's time of change, which nobody can set back; on Windows, which
    has none, this rests on the time of modification. None for what was touched just now: a
    further change could bear the same time.
    """
    names = sorted(files_below(path)) if path.is_dir() else [str(path)]
    # One after the other: a folder may have hundreds of thousands.
    digest, between, newest = hashlib.sha256(b"["), b"", 0
    try:
        for name in names:
            s = os.stat(name)  # noqa: PTH116 a Path each takes as long
            about = name, s.st_size, s.st_mtime_ns, s.st_ctime_ns, s.st_ino
            digest.update(between + repr(about).encode())
            between, newest = b", ", max(newest, s.st_mtime_ns, s.st_ctime_ns)
    except OSError:
        return None  # It went this very moment: who reads it says so.
    digest.update(b"]")
    return None if time.time_ns() - newest < TOO_RECENT else digest.hexdigest()


def hash_text(text: str) -> str:
    """Hex SHA-256 of a text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def hash_json(value: Any) -> str:
    """Hex SHA-256 of a value's canonical JSON: equal values, equal hashes."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hash_text(text)


@contextmanager
def whole(path: Path, lasting: bool = True, mode: int = 0o666) -> Iterator[Path]:
    """A name to write to that takes `path`'s place only when the block ends well.

    A full disk, a read-only folder or a kill leaves the former file as it was; a power cut too,
    after which the new one is there in full or not at all, if it is `lasting`. A file that is
    there keeps its permissions, a new one has `mode` as the umask allows; a link is replaced, and
    what it leads to is left alone. Raises DeckError, also for a file that is write-protected.
    """
    with naming(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        former = _permissions_of(path)
        draft = path.with_name(f"{DRAFT}{os.urandom(16).hex()}{path.suffix}")
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode))
        try:
            yield draft
            if lasting:
                _sync(draft)
            if former is not None:
                draft.chmod(former)
            draft.replace(path)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
        if lasting and os.name == "posix":
            with suppress(OSError):  # Not every file system keeps folders so.
                _sync(path.parent)


def _permissions_of(path: Path) -> int | None:
    """The permissions of a file that is there, None for a link. Raises OSError if protected."""
    try:
        about = path.lstat()
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(about.st_mode):
        return None
    if not about.st_mode & stat.S_IWUSR:
        raise PermissionError(EACCES, "it is write-protected")
    return stat.S_IMODE(about.st_mode)


def _sync(path: Path) -> None:
    """Waits until what was written lies on the disk."""
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Turns an operating system's refusal to write into an error that names `path`."""
    try:
        yield
    except OSError as error:
        mend = (
            "move the folder away"
            if isinstance(error, IsADirectoryError)
            else "the former file is as it was; make room or allow writing"
        )
        raise DeckError(
            f"{spelled(path)}: cannot be written: {error.strerror or error}",
            f"{mend}, then run the same again",
        ) from error


def write_text(path: Path, text: str) -> None:
    """Writes UTF-8 text with `\\n` line ends, whole or not at all."""
    with whole(path) as draft:
        draft.write_text(text, encoding="utf-8", newline="\n")


def write_json(path: Path, value: Any) -> None:
    """Writes JSON that reads well in a diff, whole or not at all."""
    write_text(path, json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False) + "\n")


def write_compact_json(path: Path, value: Any) -> None:
    """Writes JSON that only programs read, many times faster than `write_json`.

    It is ASCII, and so holds the paths of folders whose names are no text.
    """
    write_text(path, json.dumps(value, allow_nan=False))
