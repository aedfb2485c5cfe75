"""Figure cells draw with the look that cells above them have set, and with no later one."""

import pytest
from made_once import made_once
from tiny_deck import SOURCES, build

DRAWING = '''"""A draws by its look."""

# /// experiment
# figures = ["a", "again"]
# ///

# %% Setup
import matplotlib.pyplot as plt

from executed_slides import record

COLOUR = "#123456"
plt.rc("figure", figsize=(width, 2))

# %% Size tags=["parameters"]
width = 3

# %% Measure
total = sum(range(4))
record.numbers(total=total)

# %% Draw tags=["figure"]
figure, axes = plt.subplots()
axes.plot([1, 2], color=COLOUR)
record.figure("a", figure, alt="A line")

# %% Later
plt.rcParams["figure.figsize"] = [4, 2]
plt.rcParams["lines.linewidth"] = total

# %% Draw it again tags=["figure"]
figure, axes = plt.subplots()
axes.plot([1, 2])
record.figure("again", figure, alt="The same line")
'''


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    setup = DRAWING.replace('plt.rc("figure", figsize=(width, 2))\n', "")
    source = setup.replace("# %% Measure\n", '# %% Measure\nplt.rc("figure", figsize=(width, 2))\n')
    sources = {**SOURCES, "experiments/a.py": source}
    template = '---\ntheme: plain\n---\n# Talk\n{{ a.total }} {{ figure("a") }}\n'
    return made_once(
        tmp_path_factory,
        "looks",
        lambda root: build(root, {**sources, "templates/talk.md.j2": template}),
    )


def test_a_figure_has_the_look_and_the_constants_of_cells_above_it(deck):
    first, again = (deck.read(f"slides/image/{name}.svg") for name in ("a", "again"))

    assert 'width="300" height="200"' in first
    assert "#123456" in first
    assert 'width="400" height="200"' in again
    assert "stroke-width: 6" not in again


def test_another_look_draws_again_and_a_look_of_what_was_computed_is_told(deck):
    deck.edit("experiments/a.py", '"#123456"', '"#654321"')

    outcome = deck.run("build")

    assert outcome.done[:2] == [
        outcome.done[0],
        "note    a                experiments/a.py:29: does not hold in figure cells, for it uses "
        "'total' of the measuring cell 'Later': write its value there, or set this in the figure "
        "cell",
    ]
    # The colour stands in a measuring cell, whose key counts all of it.
    assert outcome.done[0].split()[:2] == ["run", "a"]
    assert "#654321" in deck.read("slides/image/a.svg")
