"""Preloading: packages imported once, by the process that runs are then forked from.

import pandas ──▶ did it leave anything that a run would not find, had it imported by itself?
      no: runs begin with it        yes: the process ends, and the next one goes without it

What an import may leave is a thread, an open file, words for the output of a cell, a number drawn
at random; what it may take is a file that counts as an input. Generators that it seeded are
seeded anew in each run, and who asks for the notebook, or keeps its output, gets the run's.
"""

import builtins
import gc
import os
import random
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

from executed_slides.runs.trace import IMPORTS, LEFT_OUT

_OPENED = ("open", "sqlite3.connect", "ctypes.dlopen")
_LISTED = ("os.listdir", "os.scandir")
# They hold devices, or threads of their own, which no fork takes along.
HOLD_DEVICES = frozenset(
    (
        *("cupy", "jax", "jaxlib", "keras", "mpi4py", "mxnet", "numba", "paddle", "pycuda"),
        *("pyspark", "ray", "tensorflow", "tf_keras", "torch"),
    )
)
# It asks while it is imported, and again when it draws.
_ASKS_AGAIN = "matplotlib"
# What they draw is for the examples in a docstring, names of files and links, or a generator.
_DRAW_FOR_LOOKS = frozenset(("joblib", "numpy", "rich", "scipy", "seaborn", "sklearn"))
_SEEDING = frozenset(
    (
        *("random", "secrets", "tempfile", "numpy.random"),
        *("importlib._bootstrap", "importlib._bootstrap_external"),
    )
)


class Preload(NamedTuple):
    """What to import, and what must not be touched by that.

    `own` are first names of the user's modules; what is opened in `places` counts as an input,
    and so does what lies outside of `passed_over`. `folder` is where runs import.
    """

    statements: list[str]
    own: list[str]
    places: list[str]
    passed_over: list[str]
    folder: str


def preload(wanted: Preload) -> str:
    """Imports packages; returns the first name of the one that no fork can carry, or nothing."""
    _load_what_remembers()
    os.chdir(wanted.folder)
    watch = _Watch(wanted)
    for statement in wanted.statements:
        with watch.watching():
            try:
                # As a cell does: what is warned of at an import is said to who imports.
                exec(statement, {"__name__": "__main__"})
            except BaseException as error:
                watch.note(f"{type(error).__name__}: {error}")
        if watch.noted:
            return first_name(statement)
    _unseeded.extend(_find_unseeded())
    return ""


def first_name(statement: str) -> str:
    """The package of a statement that imports: `sklearn` of `from sklearn.svm import SVC`."""
    return statement.split()[1].partition(".")[0]


def _load_what_remembers() -> None:
    """Loads what draws random numbers when it is imported, and draws anew in a fork."""
    import multiprocessing.process  # noqa: F401
    import secrets  # noqa: F401

    with suppress(ImportError):
        import numpy.random  # noqa: F401


class _Watch:
    """Notes what imports do that a process forked later would not have done by itself."""

    def __init__(self, wanted: Preload):
        self.noted: list[str] = []
        self.unwanted = HOLD_DEVICES | frozenset(wanted.own)
        self.inputs = tuple(os.path.join(place, "") for place in wanted.places)  # noqa: PTH118
        self.passed = tuple(os.path.join(place, "") for place in wanted.passed_over)  # noqa: PTH118
        self.is_on = False
        sys.addaudithook(self.hear)

    def note(self, what: str) -> None:
        if self.is_on:
            self.noted.append(what)

    @contextmanager
    def watching(self) -> Iterator[None]:
        before, known = _State.now(), _loaded()
        self.is_on = True
        try:
            with self._answering():
                yield
            if left := before.find_left(_State.now(), _loaded() - known):
                self.note(f"left {left}")
            if found := self.unwanted & _loaded():
                self.note(f"imports {sorted(found)}")
        finally:
            self.is_on = False

    @contextmanager
    def _answering(self) -> Iterator[None]:
        """Answers as the process of a run would, and notes what it could not."""
        import IPython
        from IPython.core import getipython

        asked, urandom = getipython.get_ipython, os.urandom
        seed, seed_all = random.Random.seed, random.seed

        def get_ipython() -> Any:
            asking = sys._getframe(1).f_globals.get("__name__", "")
            is_over = not self.is_on or asking.partition(".")[0] == _ASKS_AGAIN
            return asked() if is_over else _Shell(asked, self.note)

        def draw(count: int) -> bytes:
            bytes_drawn = urandom(count)
            if self.is_on:
                _drawn.add(int.from_bytes(bytes_drawn, "big"))
                if _drawing() not in _DRAW_FOR_LOOKS:
                    self.note("draws a random number")
            return bytes_drawn

        def seed_anew(generator: random.Random, a: Any = None, version: int = 2) -> None:
            if a is None and self.is_on:
                _unseeded.append(generator)
            seed(generator, a, version)

        def seed_for_all(*arguments: Any, **named: Any) -> None:
            self.note("seeds the generator of all")
            seed_all(*arguments, **named)

        outputs = {name: _Output(name, self.note) for name in ("stdout", "stderr")}
        with (
            _replaced(sys, "stdout", outputs["stdout"]),
            _replaced(sys, "stderr", outputs["stderr"]),
            _replaced(os, "urandom", draw),
            _replaced(random, "_urandom", draw),
            _replaced(random, "seed", seed_for_all),
            _replaced(random.Random, "seed", seed_anew),
            _replaced(IPython, "get_ipython", get_ipython),
            _replaced(getipython, "get_ipython", get_ipython),
            _replaced(builtins, "get_ipython", get_ipython),
        ):
            yield
            if any(getattr(sys, name) is not output for name, output in outputs.items()):
                self.note("replaces an output")

    def hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self.is_on:
            return
        if event == "exec" and "__IPYTHON__" in getattr(arguments[0], "co_names", ()):
            self.note("asks which program this is")
        elif event in _LISTED and sys._getframe(1).f_code.co_filename == IMPORTS:
            return
        elif event in _OPENED or event in _LISTED:
            self.hear_path(arguments[0])
        elif event == "import" and arguments[1]:
            self.hear_path(arguments[1])

    def hear_path(self, path: Any) -> None:
        if isinstance(path, int) or path is None:
            return
        path = os.path.abspath(os.fsdecode(path))  # noqa: PTH100 called for each file of a package
        real = os.path.realpath(path)
        if path.startswith(LEFT_OUT) or real.startswith(LEFT_OUT) or not os.path.exists(path):  # noqa: PTH110
            return
        if f"{path}/".startswith(self.inputs) or not f"{real}/".startswith(self.passed):
            self.note(f"opens {path}")


