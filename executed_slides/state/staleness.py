"""Staleness: what the two keys of an experiment are made of today, beside its record's."""

import os
from dataclasses import replace
from pathlib import Path

from msgspec import structs

from executed_slides.base.errors import DeckError, Unreadable
from executed_slides.base.file_names import spelled
from executed_slides.base.files import hash_json, sha256
from executed_slides.base.folders import Folders
from executed_slides.base.picture_files import find_fault_in
from executed_slides.base.settings import Settings
from executed_slides.records.keys import DrawParts, FilesRead, MeasureParts, explain, with_key
from executed_slides.records.schema import Record, Run
from executed_slides.records.variants import Variant, explain_variants
from executed_slides.scripts.fingerprint import Code
from executed_slides.scripts.script import Script
from executed_slides.state.experiments import Experiment
from executed_slides.state.input_files import leads_out


def measure_parts(
    script: Script,
    code: Code,
    data: dict[str, str | None],
    needs: dict[str, str],
    settings: Settings,
    smoke: bool,
    read: FilesRead,
) -> MeasureParts:
    """What decides the outcome of a run today, but for its seed and its point of the sweep.

    `data` has the SHA-256 of each data set, `needs` the key of each needed experiment, `read` those
    of other files.
    """
    apart = {"seed", *script.block.sweep}
    parameters = script.key_parameters(smoke)
    return with_key(
        MeasureParts(
            key="",
            cells=code.measure.cells,
            code=code.measure.code,
            packages=code.measure.packages,
            parameters={name: value for name, value in parameters.items() if name not in apart},
            data=data,
            needs=needs,
            environment=settings.environment if code.measure.cells else {},
            files=read.files,
            observed=read.observed,
            influences=read.influences,
        )
    )


def draw_parts(experiment: Experiment, record: Record, needs: dict[str, Record]) -> DrawParts:
    """What decides the figures of a record today; `needs` are the records that they read too."""
    code, read = experiment.code.draw, experiment.drawn_from
    block = experiment.script.block
    return with_key(
        DrawParts(
            key="",
            cells=code.cells,
            code=code.code,
            packages=code.packages,
            runs=record.with_ways(block.summary, block.typical).shown_hash,
            needs={name: needed.shown_hash for name, needed in needs.items()},
            figures={name: name for name in block.figures},
            files=read.files,
            observed=read.observed,
            influences=read.influences,
        )
    )


def reusable_runs(experiment: Experiment, record: Record) -> dict[Variant, Run]:
    """The recorded runs of the code, parameters and data of today."""
    if record.measure.key != experiment.key:
        return {}
    runs = {run.variant: run for run in record.runs}
    first = experiment.first_variant
    if first in runs and runs[first] is not record.runs[0]:
        # The page shows the first run, and of this one no outputs were kept.
        del runs[first]
    return runs


def needed_key(script: Script, need: Experiment) -> str:
    """What counts of a needed experiment: its key, and for a script with one run which it reads.

    A script with several seeds reads the same seed's.
    """
    record, typical = need.record, need.script.block.typical
    if script.block.seeds > 1 or not (typical and record and record.has_choice):
        return need.key
    try:
        chosen = record.with_ways(record.summary, typical).typical_runs()
    except DeckError:
        return need.key  # Whoever asks for it is told.
    return hash_json([need.key, typical, [run.seed for run in chosen]])


def with_needs_of_now(experiment: Experiment, needs: dict[str, str]) -> Experiment:
    """The experiment with the keys of what it needs: one that ran just now may have another.

    A run finds out which data and which undeclared files it reads, and these count from then on.
    """
    measure = with_key(structs.replace(experiment.measure, needs=needs))
    if measure.key == experiment.key:
        return experiment
    experiment = replace(experiment, measure=measure)
    if not (record := experiment.record):
        return experiment
    reasons = experiment.measure_reasons or measure_staleness(experiment, record)
    reusable = reusable_runs(experiment, record)
    return replace(experiment, reusable=reusable, measure_reasons=reasons)


def measure_staleness(experiment: Experiment, record: Record) -> list[str]:
    """Why the recorded runs are not those of today's script, parameters and data."""
    reasons = []
    if record.measure.key != experiment.key:
        reasons = explain(record.measure, experiment.measure, experiment.script.shown)
    return reasons + explain_variants(record.variants, experiment.variants)


def draw_staleness(experiment: Experiment, record: Record, needs: dict[str, Record]) -> list[str]:
    """Why the record's figures are not those that today's figure cells would draw."""
    today = draw_parts(experiment, record, needs)
    if record.draw.key != today.key:
        return explain_drawing(experiment, record, today)
    block = experiment.script.block
    pages = (f"slides/lab/{experiment.name}.{ending}" for ending in ("html", "ipynb"))
    return [
        *_explain_ways(experiment, record),
        *(f"{name} is not in the record" for name in block.figures if name not in record.figures),
        *(f"{name} is not in the script" for name in record.figures if name not in block.figures),
        *(f"{page} is not in the record" for page in pages if page not in record.evidence),
    ]


def explain_drawing(experiment: Experiment, record: Record, today: DrawParts) -> list[str]:
    """What differs in how a record's figures are drawn, and in which of its runs stands for all."""
    ways = _explain_ways(experiment, record)
    without = ["runs"] if ways else []
    return [*ways, *explain(record.draw, today, experiment.script.shown, without)]


def _explain_ways(experiment: Experiment, record: Record) -> list[str]:
    block = experiment.script.block
    return [
        f"{word} {before or 'none'} → {now or 'none'}"
        for word, before, now in (
            ("summary", record.summary, block.summary),
            ("typical", record.typical, block.typical),
        )
        if before != now
    ]


def damaged_files(folders: Folders, record: Record) -> dict[str, str]:
    """Figures and pages that are not the record's: deleted, or swapped for other ones."""
    files = {figure.file: figure.sha256 for figure in record.figures.values()}
    faults = {
        name: _find_damage(folders, folders.outputs / name, recorded, record)
        for name, recorded in {**files, **record.evidence}.items()
    }
    return {name: fault for name, fault in faults.items() if fault}


def _find_damage(folders: Folders, path: Path, recorded: str, record: Record) -> str | None:
    if not path.exists():
        return "is missing"
    room = os.path.realpath(folders.outputs / "slides")  # It may be a link itself.
    if leads_out(folders, path) and not os.path.realpath(path).startswith(room + os.sep):
        return "is a link that leads out of the project"
    try:
        is_same = not path.is_dir() and sha256(path) == recorded
        fault = find_fault_in(path.read_bytes()) if is_same and path.suffix == ".svg" else None
    except Unreadable as error:
        return error.message.removeprefix(spelled(path)).strip()
    return fault if is_same else f"is not the one of results/{record.experiment}.json"
