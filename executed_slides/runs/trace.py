"""Trace: what the process of a run opens and begins, written down by an audit hook meanwhile.

kernel, children ──one entry for each path──▶ TASK_FOLDER/trace ──▶ runs/observing.py

An entry is a sign, a text and a NUL. It is written at once: a process that is killed has told all.
"""

import os
import stat
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib.util import source_from_cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from executed_slides.base.databases import find_log
from executed_slides.runs.callers import find_caller
from executed_slides.runs.run_sources import SERVES

# Names, in the environment of a run, the folder in which its task, outcome and trace lie.
TASK_FOLDER = "EXECUTED_SLIDES_TASK"
TRACE = "trace"
# A database is read unless it has changed, and so is what is opened to be changed in place.
READ, WRITTEN, LISTED, DATA, DATABASE, LIBRARY = "r", "w", "l", "d", "b", "s"
# Modules: found by a folder that the run put on Python's path, and served as they were hashed.
FOUND, SERVED = "f", "m"
NETWORK, PROCESS = "n", "p"

# The file of the code that looks for modules.
IMPORTS = "<frozen importlib._bootstrap_external>"
# What looks in all folders of the path for packages that are installed.
_LOOKS_FOR_PACKAGES = frozenset(("importlib.metadata", "importlib_metadata", "pkg_resources"))
_CONNECTIONS = ("socket.connect", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo")
# Which argument of an event is the program, or what is said of one that has no name of its own.
_STARTS: dict[str, int | str] = {
    "subprocess.Popen": 0,
    "os.exec": 0,
    "os.posix_spawn": 0,
    "os.spawn": 1,
    "os.startfile": 0,
    "os.system": "a shell",
    "os.fork": "Python",
    "os.forkpty": "a terminal",
}
# What Python itself, its packages and this engine hold, and no cell's data.
LEFT_OUT = tuple(
    {
        *(os.path.join(place, "") for place in (sys.prefix, sys.base_prefix)),  # noqa: PTH118
        *(os.path.join(os.path.realpath(p), "") for p in (sys.prefix, sys.base_prefix)),  # noqa: PTH118
        os.path.join(Path(__file__).parents[1], ""),  # noqa: PTH118
        "/proc/",
        "/sys/",
        "/dev/",
    }
)


class _Trace:
    """The trace of this process; those forked from it go on writing it."""

    def __init__(self, folder: str):
        place = Path(folder) / TRACE
        is_child = place.exists()
        self.file = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self.said: set[tuple[str, str]] = set()
        self.is_child = is_child
        self.heard: dict[str, Callable[[str, tuple[Any, ...]], None]] = {
            "open": self.hear_open,
            "os.listdir": self.hear_listing,
            "os.scandir": self.hear_listing,
            "import": self.hear_import,
            SERVES: self.hear_served,
            "os.rename": self.hear_rename,
            "sqlite3.connect": self.hear_database,
            "ctypes.dlopen": self.hear_library,
            **dict.fromkeys(_STARTS, self.hear_start),
            **dict.fromkeys(_CONNECTIONS, self.hear_network),
        }
        if is_child:  # Not every way to start one is an event.
            self.write(PROCESS, "Python\t")
        self.began = time.time()

    def hear_open(self, event: str, arguments: tuple[Any, ...]) -> None:
        path, _, flags = arguments
        # As a mailbox and `np.memmap` do, which may but read it.
        is_there = flags & os.O_RDWR and not flags & (os.O_CREAT | os.O_TRUNC)
        sign = DATABASE if is_there else WRITTEN
        if not flags & (os.O_WRONLY | os.O_RDWR):
            sign = FOUND if sys._getframe(2).f_code.co_filename == IMPORTS else READ
        self.say(sign, path)

    def hear_listing(self, event: str, arguments: tuple[Any, ...]) -> None:
        # Imports list the folders in which they look for modules, and for what is installed.
        lister = sys._getframe(2)
        looks = lister.f_globals.get("__name__") in _LOOKS_FOR_PACKAGES
        if lister.f_code.co_filename != IMPORTS and not looks:
            self.say(LISTED, "." if arguments[0] is None else arguments[0])

    def hear_import(self, event: str, arguments: tuple[Any, ...]) -> None:
        if arguments[1]:  # The file of a compiled module; others are opened.
            self.say(READ, arguments[1])

    def hear_served(self, event: str, arguments: tuple[Any, ...]) -> None:
        self.say(SERVED, arguments[0])

    def hear_rename(self, event: str, arguments: tuple[Any, ...]) -> None:
        self.say(WRITTEN, arguments[1])

    def hear_database(self, event: str, arguments: tuple[Any, ...]) -> None:
        name = os.fsdecode(arguments[0])
        if name.startswith("file:"):
            name = unquote(name.removeprefix("file:").partition("?")[0])
        self.say(DATABASE, name)
        if log := find_log(Path(name)):
            self.say(DATABASE, log)

    def hear_library(self, event: str, arguments: tuple[Any, ...]) -> None:
        if arguments[0]:  # None is the program itself.
            self.say(LIBRARY, arguments[0])

    def hear_start(self, event: str, arguments: tuple[Any, ...]) -> None:
        self.tell_use(PROCESS, _program(event, arguments))

    def hear_network(self, event: str, arguments: tuple[Any, ...]) -> None:
        # Processes of one machine talk by the names of files.
        if event == "socket.getaddrinfo" or isinstance(arguments[-1], tuple):
            self.tell_use(NETWORK)

    def tell_use(self, sign: str, what: str = "") -> None:
        """Says that the user's code used what no key counts, and which file of it did."""
        caller = find_caller(sys._getframe(3), self.is_child)
        entry = sign, f"{what}\t{caller}"
        if caller is not None and entry not in self.said:
            self.said.add(entry)
            self.write(*entry)

    def say(self, sign: str, path: Any) -> None:
        path = os.fspath(path) if not isinstance(path, int) else ""
        path = os.fsdecode(path)
        if not path or path.startswith(LEFT_OUT):
            return
        path = os.path.abspath(path)  # noqa: PTH100 a Path takes many times as long
        if path.endswith(".pyc"):
            # What is imported is the source; that it is compiled makes it none of the run's own.
            if sign != FOUND:
                return
            with suppress(ValueError):
                path = source_from_cache(path)
        if (sign, path) in self.said or path.startswith(LEFT_OUT):
            return
        # The event comes before the attempt: what is not there raises here, too.
        looks = sign in (READ, FOUND, DATABASE, LIBRARY)
        state = os.stat(path) if looks else None  # noqa: PTH116 a Path takes as long again
        if state and not stat.S_ISREG(state.st_mode):
            return
        self.said.add((sign, path))
        # Libraries in C, and children, write without a word.
        own = state and self.began < state.st_mtime <= time.time()
        self.write(WRITTEN if own else sign, path)

    def write(self, sign: str, text: str) -> None:
        os.write(self.file, f"{sign}{text}\0".encode("utf-8", "surrogateescape"))


def _program(event: str, arguments: tuple[Any, ...]) -> str:
    """What was started, by the last part of its name, which is the same on every machine."""
    place = _STARTS[event]
    if isinstance(place, str):
        return place
    if arguments[place] is None:  # On Windows, which finds it in a line of text.
        return "a program"
    name = os.path.basename(os.fsdecode(arguments[place]))  # noqa: PTH119 as `abspath` above
    return "Python" if name.startswith("python") else name


_trace: _Trace | None = None


def watch_reads() -> None:
    """Watches what this process opens from now on, if it is one of a run."""
    global _trace
    folder = os.environ.get(TASK_FOLDER)
    if _trace or not folder:
        return
    trace = _trace = _Trace(folder)

    def hear(event: str, arguments: tuple[Any, ...]) -> None:
        # It is called for all that Python does, and must never raise.
        try:
            if told := trace.heard.get(event):
                told(event, arguments)
        except Exception:  # What is odd enough to fail here is for `open` itself to refuse.
            return

    sys.addaudithook(hear)


def tell(sign: str, path: Path) -> None:
    """Adds what a cell itself tells, and a hook could miss."""
    if _trace:
        with suppress(OSError):
            _trace.say(sign, path)


def read_trace(folder: Path) -> Iterator[tuple[str, str]]:
    """The entries of a run's trace: a sign, and an absolute path or what was begun by whom."""
    for entry in (folder / TRACE).read_bytes().split(b"\0")[:-1]:
        text = entry.decode("utf-8", "surrogateescape")
        yield text[0], text[1:]
