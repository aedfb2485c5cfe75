"""Git, asked what it knows of a project."""

import os
import subprocess
from pathlib import Path

from executed_slides.base.errors import DeckError

# `git rev-parse --local-env-vars` lists them.
_OF_ONE_REPOSITORY = (
    *("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR"),
    *("GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_PREFIX", "GIT_NAMESPACE", "GIT_SHALLOW_FILE"),
)


def find_repository(folder: Path) -> Path | None:
    """The root of the working tree that a folder lies in, as far as one can see without git.

    The folder itself need not be there yet.
    """
    return next((f for f in (folder, *folder.parents) if (f / ".git").exists()), None)


def ask_git(root: Path, hint: str, *arguments: str) -> bytes:
    """What git prints, asked in a folder. Raises DeckError with git's own words, and `hint`."""
    try:
        ended = subprocess.run(
            git_command(root, *arguments),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env=git_environment(root),
            check=False,
        )
    except FileNotFoundError as error:
        raise DeckError("git is not installed, and its history is asked for", hint) from error
    if ended.returncode != 0:
        words = ended.stderr.decode("utf-8", "replace").strip().splitlines() or ["it said nothing"]
        if "dubious ownership" in words[0]:
            hint = f"`git config --global --add safe.directory {root}` trusts it; {hint}"
        raise DeckError(f"git {arguments[0]}: {words[0].removeprefix('fatal: ')}", hint)
    return ended.stdout


def git_command(root: Path, *arguments: str) -> list[str]:
    """What asks git in a folder."""
    return ["git", "-C", str(root), "-c", "log.showSignature=false", *arguments]


def git_environment(root: Path) -> dict[str, str]:
    """Today's, for messages in English, without what a hook of another repository has set."""
    environment = {**os.environ, "LC_ALL": "C"}
    if find_repository(root):
        for name in _OF_ONE_REPOSITORY:
            environment.pop(name, None)
    return environment


def known_files(root: Path, hint: str) -> tuple[list[str], list[str]]:
    """The files below a folder that git tracks, and those that it would: it ignores no such."""
    listed = [
        ask_git(root, hint, "ls-files", "-z", *which).split(b"\0")
        for which in (["--cached"], ["--others", "--exclude-standard"])
    ]
    tracked, others = ([os.fsdecode(name) for name in names if name] for names in listed)
    return tracked, others
