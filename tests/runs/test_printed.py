"""However much a cell prints, what is kept of it is small, says what is missing, and comes soon."""

import json
import os
import time

import pytest
from nbformat.v4 import new_code_cell, new_output

from executed_slides.runs.hidden_places import hide_places
from executed_slides.runs.notebook import CellFailed, Kernels, code_cell, run_cells
from executed_slides.runs.outputs import MOST_OUTPUTS
from executed_slides.runs.printed import Printed, shorten_print
from executed_slides.runs.progress import Training


@pytest.fixture
def run(tmp_path):
    """Runs a cell, and gives its outputs."""

    def run_cell(source):
        cell = code_cell(source, title="Measure", place="experiments/a.py:1")
        environment, log = dict(os.environ), tmp_path / "log.txt"
        run_cells([cell], tmp_path, environment, log, Kernels(), lambda text: None)
        return cell.outputs

    return run_cell


def test_a_line_that_no_page_has_room_for_keeps_its_beginning_and_its_end(run):
    numbers = str([*range(20_000)])

    [output] = run("print([*range(20_000)])")

    assert output.text == (
        f"{numbers[:1000]} … {len(numbers) - 2000:,} characters left out … {numbers[-1000:]}\n"
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("z" * 10_000_000, "z" * 1000 + " … 9,998,000 characters", id="one line"),
        pytest.param("1\n" * 1_000_000, "1\n" * 12 + "… 999,977 lines left out", id="many lines"),
        pytest.param("\r|" * 1_000_000 + "\rdone", "done", id="a progress bar"),
        pytest.param("\x1b[31m" * 500_000 + "\ndone", " … 2,498,000 characters", id="colours"),
        pytest.param("\x08" * 500_000 + "\ndone", " … 498,000 characters", id="steps back"),
    ],
)
def test_time_is_of_the_length_of_what_is_printed(text, shown):
    began = time.process_time()

    assert shorten_print(text).startswith(shown)
    assert time.process_time() - began < 5  # By squares, minutes.


@pytest.mark.parametrize("text", ["/a" * 500_000, "data:image/png;base64," + "QUJD/kFC" * 200_000])
def test_paths_are_looked_for_in_time_of_the_length_of_a_text(tmp_path, text):
    cell = new_code_cell("show()", outputs=[new_output("display_data", {"text/html": text})])
    began = time.process_time()

    hide_places([cell], tmp_path, tmp_path / "experiments", None)

    assert cell.outputs[0].data["text/html"] == text
    assert time.process_time() - began < 5  # By squares, minutes.


def test_a_print_that_comes_in_pieces_is_shortened_as_one_that_comes_whole():
    text = "Epoch 1\n 1/30 ━\r30/30 ━\n" * 30 + "x" * 9_000 + "\nbye"
    printed = Printed()

    for sign in text:
        printed.hear(sign)

    assert printed.text() == shorten_print(text)


def test_a_progress_bar_without_an_end_is_heard_in_no_time():
    training = Training()
    training.hear("Epoch 1/2\n", 0)

    for _ in range(20_000):
        training.hear(f"\r1/10 ━ loss: 0.5{' ' * 100}", 0)
    training.hear("\r10/10 ━ loss: 0.25\n", 0)

    assert (training.metrics, training.tail) == ({"loss": "0.25"}, "")


def test_of_outputs_without_end_the_first_are_kept_and_the_others_counted(run):
    outputs = run("for i in range(130): display(i)")

    assert [output.data["text/plain"] for output in outputs[:-1]] == [
        str(number) for number in range(MOST_OUTPUTS)
    ]
    assert outputs[-1].text == "… 30 more outputs left out …\n"


@pytest.mark.parametrize(
    ("shown", "kind"),
    [
        ("HTML('<i>a</i>' * 30_000)", "text/html of 240,000"),
        ("Markdown('a' * 200_000)", "text/markdown of 200,000"),
        ("SVG('<svg>' + ' ' * 12_000_000 + '</svg>')", "image/svg+xml of 12,000,011"),
    ],
)
def test_an_output_that_a_page_cannot_hold_is_left_out_by_name(run, shown, kind):
    name = shown.partition("(")[0]

    [output] = run(f"from IPython.display import {name}\ndisplay({shown})")

    assert output.data == {
        "text/plain": f"… {kind} characters left out …\n<IPython.core.display.{name} object>"
    }


def test_of_an_error_of_megabytes_a_terminal_shows_the_beginning_and_the_end(run):
    with pytest.raises(CellFailed) as failed:
        run("print('boo ' * 1_000_000)\nraise ValueError('w' * 5_000_000)")

    assert len(failed.value.output + failed.value.traceback) < 20_000
    assert "characters left out" in failed.value.traceback


def test_the_page_of_an_experiment_says_what_was_left_out(deck):
    deck.edit("experiments/a.py", 'print("Epoch 1/1")', 'print("-" * 5_000)')

    assert deck.run("build", "a").code == 0
    assert "- … 3,000 characters left out … -" in deck.read("slides/lab/a.html")
    assert json.loads(deck.read("results/a.json"))["runs"][0]["numbers"]["total"] == 6
