"""Acceptance: a change that is harmless by its user's own judgement keeps the record.

    stale: package numpy 2.4.5 → 2.4.6  ──accept, because…──▶  current, and the record says so

What the slides say stays what was measured; who reads them sees what was not measured again.
"""

from datetime import UTC, datetime

from msgspec import structs

from executed_slides.base.command_line import command
from executed_slides.base.errors import DeckError
from executed_slides.records.keys import explain
from executed_slides.records.record_files import write_record
from executed_slides.records.schema import Acceptance, Record
from executed_slides.records.variants import explain_variants
from executed_slides.state.experiments import Experiment
from executed_slides.state.problems import Problem
from executed_slides.state.project import Project
from executed_slides.state.staleness import draw_parts, explain_drawing


def accept_changes(project: Project, name: str, because: str) -> Acceptance:
    """Takes what makes an experiment's record stale for harmless, and writes that into it.

    Raises DeckError where there is no such change, and where runs or files are missing: what is
    not there cannot be kept.
    """
    experiment = project.experiments[name]
    record = _record_of(experiment)
    today = draw_parts(experiment, record, project.needed_records(experiment))
    changes = explain(record.measure, experiment.measure, experiment.script.shown)
    changes += [f"figures: {reason}" for reason in explain_drawing(experiment, record, today)]
    if not changes:
        raise DeckError(f"{name}: nothing changed since its record", "there is nothing to accept")
    acceptance = Acceptance(
        because=because,
        changes=changes,
        key=record.measure.key,
        date=datetime.now(UTC).isoformat(timespec="seconds"),
    )
    block = experiment.script.block
    kept = structs.replace(
        record.with_ways(block.summary, block.typical),
        measure=experiment.measure,
        draw=today,
        accepted=[*record.accepted, acceptance],
    )
    write_record(project.folders.results / f"{name}.json", kept)
    return acceptance


def _record_of(experiment: Experiment) -> Record:
    again = f"{command(experiment.name)} runs it"
    record = experiment.record
    if record is None:
        raise DeckError(f"{experiment.name}: {'; '.join(experiment.measure_reasons)}", again)
    missing = explain_variants(record.variants, experiment.variants)
    if missing or experiment.damaged:
        damaged = [f"{file} {fault}" for file, fault in experiment.damaged.items()]
        raise DeckError(f"{experiment.name}: {'; '.join([*missing, *damaged])}", again)
    return record


def find_accepted(project: Project) -> list[Problem]:
    """What records of the project keep by their user's word: notes, for it is no fault."""
    return [
        Problem("note", name, describe_acceptance(accepted), command("--force", name))
        for name, experiment in project.experiments.items()
        if experiment.record
        for accepted in experiment.record.accepted
    ]


def describe_acceptance(accepted: Acceptance) -> str:
    return f"accepted {accepted.date[:10]}: {'; '.join(accepted.changes)}: {accepted.because}"
