"""What was worked out before, kept beside the hash of all that it follows from.

    subject ──hash of what decides──▶ the same as then: what it came to
                                      another one:      worked out anew, and kept

An entry holds only for the engine and Python that wrote it, and for the user whose secret key
signed it: one that came with a project, or was damaged, counts as none. Where none can be written
everything is worked out each time: nothing but time depends on it.
"""

import hashlib
import hmac
import sys
from contextlib import suppress
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import msgspec

from executed_slides.base.errors import DeckError
from executed_slides.base.files import whole
from executed_slides.base.user_cache import secret_key, sign

ENGINE = Path(__file__).parents[1]
_DIGEST = hashlib.sha256().digest_size


@cache
def hash_engine(engine: Path) -> str:
    """Hex SHA-256 of a package's source, read once: a process goes on as it was loaded."""
    digest = hashlib.sha256()
    for path in sorted(engine.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


class Cache:
    """One entry for each kind and subject; without a folder it remembers nothing.

    Values are those of MessagePack: plain values, bytes, lists and dicts; a tuple comes back as a
    list.
    """

    def __init__(self, folder: Path | None = None):
        self.folder = folder

    @cached_property
    def engine(self) -> str:
        """What all entries rest on: this package's own source and the Python that runs it."""
        return f"{hash_engine(ENGINE)} {sys.version}"

    @cached_property
    def key(self) -> bytes | None:
        """What signs entries; None where nothing can be remembered."""
        return secret_key() if self.folder else None

    def get(self, kind: str, subject: str, *decides: str) -> Any:
        """What was kept of a subject if all that decides is as it was then, else None."""
        if self.folder is None or self.key is None:
            return None
        try:
            entry = file_of(self.folder, kind, subject).read_bytes()
        except OSError:
            return None
        # The signature goes first: of bytes that others wrote nothing is read.
        signature, content = entry[:_DIGEST], entry[_DIGEST:]
        signed = sign(self.key, (self.engine, kind, subject, *decides), content)
        return msgspec.msgpack.decode(content) if hmac.compare_digest(signature, signed) else None

    def put(self, kind: str, subject: str, *decides: str, value: Any) -> None:
        """Keeps what a subject came to, in place of what it came to before."""
        if self.folder is None or self.key is None:
            return
        content, file = msgspec.msgpack.encode(value), file_of(self.folder, kind, subject)
        signature = sign(self.key, (self.engine, kind, subject, *decides), content)
        with suppress(DeckError), whole(file, lasting=False) as draft:
            draft.write_bytes(signature + content)


def file_of(folder: Path, kind: str, subject: str) -> Path:
    # A path may hold bytes that are no text.
    named = subject.encode("utf-8", "surrogateescape")
    return folder / kind / hashlib.sha256(named).hexdigest()[:32]
