"""The talk in `examples/`: its records and slides are today's, and it is made anew from nothing."""

import re
import shutil
from pathlib import Path

import pytest
from real_decks import ROOT, lend_marp
from tiny_deck import Deck, leave_out_marp

from executed_slides.base.folders import Folders

BIKES = ROOT / "examples" / "bikes"
# What somebody who tried it has there, and no clone.
OF_A_BUILD = (
    *(".venv", ".executed-slides", "uv.lock", "__pycache__", "smoke"),
    *("bikes.html", "bikes.pdf", "bikes.pptx", "bikes.export.json", "bikes.layout.json"),
)

OF_A_PREVIEW = rb"answers\.js|problems\.js|/ask/"


@pytest.fixture
def bikes(tmp_path, capsys) -> Deck:
    """The example as a clone has it."""
    shutil.copytree(BIKES, tmp_path / "bikes", ignore=shutil.ignore_patterns(*OF_A_BUILD))
    return Deck(tmp_path / "bikes", capsys)


def measured(deck: Deck) -> dict[str, list]:
    """By experiment what each run recorded."""
    names = sorted(path.stem for path in (deck.root / "results").iterdir())
    kinds = ("seed", "numbers", "texts", "tables", "series")
    return {
        name: [[run.get(kind) for kind in kinds] for run in deck.record(name)["runs"]]
        for name in names
    }


def forget(root: Path) -> None:
    """Nothing is left of what a build made."""
    shutil.rmtree(root / "results")
    shutil.rmtree(root / "slides")


def test_its_committed_records_and_slides_are_todays(bikes, monkeypatch):
    leave_out_marp(monkeypatch)

    outcome = bikes.run("check", "--full")

    assert outcome.code == 0, outcome.out
    assert outcome.lines[-1] == (
        "good    slides/bikes.md  5 records current, 9 claims true; "
        "not exported, so no finished slides were seen: bikes"
    )


def test_it_says_that_its_data_is_made_up(bikes):
    first, _, _ = bikes.read("slides/bikes.md").partition("\n---\n# ")

    assert "all of it made up for this example" in first


def test_other_data_makes_it_stale(bikes, monkeypatch):
    leave_out_marp(monkeypatch)
    bikes.edit("measured/scores.csv", "1,network,2.6530", "1,network,2.9530")

    outcome = bikes.run("check")

    assert outcome.code == 3
    assert "stale   scores   file measured/scores.csv changed" in outcome.lines


@pytest.mark.exhaustive
def test_a_build_from_nothing_measures_the_same_and_its_finished_files_show_all_they_have(bikes):
    committed = measured(bikes)
    forget(bikes.root)
    lend_marp(Folders(bikes.root))

    built = bikes.run("build")

    assert built.code == 0, built.out + built.err
    assert measured(bikes) == committed
    assert bikes.run("check", "--full", "--read-back", "--unused").code == 0
    # What a preview answers stays in the preview.
    finished = [file for file in (bikes.root / "slides").rglob("*.*") if file.is_file()]
    assert [f.name for f in finished if re.search(OF_A_PREVIEW, f.read_bytes())] == []
