"""The user's cache: what all decks of a user share, and what is safe to delete."""

import os
from pathlib import Path

from executed_slides.base.folders import Folders


def user_cache(folders: Folders) -> Path:
    """A folder of the user's for all decks; the deck's own where that is closed to us."""
    from platformdirs import user_cache_path

    place = user_cache_path("executed-slides", appauthor=False)
    return place if place.is_absolute() and _can_be_written(place) else folders.state


def _can_be_written(place: Path) -> bool:
    there = next(folder for folder in (place, *place.parents) if folder.exists())
    return os.access(there, os.W_OK)
