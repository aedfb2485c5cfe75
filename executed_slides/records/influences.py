"""Influences: what decides a run, perhaps, and no key can count; by kind, who used what of it.

{"clock": ["experiments/a.py: time.time"], "network": ["experiments/fetch.py"]}
"""

from collections.abc import Iterable, Mapping
from typing import Any, Literal

Kind = Literal["clock", "randomness", "network", "processes"]
Influences = dict[Kind, list[str]]
# What is said of runs that used one, in the order in which they are told.
WORDS: dict[Kind, str] = {
    "clock": "asked the clock",
    "randomness": "drew random numbers without a seed",
    "network": "used the network",
    "processes": "started other processes",
}


def merge_influences(runs: Iterable[Mapping[Any, Iterable[str]] | None]) -> Influences | None:
    """What several runs used; None where nobody watched any of them."""
    found: dict[str, set[str]] = {}
    watched = [influences for influences in runs if influences is not None]
    for influences in watched:
        for kind, places in influences.items():
            found.setdefault(kind, set()).update(places)
    return {kind: sorted(found[kind]) for kind in WORDS if kind in found} if watched else None
