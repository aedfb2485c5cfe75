"""Influences of runs that no key can count, for the record and for who builds.

clock, randomness    as the code says that runs         ──┐
network, processes   as traces say, and who began them  ──┴▶ experiments/a.py: time.time
"""

from pathlib import Path

from executed_slides.base.errors import DeckError
from executed_slides.records.influences import WORDS, Influences, Kind, merge_influences
from executed_slides.records.keys import Parts
from executed_slides.records.schema import Record
from executed_slides.runs import trace
from executed_slides.runs.callers import CELL
from executed_slides.scripts.fingerprint import CodeParts
from executed_slides.state.experiments import Experiment
from executed_slides.state.project import Project

_KINDS: dict[str, Kind] = {trace.NETWORK: "network", trace.PROCESS: "processes"}
# More are told by their number.
_MOST = 3


def hear_influences(
    project: Project, experiment: Experiment, code: CodeParts, folder: Path
) -> Influences | None:
    """What the run of `code` in `folder` used; None if nobody watched it.

    Raises DeckError where `strict` refuses it.
    """
    if not (folder / trace.TRACE).exists():
        return None
    shown = experiment.script.shown
    heard: Influences = {}
    for sign, text in trace.read_trace(folder):
        if kind := _KINDS.get(sign):
            what, _, caller = text.partition("\t")
            by = shown if caller == CELL else project.helpers.shown(Path(caller))
            heard.setdefault(kind, []).append(f"{by}: {what}" if what else by)
    if "network" in heard and project.settings.strict:
        raise DeckError(
            f"{shown}: used the network ({', '.join(sorted({*heard['network']}))}), and no key "
            "counts what it gave",
            "`strict = true` under [tool.executed-slides] refuses that: keep what it gives in a "
            "file, and declare this",
        )
    return merge_influences([code.influences, heard])


def describe_new_influences(record: Record, former: Record | None) -> list[str]:
    """What a record's runs and figures used, and those of its former one did not."""
    of_runs = _describe_new(record.measure, former.measure if former else None)
    of_figures = _describe_new(record.draw, former.draw if former else None)
    return [*of_runs, *(f"its figure cells {note}" for note in of_figures)]


def _describe_new(parts: Parts, former: Parts | None) -> list[str]:
    known = (former and former.influences) or {}
    notes = []
    for kind, places in (parts.influences or {}).items():
        new = [place for place in places if place not in known.get(kind, ())]
        shown = new if len(new) <= _MOST else [*new[:_MOST], f"{len(new)} in all"]
        if new:
            notes.append(f"{WORDS[kind]}, which no key counts: {', '.join(shown)}")
    return notes
