"""Influences: what decides a run, perhaps, and no key can count; by kind, who used what of it.

{"clock": ["experiments/a.py: time.time"], "network": ["experiments/fetch.py"]}
"""

from collections.abc import Iterable, Mapping

Influences = dict[str, list[str]]
CLOCK, RANDOMNESS, NETWORK, PROCESSES = "clock", "randomness", "network", "processes"
# What is said of runs that used one, in the order in which they are told.
WORDS = {
    CLOCK: "asked the clock",
    RANDOMNESS: "drew random numbers without a seed",
    NETWORK: "used the network",
    PROCESSES: "started other processes",
}


def merge_influences(runs: Iterable[Mapping[str, Iterable[str]] | None]) -> Influences | None:
    """What several runs used; None where nobody watched any of them."""
    found: dict[str, set[str]] = {}
    watched = [influences for influences in runs if influences is not None]
    for influences in watched:
        for kind, places in influences.items():
            found.setdefault(kind, set()).update(places)
    return {kind: sorted(found[kind]) for kind in WORDS if kind in found} if watched else None
