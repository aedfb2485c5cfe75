"""Why a file cannot be read, said by name with what mends it."""

import stat
from pathlib import Path

from executed_slides.base.errors import Unreadable
from executed_slides.base.file_names import spelled

_NO_FILE = {
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


def refuse_no_file(mode: int, shown: str) -> None:
    """Raises Unreadable for what is no file: who reads a pipe may wait for ever."""
    if kind := _NO_FILE.get(stat.S_IFMT(mode)):
        raise Unreadable(f"{shown} is {kind}, no file", "move it away, then run the same again")


def unreadable(path: Path, shown: str, error: OSError) -> Unreadable:
    """What to say where an operating system refuses to read."""
    if not isinstance(error, FileNotFoundError):
        return Unreadable(
            f"{shown} cannot be read: {error.strerror or error}",
            "allow reading it, then run the same again",
        )
    if path.is_symlink():
        return Unreadable(
            f"{shown} is a link to {spelled(path.readlink())}, which is not there",
            "delete the link, or put back what it leads to",
        )
    return Unreadable(f"{shown} is not there", "put it back, or take out what names it")


def no_text(content: bytes, shown: str, mend: str | None = None) -> Unreadable:
    """What to say of bytes that are no UTF-8: where that begins, and what they probably are.

    `mend` says what to do where that is not to save the file as UTF-8.
    """
    # Not on the fast path.
    from executed_slides.base.encodings import find_no_text, guess_encoding

    start = find_no_text(content) or 0
    before = content[:start].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    line, byte = before.count(b"\n") + 1, content[start]
    fault = f"(0x{byte:02x}) is not UTF-8" if byte else "is NUL, which is in no text"
    guess = guess_encoding(content)
    return Unreadable(
        f"{shown}:{line}: byte {start + 1} of the file {fault}"
        + (f"; it is probably in {guess}" if guess else ""),
        mend or "save it as UTF-8, then run the same again",
    )
