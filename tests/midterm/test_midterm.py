"""The midterm deck itself: proven against the real data, fit for its pages, and made by smoke."""

import json
import os
import shutil
import subprocess
import sys

import pytest
from real_decks import ROOT

from executed_slides.base.folders import Folders
from executed_slides.commands.main import main
from executed_slides.output.layout import read_layout
from executed_slides.toolchain.installation import install_marp

SOURCES = ("build.py", "executed_slides", "experiments", "templates", "themes", "pyproject.toml")


@pytest.fixture(scope="module", autouse=True)
def marp():
    """Marp and a browser, which a fresh clone does not have yet."""
    install_marp(Folders(ROOT))


def numbers(name: str) -> dict:
    return json.loads((ROOT / f"results/{name}.json").read_text("utf-8"))["runs"][0]["numbers"]


@pytest.mark.skipif("DECK_DATA" not in os.environ, reason="the real data is not at hand")
def test_the_records_are_of_the_real_data(capsys):
    assert main(ROOT, ["status"]) == 0

    assert (numbers("imdb")["training_reviews"], numbers("imdb")["test_reviews"]) == (25000, 25000)
    assert (numbers("reuters")["training_wires"], numbers("reuters")["test_wires"]) == (8982, 2246)
    assert numbers("reuters")["topics"] == 46
    assert (numbers("boston")["samples"], numbers("boston")["features"]) == (506, 13)


def test_the_slides_are_proven(capsys):
    assert main(ROOT, ["check"]) == 0, capsys.readouterr().out


def test_every_slide_shows_all_it_has(real):
    faults = read_layout(Folders(real), "midterm")

    assert [fault.message for fault in faults] == []


@pytest.mark.exhaustive
def test_a_smoke_build_makes_the_whole_deck_from_nothing(tmp_path):
    for name in SOURCES:
        source = ROOT / name
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, tmp_path / name)
    alone = {name: value for name, value in os.environ.items() if name != "DECK_DATA"}

    ended = subprocess.run(
        [sys.executable, "build.py", "--smoke"],
        cwd=tmp_path,
        env={**alone, "KERAS_HOME": str(tmp_path / "nothing")},
        capture_output=True,
        text=True,
    )

    assert ended.returncode == 0, ended.stderr
    slides = tmp_path / "smoke" / "slides"
    assert (slides / "midterm.pdf").read_bytes().startswith(b"%PDF")
    assert "스모크 실행 · 결과 아님" in (slides / "midterm.html").read_text("utf-8")
    assert not (tmp_path / "results").exists()
    again = subprocess.run(
        [sys.executable, "build.py", "check", "--smoke"], cwd=tmp_path, env=alone, text=True
    )
    assert again.returncode == 0
