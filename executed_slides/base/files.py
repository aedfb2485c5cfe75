"""Files that are whole or not there: atomic writing, and what they weigh."""

import hashlib
import json
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from executed_slides.base.errors import DeckError

# The coarsest times that a file system keeps are those of FAT, two seconds.
TOO_RECENT = 3_000_000_000


def scratch_folder(parent: str | Path | None = None) -> tempfile.TemporaryDirectory:
    """A folder that is gone when its block ends, and says in its name whose it was."""
    return tempfile.TemporaryDirectory(
        prefix="executed-slides-", dir=parent, ignore_cleanup_errors=True
    )


def sha256(path: Path) -> str:
    """Hex SHA-256 of a file, or of a folder: its files' relative names and contents."""
    if path.is_dir():
        digest = hashlib.sha256()
        # A data set of thousands of photos is hashed by every check: no call more than needed.
        found = [Path(folder, name) for folder, _, names in os.walk(path) for name in names]
        for file in sorted(found):
            checksum = hashlib.sha256(file.read_bytes()).hexdigest()
            digest.update(f"{file.relative_to(path).as_posix()}\0{checksum}\n".encode())
        return digest.hexdigest()
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def text_of(path: Path) -> str | None:
    """What a text file says; None for one that cannot be read."""
    try:
        return path.read_text("utf-8")
    except (OSError, ValueError):
        return None


def state_of(path: Path) -> str | None:
    """The hash of a file's or folder's names, sizes and times: while it is the same, so is it all.

    A change always sets a file's time of change, which nobody can set back; on Windows, which
    has none, this rests on the time of modification. None for what was touched just now: a
    further change could bear the same time.
    """
    names = [str(path)]
    if path.is_dir():
        # Thousands of photos are asked by every check: no call more than needed.
        names = sorted(f"{folder}/{name}" for folder, _, found in os.walk(path) for name in found)
    states = [(name, os.stat(name)) for name in names]  # noqa: PTH116 a Path each takes as long
    newest = max((max(s.st_mtime_ns, s.st_ctime_ns) for _, s in states), default=0)
    if time.time_ns() - newest < TOO_RECENT:
        return None
    about = [(n, s.st_size, s.st_mtime_ns, s.st_ctime_ns, s.st_ino) for n, s in states]
    return hashlib.sha256(repr(about).encode()).hexdigest()


def hash_text(text: str) -> str:
    """Hex SHA-256 of a text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def hash_json(value: Any) -> str:
    """Hex SHA-256 of a value's canonical JSON: equal values, equal hashes."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hash_text(text)


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A name to write to that takes `path`'s place only when the block ends well.

    A full disk, a read-only folder or a kill leaves the former file as it was.
    """
    with naming(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(
            dir=path.parent, prefix=f".{path.stem}-", suffix=path.suffix
        )
        os.close(handle)
        draft = Path(name)
        try:
            yield draft
            draft.chmod(0o644)
            draft.replace(path)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Turns an operating system's refusal to write into an error that names `path`."""
    try:
        yield
    except OSError as error:
        raise DeckError(
            f"{path}: cannot be written: {error.strerror or error}",
            "the former file is as it was; make room or allow writing, then run the same again",
        ) from error


def write_text(path: Path, text: str) -> None:
    """Writes UTF-8 text with `\\n` line ends, whole or not at all."""
    with whole(path) as draft:
        draft.write_text(text, encoding="utf-8", newline="\n")


def write_json(path: Path, value: Any) -> None:
    """Writes JSON that reads well in a diff, whole or not at all."""
    write_text(path, json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False) + "\n")


def write_compact_json(path: Path, value: Any) -> None:
    """Writes JSON that only programs read, many times faster than `write_json`."""
    write_text(path, json.dumps(value, ensure_ascii=False, allow_nan=False))
