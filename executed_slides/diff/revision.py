"""Revisions: a deck as git keeps it, laid out in a folder that is gone afterwards.

git archive REV experiments results slides templates themes ──▶ a Folders of its own
"""

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from executed_slides.base.command_line import command
from executed_slides.base.errors import DeckError, UsageError
from executed_slides.base.files import scratch_folder
from executed_slides.base.folders import Folders
from executed_slides.base.git import ask_git

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
    there = _git(folders, "ls-tree", "--name-only", "-z", commit, *_ROOMS).decode().split("\0")
    if rooms := [name for name in there if name]:
        packed = _git(folders, "archive", "--format=zip", "-0", commit, *rooms)
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            archive.extractall(root)


def _git(folders: Folders, *arguments: str) -> bytes:
    hint = f"`{command('check')}` proves the deck without git"
    return ask_git(folders.root, hint, *arguments)
