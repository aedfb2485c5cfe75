"""Observing: what a run read besides all that its script declares, by name and SHA-256.

trace of a run ──without what programs keep for themselves, and the run wrote──▶ observed files

It is taken right after the run, and counts from then on as if it were declared.
"""

import os
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from executed_slides.base.errors import DeckError
from executed_slides.base.files import sha256
from executed_slides.base.user_cache import user_cache, user_home
from executed_slides.records.keys import FilesRead
from executed_slides.runs.tasks import TASK
from executed_slides.runs.trace import (
    DATA,
    DATABASE,
    FOUND,
    LIBRARY,
    LISTED,
    READ,
    SERVED,
    TRACE,
    WRITTEN,
    read_trace,
)
from executed_slides.runs.undeclared_reads import Observed, describe_reads
from executed_slides.state.experiments import Experiment
from executed_slides.state.input_files import (
    hash_listing,
    lists_declared,
    may_be_elsewhere,
    recorded_name,
)
from executed_slides.state.project import Project

# The system's own, fonts among them; what programs keep in a home is theirs, and differs from
# machine to machine.
_SYSTEM = (
    *("/bin", "/dev", "/etc", "/lib", "/lib64", "/proc", "/sys", "/usr"),
    *("/Library", "/System", "/private/etc", "C:\\Windows"),
)
_IN_HOME = (
    *(".cache", ".config", ".local", ".ipython", ".jupyter", ".matplotlib", ".keras/keras.json"),
    *("AppData", "Library", ".fonts"),
)


def observe(
    project: Project, experiment: Experiment, read: FilesRead, folder: Path
) -> Observed | None:
    """What the run in `folder` read, and its script does not declare; None if nobody watched it.

    `read` has what it declares. Raises DeckError where that is not allowed.
    """
    if not (folder / TRACE).exists():
        return None
    block, shown = experiment.script.block, experiment.script.shown
    observed: Observed = {}
    for path in _paths_read(project, experiment, folder):
        name = recorded_name(project.folders, project.data, Path(path))
        if os.path.isdir(path):  # noqa: PTH112 Path's may raise
            name += "/"
            if may_be_elsewhere(name) or lists_declared(name, block.files):
                continue
            observed[name] = hash_listing(Path(path))
        elif name not in read.files:
            digest = sha256(Path(path)) if not _changed_since(path, folder) else None
            # What is gone from elsewhere was passing.
            if digest or os.path.exists(path) or not may_be_elsewhere(name):  # noqa: PTH110
                observed[name] = digest
    observed = dict(sorted(observed.items()))
    if observed and project.settings.strict:
        raise DeckError(
            f"{shown}: {describe_reads(project, observed, read is experiment.drawn_from)}",
            "`strict = true` under [tool.executed-slides] refuses what reads undeclared files",
        )
    return observed


def _changed_since(path: str, folder: Path) -> bool:
    """Whether a file is another, or none, than when the run in `folder` was given its task.

    What the run read of it then is not there any more.
    """
    try:
        changed = os.stat(path).st_mtime_ns  # noqa: PTH116 Path's may raise
    except OSError:
        return True
    return (folder / TASK).stat().st_mtime_ns < changed < time.time_ns()


def _paths_read(project: Project, experiment: Experiment, folder: Path) -> Iterator[str]:
    """The paths of a trace that may be inputs of the run, each once, by what they lead to."""
    signs = (READ, FOUND, SERVED, WRITTEN, LISTED, DATA, DATABASE, LIBRARY)
    seen: dict[str, set[str]] = {sign: set() for sign in signs}
    for sign, path in read_trace(folder):
        if sign in seen:
            seen[sign].add(path)
    # SQLite writes without a word.
    own = {os.path.realpath(path) for path in seen[WRITTEN]}
    own |= {os.path.realpath(path) for path in seen[DATABASE] if _changed_since(path, folder)}
    data = experiment.script.block.data if project.data else []
    known = [*seen[DATA], *(os.path.join(str(project.data), name) for name in data)]  # noqa: PTH118
    left_out = _Places([*known, *_inner_places(project, experiment.name)])
    ours = _Places([str(project.folders.root), *([str(project.data)] if project.data else [])])
    elsewhere = _Places(passed_over())
    opened = seen[READ] | seen[FOUND] | seen[DATABASE] | seen[LISTED]

    def counted(path: str) -> str | None:
        real = os.path.realpath(path)
        if real in own or left_out.hold(path, real):
            return None
        if ours.hold(path, real):
            return path
        # Other libraries are the system's.
        return real if path in opened and not elsewhere.hold(real, real) else None

    if any(map(counted, seen[FOUND])):
        # What such a module uses of others, no key follows.
        opened |= seen[SERVED]
    for path in sorted(opened | seen[LIBRARY]):
        if name := counted(path):
            yield name


class _Places:
    """Folders and files, with all that lies below them, by whatever links one comes there."""

    def __init__(self, places: list[str]):
        self.places = {p for place in places for p in (place, os.path.realpath(place))}
        self.below = tuple(os.path.join(place, "") for place in self.places)  # noqa: PTH118

    def hold(self, path: str, real: str) -> bool:
        """Whether a path lies here, or what it leads to does."""
        return not self.places.isdisjoint((path, real)) or any(
            place.startswith(self.below) for place in (path, real)
        )


def _inner_places(project: Project, name: str) -> list[str]:
    """What lies in many a project, and is no input: what builds keep and make, packages, git."""
    folders = project.folders
    kept = [folders.state, folders.root / ".executed-slides", folders.artifacts]
    # What follows from a record would make it stale again and again.
    made = [folders.results / f"{name}.json", *folders.slides.glob("*")]
    apart = [folders.root / ".git", *(place for place in made if place != folders.media)]
    return [*map(str, [*kept, *apart]), sys.prefix, sys.base_prefix]


def passed_over() -> list[str]:
    """The places, outside of a project, whose files count as no input."""
    at_home = [str(user_home() / name) for name in _IN_HOME]
    return [str(user_cache()), *_temporary_places(), *_SYSTEM, *at_home]


def _temporary_places() -> list[str]:
    return [tempfile.gettempdir(), "/tmp", "/var/tmp"]


def merge_observed(runs: list[Observed | None]) -> Observed | None:
    """What several runs read; None where nobody watched any of them."""
    watched = [observed for observed in runs if observed is not None]
    return {k: v for observed in watched for k, v in observed.items()} if watched else None


def find_contradiction(read: Mapping[str, Mapping[str, str | None]]) -> str | None:
    """What two runs read in two versions, with both runs; `read` has what each one read, by name.

    `iris.csv changed between runs: seed 1 read 0a1b2c3d, seed 2 read 4e5f6a7b`.
    """
    first: dict[str, tuple[str, str | None]] = {}
    for run, inputs in read.items():
        for name, digest in inputs.items():
            before, known = first.setdefault(name, (run, digest))
            if digest != known:
                old, new = ((value or "none")[:12] for value in (known, digest))
                return f"{name} changed between runs: {before} read {old}, {run} read {new}"
    return None
