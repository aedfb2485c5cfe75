"""What a script finds in a kernel: its own `__file__`, no arguments beside its name, a page to show
plots on.

Imported in the process of a run, where nothing else belongs.
"""

import builtins
import os
import sys
import warnings
from io import BytesIO
from typing import Any

# Names, in the environment of a run, the script whose cells it runs.
SCRIPT = "EXECUTED_SLIDES_SCRIPT"
# Names the process of the cells, which alone records; those that it starts have it too.
RECORDER = "EXECUTED_SLIDES_RECORDER"
# What a kernel does before its first cell; it leaves no name behind.
BEGIN = f"import {__name__}; {__name__}.stand_as_script(); del {__name__.partition('.')[0]}"


def stand_as_script() -> None:
    """Has cells see what `python SCRIPT` would: `parse_args()` then gives each default."""
    from IPython.core.interactiveshell import InteractiveShell

    os.environ[RECORDER] = str(os.getpid())
    if script := os.environ.get(SCRIPT):
        sys.argv = [script]
        # No attribute of `__main__`: processes that a run starts would run the script by it.
        vars(builtins)["__file__"] = script
        shell: Any = InteractiveShell.instance()
        # IPython's own go on with the cell.
        shell.user_ns["exit"] = shell.user_ns["quit"] = sys.exit
        warnings.filterwarnings("ignore", "To exit: use", module="IPython")
        pictures = shell.display_formatter.formatters["image/png"]
        pictures.for_type_by_name("matplotlib.figure", "Figure", _as_png)


def _as_png(figure: Any) -> bytes | None:
    """A plot that is displayed; none of a figure cell, whose figures the page links."""
    recording = sys.modules.get("executed_slides.runs.recording")
    if (recording and recording.this_run().draws) or not (figure.axes or figure.lines):
        return None
    memory = BytesIO()
    figure.savefig(memory, format="png", bbox_inches="tight", metadata={"Software": None})
    return memory.getvalue()
