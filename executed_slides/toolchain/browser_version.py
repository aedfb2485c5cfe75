"""Which browser draws here: its product and version, and whether another drew otherwise.

Chromium 153.0.8010.0 ──milestone──▶ Chromium 153
"""

import os
import re
from pathlib import Path

from executed_slides.base.cache import Cache
from executed_slides.base.files import state_of
from executed_slides.base.folders import Folders
from executed_slides.toolchain.browser import ask_version, find_browsers

# Some add for whom they were built.
_VERSION = re.compile(r"\S.*?\d+(?:\.\d+)*")


def find_browser_version(folders: Folders, cache: Cache | None = None) -> str | None:
    """What the browser that draws here calls itself; None where there is none, or it says nothing.

    Nothing is unpacked for it, and who answered once is not asked again while it is untouched.
    """
    versions = (_version_of(path, cache or Cache()) for path in find_browsers(folders))
    return next(filter(None, versions), None)


def _version_of(executable: Path, cache: Cache) -> str | None:
    real = Path(os.path.realpath(executable))
    state = state_of(real)
    known = cache.get("browser", str(real), state) if state else None
    if known is None:
        answer = _VERSION.match((ask_version(executable) or "").strip())
        known = answer[0] if answer else ""
        if state:
            cache.put("browser", str(real), state, value=known)
    return known or None


def milestone(version: str) -> str:
    """A product and its number, by which what it draws may differ; more often it is mended."""
    return version.partition(".")[0]
