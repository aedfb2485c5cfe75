"""Leftover installations: Marps and browsers in the user's cache that this engine does not use.

.marp-HASH     cut short by a kill: nobody holds its lock
marp-HASH      whole, of another version of the engine: another project may use it
fonts/X.woff2  a subset that no export asked for in a long time
"""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from executed_slides.base.folders import Folders
from executed_slides.base.leftovers import Leftover, is_unused
from executed_slides.output.fonts import kept_subsets
from executed_slides.toolchain import browser, installation

_KINDS = {"marp": "Marp", "browser": "browser"}
_SECONDS_OF_SUBSETS = 60 * 24 * 3600


def find_half_installed(folders: Folders) -> Iterator[Leftover]:
    """What a kill cut short, and nobody is at work on."""
    from filelock import FileLock, Timeout

    home = installation.home(folders)
    for kind, name in _KINDS.items():
        for draft in filter(Path.is_dir, home.glob(f".{kind}-*")):
            lock = FileLock(installation.lock_of(draft))
            with suppress(Timeout, OSError), lock.acquire(timeout=0):
                # Held while it is removed: nobody begins it anew meanwhile.
                yield Leftover(draft, f"a {name} that was not installed to its end")


def find_old_subsets(folders: Folders) -> Iterator[Leftover]:
    for subset in kept_subsets(folders).glob("*.woff2"):
        if is_unused(subset, _SECONDS_OF_SUBSETS):
            yield Leftover(subset, "a font's subset that no slides asked for in two months")


def find_other_installations(folders: Folders) -> Iterator[Leftover]:
    """Whole Marps and browsers that another version of the engine installed."""
    ours = {installation.modules(folders).parent, browser.npm_home(folders)}
    if not installation.is_installed(folders):
        return  # Which browser belongs to it is not known before.
    for kind, name in _KINDS.items():
        for place in installation.home(folders).glob(f"{kind}-*"):
            if place not in ours:
                yield Leftover(place, f"a {name} that another version of the engine installed")
