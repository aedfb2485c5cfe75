"""The command line as the user typed it, so that every message names what can be typed again."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# In the environment, so that the processes that a command starts say it as their user typed it.
_TYPED = "EXECUTED_SLIDES_COMMAND"
_SMOKE = "--smoke"


def command(*words: str) -> str:
    """What the user would type to run these words: `uv run build.py check --layout`."""
    typed = os.environ.get(_TYPED, "uv run build.py").split()
    smoke = [_SMOKE] if typed[-1] == _SMOKE else []
    return " ".join([*typed[: len(typed) - len(smoke)], *words, *smoke])


@contextmanager
def typed(started_as: str, smoke: bool) -> Iterator[None]:
    """While it lasts, messages name commands as they were typed, with `--smoke` if that was.

    A command that another one starts names that other one, which its user typed.
    """
    if _TYPED in os.environ:
        yield
        return
    os.environ[_TYPED] = f"{started_as} {_SMOKE}" if smoke else started_as
    try:
        yield
    finally:
        del os.environ[_TYPED]


def started_as() -> str:
    """How this process was started: `uv run build.py`, `executed-slides`, `python build.py`."""
    program = Path(sys.argv[0])
    runner = ["uv", "run"] if "UV_RUN_RECURSION_DEPTH" in os.environ else []
    if program.name in ("__main__.py", "-c", ""):
        words = [*runner, "python", "-m", "executed_slides"]
    elif program.suffix == ".py":
        words = [*(runner or ["python"]), sys.argv[0]]
    else:
        words = [*runner, program.stem]
    return " ".join(words)
