"""History: how one value moved over the revisions of its record.

    git log results/imdb.json ──▶ each content once ──▶ the commits that left another value

What a record of a former version cannot tell is counted, and named.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from executed_slides.base.command_line import command
from executed_slides.base.errors import UsageError
from executed_slides.base.files import files_in, read_content
from executed_slides.base.folders import Folders
from executed_slides.base.git_history import (
    Commit,
    FileChange,
    changes_of,
    former_name,
    is_shallow,
    kept_contents,
)
from executed_slides.records.past_records import (
    Measurement,
    PastRecords,
    is_same_values,
    measurement_in,
)
from executed_slides.records.schema import Values, is_number
from executed_slides.records.summaries import summarise

WORKING_TREE = Commit("", "", "not committed")
_CURVE = re.compile(r"(?:at\([^()]*\)\.)?series\.")
_HINT = "values are looked up in git's history: commit results/, or start in a clone of the project"


@dataclass(frozen=True)
class Step:
    """A commit that left a value, by run; none where the record had it no longer."""

    commit: Commit
    runs: Values
    value: Any

    @property
    def ends(self) -> tuple[Any, Any] | None:
        """The least and the greatest of several runs; None of one, or of what is no number."""
        numbers = [value for value in self.runs.values() if value is not None]
        if len(numbers) < 2 or not all(map(is_number, numbers)):
            return None
        return min(numbers), max(numbers)

    def as_json(self) -> dict[str, Any]:
        least, greatest = self.ends or (None, None)
        return {
            "commit": self.commit.hash or None,
            "date": self.commit.date or None,
            "subject": self.commit.subject,
            "value": self.value,
            "least": least,
            "greatest": greatest,
            "runs": [{"seed": seed, "value": value} for seed, value in self.runs.items()],
        }


@dataclass
class History:
    """Every value that something had, the newest first, of so many revisions of its record.

    `notes` say what the history does not tell.
    """

    key: str
    steps: list[Step] = field(default_factory=list)
    revisions: int = 0
    notes: list[str] = field(default_factory=list)


def history_of(folders: Folders, name: str) -> History:
    """How a value moved: `imdb.test_accuracy`, `imdb.parameters.epochs`.

    Raises UsageError for a value that no revision has, DeckError where git cannot tell.
    """
    experiment, _, key = name.partition(".")
    file = f"results/{experiment}.json"
    notes: list[str] = []
    changes = list(_follow(folders, file, notes))
    with kept_contents(folders.root) as read:
        past = PastRecords(read)
        told = [*_told_today(folders, experiment), *_told_by(changes, past, notes)]
    if not told:
        raise UsageError(f"no record of {experiment!r}", _near(folders, experiment))
    if not any(key in measured.values for _, measured in told):
        raise UsageError(*_tell_unknown(experiment, key, told))
    if is_shallow(folders.root, _HINT):
        notes.append("this clone is shallow: `git fetch --unshallow` brings what was before")
    revisions = len({change.blob for change in changes})  # A merge brings no content of its own.
    return History(name, _steps_of(key, told), revisions, notes)


def _follow(folders: Folders, file: str, notes: list[str]) -> Iterator[FileChange]:
    """The commits that changed a file, also under the names that it had before."""
    path, since = file, ""
    while changes := changes_of(folders.root, _HINT, [path], since):
        yield from changes
        first = changes[-1]
        former = former_name(folders.root, _HINT, first) if first.came else None
        if not former:
            return
        notes.append(f"before {first.commit.hash} the record was {former}")
        path, since = f":(top){former}", f"{first.commit.hash}^"


def _told_today(folders: Folders, experiment: str) -> Iterator[tuple[Commit, Measurement]]:
    path = folders.results / f"{experiment}.json"
    if path.is_file() and (measured := measurement_in(read_content(path, folders.shown(path)))):
        yield WORKING_TREE, measured


def _told_by(
    changes: list[FileChange], past: PastRecords, notes: list[str]
) -> Iterator[tuple[Commit, Measurement]]:
    """What the record said after each commit; which cannot be read is noted."""
    unreadable: dict[str, None] = {}
    for change in changes:
        measured = past.at(change.blob) if change.blob else Measurement({})
        if measured:
            yield change.commit, measured
        else:
            unreadable[change.commit.hash] = None
    if unreadable:
        some = ", ".join([*unreadable][:3]) + (", …" if len(unreadable) > 3 else "")
        several = len(unreadable) > 1
        records = f"{len(unreadable)} revisions" if several else "1 revision"
        notes.append(
            f"{records} cannot be read, and {'are' if several else 'is'} passed over: {some}"
        )


def _steps_of(key: str, told: list[tuple[Commit, Measurement]]) -> list[Step]:
    """The commits since which a value was another one, the newest first."""
    steps: list[Step] = []
    before: Values | None = None
    shown: Any = None
    for commit, measured in reversed(told):
        values = measured.values.get(key)
        value = summarise((values or {}).values(), measured.summary) if values else None
        if not is_same_values(before, values) or value != shown:
            steps.append(Step(commit, values or {}, value))
        before, shown = values, value
    return steps[::-1]


def _near(folders: Folders, experiment: str) -> str:
    from difflib import get_close_matches

    there = [path.stem for path in files_in(folders.results, ".json")]
    near = get_close_matches(experiment, there) or there
    return f"there are records of {', '.join(near)}" if near else f"{command()} makes records"


def _tell_unknown(
    experiment: str, key: str, told: list[tuple[Commit, Measurement]]
) -> tuple[str, str]:
    from difflib import get_close_matches

    known = [*dict.fromkeys(key for _, measured in told for key in measured.values)]
    within = [other for other in known if key and other.startswith((f"{key}.", f"{key}["))]
    near = within or get_close_matches(key, known) or known
    some = ", ".join(f"{experiment}.{other}" for other in near[:8])
    named = f"{experiment}.{key}" if key else experiment
    fault = f"{experiment} never had {key!r}"
    if _CURVE.match(key):
        fault = f"{named} names a curve, and no single value"
    elif within or not key:
        fault = f"{named} is no single value"
    return fault, f"there is {some}{', …' if len(near) > 8 else ''}"
