"""Revisions: a deck as git keeps it, laid out in a folder that is gone afterwards.

git archive REV experiments results slides templates themes ──▶ a Folders of its own
"""

import io
import zipfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from executed_slides.base.command_line import command
from executed_slides.base.errors import DeckError, UsageError
from executed_slides.base.folders import Folders
from executed_slides.base.git import ask_git
from executed_slides.base.scratch import scratch_folder
from executed_slides.records.record_files import read_record
from executed_slides.scripts.script import find_scripts, read_script

_ROOMS = ("experiments", "results", "slides", "templates", "themes", "pyproject.toml")


@dataclass(frozen=True)
class Revision:
    """A commit by the name that the user gave it, and where its files lie for a while."""

    name: str
    commit: str
    date: str
    subject: str
    folders: Folders


@contextmanager
def checked_out(folders: Folders, name: str) -> Iterator[Revision]:
    """The deck of a revision, read-only in spirit, in a temporary folder.

    Raises UsageError for a revision that is not there, DeckError where git cannot answer.
    """
    _git(folders, "rev-parse", "--git-dir")
    commit = _find_commit(folders, name)
    about = _git(folders, "log", "-1", "--format=%h%n%cs%n%s", commit).decode("utf-8", "replace")
    short, date, subject, *_ = about.split("\n")
    with scratch_folder() as scratch:
        root = Path(scratch).resolve()
        _check_out(folders, commit, root)
        yield Revision(name, short, date, subject, Folders(root))


def _find_commit(folders: Folders, name: str) -> str:
    # With --verify nothing but a revision is taken: an option among them is none.
    try:
        found = _git(folders, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")
    except DeckError as error:
        raise UsageError(f"no revision {name!r}", _suggest(folders)) from error
    return found.decode().strip()


def _suggest(folders: Folders) -> str:
    """What to do about a revision that is not there."""
    try:
        _git(folders, "rev-parse", "--verify", "--quiet", "HEAD")
    except DeckError:
        return "nothing is committed yet: commit once, and diff has something to compare with"
    if _git(folders, "rev-parse", "--is-shallow-repository").strip() == b"true":
        return "this clone is shallow: `git fetch --unshallow` brings the history"
    return "`git log --oneline -- results` lists the revisions that moved a record"


def _check_out(folders: Folders, commit: str, root: Path) -> None:
    _lay_out(folders, commit, root, _names(folders, commit, *_ROOMS))
    if patterns := _input_files(Folders(root)):
        everything = _names(folders, commit, "-r")
        wanted = [name for name in everything if any(fnmatch(name, p) for p in patterns)]
        _lay_out(folders, commit, root, wanted)


def _names(folders: Folders, commit: str, *about: str) -> list[str]:
    there = _git(folders, "ls-tree", "--name-only", "-z", commit, *about).decode().split("\0")
    return [name for name in there if name]


def _lay_out(folders: Folders, commit: str, root: Path, names: Collection[str]) -> None:
    if names:
        packed = _git(folders, "archive", "--format=zip", "-0", commit, *names)
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            archive.extractall(root)


def _input_files(folders: Folders) -> set[str]:
    """Patterns for the files that scripts declare, and those that records say they read."""
    patterns: set[str] = set()
    for path in find_scripts(folders.experiments) if folders.experiments.is_dir() else []:
        with suppress(DeckError):
            patterns |= {*read_script(path, path.name).block.files}
        with suppress(DeckError):
            record = read_record(folders.results / f"{path.stem}.json", path.name, smoke=False)
            patterns |= {*record.measure.inputs, *record.draw.inputs}
    return {f"{pattern}*" if pattern.endswith("/") else pattern for pattern in patterns}


def _git(folders: Folders, *arguments: str) -> bytes:
    hint = f"`{command('check')}` proves the deck without git"
    return ask_git(folders.root, hint, *arguments)
