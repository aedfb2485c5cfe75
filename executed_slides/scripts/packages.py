"""Packages: the installed versions of what scripts import."""

import os
import re
import sys
from collections.abc import Iterable
from functools import cache

# Names to install, by the name to import where that is another, or one of several: to ask for all
# of them takes a tenth of a second.
_DISTRIBUTIONS = {
    "PIL": ("pillow",),
    "cv2": ("opencv-python", "opencv-python-headless"),
    "sklearn": ("scikit-learn",),
    "tensorflow": ("tensorflow", "tensorflow-cpu"),
}
_ENDING = ".dist-info"


def versions(packages: Iterable[str]) -> dict[str, str]:
    """The installed version of each package; the standard library's have none."""
    found = {package: installed_version(package) for package in sorted(packages)}
    return {package: version for package, version in found.items() if version}


@cache
def installed_version(package: str) -> str | None:
    """The version of a package by the name under which it is imported.

    None for the standard library, whose version is Python's, and for the engine itself.
    """
    if package in sys.stdlib_module_names or package == "executed_slides":
        return None
    listed = _listed_versions()
    names = _DISTRIBUTIONS.get(package, (package,))
    found = (listed[_normal(name)] for name in names if _normal(name) in listed)
    return next(found, None) or _find_version(package)


@cache
def _listed_versions() -> dict[str, str]:
    """The version of each distribution, by the name of the folder that a wheel makes for it.

    `importlib.metadata` reads the same from a file in there, and takes thirty times as long.
    """
    found: dict[str, str] = {}
    for place in sys.path:
        try:
            names = os.listdir(place or ".")  # noqa: PTH208 a Path each takes as long again
        except OSError:
            continue
        for name in names:
            if name.endswith(_ENDING):
                distribution, _, version = name.removesuffix(_ENDING).rpartition("-")
                found.setdefault(_normal(distribution), version)
    return found


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
