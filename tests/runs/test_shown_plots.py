"""What `plt.show()` shows where a script measures is on its page, and closed as a window is."""

import base64
import json

import pytest
from made_once import made_once
from tiny_deck import SOURCES, build

SHOWING = '''"""A shows what it draws."""

# /// experiment
# ///

# %% Show
import subprocess
import sys

import matplotlib.pyplot as plt

from executed_slides import record

plt.plot([1, 2])
plt.show()
left = len(plt.get_fignums())
plt.plot([2, 1])
lines = len(plt.gca().lines)

# %% Go on
kept = len(plt.get_fignums())
fig = plt.gcf()
plt.show()

# %% Only look at it
fig

# %% Begin another Python
ALONE = "import matplotlib.pyplot as p; p.plot([1]); p.show(); print(len(p.get_fignums()))"
alone = subprocess.run([sys.executable, "-c", ALONE], capture_output=True, text=True).stdout
plt.plot([3])
plt.pause(0.01)
paused = len(plt.get_fignums())
plt.close("all")
record.numbers(total=left + kept, lines=lines, alone=int(alone), paused=paused)

# %% Draw tags=["figure"]
plt.plot([1, 2, 3])
plt.show()
record.figure("a", plt.gcf(), alt="A line")
'''


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    template = '---\ntheme: plain\n---\n# Talk\n{{ a.total }} {{ figure("a") }}\n'
    sources = {"experiments/a.py": SHOWING, "templates/talk.md.j2": template}
    return made_once(tmp_path_factory, "shown", lambda root: build(root, {**SOURCES, **sources}))


def pictures(deck) -> dict[str, list[bytes]]:
    """By cell the pictures that it put out."""
    cells = json.loads(deck.read("slides/lab/a.ipynb"))["cells"]
    return {
        cell["metadata"]["executed_slides"]["title"]: [
            base64.b64decode("".join(output["data"]["image/png"]))
            for output in cell["outputs"]
            if "image/png" in output.get("data", {})
        ]
        for cell in cells
        if cell["cell_type"] == "code"
    }


def test_what_is_shown_while_measuring_is_on_the_page_once(deck):
    shown = pictures(deck)

    assert {title: len(found) for title, found in shown.items()} == {
        "Show": 1,
        "Go on": 1,
        "Only look at it": 1,
        "Begin another Python": 0,
        "Draw": 0,
    }
    assert shown["Go on"] == shown["Only look at it"] != shown["Show"]
    assert all(b"Software" not in picture for found in shown.values() for picture in found)
    assert deck.read("slides/lab/a.html").count('src="data:image/png') == 3


def test_a_plot_that_was_shown_is_closed_and_one_that_was_not_lives_on(deck):
    numbers = deck.record("a")["runs"][0]["numbers"]

    # None was left after the first, and the second one lived on into the next cell.
    assert numbers["total"] == 0 + 1
    assert numbers["lines"] == 1


def test_a_program_that_a_run_starts_draws_too_and_a_pause_closes_nothing(deck):
    numbers = deck.record("a")["runs"][0]["numbers"]

    assert (numbers["alone"], numbers["paused"]) == (1, 1)


def test_pages_of_equal_runs_are_equal(deck):
    before = deck.read("slides/lab/a.ipynb")

    deck.run("build", "--force", "a")

    assert deck.read("slides/lab/a.ipynb") == before


def test_what_is_recorded_after_it_was_shown_is_told(deck):
    deck.edit(
        "experiments/a.py", "kept = len", 'record.figure("b", plt.gcf(), alt="b")\nkept = len'
    )
    deck.edit("experiments/a.py", "lines = len(plt.gca().lines)", "lines = 1\nplt.show()")

    outcome = deck.run("build", "a")

    assert "figure 'b' shows nothing: give it the figure that was drawn on" in outcome.err
    assert "or plt.gcf() before plt.show()" in outcome.err
