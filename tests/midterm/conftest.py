"""The midterm deck, finished once, in a folder where tests may break it."""

import shutil
import sys
from pathlib import Path

import pytest
from made_once import own_copy
from real_decks import ROOT, lend_marp

from executed_slides.base.folders import Folders
from executed_slides.output.exports import export_deck
from executed_slides.output.layout import measure_layout

SOURCES = ("experiments", "templates", "themes", "results", "slides")
FILES = ("build.py", "pyproject.toml")


@pytest.fixture(scope="session")
def real(tmp_path_factory) -> Path:
    """A copy of this repository's deck, with its HTML and PDF."""
    return own_copy(tmp_path_factory, "midterm", finish_deck)


def finish_deck(root: Path) -> None:
    for name in SOURCES:
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in FILES:
        shutil.copyfile(ROOT / name, root / name)
    for path in (root / "slides").glob("midterm.*"):
        if path.suffix != ".md" and "provenance" not in path.name:
            path.unlink()
    lend_marp(Folders(root))
    export_deck(Folders(root), "midterm")
    measure_layout(Folders(root), "midterm")


@pytest.fixture(autouse=True)
def close_figures():
    """Leaves no figure of a test in memory, and no style; what draws none loads no Matplotlib."""
    yield
    if pyplot := sys.modules.get("matplotlib.pyplot"):
        pyplot.close("all")
        pyplot.rcdefaults()
