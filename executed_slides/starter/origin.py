"""The origin: where this engine was installed from, so that a new project can ask for the same.

its direct_url.json (PEP 610) ──▶ executed-slides @ git+https://…@COMMIT · >=VERSION
"""

import json
from importlib import metadata
from typing import Any, NamedTuple

NAME = "executed-slides"


class Origin(NamedTuple):
    """A requirement as pyproject.toml has it; `place` is a path, which others do not have."""

    requirement: str
    place: str | None = None


def find_origin(extras: str = "") -> Origin:
    """What to ask for in order to get this engine again, with `extras` such as `[node]`."""
    try:
        engine = metadata.distribution(NAME)
    except metadata.PackageNotFoundError:
        return Origin(NAME + extras)
    told = engine.read_text("direct_url.json")
    if told is None:
        return Origin(f"{NAME}{extras}>={engine.version}")
    source = json.loads(told)
    url = _address(source)
    place = url if url.startswith("file:") else None
    return Origin(f"{NAME}{extras} @ {url}", place)


def _address(source: dict[str, Any]) -> str:
    url = source["url"]
    if version := source.get("vcs_info"):
        url = f"{version['vcs']}+{url}@{version['commit_id']}"
    folder = source.get("subdirectory")
    return f"{url}#subdirectory={folder}" if folder else url
