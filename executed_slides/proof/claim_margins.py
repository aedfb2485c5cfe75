"""How far the claims of a deck can be trusted: over all seeds, and by what margin."""

from typing import Any

from executed_slides.state.problems import Problem
from executed_slides.template.claims import Claim, Margin
from executed_slides.template.rendering import Rendered
from executed_slides.template.values import bare_value

_LENGTH = 60


def describe_claims(deck: Rendered) -> list[list[str]]:
    """Every claim as lines: its slide and sentence, condition and values, seeds, margins."""
    return [_describe_claim(deck, claim) for claim in deck.claims]


def _describe_claim(deck: Rendered, claim: Claim) -> list[str]:
    place = deck.place_of(claim)
    where = f"slide {place[0]} ({place[1]})" if place else "on no slide"
    said = claim.sentence if len(claim.sentence) <= _LENGTH else f"{claim.sentence[:_LENGTH]}…"
    values = ", ".join(f"{name} = {_short(value)}" for name, value in claim.values.items())
    return [
        f"{where}   {' '.join(said.split())!r}",
        f"{claim.condition}, with {values}" if values else claim.condition,
        _describe_seeds(claim),
        *(_describe_margin(margin) for margin in claim.margins),
    ]


def _short(value: Any) -> str:
    value = bare_value(value)
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def _describe_seeds(claim: Claim) -> str:
    """In which seeds the condition holds: `holds in 4 of 5 seeds (not 3)`."""
    said = "" if claim.holds else ": the other sentence is said"
    if not claim.seeds:
        return ("holds" if claim.holds else "does not hold") + said
    count = sum(map(bool, claim.seeds.values()))
    others = [str(seed) for seed, holds in claim.seeds.items() if holds is not claim.holds]
    but = f" ({'not ' if claim.holds else ''}{', '.join(others)})" if others else ""
    return f"holds in {count} of {len(claim.seeds)} seeds{but}{said}"


def _describe_margin(margin: Margin) -> str:
    """`a.loss < b.loss by 0.25 (33.3%), spread between seeds 0.1`, or `missed by`."""
    holds = "by" if margin.difference >= 0 else "missed by"
    spread = f", spread between seeds {margin.spread:.3g}" if margin.spread else ""
    apart = f"{abs(margin.difference):.3g}{_relative_margin(margin)}"
    return f"{margin.comparison} {holds} {apart}{spread}"


def _relative_margin(margin: Margin) -> str:
    if margin.relative is None:
        return ""
    relative = abs(margin.relative)
    return f" ({relative:.3g} times)" if relative >= 10 else f" ({100 * relative:.3g}%)"


def find_doubts(deck: Rendered) -> list[Problem]:
    """A note for each claim that another seed denies, or that holds by less than seeds differ."""
    problems = []
    for claim in deck.claims:
        subject = f"templates/{claim.template}:{claim.line}"
        doubts = [
            f"{_describe_margin(margin)}: the seeds differ by more"
            for margin in claim.margins
            if abs(margin.difference) < margin.spread
        ]
        if any(holds is not claim.holds for holds in claim.seeds.values()):
            doubts.insert(0, f"{claim.condition} {_describe_seeds(claim)}")
        mend = "say less, or show the spread beside it: {{ … | spread }}"
        problems += [Problem("note", subject, doubt, mend) for doubt in doubts]
    return problems
