"""Records on disk: laid out for a diff, sealed by their checksum, and read whole or refused."""

import json
from pathlib import Path
from typing import Any

import msgspec
from msgspec import ValidationError, structs, to_builtins

from executed_slides.base.cache import Cache
from executed_slides.base.command_line import command
from executed_slides.base.errors import DeckError
from executed_slides.base.files import hash_json, hash_text, read_utf8, write_text
from executed_slides.base.typed import describe_mismatch
from executed_slides.records.schema import FORMAT, Figure, Record

_OLDEST_FORMAT = 1


def seal(record: Record) -> Record:
    """The record with its own checksum, by which a later hand edit is found."""
    return structs.replace(record, sha256=checksum_of(to_builtins(record)))


def checksum_of(values: dict[str, Any]) -> str:
    return hash_json({key: value for key, value in values.items() if key != "sha256"})


def record_text(record: Record) -> str:
    """JSON with a line for each number and each series, so that a retraining diffs well."""
    return json_lines(to_builtins(record), "\n") + "\n"


def json_lines(value: Any, line: str) -> str:
    """JSON of one level below another for dicts and for lists of lists and dicts."""
    inner = f"{line} "
    if isinstance(value, dict) and value:
        items = [
            f"{json.dumps(k, ensure_ascii=False)}: {json_lines(v, inner)}" for k, v in value.items()
        ]
        return f"{{{inner}{f',{inner}'.join(items)}{line}}}"
    if isinstance(value, list) and any(isinstance(item, dict | list) for item in value):
        return f"[{inner}{f',{inner}'.join(json_lines(item, inner) for item in value)}{line}]"
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def write_record(path: Path, record: Record) -> None:
    write_text(path, record_text(seal(record)))


def read_record(path: Path, shown: str, smoke: bool, cache: Cache | None = None) -> Record:
    """Reads a record and checks that it is whole, unedited, and of the right kind.

    A text that a cache knows to be whole is not hashed again. Raises DeckError for one that is
    cut short, edited by hand, of another shape or format, or from a smoke run where results are
    asked for.
    """
    cache = cache or Cache()
    try:
        text = read_utf8(path, shown, _mend(path.stem, shown))
        decides = hash_text(text)
        known = cache.get("record", shown, decides)
        record = msgspec.json.decode(text, type=Record) if known else _read_whole(text, shown)
    except ValidationError as error:
        raise DeckError(f"{shown}: {describe_mismatch(error)}", _mend(path.stem, shown)) from error
    except (ValueError, RecursionError) as error:
        message = f"{shown}: not a whole record: {error}"
        raise DeckError(message, _mend(path.stem, shown)) from error
    _refuse_another(record, path.stem, shown, smoke)
    if known:
        vars(record)["runs_hash"] = known  # Where `cached_property` keeps it.
    else:
        cache.put("record", shown, decides, value=record.runs_hash)
    return record


def _read_whole(text: str, shown: str) -> Record:
    """The record that a text holds. Raises DeckError where it was edited after its run."""
    name = Path(shown).stem
    values = json.loads(text, parse_constant=_refuse_constant, object_pairs_hook=_refuse_repetition)
    if not isinstance(values, dict) or "format" not in values:
        raise DeckError(f"{shown}: not a record", _mend(name, shown))
    made = values["format"]
    if not (isinstance(made, int) and _OLDEST_FORMAT <= made <= FORMAT):
        newer = isinstance(made, int) and made > FORMAT
        raise DeckError(
            f"{shown}: made by {'a newer' if newer else 'another'} version of executed-slides "
            f"(record format {made}, this one reads {FORMAT})",
            f"update executed-slides; or {_mend(name, shown)}" if newer else _mend(name, shown),
        )
    if values.get("sha256") != checksum_of(values):
        raise DeckError(f"{shown}: edited after its run: its checksum differs", _mend(name, shown))
    record = msgspec.json.decode(text, type=Record)
    for parts in (record.measure, record.draw):
        if parts.key != parts.hash:
            raise DeckError(f"{shown}: a key is not that of its parts", _mend(name, shown))
    _refuse_other_figures(record, name, shown)
    return record


def _refuse_other_figures(record: Record, name: str, shown: str) -> None:
    """Raises DeckError for a figure that is not the one which the run drew that stands for all."""
    for figure, drawn in record.run_figures().items():
        file = f"slides/image/{figure}.{drawn.format}"
        if record.figures.get(figure) != Figure(file, drawn.sha256, drawn.alt):
            raise DeckError(
                f"{shown}: figure {figure!r} is not the one that its run drew", _mend(name, shown)
            )


def _refuse_another(record: Record, name: str, shown: str, smoke: bool) -> None:
    if record.experiment != name:
        raise DeckError(
            f"{shown}: the record of experiment {record.experiment!r}", _mend(name, shown)
        )
    if record.smoke != smoke:
        kind = "a smoke run, which is not a result" if record.smoke else "a real run"
        raise DeckError(f"{shown}: the record of {kind}", _mend(name, shown))


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no number")


def _refuse_repetition(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"{next(n for n in names if names.count(n) > 1)!r} is in it twice")
    return values


def _mend(name: str, shown: str) -> str:
    return f"{command(name)} runs the experiment again; git checkout {shown} brings it back"
