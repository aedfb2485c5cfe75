"""Standstill: a run that waits for something that never comes is named soon, and ended at last.

no processor time, nothing printed ──30 s──▶ a note ──idle_minutes──▶ killed, with the reason
"""

import contextlib
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psutil

from executed_slides.base.events import Warn

_SECONDS_BETWEEN_LOOKS = 5.0
_SECONDS_TO_SAY = 30
# Of a core: what a process uses that only waits for messages.
_IDLE_SHARE = 0.02


class Standstill:
    """Looks at a run's process now and then; `reason` is why it was to end, if it was.

    `advise` says what may help, if anything is known.
    """

    def __init__(
        self,
        minutes: float,
        where: Callable[[], str],
        warn: Warn,
        advise: Callable[[], str] = lambda: "",
    ):
        self.minutes, self.where, self.warn, self.advise = minutes, where, warn, advise
        self.reason: str | None = None
        self.said = self.printed = False
        self.used = 0.0
        self.looked = self.moved = time.monotonic()

    def hear(self) -> None:
        """It printed something."""
        self.printed = True

    def look(self, used: float, now: float, stopped: bool = False) -> bool:
        """Takes in the processor seconds `used` so far; True once the run is to end."""
        if self.printed or abs(used - self.used) > _IDLE_SHARE * (now - self.looked):
            self.moved, self.said = now, False
        self.used, self.looked, self.printed = used, now, False
        idle = now - self.moved
        why = "its process is stopped" if stopped else "it uses no processor and prints nothing"
        if self.minutes and idle >= 60 * self.minutes:
            self.reason = (
                f"it stood still for {self.minutes:g} minutes, {why}, and was ended; "
                "idle_minutes under [tool.executed-slides] in pyproject.toml allows more"
            )
            return True
        if idle >= _SECONDS_TO_SAY and not self.said:
            self.said = True
            end = f"after {self.minutes:g} minutes it ends" if self.minutes else "Ctrl-C ends it"
            advice = f"\nhint: {told}" if (told := self.advise()) else ""
            self.warn(f"note: {self.where()} stands still, {why}; {end}{advice}")
        return False


@contextmanager
def watched(pid: int, standstill: Standstill, end: Callable[[], None]) -> Iterator[None]:
    """Looks at the process from a thread of its own while the block runs; `end` ends it."""
    over = threading.Event()

    def watch() -> None:
        while not over.wait(_SECONDS_BETWEEN_LOOKS):
            with contextlib.suppress(psutil.Error):
                process = psutil.Process(pid)
                stopped = process.status() == psutil.STATUS_STOPPED
                if standstill.look(_processor_seconds(process), time.monotonic(), stopped):
                    end()
                    return

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()


def _processor_seconds(process: psutil.Process) -> float:
    """What it and all that it started have used."""
    seconds = sum(process.cpu_times())
    for child in process.children(recursive=True):
        with contextlib.suppress(psutil.Error):
            seconds += sum(child.cpu_times())
    return seconds
