"""The build lock: one build of a project writes at a time."""

import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from executed_slides.base.events import Warn
from executed_slides.base.files import naming, write_text
from executed_slides.base.folders import Folders
from executed_slides.base.leftovers import is_inside


@contextmanager
def sole_build(folders: Folders, warn: Warn) -> Iterator[None]:
    """Lets one build write at a time: another one waits, and says for whom.

    The lock goes with its process, however that ends.
    """
    from filelock import FileLock, Timeout

    holder = folders.state / "holder.json"
    with naming(folders.state):
        folders.state.mkdir(exist_ok=True)
        lock = FileLock(folders.state / "lock")
        try:
            lock.acquire(timeout=0)
        except Timeout:
            warn(f"waiting: {_describe_holder(holder)} builds this deck; Ctrl-C gives up")
            lock.acquire()
    try:
        about = {"process": os.getpid(), "since": time.strftime("%H:%M:%S")}
        write_text(holder, json.dumps(about))
        # What a killed build left of its processes' folders.
        if is_inside(folders.state, folders.root):
            shutil.rmtree(folders.state / "tasks", ignore_errors=True)
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()


def _describe_holder(holder: Path) -> str:
    try:
        about = json.loads(holder.read_text("utf-8"))
        return f"process {about['process']} (since {about['since']})"
    except (OSError, ValueError, KeyError):
        return "another process"
