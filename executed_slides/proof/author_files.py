"""The files of a project that its author made, and that others may have.

    in git        what git tracks, and in the project's rooms what it would track
    without git   what lies in the project's rooms

So nothing goes along that git ignores, nothing hidden that was not committed on purpose, and
nothing that only happens to lie there.
"""

import os
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

from executed_slides.base.command_line import command
from executed_slides.base.folders import Folders
from executed_slides.base.git import find_repository, known_files

_ROOMS = ("experiments", "templates", "themes", "slides/media", "results", "tests", "src", "docs")
_ROOT_FILES = (
    *("build.py", "conftest.py", "pyproject.toml", "setup.py", "setup.cfg", "requirements*.txt"),
    *("package.json", "package-lock.json", "uv.lock", "*.md", "*.rst", "*.cff"),
    *("LICEN[CS]E*", "COPYING*", "NOTICE*", "AUTHORS*"),
)
_CACHES = {"__pycache__", "node_modules"}


def find_author_files(folders: Folders) -> Iterator[Path]:
    """Raises DeckError where git cannot say what it knows of its own working tree."""
    root = folders.root
    if find_repository(root):
        hint = f"`{command('crate')}` packs what git tracks: mend that, then run the same again"
        tracked, others = known_files(root, hint)
        # Of a folder that it ignores as a whole git knows nothing.
        if any(name.startswith(f"{folders.templates.name}/") for name in [*tracked, *others]):
            known = [*tracked, *(name for name in others if _is_in_rooms(root, name))]
            yield from (root / name for name in known)
            return
    found = (path.relative_to(root).as_posix() for path in _walk(root))
    yield from (root / name for name in found if _is_in_rooms(root, name))


def _walk(root: Path) -> Iterator[Path]:
    """The files in the folders of a project that may be rooms; links are not followed."""
    rooms = {room.partition("/")[0] for room in _ROOMS}
    for entry in root.iterdir():
        if not entry.is_dir() or entry.is_symlink():
            yield entry
        elif entry.name in rooms or _is_package(entry):
            for folder, folders, names in os.walk(entry):
                links = [name for name in folders if Path(folder, name).is_symlink()]
                yield from (Path(folder, name) for name in [*names, *links])


def _is_in_rooms(root: Path, name: str) -> bool:
    """Whether a file lies in a room of the project: in no cache, not hidden, not astray."""
    parts = name.rstrip("/").split("/")
    if any(part.startswith(".") or part in _CACHES for part in parts):
        return False
    if len(parts) == 1:
        return any(fnmatch(name, pattern) for pattern in _ROOT_FILES)
    return any(name.startswith(f"{room}/") for room in _ROOMS) or _is_package(root / parts[0])


def _is_package(folder: Path) -> bool:
    return (folder / "__init__.py").is_file()
