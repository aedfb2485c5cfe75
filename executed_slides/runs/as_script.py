"""What a script finds of itself in a kernel: its `__file__`, and no arguments beside its name.

Imported in the process of a run, where nothing else belongs.
"""

import builtins
import os
import sys

# Names, in the environment of a run, the script whose cells it runs.
SCRIPT = "EXECUTED_SLIDES_SCRIPT"
# What a kernel does before its first cell; it leaves no name behind.
BEGIN = f"import {__name__}; {__name__}.stand_as_script(); del {__name__.partition('.')[0]}"


def stand_as_script() -> None:
    """Has cells see what `python SCRIPT` would: `parse_args()` then gives each default."""
    if script := os.environ.get(SCRIPT):
        sys.argv = [script]
        # No attribute of `__main__`: processes that a run starts would run the script by it.
        vars(builtins)["__file__"] = script
