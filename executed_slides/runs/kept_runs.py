"""Kept runs: those that ended and wait for their record, and what interrupted ones left.

.executed-slides/runs/KEY/SEED.json      a run that ended; the next build takes it from there
.executed-slides/resume/KEY/SEED/        checkpoints of one that did not
.executed-slides/failed/NAME/SEED/       what one that failed had recorded, for who looks at it
"""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock
from typing import Any

import msgspec

from executed_slides.base.errors import DeckError
from executed_slides.base.files import write_compact_json
from executed_slides.base.folders import Folders
from executed_slides.base.typed import Stored, read_stored
from executed_slides.base.user_cache import secret_key, sign
from executed_slides.records.influences import Influences
from executed_slides.records.schema import Machine, Run
from executed_slides.records.variants import Variant
from executed_slides.runs.artifacts import find_fault_of
from executed_slides.runs.lab_pages import recorded_cells
from executed_slides.runs.tasks import OUTCOME
from executed_slides.state.experiments import Experiment
from executed_slides.state.project import Project


class KeptRun(Stored, frozen=True):
    """A run that ended, the data that it read, its executed cells, and the machine it ran on.

    `observed` are the files that it was seen to read undeclared, `influences` what else it was seen
    to use.
    """

    run: Run
    data: dict[str, str | None]
    cells: list[Any]
    machine: Machine
    observed: dict[str, str | None] | None = None
    influences: Influences | None = None


class _Signed(Stored, frozen=True):
    """A kept run as JSON, and the signature of the user whose build kept it."""

    signature: str
    run: str


def _run_file(folders: Folders, experiment: Experiment, variant: Variant) -> Path:
    """Where a finished run waits for its record: addressed by what decided its outcome."""
    return folders.state / "runs" / experiment.key[:32] / f"{variant.stem}.json"


def keep_run(folders: Folders, experiment: Experiment, kept: KeptRun) -> None:
    # ASCII alone: paths may hold bytes that are no text.
    content = json.dumps(msgspec.to_builtins(kept), allow_nan=False)
    signature = _sign(experiment, kept.run.variant, content) or ""
    path = _run_file(folders, experiment, kept.run.variant)
    with _KEEPING:
        write_compact_json(path, {"signature": signature, "run": content})


# Of two scripts that compute the same, one ends while the other's runs are written there.
_KEEPING = Lock()


def _sign(experiment: Experiment, variant: Variant, content: str) -> str | None:
    """What tells a run that this user's build kept from one that came with the project."""
    key = secret_key()
    made_of = ("run", experiment.key, variant.stem)
    return sign(key, made_of, content.encode()).hex() if key else None


def drop_kept_runs(folders: Folders, experiment: Experiment) -> None:
    """Forgets the runs that are in the record now."""
    with _KEEPING:
        shutil.rmtree(_run_file(folders, experiment, Variant(None)).parent, ignore_errors=True)


def finished_run(project: Project, experiment: Experiment, variant: Variant) -> KeptRun | None:
    """A run that an interrupted build finished, or None; a damaged or planted file counts as none.

    So does a run that read data or files which are others today.
    """
    signed = read_stored(_run_file(project.folders, experiment, variant), _Signed)
    if signed is None or signed.signature != _sign(experiment, variant, signed.run):
        return None
    try:
        kept = msgspec.json.decode(signed.run, type=KeptRun)
    except ValueError:
        return None
    is_lost = any(find_fault_of(project, name, checksum) for name, checksum in kept.run.made)
    if is_lost or _read_others(project, experiment, kept):
        return None
    return kept


def failure_folder(folders: Folders, experiment: Experiment, variant: Variant) -> Path:
    """Where lies what a run that failed had recorded until then."""
    return folders.state / "failed" / experiment.name / variant.stem


def keep_failure(
    folders: Folders, experiment: Experiment, variant: Variant, recorded: bytes, error: Exception
) -> None:
    """Keeps what a run that failed elsewhere had recorded; the error names the place."""
    place = failure_folder(folders, experiment, variant)
    with suppress(OSError):
        place.mkdir(parents=True, exist_ok=True)
        (place / OUTCOME).write_bytes(recorded)
        error.add_note(_tell_failure(folders, place))


def _tell_failure(folders: Folders, place: Path) -> str:
    return f"what it had recorded until then lies in {folders.shown(place)}/"


@contextmanager
def leaving_outcome(
    folders: Folders, experiment: Experiment, variant: Variant, desk: Path
) -> Iterator[None]:
    """Keeps what the cells on `desk` had recorded if they fail: hours of work may be in it.

    The error names the place, and what is odd about files that they read. Slides are made of whole
    runs, so nothing but eyes reads it.
    """
    place = failure_folder(folders, experiment, variant)
    shutil.rmtree(place, ignore_errors=True)
    try:
        yield
    except Exception as error:
        if (desk / OUTCOME).exists() and not folders.scratch:
            with suppress(OSError):
                place.mkdir(parents=True)
                for made in (desk / OUTCOME, desk / "artifacts"):
                    if made.exists():
                        shutil.move(made, place / made.name)
                error.add_note(_tell_failure(folders, place))
        _tell_odd_files(folders, experiment, error)
        raise


def _tell_odd_files(folders: Folders, experiment: Experiment, error: Exception) -> None:
    # Neither is loaded where nothing fails.
    from executed_slides.runs.notebook import CellFailed
    from executed_slides.runs.odd_files import find_odd_files

    if isinstance(error, CellFailed):
        with suppress(OSError, DeckError):  # They may be gone by now.
            for odd in find_odd_files(folders, experiment.measure.files):
                error.add_note(odd)


def _read_others(project: Project, experiment: Experiment, kept: KeptRun) -> bool:
    today = experiment.measure.data
    return any(today.get(name) not in (None, digest) for name, digest in kept.data.items()) or any(
        project.hash_of_observed(name, digest) != digest
        for name, digest in (kept.observed or {}).items()
    )


def recorded_run(project: Project, experiment: Experiment, variant: Variant) -> KeptRun | None:
    """A run of the record that would only be repeated, or None."""
    run, record = experiment.reusable.get(variant), experiment.record
    if run is None or record is None:
        return None
    cells = recorded_cells(project.folders, record) if run is record.runs[0] else []
    machine, measure = run.machine or record.machine, record.measure
    return KeptRun(run, measure.data, cells, machine, measure.observed, measure.influences)


def checkpoint_folder(folders: Folders, experiment: Experiment, variant: Variant) -> Path:
    """Where a run in progress keeps what it needs to carry on after an interruption."""
    return folders.state / "resume" / experiment.key[:32] / variant.stem


def drop_old_checkpoints(project: Project) -> None:
    """Deletes what interrupted runs of former code, parameters or data left."""
    if project.folders.smoke or project.errors:
        return  # A smoke build knows only its own keys, and nobody those of broken scripts.
    current = {experiment.key[:32] for experiment in project.experiments.values()}
    for folder in (project.folders.state / "resume").glob("*"):
        if folder.name not in current:
            shutil.rmtree(folder, ignore_errors=True)
