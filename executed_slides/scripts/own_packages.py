"""Own packages: those that the user writes, be they installed editable or on the path.

/home/me/wellstats/src/wellstats   followed by source, like a helper
…/site-packages/numpy              somebody else's: counts by its version
"""

import sys
from functools import cache
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path

_INSTALLED = {"site-packages", "dist-packages"}


@cache
def find_own_package(name: str) -> tuple[Path, ...]:
    """The places of a package that the user writes, by its first name; none for any other.

    A module of one file is named without its ending. The engine is none: it counts by its own.
    """
    if name in sys.stdlib_module_names or name == "executed_slides":
        return ()
    spec = _find_spec(name)
    if spec is None:
        return ()
    folders = spec.submodule_search_locations
    places = [Path(place) for place in (folders if folders is not None else [spec.origin or ""])]
    if not places or any(_is_installed(place) for place in places):
        return ()
    return tuple(place if place.is_dir() else place.with_suffix("") for place in places)


def _find_spec(name: str) -> ModuleSpec | None:
    """How a run would find a package: not in the folder of the script that started this one."""
    path = sys.path if sys.flags.safe_path else sys.path[1:]
    for finder in sys.meta_path:
        try:
            spec = finder.find_spec(name, path if finder is PathFinder else None)
        except (ImportError, ValueError, AttributeError):
            continue
        if spec:
            return spec
    return None


def _is_installed(place: Path) -> bool:
    """Whether it lies where an installer puts it, or in no file at all."""
    return not place.exists() or bool(_INSTALLED & {*place.resolve().parts, *place.parts})
