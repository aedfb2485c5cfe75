"""Callers: which code of the user's led to what an audit hook hears, if any did.

cell ──▶ requests ──▶ socket.connect             the cell did
cell ──import──▶ matplotlib ──▶ subprocess       a library, while it is imported: nobody of ours
a thread ──▶ requests ──▶ socket.connect         who began it: the kernel's own do no such thing
"""

import threading
from types import FrameType

from executed_slides.runs.run_sources import ServedLoader

CELL = ""
_IMPORTING = "<frozen importlib"
# They start programs to learn what machine this is.
_ASK_THE_MACHINE = frozenset(("platform", "ctypes.util", "uuid", "sysconfig"))


def find_caller(frame: FrameType | None, is_child: bool) -> str | None:
    """The file of the innermost code of the user's on the stack, `CELL` for a cell's.

    All that a child process does, the cells began.
    """
    while frame:
        names = frame.f_globals
        if isinstance(names.get("__loader__"), ServedLoader):
            return frame.f_code.co_filename
        if names.get("__name__") == "__main__" and "get_ipython" in names:
            return CELL
        if frame.f_code.co_filename.startswith(_IMPORTING):
            return None
        if names.get("__name__") in _ASK_THE_MACHINE:
            return None
        frame = frame.f_back
    begun = is_child or threading.current_thread() is not threading.main_thread()
    return CELL if begun else None
