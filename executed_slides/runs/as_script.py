"""What a script finds in a kernel: its own `__file__`, no arguments beside its name, no event loop
that runs, a page to show plots on; and an end, when its last cell has run.

Imported in the process of a run, where nothing else belongs.
"""

import asyncio
import atexit
import builtins
import os
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from multiprocessing import context
from pathlib import Path
from typing import Any

from executed_slides.runs.trace import TASK_FOLDER

# Names, in the environment of a run, the script whose cells it runs.
SCRIPT = "EXECUTED_SLIDES_SCRIPT"
# Names the process of the cells, which alone records; those that it starts have it too.
RECORDER = "EXECUTED_SLIDES_RECORDER"
# Says how many cells a run has.
CELLS = "EXECUTED_SLIDES_CELLS"
# In the folder of a run's task, if its script has one.
DOCSTRING = "docstring"
_MAIN = threading.main_thread()


def stand_as_script(shell: Any) -> None:
    """Has cells see what `python SCRIPT` would: `parse_args()` then gives each default."""
    os.environ[RECORDER] = str(os.getpid())
    if script := os.environ.get(SCRIPT):
        sys.argv = [script]
        # No attribute of `__main__`: processes that a run starts would run the script by it.
        vars(builtins)["__file__"] = script
        docstring = Path(os.environ[TASK_FOLDER]) / DOCSTRING
        told = docstring.read_bytes() if docstring.exists() else None
        shell.user_ns["__doc__"] = told and told.decode("utf-8", "surrogatepass")
        # IPython's own refuses some files, and those go on with the cell.
        shell.user_ns.pop("open", None)
        shell.user_ns["exit"] = shell.user_ns["quit"] = sys.exit
        warnings.filterwarnings("ignore", "To exit: use", module="IPython")
        shell.enable_gui = lambda gui=None: None  # Nor windows: `window_backends.py`.
        loops = _Loops()
        shell.run_code = loops.apart(shell.run_code)
        _fork_pools()
        pictures = shell.display_formatter.formatters["image/png"]
        pictures.for_type_by_name("matplotlib.figure", "Figure", _as_png)
        shell.events.register("post_run_cell", _Ending(int(os.environ[CELLS]), loops).hear)


def _fork_pools() -> None:
    """Processes of a pool have the functions of its cell.

    Python 3.14 starts them anew, where no script of that name is, unless it is told how.
    """
    default: Any = context._default_context
    if default._default_context.get_start_method() == "forkserver":
        default._default_context = default.get_context("fork")


class _Ending:
    """The end of a script: what it left running comes to its own, as where Python ends."""

    def __init__(self, cells: int, loops: "_Loops"):
        self.to_run, self.loops, self.process = cells, loops, os.getpid()

    def hear(self, result: Any) -> None:
        """A cell has run. A process that it forked ends with it, and has a copy of nothing more."""
        if os.getpid() != self.process:
            sys.stdout.flush()
            os._exit(not result.success)
        self.to_run -= 1
        raised = result.error_in_exec
        if not self.to_run and (result.success or isinstance(raised, SystemExit)):
            with self.loops.at_work():
                _end_script()


def _end_script() -> None:
    """Waits for threads, then calls what the script or a library has registered, as Python does."""
    for call in reversed(threading._threading_atexits):  # type: ignore[attr-defined]
        call()  # Pools take nothing more, and their threads end.
    while running := [t for t in threading.enumerate() if not t.daemon and t is not _MAIN]:
        running[0].join()
    atexit._run_exitfuncs()
    if recording := sys.modules.get("executed_slides.runs.recording"):
        recording.note_open_artifacts()


class _Loops:
    """The event loops of a script, apart from the one in which its kernel lives.

    A cell finds none that runs, as a script does, and `asyncio.run` begins one; a cell that awaits
    something itself lives in the kernel's.
    """

    def __init__(self) -> None:
        self.scripts = _NO_LOOP

    def apart(self, run: Callable[..., Any]) -> Callable[..., Any]:
        """Runs code as `run` of the kernel does."""

        async def run_code(code: Any, result: Any = None, *, async_: bool = False) -> Any:
            if async_:
                return await run(code, result, async_=True)
            with self.at_work():
                return await run(code, result)

        return run_code

    @contextmanager
    def at_work(self) -> Iterator[None]:
        # None runs yet before the first cell.
        running: Any = asyncio._get_running_loop()
        task = asyncio.current_task(running) if running else None
        if task:
            asyncio._leave_task(running, task)
        asyncio._set_running_loop(None)
        kernels = _swap_loops(self.scripts)
        try:
            yield
        finally:
            self.scripts = _swap_loops(kernels)  # The script may have set another.
            asyncio._set_running_loop(running)
            if task:
                asyncio._enter_task(running, task)


# What Python gives where no event loop runs: a policy makes one when it is asked for, up to 3.13.
if sys.version_info >= (3, 14):
    _NO_LOOP: Any = None

    def _swap_loops(other: Any) -> Any:
        try:
            now = asyncio.get_event_loop()
        except RuntimeError:
            now = _NO_LOOP
        asyncio.set_event_loop(other)
        return now

else:
    _NO_LOOP: Any = type(asyncio.get_event_loop_policy())()

    def _swap_loops(other: Any) -> Any:
        now = asyncio.get_event_loop_policy()
        asyncio.set_event_loop_policy(other)
        return now


def _as_png(figure: Any) -> bytes | None:
    """A plot that is displayed; none of a figure cell, whose figures the page links."""
    recording = sys.modules.get("executed_slides.runs.recording")
    if (recording and recording.this_run().draws) or not (figure.axes or figure.lines):
        return None
    memory = BytesIO()
    figure.savefig(memory, format="png", bbox_inches="tight", metadata={"Software": None})
    return memory.getvalue()
