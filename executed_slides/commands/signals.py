"""Signals: Ctrl-C, `kill` and a closed terminal end a command in one way, at any moment.

the first   ──▶ `Interrupted`: runs and browsers end, every file is left whole
the second  ──▶ all that was started is killed, and so is this command
"""

import contextlib
import os
import signal
import threading
import time
from collections.abc import Iterator
from typing import Any

from executed_slides.base.interruptions import asked_to_end

# A terminal tells all its programs of one Ctrl-C, and who started us may pass on his.
_SECONDS_OF_ONE = 0.5


class Interrupted(KeyboardInterrupt):
    """What the main thread raises on the first signal; `number` is that of the signal."""

    def __init__(self, number: int):
        super().__init__()
        self.number = number


@contextlib.contextmanager
def heard_signals() -> Iterator[None]:
    """While it lasts, signals ask to end as they are described above.

    One that who started us wants ignored, as `nohup` does, stays so.
    """
    if threading.current_thread() is not threading.main_thread():
        yield  # Only the main thread hears signals.
        return
    asked_to_end.clear()
    first = 0.0

    def hear(number: int, _: Any) -> None:
        nonlocal first
        if not asked_to_end.is_set():
            first = time.monotonic()
            asked_to_end.set()
            raise Interrupted(number)
        if time.monotonic() - first > _SECONDS_OF_ONE:
            _end_at_once(number)

    ignored = (signal.SIG_IGN, None)
    heard = [s for s in _asking() if signal.getsignal(s) not in ignored]
    before = {number: signal.signal(number, hear) for number in heard}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _asking() -> list[signal.Signals]:
    names = ("SIGINT", "SIGTERM", "SIGHUP")  # Windows has no terminals that hang up.
    return [getattr(signal, name) for name in names if hasattr(signal, name)]


def _end_at_once(number: int) -> None:
    with contextlib.suppress(Exception):
        import psutil

        for process in psutil.Process().children(recursive=True):
            with contextlib.suppress(psutil.Error):
                process.kill()
    os._exit(128 + number)
