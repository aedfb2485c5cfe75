"""Keys pressed in the terminal, heard one by one while a command runs."""

import contextlib
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread


@contextmanager
def hear_keys(hear: Callable[[str], None]) -> Iterator[bool]:
    """Calls `hear` for each key, without Enter; Ctrl-C stays what it is.

    Gives False, and hears nothing, where stdin is no terminal of ours: a pipe, a job in the
    background, Windows. The terminal is afterwards as it was.
    """
    if not _owns_terminal():
        yield False
        return
    import termios
    import tty

    terminal = sys.stdin.fileno()
    before = termios.tcgetattr(terminal)
    tty.setcbreak(terminal)
    try:
        Thread(target=_read_keys, args=(terminal, hear), daemon=True).start()
        yield True
    finally:
        termios.tcsetattr(terminal, termios.TCSADRAIN, before)


def _owns_terminal() -> bool:
    """Whether a key is meant for us: reading in the background would stop the process."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        terminal = sys.stdin.fileno()
        return os.isatty(terminal) and os.tcgetpgrp(terminal) == os.getpgrp()
    return False


def _read_keys(terminal: int, hear: Callable[[str], None]) -> None:
    with contextlib.suppress(OSError):  # The terminal was closed.
        while key := os.read(terminal, 1):
            hear(key.decode("latin-1"))
