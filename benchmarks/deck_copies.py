"""A copy of the midterm deck for a benchmark: nothing of the real one is written."""

import shutil
from pathlib import Path

from executed_slides.base.folders import Folders

ROOT = Path(__file__).parent.parent


def copy_deck(root: Path) -> Folders:
    """The deck at `root`, with its records and finished files, and what Marp and browsers need."""
    for room in ("templates", "themes", "experiments", "results", "slides"):
        shutil.copytree(ROOT / room, root / room, ignore=shutil.ignore_patterns("__pycache__"))
    for file in ("pyproject.toml", "build.py"):
        shutil.copyfile(ROOT / file, root / file)
    folders = Folders(root)
    folders.state.mkdir()
    for room in ("node", "browser", "fonts"):
        (folders.state / room).symlink_to(Folders(ROOT).state / room)
    return folders
