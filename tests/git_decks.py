"""Decks under git: commits of a known day, and records as a training would leave them."""

import os
import subprocess

from made_records import write_values

_DAY = "2026-01-02T00:00:00Z"


def git(deck, *arguments):
    """What git prints, asked in the folder of a deck."""
    about = ["-c", "user.name=deck", "-c", "user.email=deck@localhost", "-c", "gc.auto=0"]
    done = subprocess.run(
        ["git", "-C", str(deck.root), *about, *arguments],
        check=True,
        capture_output=True,
        env={**os.environ, "GIT_AUTHOR_DATE": _DAY, "GIT_COMMITTER_DATE": _DAY},
    )
    return done.stdout.decode().strip()


def commit(deck, words="Results"):
    """Commits all that there is, and gives the short hash."""
    git(deck, "add", "-A")
    git(deck, "commit", "-qm", words)
    return git(deck, "rev-parse", "--short", "HEAD")


def put_under_git(deck):
    deck.write(".gitignore", "/.executed-slides/\n")
    git(deck, "init", "-q", "-b", "main")
    return commit(deck)


def retrain(deck, name="a", **numbers):
    """Another record: numbers by key, a value for each seed; None takes a number out."""
    record = deck.record(name)
    for key, values in numbers.items():
        for run, value in zip(record["runs"], values, strict=True):
            run["numbers"][key] = value
            if value is None:
                del run["numbers"][key]
    write_values(deck.root / f"results/{name}.json", record)
