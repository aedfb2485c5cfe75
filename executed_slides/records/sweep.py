"""Sweeps: a grid of parameters, each point of it run with each seed, in one record.

[sweep]                     runs of the record                           template
units = [4, 16, 64]   ──▶   {"seed": 1, "point": {"units": 4}, …}, …  ──▶ x.at(units=4).loss
"""

from typing import Any, NamedTuple

from executed_slides.base.errors import DeckError
from executed_slides.base.files import hash_json


class Variant(NamedTuple):
    """What tells one run of an experiment from its others: its seed, and its point of the sweep.

    The point is pairs of parameter and value, in the order of names; none where nothing is swept.
    """

    seed: int | None
    point: tuple[tuple[str, Any], ...] = ()

    @property
    def label(self) -> str:
        """`units=4 seed 2`, as progress and messages name a run; empty for the only one."""
        seed = [] if self.seed is None else [f"seed {self.seed}"]
        return " ".join([*filter(None, [label_of(dict(self.point))]), *seed])

    @property
    def stem(self) -> str:
        """The name of the file or folder in which a run waits for its record."""
        return f"{self.seed}-{hash_json(self.point)[:16]}" if self.point else str(self.seed)


def as_variant(seed: int | None, point: dict[str, Any]) -> Variant:
    return Variant(seed, tuple(sorted(point.items())))


def variant_of(run: dict[str, Any]) -> Variant:
    """The variant that a recorded run is of."""
    return as_variant(run["seed"], run.get("point", {}))


def variants_of(record: dict[str, Any]) -> list[Variant]:
    """The runs that a record has, in its order."""
    return [variant_of(run) for run in record["runs"]]


def label_of(point: dict[str, Any]) -> str:
    """A point as it is written in a template: `dropout=0.5, units=4`."""
    return ", ".join(f"{name}={value!r}" for name, value in sorted(point.items()))


def points_of(record: dict[str, Any]) -> list[dict[str, Any]]:
    """The points of a record's sweep, in its order; empty where nothing was swept."""
    points = {variant_of(run).point: run.get("point") for run in record["runs"]}
    return [point for point in points.values() if point]


def explain_variants(before: list[Variant], after: list[Variant]) -> list[str]:
    """Says what differs between the runs that there are and those there should be."""
    if before == after:
        return []
    reasons = []
    old, new = (list(dict.fromkeys(v.seed for v in side)) for side in (before, after))
    if old != new:
        reasons.append(f"seeds {old} → {new}")
    old, new = (dict.fromkeys(v.point for v in side if v.point) for side in (before, after))
    reasons += [f"sweep {label_of(dict(point))} is new" for point in new if point not in old]
    reasons += [f"sweep {label_of(dict(point))} is gone" for point in old if point not in new]
    return reasons or ["the order of the sweep changed"]


def split(record: dict[str, Any]) -> list[dict[str, Any]]:
    """A record that sweeps as one record for each point, in the sweep's order."""
    runs: dict[tuple, list[dict[str, Any]]] = {}
    for run in record["runs"]:
        runs.setdefault(variant_of(run).point, []).append(run)
    return [
        {
            **record,
            "experiment": f"{record['experiment']}.at({label_of(dict(point))})",
            "parameters": {**record["parameters"], **dict(point)},
            "runs": [{k: v for k, v in run.items() if k != "point"} for run in of_point],
        }
        for point, of_point in runs.items()
    ]


def find_point(record: dict[str, Any], wanted: dict[str, Any]) -> int:
    """The number, from 0, of the one point that has the wanted values.

    Raises DeckError when none has, or several have. A smoke build, which runs other points,
    takes its first one then.
    """
    points = points_of(record)
    found = [point for point in points if wanted.items() <= point.items()]
    if len(found) == 1:
        return points.index(found[0])
    if record["smoke"]:
        return 0
    name = record["experiment"]
    raise DeckError(
        f"{name}.at({label_of(wanted)}): {len(found) or 'no'} points of its sweep are so",
        f"its points are {'; '.join(label_of(point) for point in found or points)}",
    )
