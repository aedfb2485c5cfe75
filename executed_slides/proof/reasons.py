"""Reasons: why rendered slides are not those of today, by what their provenance said of them.

    slides/NAME.provenance.json, as it lies there ──┐
    the provenance of a fresh rendering ────────────┴─▶ templates/talk.md.j2 changed
                                                        results/a.json changed (a.total 6 → 8)

What was edited by hand has no such reason: then both lines are shown.
"""

import hashlib
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Any

import msgspec
from msgspec import Struct

from executed_slides.base.typed import find_stored_fault

_SHOWN = 3
_WIDTH = 48


class _Experiment(Struct, frozen=True):
    experiment: str
    measure: str
    draw: str
    data: dict[str, str | None]
    seeds: list[int | None]
    versions: dict[str, str]
    date: str


class _Template(Struct, frozen=True):
    template: str
    sha256: str


class _Number(Struct, frozen=True):
    key: str
    value: Any
    experiments: list[str]


class _Claim(Struct, frozen=True):
    values: dict[str, Any]


class _Code(Struct, frozen=True):
    key: str
    script: str
    sha256: str


class _Provenance(Struct, frozen=True):
    """What of a provenance tells what its slides were rendered from."""

    markdown: str
    experiments: list[_Experiment]
    numbers: list[_Number]
    code: list[_Code]
    claims: list[_Claim]
    templates: list[_Template]


def explain_markdown(markdown: bytes, fresh: bytes, written: str, today: str) -> str:
    """Why a deck's Markdown is not the `fresh` one.

    `written` is the provenance that lies beside it, `today` that of the fresh rendering.
    """
    difference = _compare(markdown.decode("utf-8", "replace"), fresh.decode())
    old, new = _read(written), _read(today)
    if old is None or new is None:
        return difference
    if old.markdown != hashlib.sha256(markdown).hexdigest():
        return f"edited after its build: {difference}"
    # What is left has no name in a provenance.
    otherwise = "executed-slides, or the size of the theme's page, is another"
    return _find_changes(old, new) or f"{otherwise}: {difference}"


def explain_provenance(written: str, today: str) -> str:
    """Why a provenance is not that of today's rendering."""
    old, new = _read(written), _read(today)
    if old is None or new is None:
        fault = find_stored_fault(written, _Provenance)
        return f"is of another version of executed-slides, or not whole: {fault}"
    changes = _find_changes(old, new)
    return changes or f"edited after its build: {_compare(written, today)}"


def _read(provenance: str) -> _Provenance | None:
    try:
        return msgspec.json.decode(provenance, type=_Provenance)
    except (ValueError, RecursionError):
        return None


def _find_changes(old: _Provenance, new: _Provenance) -> str:
    changes = [*_find_other_templates(old, new), *_find_other_code(old, new)]
    changes += _find_other_records(old, new)
    more = [f"{len(changes) - _SHOWN} more"] if len(changes) > _SHOWN else []
    return ", ".join([*changes[:_SHOWN], *more])


def _find_other_templates(old: _Provenance, new: _Provenance) -> Iterator[str]:
    before = {each.template: each.sha256 for each in old.templates}
    after = {each.template: each.sha256 for each in new.templates}
    for name in {**before, **after}:
        if name not in before or name not in after:
            yield f"{name} is {'no longer' if name in before else 'newly'} used"
        elif before[name] != after[name]:
            yield f"{name} changed"


def _find_other_code(old: _Provenance, new: _Provenance) -> Iterator[str]:
    before = {each.key: each.sha256 for each in old.code}
    for each in dict.fromkeys(new.code):
        if before.get(each.key, each.sha256) != each.sha256:
            yield f"{each.script} changed in {each.key}"


def _find_other_records(old: _Provenance, new: _Provenance) -> Iterator[str]:
    """The records that are others now, with some of the numbers that moved."""
    before = {record.experiment: record for record in old.experiments}
    were, are = _values_of(old), _values_of(new)
    for record in new.experiments:
        name = record.experiment
        if before.get(name, record) != record:
            moved = [
                f"{key} {_short(were[experiment, key])} → {_short(value)}"
                for (experiment, key), value in are.items()
                if experiment == name and were.get((experiment, key), value) != value
            ]
            yield f"results/{name}.json changed" + f" ({', '.join(moved[:_SHOWN])})" * bool(moved)


def _values_of(provenance: _Provenance) -> dict[tuple[str, str], Any]:
    """What slides show and claims compare, by experiment and by how it is asked for."""
    return {
        **{
            (experiment, number.key.partition(" | ")[0]): number.value
            for number in provenance.numbers
            if not number.key.startswith("figure(")
            for experiment in number.experiments
        },
        **{
            (name.partition(".")[0], name): value
            for claim in provenance.claims
            for name, value in claim.values.items()
        },
    }


def _short(value: Any) -> str:
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def _compare(there: str, fresh: str) -> str:
    """The first line in which two texts differ, and what either says in that place."""
    old, new = there.split("\n"), fresh.split("\n")
    same = _count_same(old, new)
    says, gives = (lines[same] if same < len(lines) else "" for lines in (old, new))
    start = _count_same(says, gives)
    said, given = _quote(says, start), _quote(gives, start)
    return f"line {same + 1} says {said} where templates and records give {given}"


def _count_same(old: Sequence[str], new: Sequence[str]) -> int:
    """How many lines, or letters, two texts have in common at their beginning."""
    return len([*takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False))])


def _quote(line: str, start: int) -> str:
    """A line, or of a long one what is around the place `start`."""
    if not line:
        return "nothing"
    if len(line) <= _WIDTH:
        return repr(line)
    first = max(0, min(start, len(line)) - _WIDTH // 2)
    end = first + _WIDTH
    return repr("…" * (first > 0) + line[first:end] + "…" * (end < len(line)))
