"""Artifacts: large by-products of runs, such as trained models, kept outside git.

Figures that measuring cells drew lie beside them.

    maker   ── record.artifact ──▶ artifacts/SHA-256/NAME, its SHA-256 in the run's record
    needing ◀─ record.needed_artifact ── found by the record, checked by the SHA-256

Deleting any of them is safe: a missing or damaged artifact matters only to an experiment that
must run and needs it, and then its maker runs again first.
"""

import os
import shutil
import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from executed_slides.base.errors import DeckError
from executed_slides.base.files import naming, sha256
from executed_slides.base.folders import Folders
from executed_slides.records.schema import Artifact, Run
from executed_slides.runs.store import artifact_file, fetch_from_store, is_stored
from executed_slides.runs.tasks import choose_needed
from executed_slides.scripts.script import Script
from executed_slides.state.experiments import Experiment
from executed_slides.state.project import Project


@dataclass(frozen=True)
class Kept:
    """An artifact on disk, and the experiments whose records name it: none if it is of old."""

    file: Path
    size: int
    used: float
    makers: list[str]


def keep_artifacts(folders: Folders, script: Script, made: Path) -> dict[str, Artifact]:
    """Takes what a run wrote into the cache, and says what its record must know to find it.

    Raises DeckError for one that the block does not declare, or declares in vain.
    """
    written = sorted(path for path in made.glob("*") if path.is_file())
    _refuse_undeclared(script, {path.name for path in written})
    kept = {}
    for path in written:
        size = path.stat().st_size
        kept[path.name] = Artifact(keep_file(folders, path), size)
    return kept


def keep_file(folders: Folders, path: Path) -> str:
    """Moves a file that a run made into the cache, and returns its SHA-256."""
    checksum = sha256(path)
    target = artifact_file(folders.artifacts, path.name, checksum)
    with naming(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        path.replace(target)
    return checksum


def _refuse_undeclared(script: Script, written: set[str]) -> None:
    declared = set(script.block.artifacts)
    for name in sorted(written - declared):
        raise DeckError(
            f"{script.shown}: artifact {name!r} is not declared",
            f"add it to the block: artifacts = [{name!r}]",
        )
    for name in sorted(declared - written):
        raise DeckError(
            f"{script.shown}: its block declares artifact {name!r}, but no cell wrote it",
            f"write it to record.artifact({name!r}) in a measuring cell, or take it out",
        )


def find_artifact_fault(project: Project, run: Run) -> str | None:
    """Why a run's artifacts cannot be used, or None."""
    for name, artifact in run.artifacts.items():
        if fault := find_fault_of(project, name, artifact.sha256):
            return f"artifact {name} {fault}"
    return None


def find_fault_of(project: Project, name: str, checksum: str) -> str | None:
    """Why a file that a run made cannot be used, or None."""
    file = artifact_file(project.folders.artifacts, name, checksum)
    if not file.exists():
        there = project.store and is_stored(project.store, name, checksum)
        return None if there else "is missing"
    return None if sha256(file) == checksum else "was damaged: its SHA-256 differs"


def bring_artifacts(project: Project, runs: Iterable[Run]) -> None:
    """Has at hand what runs made, from the store if need be, and marks it as used now."""
    for run in runs:
        for name, artifact in run.artifacts.items():
            file = artifact_file(project.folders.artifacts, name, artifact.sha256)
            if file.exists():
                os.utime(file)
            elif project.store:
                fetch_from_store(project.store, name, artifact.sha256, file)


def mark_makers(project: Project, selected: list[str], forced: set[str]) -> dict[str, str]:
    """Makes stale whoever must run again because what it made is gone and needed now.

    Returns the reason for each.
    """
    reasons: dict[str, str] = {}
    for name in reversed(selected):
        experiment = project.experiments[name]
        if not (experiment.measure_reasons or name in forced):
            continue
        for need in experiment.script.block.needs:
            maker = project.experiments[need]
            if need in forced or not maker.reusable:
                continue  # It runs again as it is.
            if fault := _find_needed_fault(project, experiment, maker):
                project.put(replace(maker.must_run(fault), reusable={}))
                reasons[need] = f"{fault}, and {name} needs it"
    return reasons


def _find_needed_fault(project: Project, experiment: Experiment, maker: Experiment) -> str | None:
    for seed in experiment.seeds:
        for run in choose_needed(maker.record, experiment.script, seed) if maker.record else ():
            if fault := find_artifact_fault(project, run):
                return fault
    return None


def list_artifacts(project: Project) -> list[Kept]:
    """Every artifact on disk, the longest unused first."""
    makers: dict[str, list[str]] = {}
    for experiment in project.experiments.values():
        for run in experiment.record.runs if experiment.record else ():
            for name, checksum in run.made:
                file = artifact_file(project.folders.artifacts, name, checksum)
                makers.setdefault(str(file), []).append(experiment.name)
    files = [path for path in project.folders.artifacts.glob("*/*") if path.is_file()]
    kept = [
        Kept(file, file.stat().st_size, file.stat().st_mtime, makers.get(str(file), []))
        for file in files
    ]
    return sorted(kept, key=lambda artifact: artifact.used)


def trim_artifacts(project: Project) -> list[Kept]:
    """Deletes down to the limit: first what no record names, then the longest unused."""
    kept = list_artifacts(project)
    size = sum(artifact.size for artifact in kept)
    deleted = []
    for artifact in sorted(kept, key=lambda artifact: bool(artifact.makers)):
        if size <= project.settings.artifacts_gb * 1e9:
            break
        _delete(artifact)
        size -= artifact.size
        deleted.append(artifact)
    return deleted


def clear_artifacts(project: Project) -> list[Kept]:
    """Deletes all of them; whoever needs one makes it again."""
    kept = list_artifacts(project)
    for artifact in kept:
        _delete(artifact)
    return kept


def _delete(artifact: Kept) -> None:
    with naming(artifact.file):
        shutil.rmtree(artifact.file.parent)


def describe_artifact(artifact: Kept) -> str:
    """Size, time since its last use, and whose it is, on one line."""
    hours = max(0.0, time.time() - artifact.used) / 3600
    age = f"{60 * hours:.0f} min" if hours < 2 else f"{hours:.0f} h"
    maker = ", ".join(sorted(set(artifact.makers))) or "no record"
    return f"{artifact.size / 1e6:9.1f} MB  used {age} ago  {maker}"
