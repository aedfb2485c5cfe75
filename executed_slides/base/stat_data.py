"""Stat data: what the system says of files without reading them, as git keeps it in its index.

a path ──▶ (device, inode, mode, …, time of change), None for one that leads to nothing

Whoever edits, replaces, renames or links sets a time of change, which nobody can set back, or makes
another inode. It is on the fastest path of all, and loads next to nothing.
"""

import os
import stat
from collections.abc import Iterable
from hashlib import sha256

# The coarsest times that a file system keeps are those of FAT, two seconds.
TOO_RECENT = 3_000_000_000

_Entry = tuple[int, ...]
# The first of an entry's numbers: its device, inode, mode and owners.
_IDENTITY = 5
StatData = tuple[_Entry, _Entry | None] | None

# A path is looked at while somebody notes who looks at which.
_lstat, _stat = os.lstat, os.stat


def stat_data_of(path: str) -> StatData:
    """What is at a path, and what it leads to if it is a link.

    Raises OSError for what may not be looked at.
    """
    try:
        itself = _lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    if not stat.S_ISLNK(itself.st_mode):
        return _entry(itself), None
    try:
        return _entry(itself), _entry(_stat(path))
    except (FileNotFoundError, NotADirectoryError):
        return _entry(itself), None


def _entry(state: os.stat_result) -> _Entry:
    return (
        *(state.st_dev, state.st_ino, state.st_mode, state.st_uid, state.st_gid),
        *(state.st_size, state.st_mtime_ns, state.st_ctime_ns),
    )


def newest(seen: Iterable[StatData]) -> int:
    """The last time at which any of them was changed, in nanoseconds since the epoch."""
    entries = [entry for found in seen if found for entry in found if entry]
    return max((max(entry[-2:]) for entry in entries), default=0)


def above(paths: Iterable[str]) -> list[str]:
    """All folders above some paths, and above what those that are links lead to, sorted."""
    found: set[str] = set()
    waiting = [*paths]
    while waiting:
        path = waiting.pop()
        if os.path.islink(path):  # noqa: PTH114 a Path each takes ten times as long
            waiting.append(os.path.realpath(path))
        folder = os.path.dirname(path)  # noqa: PTH120
        if folder not in found:
            found.add(folder)
            waiting.append(folder)
    return sorted(found)


def links_in(folder: str) -> list[str]:
    """The links in a folder: whether one leads to a file or to a folder, listing it tells too."""
    try:
        with os.scandir(folder) as entries:
            return [entry.path for entry in entries if entry.is_symlink()]
    except (FileNotFoundError, NotADirectoryError):
        return []


def leads_to_folder(seen: StatData) -> bool:
    return seen is not None and stat.S_ISDIR((seen[1] or seen[0])[2])


def hash_state(paths: Iterable[StatData], folders: Iterable[StatData]) -> str:
    """What changes with anything at some paths, or when one of the folders is another one.

    While entries come and go in a folder that nobody listed, it stays this one, and whose it is.
    """
    identities = [s and (s[0][:_IDENTITY], s[1] and s[1][:_IDENTITY]) for s in folders]
    return sha256(repr(([*paths], identities)).encode()).hexdigest()
