"""How far the claims of a deck can be trusted: in which runs they hold, and by what margin."""

from typing import Any

from executed_slides.template.claims import Claim, Margin
from executed_slides.template.provenance import name_run
from executed_slides.template.rendering import Rendered
from executed_slides.template.values import Measured, bare_value

_LENGTH = 60


def describe_claims(deck: Rendered) -> list[list[str]]:
    """Every claim as lines: its slide and sentence, condition and values, runs, margins."""
    return [_describe_claim(deck, claim) for claim in deck.claims]


def _describe_claim(deck: Rendered, claim: Claim) -> list[str]:
    place = deck.place_of(claim)
    where = f"slide {place[0]} ({place[1]})" if place else "on no slide"
    said = claim.sentence if len(claim.sentence) <= _LENGTH else f"{claim.sentence[:_LENGTH]}…"
    values = ", ".join(f"{name} = {_short(value)}" for name, value in claim.values.items())
    return [
        f"{where}   {' '.join(said.split())!r}",
        f"{claim.condition}, with {values}" if values else claim.condition,
        _describe_runs(claim),
        *claim.doubts,
        *(_describe_margin(margin) for margin in claim.margins),
    ]


def _short(value: Any) -> str:
    """A value, and its range over all runs where it has several: `0.88 (0.87–0.882)`."""
    shown = _plain(bare_value(value))
    if not (isinstance(value, Measured) and value.axes):
        return shown
    low, high = (_plain(end(value.by_seed.values())) for end in (min, max))
    return shown if low == high else f"{shown} ({low}–{high})"


def _plain(value: Any) -> str:
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def _describe_runs(claim: Claim) -> str:
    """In which runs the condition holds: `holds in 4 of 5 runs (not 3)`."""
    if list(claim.runs) == [None]:
        return "holds, in one run" if claim.holds else "does not hold, in one run"
    others = [name_run(run) for run, holds in claim.runs.items() if not holds]
    but = f" (not {'; '.join(others)})" if others and claim.held else ""
    return f"holds in {claim.held} of {len(claim.runs)} runs{but}"


def _describe_margin(margin: Margin) -> str:
    """`a.loss < b.loss by 0.25 (33.3%), in the runs 0.2–0.3`, or `missed by`."""
    holds = "by" if margin.difference >= 0 else "missed by"
    runs = ""
    if margin.least != margin.greatest:
        runs = f", in the runs {margin.least:.3g}–{margin.greatest:.3g}"
    return (
        f"{margin.comparison} {holds} {abs(margin.difference):.3g}{_relative_margin(margin)}{runs}"
    )


def _relative_margin(margin: Margin) -> str:
    if margin.relative is None:
        return ""
    relative = abs(margin.relative)
    return f" ({relative:.3g} times)" if relative >= 10 else f" ({100 * relative:.3g}%)"
