"""Variants: what tells the runs of one record apart, their seeds and their points of a sweep.

[sweep]                     runs of the record                           template
units = [4, 16, 64]   ──▶   {"seed": 1, "point": {"units": 4}, …}, …  ──▶ x.at(units=4).loss
"""

from typing import NamedTuple

from executed_slides.base.files import hash_json
from executed_slides.base.typed import Plain

Seed = int | None
Point = dict[str, Plain]


class Variant(NamedTuple):
    """What tells one run of an experiment from its others: its seed, and its point of the sweep.

    The point is pairs of parameter and value, in the order of names; none where nothing is swept.
    """

    seed: Seed
    point: tuple[tuple[str, Plain], ...] = ()

    @classmethod
    def at(cls, seed: Seed, point: Point) -> "Variant":
        return cls(seed, tuple(sorted(point.items())))

    @property
    def label(self) -> str:
        """`units=4 seed 2`, as progress and messages name a run; empty for the only one."""
        seed = [] if self.seed is None else [f"seed {self.seed}"]
        return " ".join([*filter(None, [label_of(dict(self.point))]), *seed])

    @property
    def stem(self) -> str:
        """The name of the file or folder in which a run waits for its record."""
        return f"{self.seed}-{hash_json(self.point)[:16]}" if self.point else str(self.seed)


def label_of(point: Point) -> str:
    """A point as it is written in a template: `dropout=0.5, units=4`."""
    return ", ".join(f"{name}={value!r}" for name, value in sorted(point.items()))


def explain_variants(before: list[Variant], after: list[Variant]) -> list[str]:
    """Says what differs between the runs that there are and those there should be."""
    if before == after:
        return []
    reasons = []
    old, new = (list(dict.fromkeys(v.seed for v in side)) for side in (before, after))
    if old != new:
        reasons.append(f"seeds {old} → {new}")
    was, now = (dict.fromkeys(v.point for v in side if v.point) for side in (before, after))
    reasons += [f"sweep {label_of(dict(point))} is new" for point in now if point not in was]
    reasons += [f"sweep {label_of(dict(point))} is gone" for point in was if point not in now]
    return reasons or ["the order of the sweep changed"]
