"""Records for tests: what a test does not say of one is as in any."""

from pathlib import Path
from typing import Any

from msgspec import convert

from executed_slides.base.files import hash_json
from executed_slides.records.keys import NOT_DRAWN, MeasureParts, with_key
from executed_slides.records.record_files import checksum_of, json_lines
from executed_slides.records.schema import FORMAT, Machine, Record, Run
from executed_slides.template.values import measured

_APART = ("key", "files", "observed", "influences")
MEASURE = MeasureParts("", {}, {}, {}, {}, {}, {}, {})


def make_run(**values: Any) -> Run:
    return convert({"seed": 1, "numbers": {}, "series": {}, "seconds": 0.0, **values}, Run)


def make_record(experiment: str = "a", runs: Any = ({},), **values: Any) -> Record:
    """A record of runs that are given as plain values, with seeds 1, 2, … where they say none."""
    usual = {
        "format": FORMAT,
        "finding": "",
        "smoke": False,
        "parameters": {},
        "measure": with_key(MEASURE),
        "versions": {"python": "3.11.7"},
        "machine": Machine("Linux", "x86_64", 2, 25),
        "date": "2026-01-02T03:04:05+00:00",
        "draw": with_key(NOT_DRAWN),
        "figures": {},
        "evidence": {},
    }
    made = [make_run(**{"seed": number, **run}) for number, run in enumerate(runs, 1)]
    return Record(experiment=experiment, runs=made, **{**usual, **values})


def write_values(path: Path, values: dict[str, Any]) -> None:
    """Writes what may be no record at all, with the checksum and the keys that it must have."""
    for part in ("measure", "draw"):
        if part in values:
            parts = {name: v for name, v in values[part].items() if name not in _APART}
            cells = [statement for hashes in parts["cells"].values() for statement in hashes]
            observed = (values[part].get("observed") or {}).items()
            read = {name: v for name, v in observed if v} | values[part].get("files", {})
            files = {"files": read} if read else {}
            values[part]["key"] = hash_json({**parts, **files, "cells": cells})
    sealed = {**values, "sha256": checksum_of(values)}
    path.write_text(json_lines(sealed, "\n") + "\n", "utf-8")


def in_runs(name: str, values: list[Any], experiment: str = "") -> Any:
    """A number as templates see it that runs with seeds 1, 2, … measured."""
    seeds = tuple(range(1, len(values) + 1))
    by_seed = dict(zip(seeds, values, strict=True))
    return measured(name, by_seed, (seeds,) if len(seeds) > 1 else (), experiment=experiment)
