"""Provenance files, read: what rendered slides show, and whether they are of today.

    slides/NAME.provenance.json ──▶ Provenance: numbers, texts, figures, code, claims by slide

Who reads them needs no template and no engine of templates: an answer is there at once.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from msgspec import Struct, ValidationError, json

from executed_slides.base.command_line import command
from executed_slides.base.errors import DeckError
from executed_slides.base.files import files_in, hash_text, read_utf8, text_of
from executed_slides.base.folders import Folders
from executed_slides.base.typed import describe_mismatch
from executed_slides.records.schema import Record

PROVENANCE = ".provenance.json"
_FORMAT = 2


class ShownRecord(Struct):
    """A record that slides show, by its keys when they were rendered."""

    experiment: str
    measure: str
    draw: str


class ShownWord(Struct):
    """A number or text on a slide: what it reads as, how it was asked for, of which records."""

    slide: int
    title: str
    text: str
    key: str
    experiments: list[str]
    value: Any = None


class ShownFigure(Struct):
    """A figure on a slide, and whose it is."""

    slide: int
    title: str
    file: str
    experiment: str


class ShownLines(Struct):
    """A code block on a slide, how it was asked for, and its script."""

    slide: int
    title: str
    key: str
    script: str


class ShownClaim(Struct):
    """A sentence that was said for its condition; a template may have left it out of all slides."""

    slide: int | None
    title: str | None
    sentence: str
    condition: str
    values: dict[str, Any]


class RenderedTemplate(Struct):
    """A template as it was rendered, by its hash."""

    template: str
    sha256: str


class Provenance(Struct):
    """All that one deck's rendered slides show, in their order."""

    format: int
    deck: str
    markdown: str
    experiments: list[ShownRecord]
    numbers: list[ShownWord]
    figures: list[ShownFigure]
    code: list[ShownLines]
    claims: list[ShownClaim]
    templates: list[RenderedTemplate]
    texts: list[ShownWord] = []


def read_provenances(folders: Folders) -> list[Provenance]:
    """What all rendered decks of a project show.

    Raises DeckError where none is rendered, or a file is damaged or of another version.
    """
    files = files_in(folders.slides, PROVENANCE)
    if not files:
        where = f"{folders.shown(folders.slides)}/ has no rendered slides"
        raise DeckError(where, f"{command('build', '--no-run')} renders from the records there are")
    return [_read_provenance(file, folders.shown(file)) for file in files]


def _read_provenance(file: Path, shown: str) -> Provenance:
    mend = f"{command('build', '--no-run')} writes it anew"
    try:
        read = json.decode(read_utf8(file, shown, mend), type=Provenance)
    except ValidationError as error:
        raise DeckError(f"{shown}: {describe_mismatch(error)}", mend) from error
    except (ValueError, RecursionError) as error:
        raise DeckError(f"{shown}: not whole: {error}", mend) from error
    if read.format != _FORMAT:
        fault = f"of format {read.format}, and this version of executed-slides reads {_FORMAT}"
        raise DeckError(f"{shown}: {fault}", mend)
    return read


def find_aged(
    folders: Folders, deck: Provenance, markdown: str, records: Iterable[Record]
) -> list[str]:
    """What of that from which slides were rendered is another now: Markdown, templates, `records`.

    Whether scripts are newer than their records is not asked here.
    """
    aged = [] if hash_text(markdown) == deck.markdown else [f"slides/{deck.deck}.md"]
    aged += [
        used.template
        for used in deck.templates
        if hash_text(text_of(folders.root / used.template) or "") != used.sha256
    ]
    rendered = {source.experiment: (source.measure, source.draw) for source in deck.experiments}
    aged += [
        f"results/{record.experiment}.json"
        for record in records
        if rendered.get(record.experiment) not in (None, (record.measure.key, record.draw.key))
    ]
    return aged
