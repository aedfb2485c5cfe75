"""Rest between saves: nothing is asked until the system says that something changed."""

import contextlib
import os
import select
import sys
import time
from pathlib import Path

# So long after a change one looks every few milliseconds: saves come in two steps, and in rows.
_AWAKE_SECONDS = 1
_REST_SECONDS = 0.25
# Where the system has no such word, every look waits a little longer.
_SLOW_LOOK_SECONDS = 0.01

# MODIFY, ATTRIB, CLOSE_WRITE, MOVED_FROM, MOVED_TO, CREATE, DELETE, DELETE_SELF, MOVE_SELF: see
# inotify(7). That a file was read is no news.
_NEWS = 0x2 | 0x4 | 0x8 | 0x40 | 0x80 | 0x100 | 0x200 | 0x400 | 0x800


class Rest:
    """Has watchfiles wait where it would look 500 times a second, and be as quick afterwards.

    watchfiles asks at each look whether it shall stop: never, but the answer takes its time. It
    alone knows what changed. Where a change rings no bell, as in a folder made just now or on a
    disk of another machine, it is found a quarter of a second later.
    """

    def __init__(self, rooms: list[Path]) -> None:
        self.bell = _Bell(rooms) if sys.platform == "linux" else None
        self.wake()

    def wake(self) -> None:
        """Something changed, and more may."""
        self.awake_until = time.monotonic() + _AWAKE_SECONDS
        self.has_news = True

    def begins(self) -> bool:
        """Whether it begins now: nothing changed for a while, but something did before."""
        begins = self.has_news and time.monotonic() > self.awake_until
        self.has_news = self.has_news and not begins
        return begins

    def is_set(self) -> bool:
        if time.monotonic() > self.awake_until:
            if not self.bell:
                time.sleep(_SLOW_LOOK_SECONDS)
            elif self.bell.rings(_REST_SECONDS):
                self.wake()
        return False

    def close(self) -> None:
        if self.bell:
            self.bell.close()


class _Bell:
    """What Linux itself tells of folders; without room for it, the bell never rings."""

    def __init__(self, rooms: list[Path]) -> None:
        import ctypes

        self.libc, self.rooms = ctypes.CDLL(None), rooms
        self.handle = self.libc.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
        self.hang()

    def hang(self) -> None:
        """Listens to all folders there are now; to listen twice is to listen once."""
        for room in self.rooms:
            for folder, _, _ in os.walk(room):
                self.libc.inotify_add_watch(self.handle, os.fsencode(folder), _NEWS)

    def rings(self, seconds: float) -> bool:
        """Whether it rang since it was last asked, or does in so many seconds."""
        if self.handle < 0:
            time.sleep(seconds)
            return False
        rang, _, _ = select.select([self.handle], [], [], seconds)
        if rang:
            self.hang()
            with contextlib.suppress(BlockingIOError):
                while os.read(self.handle, 1 << 16):
                    pass
        return bool(rang)

    def close(self) -> None:
        if self.handle >= 0:
            os.close(self.handle)