# What the machine gave to imports, and generators that are seeded anew in each run.
_drawn: set[int] = set()
_unseeded: list[Any] = []


def seed_anew() -> None:
    """Seeds, in a process just forked, what imports had the machine seed."""
    for generator in _unseeded:
        if isinstance(generator, random.Random):
            generator.seed()
        else:
            generator.state = type(generator)().state


def _find_unseeded() -> list[Any]:
    """NumPy's generators that were seeded by what the machine gave."""
    if not (numpy_random := sys.modules.get("numpy.random")) or not _drawn:
        return []
    there = [one for one in gc.get_objects() if isinstance(one, numpy_random.BitGenerator)]
    return [one for one in there if getattr(one.seed_seq, "entropy", None) in _drawn]


def _drawing() -> str:
    """The package whose code draws at this moment."""
    frame = sys._getframe(2)
    while frame and frame.f_globals.get("__name__") in _SEEDING and frame.f_back:
        frame = frame.f_back
    return str(frame.f_globals.get("__name__")).partition(".")[0]


def _loaded() -> set[str]:
    return {name.partition(".")[0] for name in sys.modules}


class _Shell:
    """Stands for the notebook's own shell: it has a kernel, and more is not known yet."""

    kernel = True

    def __init__(self, ask: Callable[[], Any], note: Callable[[str], None]):
        self._ask, self._note = ask, note

    def __getattr__(self, name: str) -> Any:
        if (shell := self._ask()) is None:
            self._note(f"asks the notebook for {name}")
        return getattr(shell, name)


class _Output:
    """Stands for what a cell prints to, also when a package keeps it."""

    encoding = "UTF-8"

    def __init__(self, name: str, note: Callable[[str], None]):
        self._name, self._note = name, note

    def isatty(self) -> bool:
        return False

    def __getattr__(self, name: str) -> Any:
        output = getattr(sys, self._name)
        if output is self:
            self._note(f"asks an output for {name}")
            output = getattr(sys, f"__{self._name}__")
        return getattr(output, name)


@contextmanager
def _replaced(place: Any, name: str, value: Any) -> Iterator[None]:
    missing = object()
    before = getattr(place, name, missing)
    setattr(place, name, value)
    try:
        yield
    finally:
        delattr(place, name) if before is missing else setattr(place, name, before)


class _State(NamedTuple):
    """What of a process a fork takes along in part, or for all runs alike."""

    threads: int
    files: tuple[str, ...]
    drawn: tuple[str, ...]
    copies_of_blas: int

    @classmethod
    def now(cls) -> "_State":
        drawn = [random.getstate()]
        if numpy_random := sys.modules.get("numpy.random"):
            drawn.append(numpy_random.get_state())
        mapped = [line.split()[-1] for line in Path("/proc/self/maps").read_text().splitlines()]
        return cls(
            len(list(Path("/proc/self/task").iterdir())),
            tuple(sorted(path.name for path in Path("/proc/self/fd").iterdir())),
            tuple(map(repr, drawn)),
            len({place for place in mapped if "openblas" in Path(place).name}),
        )

    def find_left(self, now: "_State", loaded: set[str]) -> str:
        """What of it changed from this state to that of now."""
        # OpenBLAS starts its threads when it is loaded, and anew in a fork.
        of_blas = (now.copies_of_blas - self.copies_of_blas) * ((os.cpu_count() or 1) - 1)
        if now.threads > self.threads + of_blas:
            return "a thread"
        if now.files != self.files:
            return "an open file"
        return "a random state" if now.drawn != self.drawn and "rich" not in loaded else ""
