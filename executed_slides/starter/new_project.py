"""A new project: which files it gets, what of that is there already, and how it is written.

starter/files/all + starter/files/LANGUAGE + fonts ──▶ FOLDER/…
                                                ──▶ the repository's .github/, .pre-commit…
"""

import os
import re
import shlex
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from executed_slides.base.errors import DeckError
from executed_slides.base.files import naming
from executed_slides.base.git import find_repository
from executed_slides.starter.origin import Origin

_FILES = Path(__file__).parent / "files"
_COMMON = "all"
# In a wheel they lie beside the starter's theme; in the engine's own repository its deck has them.
_FONTS = (Path(__file__).parent / "fonts", Path(__file__).parents[2] / "themes" / "fonts")
_DOTTED = ("gitignore", "gitattributes", "vscode", "github", "pre-commit-config.yaml")
# What works only in a repository's root.
_OF_REPOSITORY = (".github", ".pre-commit-config.yaml")

# What the first build makes for git to keep.
_MADE = (
    "results/polynomial.json",
    "slides/talk.md",
    "slides/image/errors.svg",
    "slides/lab/polynomial.html",
)

LANGUAGES = sorted(folder.name for folder in _FILES.iterdir() if folder.name != _COMMON)


@dataclass(frozen=True)
class NewProject:
    """The files of a project in `root`, which may lie in a repository that exists.

    `left` names those of the repository's own that are there already: they stay as they are.
    """

    root: Path
    repository: Path
    files: dict[Path, bytes]
    left: list[Path] = field(default_factory=list)


def plan_project(root: Path, language: str, origin: Origin) -> NewProject:
    """What `root` would get. Raises DeckError where one of its files is there already."""
    repository = find_repository(root) or root
    inside = "" if repository == root else f"{root.relative_to(repository).as_posix()}/"
    words = {
        "@NAME@": _name_of(root),
        "@REQUIREMENT@": origin.requirement,
        "@INSIDE@": inside,
        "@PATTERN@": re.escape(inside),
        "@DIRECTORY@": f"--directory {shlex.quote(inside.rstrip('/'))} " if inside else "",
    }
    files, left = {}, []
    for name, content in _read_starter(language):
        place = (repository if name.parts[0] in _OF_REPOSITORY else root) / _renamed(name, inside)
        if os.path.lexists(place) and inside and name.parts[0] in _OF_REPOSITORY:
            left.append(place)
        else:
            files[place] = _filled(content, words) if place.suffix != ".ttf" else content
    there = [file.relative_to(root).as_posix() for file in files if os.path.lexists(file)]
    if there:
        raise DeckError(
            f"{', '.join(sorted(there))}: there already, and nothing is overwritten",
            "name a folder of its own for the slides, such as `init slides`",
        )
    return NewProject(root, repository, files, left)


def _name_of(root: Path) -> str:
    """A name that Python packages may have."""
    return re.sub(r"[^a-z0-9]+", "-", root.name.lower()).strip("-") or "talk"


def _read_starter(language: str) -> Iterator[tuple[Path, bytes]]:
    """Each file of the starter, by its place in a project."""
    for room in (_FILES / _COMMON, _FILES / language):
        for file in sorted(path for path in room.rglob("*") if path.is_file()):
            name = file.relative_to(room)
            if "__pycache__" in name.parts:
                continue
            first, *rest = name.parts
            yield Path(f".{first}" if first in _DOTTED else first, *rest), file.read_bytes()
    fonts = next(folder for folder in _FONTS if folder.is_dir())
    for file in sorted(fonts.iterdir()):
        yield Path("themes", "fonts", file.name), file.read_bytes()


def _renamed(name: Path, inside: str) -> Path:
    """Several projects of a repository have a workflow each."""
    if not inside or name.suffix != ".yml":
        return name
    return name.with_stem(f"{name.stem}-{inside.rstrip('/').replace('/', '-')}")


def _filled(content: bytes, words: dict[str, str]) -> bytes:
    text = content.decode().replace("\r\n", "\n")
    for word, meaning in words.items():
        text = text.replace(word, meaning)
    return text.encode()


def write_project(project: NewProject) -> None:
    """Writes all files, or, where one cannot be written, none."""
    with ExitStack() as undo:
        for place, content in project.files.items():
            with naming(place):
                place.parent.mkdir(parents=True, exist_ok=True)
                with place.open("xb") as file:
                    undo.callback(place.unlink, missing_ok=True)
                    file.write(content)
        undo.pop_all()


def find_ignored(project: NewProject) -> list[str]:
    """What git would leave out of commits although it belongs into them, by its rules there."""
    names = [str(project.root / name) for name in _MADE]
    names += [str(file) for file in project.files]
    try:
        asked = subprocess.run(
            ["git", "check-ignore", "-z", "--stdin"],
            cwd=project.root,
            input="\0".join(names),
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
    except OSError:
        return []
    root = project.root
    ignored = [Path(line) for line in asked.stdout.split("\0")]
    return [file.relative_to(root).as_posix() for file in ignored if file.is_relative_to(root)]
