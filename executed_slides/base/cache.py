"""What was worked out before, kept beside the hash of all that it follows from.

    subject ──hash of what decides──▶ the same as then: what it came to
                                      another one:      worked out anew, and kept

An entry holds only for the engine and Python that wrote it. A damaged one counts as none, and
where none can be written everything is worked out each time: nothing but time depends on it.
"""

import hashlib
import marshal
import sys
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any

from executed_slides.base.errors import DeckError
from executed_slides.base.files import whole

ENGINE = Path(__file__).parents[1]
_DIGEST = hashlib.sha256().digest_size


def hash_engine() -> str:
    """Hex SHA-256 of this package's own source."""
    digest = hashlib.sha256()
    for path in sorted(ENGINE.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


class Cache:
    """One entry for each kind and subject; without a folder it remembers nothing.

    Values are what `marshal` holds: plain values, lists, tuples, dicts, and compiled code.
    """

    def __init__(self, folder: Path | None = None):
        self.folder = folder

    @cached_property
    def engine(self) -> str:
        """What all entries rest on: this package's own source and the Python that runs it."""
        return f"{hash_engine()} {sys.version}"

    def get(self, kind: str, subject: str, *decides: str) -> Any:
        """What was kept of a subject if all that decides is as it was then, else None."""
        if self.folder is None:
            return None
        try:
            entry = file_of(self.folder, kind, subject).read_bytes()
        except OSError:
            return None
        # The checksum goes first: of bytes that were damaged nothing is read.
        if hashlib.sha256(entry[_DIGEST:]).digest() != entry[:_DIGEST]:
            return None
        made_of, value = marshal.loads(entry[_DIGEST:])
        return value if made_of == (self.engine, subject, *decides) else None

    def put(self, kind: str, subject: str, *decides: str, value: Any) -> None:
        """Keeps what a subject came to, in place of what it came to before."""
        if self.folder is None:
            return
        entry = marshal.dumps(((self.engine, subject, *decides), value))
        with suppress(DeckError), whole(file_of(self.folder, kind, subject)) as draft:
            draft.write_bytes(hashlib.sha256(entry).digest() + entry)


def file_of(folder: Path, kind: str, subject: str) -> Path:
    # A path may hold bytes that are no text.
    named = subject.encode("utf-8", "surrogateescape")
    return folder / kind / hashlib.sha256(named).hexdigest()[:32]
