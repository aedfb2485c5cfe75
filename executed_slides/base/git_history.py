"""Git's history of single files: which commit left which content, and the contents, one by one.

git log --raw ──▶ Change: commit, date, subject, file, the name of its content
git cat-file --batch ──▶ that content, asked of one process for all
"""

import os
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from executed_slides.base.git import ask_git, git_command, git_environment

_COMMIT = "\x1e"


class Commit(NamedTuple):
    """A commit as one names it: its short hash, the day, the first line of its message."""

    hash: str
    date: str
    subject: str


class FileChange(NamedTuple):
    """What a commit made of a file: the name of its content in git, None where it went.

    `came` tells that it was not there before.
    """

    commit: Commit
    file: str
    blob: str | None
    came: bool


def changes_of(root: Path, hint: str, files: Sequence[str], since: str = "") -> list[FileChange]:
    """Every commit that left other content in one of these files, the newest first.

    Files are named from `root`, or by `:(top)` from where the repository begins. Raises DeckError
    where git cannot answer, with `hint`.
    """
    # Files are named as they were asked for, but for those that lie elsewhere in the repository.
    relative = [] if any(file.startswith(":") for file in files) else ["--relative"]
    revisions = [since] if since else []
    # By -m a merge tells what it left too, once for each parent that had another content.
    told = ask_git(
        root, hint, "log", "-z", "-m", "--raw", "--no-renames", "--topo-order",
        *relative, f"--format={_COMMIT}%h%x1f%cs%x1f%s", *revisions, "--", *files,
    )  # fmt: skip
    return list(dict.fromkeys(_read_log(os.fsdecode(told))))


def _read_log(told: str) -> Iterator[FileChange]:
    words = iter(told.split("\0"))
    commit = Commit("", "", "")
    for word in words:
        word = word.lstrip("\n")
        if word.startswith(_COMMIT):
            commit = Commit(*word.removeprefix(_COMMIT).split("\x1f", 2))
        elif word.startswith(":"):
            *_, blob, status = word.split(" ")
            yield FileChange(commit, next(words), blob if blob.strip("0") else None, status == "A")


def former_name(root: Path, hint: str, change: FileChange) -> str | None:
    """What a file was called before the commit with which it came, from where git begins."""
    told = ask_git(
        root, hint, "show", "-z", "-m", "--raw", "--format=", "-M", "--diff-filter=R",
        change.commit.hash,
    )  # fmt: skip
    words = [word for word in os.fsdecode(told).split("\0") if not word.startswith(":")]
    pairs = zip(words[::2], words[1::2], strict=False)
    return next((old for old, new in pairs if f"/{new}".endswith(f"/{change.file}")), None)


def is_shallow(root: Path, hint: str) -> bool:
    """Whether the clone has the youngest commits alone."""
    return ask_git(root, hint, "rev-parse", "--is-shallow-repository").strip() == b"true"


@contextmanager
def kept_contents(root: Path) -> Iterator[Callable[[str], bytes | None]]:
    """Gives contents by their names in git, from one process; None for what is not there."""
    with subprocess.Popen(
        git_command(root, "cat-file", "--batch"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=git_environment(root),
    ) as git:
        assert git.stdin and git.stdout
        asking, telling = git.stdin, git.stdout

        def read(blob: str) -> bytes | None:
            asking.write(f"{blob}\n".encode())
            asking.flush()
            *_, size = telling.readline().split() or [b"missing"]
            return telling.read(int(size) + 1)[:-1] if size.isdigit() else None

        yield read
        asking.close()
        telling.close()
