"""Provenance: for everything on the slides, what it comes from, in one file beside them.

    slides/NAME.md ──▶ slides/NAME.provenance.json: its numbers, figures, code, claims and
                       constants, and what it was rendered from

One line an entry, so that a retraining shows what it moved; made again, it is the same.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from executed_slides.base.files import hash_text
from executed_slides.base.folders import Folders
from executed_slides.records.schema import Record
from executed_slides.state.project import Project
from executed_slides.template.bound_text import Binding, Span, spans_of
from executed_slides.template.claims import Claim
from executed_slides.template.rendering import Rendered, records_of
from executed_slides.template.values import bare_value

_PROVENANCE_FORMAT = 2


def provenance_file(folders: Folders, name: str) -> Path:
    return folders.slides / f"{name}.provenance.json"


def provenance_text(project: Project, deck: Rendered) -> str:
    """The provenance of a rendered deck, as its file holds it."""
    records = records_of(project)
    figures = list(_find_figures(deck, records))
    used = {name for shown in deck.numbers for name in shown.binding.experiments}
    used |= {figure["experiment"] for figure in figures}
    texts = list(_find_texts(deck, records))
    used |= {name for text in texts for name in text["experiments"]}
    used |= {name for code in _bound_as(deck, "code") for name in code.source.experiments[1:]}
    compared = {name.partition(".")[0] for claim in deck.claims for name in claim.values}
    used |= compared & records.keys()
    sections = {
        "experiments": [_describe_record(records[name]) for name in sorted(used)],
        "numbers": [
            {
                "slide": shown.slide,
                "title": shown.title,
                "text": shown.text,
                "key": shown.binding.key,
                "value": shown.binding.value,
                "experiments": shown.binding.experiments,
            }
            for shown in deck.numbers
            if shown.binding.experiments
        ],
        **({"texts": texts} if texts else {}),
        "figures": figures,
        "code": list(_find_code(deck)),
        "claims": claims_as_json(deck),
        "constants": list(_find_constants(deck)),
        "templates": [
            {"template": f"templates/{name}", "sha256": hash_text(text)}
            for name, text in sorted(deck.templates.items())
        ],
    }
    parts = [
        f'"format": {_PROVENANCE_FORMAT}',
        f'"deck": {json.dumps(deck.name, ensure_ascii=False)}',
        f'"markdown": "{hash_text(deck.markdown)}"',
    ]
    parts += [f'"{name}": {_entry_lines(entries)}' for name, entries in sections.items()]
    return "{\n" + ",\n".join(parts) + "\n}\n"


def without_templates(provenance: bytes) -> bytes:
    """All of a provenance but the texts of templates: a comment in one changes no slide."""
    before, _, templates = provenance.rpartition(b'\n"templates": [')
    return before if templates.rstrip().endswith(b"]\n}") else provenance  # It was cut short.


def _entry_lines(entries: Iterable[dict[str, Any]]) -> str:
    """A JSON list with one line for each entry."""
    lines = [json.dumps(entry, ensure_ascii=False, allow_nan=False) for entry in entries]
    return "[\n " + ",\n ".join(lines) + "\n]" if lines else "[]"


def _describe_record(record: Record) -> dict[str, Any]:
    """What a record was measured with: keys, data, seeds, versions, and when."""
    return {
        "experiment": record.experiment,
        "measure": record.measure.key,
        "draw": record.draw.key,
        "data": record.measure.data,
        "seeds": record.seeds,
        "versions": record.versions,
        "date": record.date,
    }


def _find_texts(deck: Rendered, records: dict[str, Record]) -> Iterator[dict[str, Any]]:
    """Each recorded text on a slide that has no number in it: those are among the numbers."""
    recorded = {
        f"{name}.{key}"
        for name, record in records.items()
        for key in (*record.texts, *record.cells)
    }
    counted = {(shown.text, shown.binding.key) for shown in deck.numbers}
    for start, end, source in spans_of(deck.markdown):
        if isinstance(source, Binding) and source.kind == "text" and recorded & {*source.names}:
            text, slide = str.__str__(deck.markdown)[start:end], deck.slides.at(start)
            if (text, source.key) not in counted:
                yield {
                    "slide": slide.number,
                    "title": slide.title_at(start),
                    "text": text,
                    "key": source.key,
                    "experiments": source.experiments,
                }


def _find_figures(deck: Rendered, records: dict[str, Record]) -> Iterator[dict[str, Any]]:
    """Each figure on a slide, with the checksum of its file."""
    files = {
        figure.file: figure.sha256
        for record in records.values()
        for figure in record.figures.values()
    }
    for start, _, source in _bound_as(deck, "figure"):
        slide = deck.slides.at(start)
        yield {
            "slide": slide.number,
            "title": slide.title_at(start),
            "file": source.value,
            "sha256": files[source.value],
            "experiment": source.experiments[0],
        }


def _find_code(deck: Rendered) -> Iterator[dict[str, Any]]:
    """Each code block on a slide: how it was asked for, the script it is cut from, its checksum."""
    for start, end, source in _bound_as(deck, "code"):
        slide = deck.slides.at(start)
        yield {
            "slide": slide.number,
            "title": slide.title_at(start),
            "key": source.key,
            "script": f"experiments/{source.experiments[0]}.py",
            "sha256": hash_text(str.__str__(deck.markdown)[start:end]),
        }


def _bound_as(deck: Rendered, kind: str) -> Iterator[Span]:
    for span in spans_of(deck.markdown):
        if isinstance(span.source, Binding) and span.source.kind == kind:
            yield span


def _find_constants(deck: Rendered) -> Iterator[dict[str, Any]]:
    """Each number, code block and picture that is no result alone, and the reason for it."""
    for shown in deck.numbers:
        if shown.binding.reason:
            yield {
                "slide": shown.slide,
                "title": shown.title,
                "text": shown.text,
                "reason": shown.binding.reason,
            }
    for part in deck.judged.reasoned:
        on_slide = {"slide": part.slide, "title": part.title} if part.slide else {}
        yield {**on_slide, "from": part.where, part.kind: part.text, "reason": part.reason}
    for declared in deck.declared:
        yield {
            "template": f"templates/{declared.template}",
            "text": declared.words,
            "reason": declared.reason,
        }


def claims_as_json(deck: Rendered) -> list[dict[str, Any]]:
    return [_claim_as_json(deck, claim) for claim in deck.claims]


def name_run(run: Any) -> str:
    """A run by its seed, or by the seeds of several records."""
    return ", ".join(map(str, run)) if isinstance(run, tuple) else str(run)


def _claim_as_json(deck: Rendered, claim: Claim) -> dict[str, Any]:
    """A claim with its slide, values, runs and margins, as JSON holds it."""
    slide, title = deck.place_of(claim) or (None, None)
    return {
        "slide": slide,
        "title": title,
        "sentence": claim.sentence,
        "condition": claim.condition,
        "values": {name: bare_value(value) for name, value in claim.values.items()},
        "holds": claim.holds,
        "held": claim.held,
        "of": len(claim.runs),
        "runs": {name_run(run): holds for run, holds in claim.runs.items()},
        "margins": [margin._asdict() for margin in claim.margins],
    }
