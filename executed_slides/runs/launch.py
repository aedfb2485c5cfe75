"""Launching: a kernel begins, whose cells see what `python SCRIPT` would.

python -m executed_slides.runs.launch …   ─┐
a process forked from the server           ─┴─▶ a kernel without a debugger, in the environment
                                                that the build gave it

What fails before the first cell ends the process: no cell runs in other surroundings.
"""

import atexit
import os
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import MethodType
from typing import Any

from executed_slides.runs.as_script import stand_as_script


def launch(arguments: list[str]) -> None:
    """Runs a kernel until it is told to end."""
    try:
        given = dict(os.environ)
        with without_debugger(), _without_endings():
            from ipykernel.kernelapp import IPKernelApp

            app: Any = IPKernelApp.instance()
            app.initialize(arguments)
        # Jupyter wants colours and its own pager of all programs, whatever a project sets.
        os.environ.clear()
        os.environ.update(given)
        stand_as_script(app.shell)
    except BaseException:
        # What a kernel prints goes to whoever runs its cells, and nobody does yet.
        traceback.print_exc(file=sys.__stderr__)
        os._exit(1)
    app.start()


@contextmanager
def without_debugger() -> Iterator[None]:
    """Nobody steps through a run, and ipykernel goes without a debugger where there is none."""
    sys.modules["debugpy"] = None  # type: ignore[assignment] # Python's own way to hide one.
    try:
        yield
    finally:
        del sys.modules["debugpy"]


@contextmanager
def _without_endings() -> Iterator[None]:
    """A kernel is killed when its cells have run: what it would do then is not the script's.

    What modules register when they are imported is.
    """
    register = atexit.register

    def pass_over(call: Callable[..., Any], *arguments: Any, **named: Any) -> Callable[..., Any]:
        is_of_one = isinstance(call, MethodType) and not isinstance(call.__self__, type)
        return call if is_of_one else register(call, *arguments, **named)

    vars(atexit)["register"] = pass_over
    try:
        yield
    finally:
        vars(atexit)["register"] = register


if __name__ == "__main__":
    launch(sys.argv[1:])
