"""Files that are whole or not there: atomic writing, and what they weigh."""

import hashlib
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from deck.errors import DeckError


def sha256(path: Path) -> str:
    """Hex SHA-256 of a file, or of a folder: its files' relative names and contents."""
    if path.is_dir():
        digest = hashlib.sha256()
        # A data set of thousands of photos is hashed by every check: no call more than needed.
        found = [Path(folder, name) for folder, _, names in os.walk(path) for name in names]
        for file in sorted(found):
            content = hashlib.sha256(file.read_bytes()).hexdigest()
            digest.update(f"{file.relative_to(path).as_posix()}\0{content}\n".encode())
        return digest.hexdigest()
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def hash_json(value: Any) -> str:
    """Hex SHA-256 of a value's canonical JSON: equal values, equal hashes."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


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
