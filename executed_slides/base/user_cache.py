"""The user's cache: what all decks of a user share, and what is safe to delete.

What runs (Marp, a browser, what Node compiled) lies here alone, and so does the key by which
entries of a deck's own cache are told from planted ones: a project's folder may come from anywhere.
"""

import hmac
import os
import stat
from contextlib import suppress
from functools import cache
from pathlib import Path

from executed_slides.base.errors import DeckError
from executed_slides.base.files import hash_text, naming, whole

_KEY_BYTES = 32


def user_cache() -> Path:
    """A folder of the user's for all decks, in which nobody else can put anything.

    Where there is no home to write to, it lies among temporary files. Raises DeckError for one
    that somebody else made there.
    """
    from platformdirs import user_cache_path

    place = user_cache_path("executed-slides", appauthor=False)
    is_usable = place.is_absolute() and _can_be_written(place) and not _is_planted(place)
    return place if is_usable else _private_folder()


def _is_planted(place: Path) -> bool:
    """Whether it is another user's, who could put programs there, and is not the system's."""
    return place.exists() and hasattr(os, "getuid") and place.stat().st_uid not in {os.getuid(), 0}


def user_home() -> Path:
    """The user's home; a folder that is not there where the system knows no such user."""
    try:
        return Path.home()
    except RuntimeError:  # Nor is HOME set.
        return Path(os.path.abspath(os.sep), "nonexistent")  # noqa: PTH100 Path has no such word


def has_home() -> bool:
    """Whether a user's home can be written to, which a container's often cannot."""
    return os.access(user_home(), os.W_OK)


def _can_be_written(place: Path) -> bool:
    there = next(folder for folder in (place, *place.parents) if folder.exists())
    return os.access(there, os.W_OK)


def _private_folder() -> Path:
    import tempfile

    place = Path(tempfile.gettempdir()) / f"executed-slides.{_user()}"
    with naming(place), suppress(FileExistsError):
        place.mkdir(0o700)
    if not place.is_dir() or not is_private(place):
        raise DeckError(
            f"{place} is not yours alone: others could put programs there",
            "delete it, or let XDG_CACHE_HOME name a folder of yours; then run the same again",
        )
    return place


def is_private(path: Path) -> bool:
    """Whether a file or folder, itself no link, is the user's and closed to all others."""
    about = path.lstat()
    if not hasattr(os, "getuid"):
        return True  # Windows keeps what lies in a user's folders from others by itself.
    return about.st_uid == os.getuid() and not stat.S_ISLNK(about.st_mode) and not _is_open(about)


def _is_open(about: os.stat_result) -> bool:
    return bool(about.st_mode & (stat.S_IRWXG | stat.S_IRWXO))


def _user() -> str:
    return str(os.getuid()) if hasattr(os, "getuid") else "user"


def secret_key() -> bytes | None:
    """A key that only this user can read, made once; None where none can be kept."""
    try:
        return _read_key(user_cache() / "key")
    except (DeckError, OSError):
        return None


def sign(key: bytes, made_of: tuple[str, ...], content: bytes) -> bytes:
    """What only the owner of a key can say of a content, and of what it was made of."""
    # The name of a file may hold bytes that are no text: `repr` writes them as text.
    return hmac.digest(key, hash_text(repr(made_of)).encode() + content, "sha256")


@cache
def _read_key(file: Path) -> bytes | None:
    if not _is_good(file):
        file.unlink(missing_ok=True)  # Its permissions go with it.
        with whole(file, mode=0o600) as draft:
            draft.write_bytes(os.urandom(_KEY_BYTES))
    # Of two processes that made it, the other may have been the last.
    return file.read_bytes() if _is_good(file) else None


def _is_good(file: Path) -> bool:
    try:
        return is_private(file) and file.stat().st_size == _KEY_BYTES
    except OSError:
        return False
