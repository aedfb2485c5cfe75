"""Slides of records that a test gives: what they read, and which of their sentences are told."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

from made_records import make_record

from executed_slides.base.cache import Cache
from executed_slides.base.folders import Folders
from executed_slides.records.schema import Record
from executed_slides.template.rendering import Rendered, false_claims, fill_deck


def in_each_run(name: str, seeds: Any = (), **numbers: list[Any]) -> Record:
    """A record of one run for each value of each number; what is None is missing there."""
    count = max(map(len, numbers.values()))
    runs = [
        {"numbers": {key: values[run] for key, values in numbers.items()}, "seed": seed}
        for run, seed in zip(range(count), seeds or range(1, count + 1), strict=True)
    ]
    return make_record(name, runs)


def counted(name: str, *runs: dict[str, tuple[int, int]]) -> Record:
    """A record of shares, each given as how many were so, of how many."""
    return make_record(
        name,
        [
            {
                "numbers": {key: correct / of for key, (correct, of) in run.items()},
                "shares": {key: of for key, (_, of) in run.items()},
            }
            for run in runs
        ],
    )


def fill(root: Path, template: str, *records: Record, **others: str) -> Rendered:
    """A deck of one template, and others by their names, rendered as a build does it."""
    folders = Folders(root)
    folders.templates.mkdir(exist_ok=True)
    for name, text in {"talk": template, **others}.items():
        (folders.templates / f"{name}.md.j2").write_text(text, "utf-8")
    recorded = {record.experiment: SimpleNamespace(record=record) for record in records}
    project: Any = SimpleNamespace(
        folders=folders, cache=Cache(), experiments=recorded, errors={}, settings=None
    )
    return fill_deck(project, "talk")


def faults(deck: Rendered) -> list[str]:
    """What `check` tells of the deck's sentences, without its mends."""
    return [fault for _, fault, _ in false_claims(deck)]
