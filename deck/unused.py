"""Recorded numbers that no slide shows and no claim reads: measured for nobody, or forgotten."""

from collections.abc import Iterator
from typing import Any

from deck.check import Finding
from deck.experiments import Workshop
from deck.render import Rendered


def find_unused(workshop: Workshop, decks: list[Rendered]) -> list[Finding]:
    """A note for each experiment that has recorded numbers which no deck uses."""
    used = {
        name
        for deck in decks
        for names in (
            *(shown.binding.names for shown in deck.numbers),
            *(claim.values for claim in deck.claims),
        )
        for name in names
    }
    findings = []
    for name, experiment in workshop.experiments.items():
        if experiment.record:
            numbers = names_of(experiment.record["runs"][0]["numbers"])
            left = [number for number in numbers if f"{name}.{number}" not in used]
            if left:
                reason = f"no slide shows {', '.join(left)}"
                mend = f"show one by {{{{ {name}.{left[0]} }}}}, or leave it to the figures"
                findings.append(Finding("note", name, reason, mend))
    return findings


def names_of(numbers: dict[str, Any], before: str = "") -> Iterator[str]:
    """The names of all numbers in a record's groups: `large.overfit_epoch`."""
    for key, value in numbers.items():
        if isinstance(value, dict):
            yield from names_of(value, f"{before}{key}.")
        elif isinstance(value, int | float) and not isinstance(value, bool):
            yield f"{before}{key}"
