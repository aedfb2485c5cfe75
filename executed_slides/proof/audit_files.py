"""Results that another tool wrote, as numbers that may be on slides: CSV and JSON.

scores.csv    model;accuracy        ──▶  scores.csv: convnet, accuracy (row 2)   0.88
              convnet;0,88
metrics.json  {"test": {"acc": 1}}  ──▶  metrics.json: test.acc                  1
"""

import csv
import io
import json
import math
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from executed_slides.base.errors import DeckError
from executed_slides.base.files import is_file, read_utf8
from executed_slides.proof.audit_known import Known, identity_of
from executed_slides.proof.audit_words import named_in
from executed_slides.records.schema import is_number

# Of more numbers a deck has any number by chance; and so many are read in a second.
_MOST, _MOST_BYTES = 100_000, 10_000_000
_NUMBER = re.compile(r"[-−+]?(?:\d[\d., ’']*|\.\d+)(?:[eE][-+]?\d+)?")


def known_in_file(path: Path) -> list[Known]:
    """The numbers of a CSV or JSON file, each by its cell or its path.

    Raises DeckError for a file of another kind, one that cannot be read, or one that is data
    rather than results.
    """
    readers = {".csv": _read_table, ".tsv": _read_table, ".json": _read_json}
    read = readers.get(path.suffix.lower())
    if read is None:
        raise DeckError(
            f"{path.name} is no CSV and no JSON", "name results whose file ends in .csv or .json"
        )
    if is_file(path) and path.stat().st_size > _MOST_BYTES:
        raise _too_many(path.name, f"more than {_MOST_BYTES // 10**6} MB")
    known = list(islice(read(path.name, read_utf8(path, str(path))), _MOST + 1))
    if len(known) > _MOST:
        raise _too_many(path.name, f"more than {_MOST:,} numbers")
    return known


def _too_many(file: str, size: str) -> DeckError:
    return DeckError(
        f"{file} has {size}, of which any number of a deck is one by chance",
        "write the results in it to a file of their own: last epochs, means, test scores",
    )


def _known(file: str, key: str, name: str, group: str, value: int | float) -> Known:
    return Known(
        key=f"{file}: {key}",
        source=file,
        value=value,
        by_run=(value,),
        seeds=(None,),
        named=named_in(name.replace("_", " ")),
        group=named_in(group.replace("_", " ")),
        identity=identity_of(f"{group} {name}", [value]),
        is_in_file=True,
    )


# ---- JSON ----


def _read_json(file: str, text: str) -> Iterator[Known]:
    try:
        values = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise DeckError(
            f"{file}: no JSON: {error}", "write it anew by the tool it is of"
        ) from error
    for steps, value in _leaves(values, ()):
        if not _is_finite(value):
            continue
        path = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)
        names = [step for step in steps if isinstance(step, str)]
        group = " ".join(names[:-1])
        yield _known(file, path.lstrip("."), names[-1] if names else "", group, value)


def _leaves(
    value: Any, steps: tuple[str | int, ...]
) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, (*steps, key))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _leaves(inner, (*steps, place))
    elif is_number(value):
        yield steps, value


# ---- CSV ----


def _read_table(file: str, text: str) -> Iterator[Known]:
    first = text.partition("\n")[0]
    sign = max("\t;,", key=first.count)
    try:
        rows = [row for row in csv.reader(io.StringIO(text), delimiter=sign) if any(row)]
    except csv.Error as error:
        raise DeckError(f"{file}: no CSV: {error}", "write it anew by the tool it is of") from error
    if not rows:
        return
    columns = list(zip(rows[0], _name_columns(rows[0]), strict=True))
    for number, row in enumerate(rows[1:], 2):
        read = [_read_number(cell, sign) for cell in row]
        words = [cell.strip() for cell, value in zip(row, read, strict=True) if value is None]
        label = " ".join(filter(None, words))
        for (head, column), value in zip(columns, read, strict=False):
            if value is not None:
                where = ", ".join(filter(None, [label, column]))
                yield _known(file, f"{where} (row {number})", head, label, value)


def _name_columns(heads: list[str]) -> list[str]:
    """The names of columns; one that has none, or that of another, by its place too."""
    names = [head.strip() for head in heads]
    return [
        name if name and names.count(name) == 1 else f"{name} (column {place})".strip()
        for place, name in enumerate(names, 1)
    ]


def _read_number(cell: str, sign: str) -> int | float | None:
    """A cell's number: 0.88, 0,88 between semicolons, 1,234 or 1.234,5, 88 %; None for words."""
    cell = cell.strip().replace("\u00a0", " ")
    share = cell.endswith("%")
    digits = cell.removesuffix("%").strip()
    if not _NUMBER.fullmatch(digits):
        return None
    digits = re.sub(r"[ ’']", "", digits).replace("−", "-")
    if "," in digits and (
        sign != "," and not re.fullmatch(r"[-+]?\d{1,3}(?:,\d{3})+\.\d+", digits)
    ):
        digits = digits.replace(".", "").replace(",", ".")
    elif re.fullmatch(r"[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?", digits):
        digits = digits.replace(",", "")
    try:
        value = int(digits) if re.fullmatch(r"[-+]?\d+", digits) else float(digits)
    except ValueError:
        return None
    if not _is_finite(value):
        return None
    return value / 100 if share else value


def _is_finite(value: float) -> bool:
    try:
        return math.isfinite(value)
    except OverflowError:  # A whole number with hundreds of digits.
        return False
