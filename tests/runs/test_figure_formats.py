"""What a figure is kept as, from the cell that draws it to the slide that shows it."""

import json

import pytest
from made_records import write_values

from executed_slides.base.files import sha256

DRAWN = """
from matplotlib.figure import Figure

drawing = Figure()
drawing.subplots().plot([1, 2, run.numbers.total])
record.figure("a", drawing, alt=f"Total is {run.numbers.total}")
"""


@pytest.fixture(name="deck")
def drawn_deck(deck):
    """The tiny deck, its figure drawn by Matplotlib."""
    script = deck.read("experiments/a.py")
    drawing = script[script.index('record.figure("a"') :]
    deck.edit("experiments/a.py", drawing, DRAWN)
    assert deck.run("build").code == 0
    return deck


def figures(deck):
    return sorted(file.name for file in (deck.root / "slides/image").iterdir())


def test_the_slides_and_the_evidence_name_the_figure_by_the_format_that_it_has(deck):
    assert figures(deck) == ["a.svg"]
    assert "![width:400px Total is 6](image/a.svg)" in deck.read("slides/talk.md")
    assert "(../image/a.svg)" in deck.read("slides/lab/a.ipynb")
    assert 'src="../image/a.svg"' in deck.read("slides/lab/a.html")
    assert json.loads(deck.read("results/a.json"))["figures"]["a"] == {
        "file": "slides/image/a.svg",
        "sha256": sha256(deck.root / "slides/image/a.svg"),
        "alt": "Total is 6",
    }
    assert deck.run("check").code == 0


def test_a_figure_in_another_format_leaves_no_former_one_behind(deck):
    measured = json.loads(deck.read("results/a.json"))["measure"]["key"]
    deck.edit("experiments/a.py", "alt=f", 'format="png", alt=f')

    assert deck.run("build").code == 0

    assert figures(deck) == ["a.png"]
    assert "](image/a.png)" in deck.read("slides/talk.md")
    assert json.loads(deck.read("results/a.json"))["measure"]["key"] == measured
    assert deck.run("check").code == 0


def test_a_former_figure_that_somebody_changed_stays_and_is_told(deck):
    deck.write("slides/image/a.svg", "mine")
    deck.edit("experiments/a.py", "alt=f", 'format="png", alt=f')

    assert deck.run("build").code == 0

    assert figures(deck) == ["a.png", "a.svg"]
    assert "note    slides/image/a.svg   is made by no script" in deck.run("check").lines


def test_a_figure_that_would_run_a_program_is_no_good_one_whatever_its_record_says(deck):
    file = deck.root / "slides/image/a.svg"
    file.write_text(deck.read("slides/image/a.svg").replace("</svg>", "<script/></svg>"))
    record = json.loads(deck.read("results/a.json"))
    record["figures"]["a"]["sha256"] = sha256(file)
    write_values(deck.root / "results/a.json", record)

    outcome = deck.run("check")

    assert outcome.code == 3
    assert outcome.lines[:2] == [
        "stale   slides/image/a.svg   holds <script>, which a picture has no use for",
        "        mend: uv run build.py a",
    ]
