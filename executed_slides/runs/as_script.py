"""What a script finds in a kernel: its own `__file__`, no arguments beside its name, no event loop
that runs, a page to show plots on.

Imported in the process of a run, where nothing else belongs.
"""

import asyncio
import builtins
import os
import sys
import warnings
from collections.abc import Callable
from io import BytesIO
from multiprocessing import context
from typing import Any

# Names, in the environment of a run, the script whose cells it runs.
SCRIPT = "EXECUTED_SLIDES_SCRIPT"
# Names the process of the cells, which alone records; those that it starts have it too.
RECORDER = "EXECUTED_SLIDES_RECORDER"


def stand_as_script(shell: Any) -> None:
    """Has cells see what `python SCRIPT` would: `parse_args()` then gives each default."""
    os.environ[RECORDER] = str(os.getpid())
    if script := os.environ.get(SCRIPT):
        sys.argv = [script]
        # No attribute of `__main__`: processes that a run starts would run the script by it.
        vars(builtins)["__file__"] = script
        # IPython's own go on with the cell.
        shell.user_ns["exit"] = shell.user_ns["quit"] = sys.exit
        warnings.filterwarnings("ignore", "To exit: use", module="IPython")
        shell.enable_gui = lambda gui=None: None  # Nor windows: `window_backends.py`.
        shell.run_code = _without_loop(shell.run_code)
        _fork_pools()
        pictures = shell.display_formatter.formatters["image/png"]
        pictures.for_type_by_name("matplotlib.figure", "Figure", _as_png)


def _fork_pools() -> None:
    """Processes of a pool have the functions of its cell.

    Python 3.14 starts them anew, where no script of that name is, unless it is told how.
    """
    default: Any = context._default_context
    if default._default_context.get_start_method() == "forkserver":
        default._default_context = default.get_context("fork")


def _without_loop(run: Callable[..., Any]) -> Callable[..., Any]:
    """Runs code as `run` of the kernel does, which lives in an event loop of its own.

    A cell finds none that runs, as a script does, and `asyncio.run` begins one; a cell that awaits
    something itself lives in the kernel's.
    """
    scripts = _NO_LOOP

    async def run_code(code: Any, result: Any = None, *, async_: bool = False) -> Any:
        nonlocal scripts
        if async_:
            return await run(code, result, async_=True)
        # None runs yet before the first cell.
        running: Any = asyncio._get_running_loop()
        task = asyncio.current_task(running) if running else None
        if task:
            asyncio._leave_task(running, task)
        asyncio._set_running_loop(None)
        kernels = _swap_loops(scripts)
        try:
            return await run(code, result)
        finally:
            scripts = _swap_loops(kernels)  # The script may have set another.
            asyncio._set_running_loop(running)
            if task:
                asyncio._enter_task(running, task)

    return run_code


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
