"""What is dear to make and only read is made once, also where tests run in several processes."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], Any]) -> Path:
    """A folder that the first process to ask makes, while the others wait for it.

    It is not to be changed: whoever wants that takes a copy.
    """
    of_all = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        of_all = of_all.parent
    place, made = of_all / name, of_all / f"{name}.made"
    with FileLock(of_all / f"{name}.lock"):
        if not made.exists():
            shutil.rmtree(place, ignore_errors=True)  # What failed in another process.
            place.mkdir()
            make(place)
            made.touch()
    return place


def own_copy(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], Any]) -> Path:
    """A copy for this process of what is made once, to be changed."""
    copy = factory.mktemp(f"own-{name}") / name
    return shutil.copytree(made_once(factory, name, make), copy, symlinks=True)
