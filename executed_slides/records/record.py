"""Records: one JSON file an experiment, the contract between experiments and slides.

{"format", "experiment", "finding", "smoke",
 "parameters", "runs": [{"seed", "numbers", "series", "seconds",
                         where there are any: "point", "pictures", "artifacts", "resumed",
                         and "machine" where it is not the record's}, …],
 "figures": {NAME: {"file", "sha256", "alt"}}, "evidence": {FILE: SHA-256},
 "measure": {"key", parts…}, "draw": {"key", parts…},
 "versions", "machine", "date", "sha256"}
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from executed_slides.base.cache import Cache
from executed_slides.base.command_line import command
from executed_slides.base.errors import DeckError
from executed_slides.base.files import hash_json, hash_text, write_text
from executed_slides.records.sweep import label_of

RECORD_FORMAT = 1
# What a run says of where and how it ran, not of what it measured.
ELSEWHERE = ("artifacts", "resumed", "machine")


def seal(record: dict[str, Any]) -> dict[str, Any]:
    """The record with its own checksum, by which a later hand edit is found."""
    body = {key: value for key, value in record.items() if key != "sha256"}
    return {**body, "sha256": hash_json(body)}


def record_text(record: dict[str, Any]) -> str:
    """JSON with a line for each number and each series, so that a retraining diffs well."""
    return json_lines(record, "\n") + "\n"


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


def write_record(path: Path, record: dict[str, Any]) -> None:
    write_text(path, record_text(seal(record)))


def read_record(path: Path, shown: str, smoke: bool) -> dict[str, Any]:
    """Reads a record and checks that it is whole, unedited and of the right kind.

    Raises DeckError for one that is cut short, edited by hand, from another format
    version, or from a smoke run where results are asked for.
    """
    return parse_record(read_text(path, shown), path.stem, shown, smoke)


def read_hashed_record(
    path: Path, shown: str, smoke: bool, cache: Cache
) -> tuple[dict[str, Any], str]:
    """`read_record`, and the hash of its runs; a text that was whole before is not hashed again."""
    text = read_text(path, shown)
    decides = hash_text(text)
    known = cache.get("record", shown, decides)
    record = parse_record(text, path.stem, shown, smoke, whole=known is not None)
    if known is None:
        known = runs_hash(record)
        cache.put("record", shown, decides, value=known)
    return record, known


def read_text(path: Path, shown: str) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, ValueError) as error:
        raise DeckError(
            f"{shown}: not a whole record: {error}", mend_record(path.stem, shown)
        ) from error


def mend_record(name: str, shown: str) -> str:
    return f"{command(name)} runs the experiment again; git checkout {shown} brings it back"


def parse_record(
    text: str, name: str, shown: str, smoke: bool, whole: bool = False
) -> dict[str, Any]:
    """The record of experiment `name`; one that is known to be `whole` is not hashed."""
    mend = mend_record(name, shown)
    try:
        record = json.loads(text, parse_constant=refuse_constant)
    except ValueError as error:
        raise DeckError(f"{shown}: not a whole record: {error}", mend) from error
    if not isinstance(record, dict) or "format" not in record:
        raise DeckError(f"{shown}: not a record", mend)
    if record["format"] != RECORD_FORMAT:
        made = record["format"]
        newer = isinstance(made, int) and made > RECORD_FORMAT
        raise DeckError(
            f"{shown}: made by {'a newer' if newer else 'another'} version of the deck "
            f"(record format {made}, this one reads {RECORD_FORMAT})",
            f"git pull fetches a newer deck; {mend}" if newer else mend,
        )
    if not whole and record.get("sha256") != seal(record)["sha256"]:
        raise DeckError(f"{shown}: edited after its run: its checksum differs", mend)
    if record["experiment"] != name:
        raise DeckError(f"{shown}: the record of experiment {record['experiment']!r}", mend)
    if record["smoke"] != smoke:
        kind = "a smoke run, which is not a result" if record["smoke"] else "a real run"
        raise DeckError(f"{shown}: the record of {kind}", mend)
    return record


def refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no number")


def runs_hash(record: dict[str, Any]) -> str:
    """The hash of what a record measured, without when, how fast and in which files."""
    runs = [
        {key: value for key, value in run.items() if key not in ELSEWHERE} for run in record["runs"]
    ]
    return hash_json([record["parameters"], [{**run, "seconds": None} for run in runs]])


def runs_for_seed(record: dict[str, Any], seed: int | None) -> list[dict[str, Any]]:
    """The runs of a record that go with a seed: the same seed's, else the first's.

    One run, or one of each point of a sweep.
    """
    runs = record["runs"]
    same = [run for run in runs if run["seed"] == seed]
    return same or [run for run in runs if run["seed"] == runs[0]["seed"]]


def seeds_of(record: dict[str, Any]) -> list[int | None]:
    """The seeds of a record, each once; None stands for an experiment that has none."""
    return list(dict.fromkeys(run["seed"] for run in record["runs"]))


def is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def numbers_of(record: dict[str, Any]) -> dict[str, dict[int | None, Any]]:
    """A record's numbers as templates ask for them, each by seed.

    `{"large.loss": {1: 0.2, 2: 0.3}}`, and for each point of a sweep `at(units=4).large.loss`.
    """
    found: dict[str, dict[int | None, Any]] = {}
    for run in record["runs"]:
        for key, value in leaves(run["numbers"], point_prefix(run)):
            found.setdefault(key, {})[run["seed"]] = value
    return found


def point_prefix(run: dict[str, Any]) -> str:
    """`at(units=4).`, or nothing for a run of no sweep."""
    return f"at({label_of(run['point'])})." if "point" in run else ""


def leaves(tree: dict[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    """What a nested dict holds, by dotted key."""
    for key, value in tree.items():
        if isinstance(value, dict):
            yield from leaves(value, f"{above}{key}.")
        else:
            yield f"{above}{key}", value


def parameters_of(record: dict[str, Any], run: dict[str, Any]) -> dict[str, Any]:
    """The parameters with which a run of a record ran."""
    return {**record["parameters"], **run.get("point", {}), "seed": run["seed"]}
