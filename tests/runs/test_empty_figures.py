"""A figure that shows nothing is refused on the line that records it."""

import json

import numpy as np
import pytest
from PIL import Image

from executed_slides import record
from executed_slides.runs import recording

pytest.importorskip("matplotlib")

from matplotlib.figure import Figure
from matplotlib.text import Text


@pytest.fixture(autouse=True)
def drawing(tmp_path, monkeypatch):
    """A run of figure cells."""
    task = {"experiment": "a", "runs": [{"seed": 1}]}
    (tmp_path / "task.json").write_text(json.dumps(task))
    monkeypatch.setenv("EXECUTED_SLIDES_TASK", str(tmp_path))
    recording.this_run.cache_clear()
    yield
    recording.this_run.cache_clear()


class Pixels:
    """A figure of a library that nobody here knows."""

    def __init__(self, colours):
        self.colours = np.array(colours, "uint8")

    def savefig(self, path, metadata):
        Image.fromarray(self.colours).save(path)


def new():
    return Figure()


def axes_alone():
    figure = Figure()
    figure.suptitle("Loss")
    figure.subplots(1, 2)[0].set_title("of training")
    return figure


def inside_alone():
    figure = Figure()
    figure.subfigures(1, 2)[0].subplots()
    return figure


def curve(*values):
    figure = Figure()
    figure.subplots().plot(values, "o")
    return figure


def points(*values):
    figure = Figure()
    figure.subplots().scatter(values, values)
    return figure


def words_alone():
    figure = Figure()
    figure.text(0.5, 0.5, "42")
    return figure


def bars_inside():
    figure = Figure()
    figure.subfigures(1, 2)[1].subplots().bar([1], [2])
    return figure


def line_on_figure():
    figure = axes_alone()
    figure.add_artist(Text(0.5, 0.5, "42"))
    return figure


@pytest.mark.parametrize("draw", [new, axes_alone, inside_alone])
def test_a_figure_that_nobody_drew_on_is_refused(draw, tmp_path):
    with pytest.raises(ValueError, match=r"figure 'loss' shows nothing: give it the figure that"):
        record.figure("loss", draw(), alt="")

    assert not list(tmp_path.glob("loss.*"))


@pytest.mark.parametrize("figure", [curve(np.nan, np.inf), points(), points(np.nan)])
def test_a_figure_without_a_finite_value_is_refused(figure):
    with pytest.raises(ValueError, match="figure 'loss' shows no finite value"):
        record.figure("loss", figure, alt="")


@pytest.mark.parametrize("colour", [[255, 255, 255], [0, 0, 0, 0]])
def test_a_page_of_one_colour_is_refused_whoever_drew_it(colour):
    with pytest.raises(ValueError, match="figure 'loss' is a page of one colour"):
        record.figure("loss", Pixels([[colour, colour]]), alt="")


def test_what_is_transparent_all_over_is_empty_whatever_its_colours():
    with pytest.raises(ValueError, match="figure 'loss' is a page of one colour"):
        record.figure("loss", Pixels([[[255, 0, 0, 0], [0, 0, 255, 0]]]), alt="")


@pytest.mark.parametrize(
    "figure",
    [
        curve(np.nan, 0.5),
        points(np.nan, 0.5),
        words_alone(),
        bars_inside(),
        line_on_figure(),
        Pixels([[[255, 255, 255], [255, 255, 254]]]),
        Pixels([[[0, 0, 0, 0], [0, 0, 0, 255]]]),
    ],
)
def test_what_shows_anything_is_kept(figure, tmp_path):
    record.figure("loss", figure, alt="")

    assert [file.stem for file in tmp_path.glob("loss.*")] == ["loss"]


def test_axes_and_what_is_drawn_on_them_stand_for_their_figure(tmp_path):
    axes, inside = curve(1, 2).axes[0], bars_inside().subfigs[1].axes[0]

    record.figure("axes", axes, alt="")
    record.figure("line", axes.lines[0], alt="")
    record.figure("inside", inside, alt="")

    assert (tmp_path / "axes.svg").read_text() == (tmp_path / "line.svg").read_text()
    assert (tmp_path / "inside.svg").exists()
    with pytest.raises(ValueError, match="figure 'loss' shows nothing"):
        record.figure("loss", axes_alone().axes[0], alt="")


def test_pyplot_itself_stands_for_the_current_figure(tmp_path):
    from matplotlib import pyplot

    pyplot.plot([1, 2])
    record.figure("loss", pyplot, alt="")
    pyplot.close("all")

    assert (tmp_path / "loss.svg").exists()
    with pytest.raises(ValueError, match="figure 'late' shows nothing"):
        record.figure("late", pyplot, alt="")
    pyplot.close("all")
