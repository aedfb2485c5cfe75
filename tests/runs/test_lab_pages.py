"""The executed notebook is kept in the script's order, and its prints as a reader wants them."""

import json

import pytest
from nbformat.v4 import new_code_cell, new_output

from executed_slides.runs.lab_pages import hide_places
from executed_slides.runs.printed import shorten_print


def test_the_notebook_has_every_cell_under_its_title_with_its_output(deck):
    cells = json.loads(deck.read("slides/lab/a.ipynb"))["cells"]

    assert ["".join(c["source"]) for c in cells if c["cell_type"] == "markdown"] == [
        "A measures.",
        "### Setup",
        "### Parameters",
        "### Measure",
        "### Figure",
        "![Total is 6](../image/a.png)",
    ]
    [measured] = [c for c in cells if "total = sum" in "".join(c["source"])]
    assert measured["outputs"][0]["text"] == ["Epoch 1/1\n"]


def test_a_page_shows_the_parameters_of_a_smoke_run(deck):
    deck.run("build", "--smoke")

    assert "steps = 1" in deck.read("smoke/slides/lab/a.ipynb")
    assert "SMOKE RUN" in deck.read("smoke/slides/lab/a.html")


def test_a_page_refers_to_nothing_remote(deck):
    page = deck.read("slides/lab/a.html")

    assert "http" not in page
    assert '<img alt="Total is 6" src="../image/a.png"' in page


def test_a_bar_that_was_overwritten_is_gone():
    bar = "\x1b[1m 1/30\x1b[0m ━ loss: 0.7\x08\x08\r\x1b[1m30/30\x1b[0m ━ loss: 0.5"

    assert shorten_print(f"Epoch 1/1\n{bar}\n", lines=9) == "Epoch 1/1\n30/30 ━ loss: 0.5\n"


def test_a_long_print_keeps_its_beginning_and_its_end():
    text = "".join(f"{number}\n" for number in range(100))

    assert shorten_print(text, lines=4) == "0\n1\n… 97 lines left out …\n99\n\n"


@pytest.mark.parametrize(
    "place", ["/home/me/.venv/lib/python3.11/site-packages/", "C:\\deck\\Lib\\site-packages\\"]
)
def test_a_page_does_not_tell_where_packages_lie(place):
    output = new_output("stream", text=f"{place}keras/fit.py:74: UserWarning: shuffle\n")
    cell = new_code_cell("fit()", outputs=[output])

    hide_places([cell])

    assert cell.outputs[0].text == "keras/fit.py:74: UserWarning: shuffle\n"
