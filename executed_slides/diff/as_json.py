"""A difference for machines: plain values, without the pictures."""

from typing import Any

from executed_slides.diff.difference import ClaimChange, Difference, ExperimentChange, FigureChange
from executed_slides.diff.sentences import SlideChange


def as_json(difference: Difference) -> dict[str, Any]:
    revision = difference.revision
    return {
        "revision": {
            "name": revision.name,
            "commit": revision.commit,
            "date": revision.date,
            "subject": revision.subject,
        },
        "experiments": [_experiment_json(e) for e in difference.experiments],
        "claims": {
            "flipped": [_claim_json(claim) for claim in difference.claims],
            "new": difference.claims_new,
            "gone": difference.claims_gone,
        },
        "slides": {
            name: [_slide_json(change) for change in changes]
            for name, changes in difference.slides.items()
        },
        "figures": [_figure_json(figure) for figure in difference.figures],
        "notes": difference.notes,
    }


def _experiment_json(experiment: ExperimentChange) -> dict[str, Any]:
    numbers = [
        {
            "key": change.key,
            "old": list(change.old.values()),
            "new": list(change.new.values()),
            "change": change.step,
            "spread": change.spread,
            "verdict": change.verdict,
        }
        for change in experiment.numbers
    ]
    return {
        "name": experiment.name,
        "state": experiment.state,
        "reasons": experiment.reasons,
        "numbers": numbers,
        "curves": experiment.curves,
    }


def _claim_json(change: ClaimChange) -> dict[str, Any]:
    claim = change.claim
    return {
        "deck": change.deck,
        "place": f"templates/{claim.template}:{claim.line}",
        "slide": change.slide,
        "condition": claim.condition,
        "sentence": claim.sentence,
        "holds": claim.holds,
        "held": claim.held,
        "of": len(claim.runs),
        "values": {name: list(pair) for name, pair in change.values.items()},
    }


def _slide_json(change: SlideChange) -> dict[str, Any]:
    return {
        "old": change.old and {"number": change.old.number, "title": change.old.title},
        "new": change.new and {"number": change.new.number, "title": change.new.title},
        "sentences": change.sentences,
    }


def _figure_json(figure: FigureChange) -> dict[str, Any]:
    return {
        "name": figure.name,
        "state": figure.state,
        "experiment": figure.experiment,
        "former": figure.former,
        "reasons": figure.reasons,
        "share_of_pixels": figure.pixels and figure.pixels.share,
        "share_of_shapes": figure.shapes and figure.shapes.share,
    }
