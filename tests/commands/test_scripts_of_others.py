"""What somebody puts into experiments/ and is none yet is told with what makes it one."""

import json

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

BLOCK = "# /// experiment\n# ///\n"


def notebook(*cells: str) -> str:
    return nbformat.writes(new_notebook(cells=[new_code_cell(source) for source in cells]))


def test_a_notebook_with_a_block_is_told_with_the_command_that_converts_it(deck):
    deck.write("experiments/fit.ipynb", notebook(BLOCK + "x = 1"))

    outcome = deck.run("status")

    assert outcome.code == 1
    assert outcome.lines[:2] == [
        "failed  fit   experiments/fit.ipynb: a notebook is no experiment: its script is, of which "
        "each cell is `# %%`",
        "        mend: uvx jupytext --to py:percent experiments/fit.ipynb",
    ]
    assert json.loads(deck.run("status", "--json").out)["problems"][0]["kind"] == "failed"


def test_a_notebook_beside_its_script_and_one_to_play_with_are_nobody_s_concern(deck):
    deck.write("experiments/a.ipynb", notebook(BLOCK + "x = 1"))
    deck.write("experiments/sketch.ipynb", notebook("x = 1"))

    assert deck.run("check").code == 0


@pytest.mark.parametrize(
    ("file", "text", "message", "hint"),
    [
        (
            "sketch.ipynb",
            notebook("x = 1"),
            "experiments/sketch.ipynb: a notebook is no experiment",
            "uvx jupytext --to py:percent experiments/sketch.ipynb",
        ),
        (
            "sketch.py",
            "x = 1\n",
            "no experiment 'sketch': experiments/sketch.py has no experiment block",
            "write '# /// experiment' and '# ///' above its first cell",
        ),
    ],
)
def test_what_is_named_and_is_no_experiment_is_told_what_it_lacks(deck, file, text, message, hint):
    deck.write(f"experiments/{file}", text)

    outcome = deck.run("build", "sketch")

    assert outcome.code != 0
    assert f"error: {message}" in outcome.err
    assert f"hint: {hint}" in outcome.err


@pytest.mark.parametrize("magic", ["%matplotlib inline", "!pip install numpy"])
def test_a_command_of_a_notebook_is_told_as_one(deck, magic):
    deck.write("experiments/fit.py", f"{BLOCK}{magic}\nx = 1\n")

    outcome = deck.run("status")

    assert outcome.lines[0].startswith("failed  fit   experiments/fit.py:3: ")
    assert outcome.lines[1] == (
        "        mend: leave out this command of a notebook; jupytext --to py:percent does, of its "
        ".ipynb"
    )


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("buidl", "is it build? uv run build.py --help lists the verbs"),
        ("aa", "is it a? uv run build.py --help lists the verbs"),
        ("new", "experiments are a, b; uv run build.py --help lists the verbs"),
    ],
)
def test_a_word_that_is_neither_a_verb_nor_an_experiment_is_told_with_what_there_is(
    deck, word, hint
):
    outcome = deck.run(word)

    assert outcome.code == 2
    assert f"error: no experiment {word!r}\nhint: {hint}\n" in outcome.err


def test_where_no_project_is_the_verb_that_makes_one_is_named(deck):
    for script in (deck.root / "experiments").glob("*.py"):
        script.unlink()

    outcome = deck.run("new", "talk")

    assert outcome.code == 2
    assert "hint: uv run build.py init makes a project; " in outcome.err
