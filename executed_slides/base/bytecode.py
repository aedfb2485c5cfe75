"""Bytecode, kept in the user's cache where it may not lie beside the source.

PYTHONDONTWRITEBYTECODE, a folder that cannot be written to ──▶ ~/.cache/executed-slides/bytecode
"""

import os
import stat
import sys
from contextlib import suppress
from hashlib import sha256
from pathlib import Path


def keep_bytecode() -> None:
    """Lets this process load what the one before compiled, which is a quarter of a check's time.

    Nothing changes where Python keeps bytecode anyway, and none of the processes that this one
    starts takes part: a run is started as its user's settings have it.
    """
    beside = __spec__.cached if __spec__ else None
    # Python has just tried to put this module's own there.
    if beside is None or Path(beside).exists() or sys.pycache_prefix is not None:
        return
    with suppress(OSError, RuntimeError):  # No such folder can be made; there is no home.
        folder = _own_folder()
        if folder is not None:
            sys.pycache_prefix, sys.dont_write_bytecode = str(folder), False


def _own_folder() -> Path | None:
    """A folder for this installation as it is; None where others could put programs into it."""
    # Where platformdirs has it, too, which takes as long to compile as all else that a command
    # needs when nothing has changed.
    caches = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    if not (hasattr(os, "getuid") and caches.is_absolute()):
        return None
    engine = Path(__file__).absolute().parents[1]
    shared = caches / "executed-slides"
    folder = shared / "bytecode" / _hash(engine) / _hash(_state_of(engine))
    if not folder.is_dir():
        folder.mkdir(mode=0o700, parents=True)
        _remove_others(folder)
    is_closed = not folder.lstat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)
    return folder if is_closed and _is_own(folder) and _is_own(shared) else None


def _state_of(engine: Path) -> list[str]:
    """What is installed, by name and version, and when the engine was.

    To Python, bytecode fits a source of the same path, time and size, and in two images of a
    container all three may be the same.
    """
    places = [path for path in sys.path if path.endswith("-packages") and Path(path).is_dir()]
    names = [name for place in places for name in sorted(os.listdir(place))]  # noqa: PTH208
    return [str((engine / "__init__.py").stat().st_ctime_ns), *names]


def _remove_others(folder: Path) -> None:
    import shutil

    for other in folder.parent.iterdir():
        if other != folder:
            shutil.rmtree(other, ignore_errors=True)


def _is_own(folder: Path) -> bool:
    about = folder.lstat()
    return stat.S_ISDIR(about.st_mode) and about.st_uid == os.getuid()


def _hash(what: object) -> str:
    return sha256(repr(what).encode()).hexdigest()[:16]
