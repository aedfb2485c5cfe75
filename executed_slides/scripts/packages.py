"""Packages: the installed versions of what scripts import."""

import json
import os
import re
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

# Names to install, by the name to import where that is another, or one of several: to ask for all
# of them takes a tenth of a second.
_DISTRIBUTIONS = {
    "PIL": ("pillow",),
    "cv2": ("opencv-python", "opencv-python-headless"),
    "sklearn": ("scikit-learn",),
    "tensorflow": ("tensorflow", "tensorflow-cpu"),
}
_ENDING = ".dist-info"
# Raised when the engine would record otherwise what the same script measures.
PROTOCOL = 1


def versions(packages: Iterable[str]) -> dict[str, str]:
    """The installed version of each package; the standard library's have none."""
    found = {package: installed_version(package) for package in sorted(packages)}
    return {package: version for package, version in found.items() if version}


@cache
def installed_version(package: str) -> str | None:
    """The version of a package by the name under which it is imported.

    One that was installed from a repository counts by its commit too. None for the standard
    library, whose version is Python's, and for the engine, which records alike in all its
    versions of one recording protocol.
    """
    if package in sys.stdlib_module_names:
        return None
    if package == "executed_slides":
        return f"protocol {PROTOCOL}" if PROTOCOL > 1 else None
    listed = _listed_distributions()
    names = _DISTRIBUTIONS.get(package, (package,))
    found = (listed[_normal(name)] for name in names if _normal(name) in listed)
    distribution = next(found, None)
    if distribution is None:
        return _find_version(package)
    commit = _commit_of(distribution)
    return f"{distribution.version} at {commit[:12]}" if commit else distribution.version


class _Distribution(NamedTuple):
    """An installed distribution: its version, and the folder in which a wheel describes it."""

    version: str
    folder: str


@cache
def _listed_distributions() -> dict[str, _Distribution]:
    """Each distribution by the name of the folder that a wheel makes for it.

    `importlib.metadata` reads the same from a file in there, and takes thirty times as long.
    """
    found: dict[str, _Distribution] = {}
    for place in sys.path:
        try:
            names = os.listdir(place or ".")  # noqa: PTH208 a Path each takes as long again
        except OSError:
            continue
        for name in names:
            if name.endswith(_ENDING):
                distribution, _, version = name.removesuffix(_ENDING).rpartition("-")
                about = _Distribution(version, f"{place or '.'}/{name}")
                found.setdefault(_normal(distribution), about)
    return found


def _commit_of(distribution: _Distribution) -> str | None:
    """The commit from which it was installed, if that was a repository (PEP 610)."""
    try:
        told = json.loads(Path(distribution.folder, "direct_url.json").read_text("utf-8"))
        return str(told["vcs_info"]["commit_id"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _find_version(package: str) -> str | None:
    """What only `importlib.metadata` knows: eggs, and packages of other distributions' names."""
    from importlib import metadata

    names = [package, *metadata.packages_distributions().get(package, [])]
    for name in names:
        try:
            return metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return None


def _normal(name: str) -> str:
    """A distribution's name as PEP 503 compares it, with the sign that folders have."""
    return re.sub(r"[-_.]+", "_", name).lower()
