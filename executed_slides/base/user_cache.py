"""The user's cache: what all decks of a user share, and what is safe to delete."""

import os
from pathlib import Path

from executed_slides.base.folders import Folders


def user_cache(folders: Folders) -> Path:
    """A folder of the user's for all decks; the deck's own where that is closed to us."""
    from platformdirs import user_cache_path

    place = user_cache_path("executed-slides", appauthor=False)
    return place if place.is_absolute() and _can_be_written(place) else folders.state


def user_home() -> Path:
    """The user's home; a folder that is not there where the system knows no such user."""
    try:
        return Path.home()
    except RuntimeError:  # Nor is HOME set.
        return Path(os.path.abspath(os.sep), "nonexistent")  # noqa: PTH100 Path has no such word


def has_home() -> bool:
    """Whether a user's home can be written to, which a container's often cannot."""
    return os.access(user_home(), os.W_OK)


def _can_be_written(place: Path) -> bool:
    there = next(folder for folder in (place, *place.parents) if folder.exists())
    return os.access(there, os.W_OK)
