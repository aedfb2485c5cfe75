"""What is worked out of two numbers that a slide shows: a difference in points, how many times.

0.1%p   ──▶  (precision.bfloat16 - precision.float32) | points
134배   ──▶  (capacity.large.weights / capacity.small.weights) | fixed(0)
"""

import operator
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import permutations, product

from executed_slides.proof.audit_known import Known, identity_of
from executed_slides.proof.audit_numbers import write_as
from executed_slides.proof.audit_stated import Written
from executed_slides.records.summaries import summarise

_TIMES = re.compile(r"배|[x×](?!\w)|times\b|-?fold\b", re.IGNORECASE)


def work_out(written: Written, shown: Iterable[Known]) -> Iterator[str]:
    """Each expression of two numbers that is written so; they measure the same thing.

    Only what is written as a difference or as a multiple is worked out at all.
    """
    if written.measure == "points":
        sign, calculate = "-", operator.sub
    elif not written.measure and _TIMES.match(written.unit or written.after):
        sign, calculate = "/", operator.truediv
    else:
        return
    for one, other in permutations(dict.fromkeys(shown), 2):
        if not _measure_alike(one, other):
            continue
        values = _run_by_run(calculate, one, other)
        if not values:
            continue
        key = f"({one.key} {sign} {other.key})"
        made = one._replace(
            key=key, value=summarise(values), by_run=values, identity=identity_of(key, values)
        )
        if expression := write_as(made, written):
            yield expression


def _measure_alike(one: Known, other: Known) -> bool:
    """Whether two measure one thing: of two networks, or of one in two ways."""
    return one.named == other.named or (one.source == other.source and one.group == other.group)


def _run_by_run(
    calculate: Callable[[float, float], float], one: Known, other: Known
) -> tuple[float, ...]:
    """What each run gives, as templates work it out: runs of the same seeds are paired."""
    if one.seeds == other.seeds:
        pairs = list(zip(one.by_run, other.by_run, strict=True))
    else:
        pairs = list(product(one.by_run, other.by_run))
    if calculate is operator.truediv and not all(below for _, below in pairs):
        return ()
    return tuple(calculate(*pair) for pair in pairs)
