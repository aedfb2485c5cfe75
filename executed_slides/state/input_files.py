"""Input files: those that scripts declare, and the names by which records know those observed.

files = ["config/*.json"], record.read("iris.csv")  ──▶ files of the project
config/a.json   config/   DECK_DATA/iris.csv   ~/rows.csv   outside: rows.csv
"""

import os
from collections.abc import Iterable
from fnmatch import fnmatch
from glob import escape, has_magic
from pathlib import Path, PurePosixPath, PureWindowsPath
from reprlib import repr as shorten

from executed_slides.base.databases import find_log
from executed_slides.base.errors import DeckError
from executed_slides.base.file_names import spelled
from executed_slides.base.files import hash_json
from executed_slides.base.folders import Folders
from executed_slides.base.user_cache import user_home

DATA, HOME, OUTSIDE = "DECK_DATA/", "~/", "outside: "


def find_declared(
    folders: Folders, shown: str, patterns: Iterable[str], reads: Iterable[str] = ()
) -> dict[str, Path]:
    """The files that patterns match from the project's root, and those named one by one.

    A wildcard matches no folder, and nothing that begins with a dot; of a database its log counts
    too. Raises DeckError for a pattern that leads out of the project, and for one that matches no
    file.
    """
    found = {}
    for pattern, words in [*((p, p) for p in patterns), *((escape(read), read) for read in reads)]:
        refuse_way_out(words, f"{shown}: {words!r}")
        try:
            matches = sorted(folders.root.glob(pattern))
        except (OSError, ValueError, NotImplementedError) as error:
            raise DeckError(
                f"{shown}: {shorten(words)} is no pattern of files: {error}", "as in config/*.json"
            ) from error
        hidden = PurePosixPath(pattern).name.startswith(".")
        files = [p for p in matches if p.is_file() and (hidden or not p.name.startswith("."))]
        if not files:
            raise _no_match(folders, shown, words, matches)
        for file in [*files, *(log for file in files if (log := find_log(file)))]:
            _refuse_link_out(folders, file, shown)
            found[folders.shown(file)] = file
    return dict(sorted(found.items()))


def refuse_way_out(path: str, where: str) -> None:
    """Raises DeckError for a path that does not lead from the project's root into the project."""
    windows = PureWindowsPath(path)
    if not path or path.startswith("/") or windows.anchor or ".." in windows.parts:
        raise DeckError(
            f"{where} leads out of the project",
            "paths begin at the project's root, such as config/*.json; a data set belongs in "
            "the folder that DECK_DATA names",
        )


def _no_match(folders: Folders, shown: str, words: str, matches: list[Path]) -> DeckError:
    folder = next((match for match in matches if match.is_dir()), None)
    if folder:
        return DeckError(
            f"{shown}: {words!r} is a folder, where a file is meant",
            f'files = ["{folders.shown(folder)}/*"] in its block declares the files in it',
        )
    return DeckError(
        f"{shown}: no file {words!r} in the project",
        "paths begin at the project's root: put the file there, or take it out of the script",
    )


def _refuse_link_out(folders: Folders, file: Path, shown: str) -> None:
    name = folders.root / folders.shown(file)
    if name != file:
        raise DeckError(
            f"{shown}: {folders.shown(file)} has a name that cannot be printed", "give it another"
        )
    if leads_out(folders, file):
        raise DeckError(
            f"{shown}: {folders.shown(file)} is a link that leads out of the project",
            "put the file itself there: a clone would not have it",
        )


def leads_out(folders: Folders, file: Path) -> bool:
    return not Path(os.path.realpath(file)).is_relative_to(os.path.realpath(folders.root))


def lists_declared(name: str, patterns: Iterable[str]) -> bool:
    """Whether patterns declare what a folder holds: a file more in it is one more for them.

    `runs/*/scores.csv` does so for `runs/`, which a script lists to find the folders in it.
    """
    wild = [PurePosixPath(pattern) for pattern in patterns if has_magic(pattern)]
    steps = [step for pattern in wild for step in (pattern, *pattern.parents)]
    listed = [str(step.parent) for step in steps if has_magic(step.name)]
    folder, parents = PurePosixPath(name), [str(pattern.parent) for pattern in wild]
    return any(fnmatch(str(folder), place) for place in listed) or any(
        fnmatch(str(place), p) for p in parents for place in (folder, *folder.parents)
    )


def recorded_name(folders: Folders, data: Path | None, path: Path) -> str:
    """How a record names what a run read: never by where this machine or its user keep it.

    `path` is absolute. What lies in no place that other machines have has its last name alone.
    """
    places = [(folders.root, ""), (user_home(), HOME)]
    for place, prefix in [(data, DATA), *places] if data else places:
        if (inside := _inside(place, path)) is not None:
            name = prefix + inside.as_posix()
            return name if spelled(name) == name else OUTSIDE + spelled(path.name)
    return OUTSIDE + spelled(path.name)


def _inside(place: Path, path: Path) -> Path | None:
    """A path from a folder in which it lies, by its name or by what that leads to."""
    real = Path(os.path.realpath(place))
    for seen, root in ((path, place), (path, real), (Path(os.path.realpath(path)), real)):
        if seen != root and seen.is_relative_to(root):
            return seen.relative_to(root)
    return None


def find_named(folders: Folders, data: Path | None, name: str) -> Path | None:
    """Where what a record names lies on this machine; None where nobody could tell."""
    if name.startswith(OUTSIDE):
        return None
    if name.startswith(DATA):
        return data / name.removeprefix(DATA) if data else None
    if name.startswith(HOME):
        return user_home() / name.removeprefix(HOME)
    return folders.root / name


def may_be_elsewhere(name: str) -> bool:
    """Whether a file lies outside the project, so that a clone on another machine lacks it."""
    return name.startswith((OUTSIDE, DATA, HOME))


def hash_listing(folder: Path) -> str:
    """The hash of the names in a folder, without code, and without what begins with a dot."""
    return hash_json(
        sorted(
            spelled(p.name)
            for p in folder.iterdir()
            if not (p.name.startswith((".", "__")) or p.suffix == ".py")
        )
    )
