"""Limits of the system that a command runs into, said by name."""

import errno

from executed_slides.base.errors import DeckError
from executed_slides.base.file_names import spelled

# A disk that is full, that refuses, or that fails.
_REFUSED = (
    *(errno.ENOSPC, errno.EDQUOT, errno.EROFS),
    *(errno.EACCES, errno.EPERM, errno.EIO),
)


def limit_reached(error: BaseException | None) -> DeckError | None:
    """What to say of an error of the system's that is nobody's mistake; None for another one."""
    number = getattr(error, "errno", None)
    if number in (errno.EMFILE, errno.ENFILE):
        return DeckError(
            "more files are open at once than this shell allows",
            "`ulimit -n 4096` allows more, `--jobs 1` needs fewer; then run the same again",
        )
    if isinstance(error, MemoryError) or number == errno.ENOMEM:
        return DeckError(
            "there is no more memory",
            "`ulimit -v` tells what this shell allows; close programs, or give runs their `memory` "
            "in the block, then run the same again",
        )
    if isinstance(error, OSError) and number in _REFUSED:
        where = spelled(error.filename) if error.filename else "the disk"
        return DeckError(
            f"{where}: {error.strerror or error}",
            "make room, or allow reading and writing there; then run the same again: what was "
            "finished is kept",
        )
    return None
