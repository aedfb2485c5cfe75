"""Odd files: what in the declared files of a failed run its cells may not have reckoned with.

measured/scores.csv   a mark of byte order, UTF-16, columns parted by `;`, two of one name
measured/fit.json     cut short

Python's own errors name neither the file nor the place.
"""

import codecs
import csv
import json
from collections.abc import Iterable, Iterator

from executed_slides.base.encodings import find_no_text
from executed_slides.base.file_faults import no_text
from executed_slides.base.files import read_content
from executed_slides.base.folders import Folders

_TABLES, _JSON = (".csv", ".tsv"), (".json",)
_TEXTS = (*_TABLES, *_JSON, ".yaml", ".yml", ".toml", ".txt", ".dvc")
_MOST_BYTES = 10_000_000


def find_odd_files(folders: Folders, names: Iterable[str]) -> Iterator[str]:
    """What is odd about files of the project, by the endings that say what they should be."""
    for name in names:
        file = folders.root / name
        if not name.lower().endswith(_TEXTS) or file.stat().st_size > _MOST_BYTES:
            continue
        content = read_content(file, name)
        if find_no_text(content) is not None:
            yield no_text(content, name).message
            continue
        if content.startswith(codecs.BOM_UTF8):
            yield f'{name} begins with a mark of byte order: read it with encoding="utf-8-sig"'
        text = content.removeprefix(codecs.BOM_UTF8).decode()
        if name.lower().endswith(_JSON):
            yield from _find_in_json(name, text)
        elif name.lower().endswith(_TABLES):
            yield from _find_in_table(name, text)


def _find_in_json(name: str, text: str) -> Iterator[str]:
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        yield f"{name}:{error.lineno}:{error.colno}: no JSON: {error.msg}"


def _find_in_table(name: str, text: str) -> Iterator[str]:
    head = text.partition("\n")[0].rstrip("\r")
    parting = max(",;\t", key=head.count)
    heads = next(csv.reader([head], delimiter=parting), [])
    if parting != "," and len(heads) > 1:
        yield f"{name}:1: its columns are parted by {parting!r}: csv.DictReader(…, delimiter=…)"
    for twice in dict.fromkeys(word for word in heads if heads.count(word) > 1):
        yield f"{name}:1: two columns are named {twice!r}, of which csv.DictReader keeps the last"
