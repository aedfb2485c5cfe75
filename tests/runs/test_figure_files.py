"""A figure of lines is kept as SVG, one of pixels or of too many points as PNG."""

import re
import subprocess
import sys
from xml.etree import ElementTree

import matplotlib
import numpy as np
import pytest
from matplotlib.figure import Figure
from PIL import Image

from executed_slides.base.picture_files import find_fault_in
from executed_slides.runs.figure_files import save_figure

PNG = b"\x89PNG\r\n\x1a\n a picture IEND\xaeB`\x82"
POINTS = np.random.default_rng(0).random((2, 8000))


def lines():
    """Two curves with a band, dates and a clip: all for which Matplotlib makes up names."""
    figure = Figure(figsize=(5, 3), dpi=200)
    axes = figure.subplots()
    axes.plot([1, 2, 3], [1 / 3, 2 / 3, 1], marker="o")
    axes.fill_between([1, 2, 3], [0, 0.1, 0.2], [0.5, 0.9, 1.1], alpha=0.2)
    axes.set_xlabel("epoch", size=14.4)
    return figure


def photo():
    figure = lines()
    figure.axes[0].imshow(np.eye(3))
    return figure


def mesh():
    figure = lines()
    figure.axes[0].pcolormesh(np.eye(3))
    return figure


def told_to_be_pixels():
    figure = lines()
    figure.axes[0].plot([1, 3], [0, 1], rasterized=True)
    return figure


def hidden_photo():
    figure = photo()
    figure.axes[0].images[0].set_visible(False)
    return figure


def cloud(points):
    figure = lines()
    figure.axes[0].scatter(*POINTS[:, :points])
    return figure


def svg(folder, figure, asked=None):
    assert save_figure(figure, folder, "a", asked) == "svg"
    return (folder / "a.svg").read_text("utf-8")


@pytest.mark.parametrize(
    ("figure", "form"),
    [
        (lines, "svg"),
        (photo, "png"),
        (mesh, "png"),
        (told_to_be_pixels, "png"),
        (hidden_photo, "svg"),
        (lambda: cloud(500), "svg"),
        (lambda: cloud(8000), "png"),
    ],
)
def test_what_is_made_of_lines_is_an_svg_and_what_is_made_of_pixels_a_png(tmp_path, figure, form):
    assert save_figure(figure(), tmp_path, "a", None) == form

    assert [file.name for file in tmp_path.iterdir()] == [f"a.{form}"]
    assert find_fault_in((tmp_path / f"a.{form}").read_bytes()) is None


@pytest.mark.parametrize(
    ("figure", "asked"),
    [(lines, "png"), (photo, "svg"), (lambda: cloud(8000), "svg")],
)
def test_a_format_that_is_asked_for_is_kept(tmp_path, figure, asked):
    assert save_figure(figure(), tmp_path, "a", asked) == asked

    assert [file.name for file in tmp_path.iterdir()] == [f"a.{asked}"]
    assert find_fault_in((tmp_path / f"a.{asked}").read_bytes()) is None


def test_another_format_is_refused(tmp_path):
    with pytest.raises(ValueError, match=r"figure 'a' has no format 'pdf': there are svg, png"):
        save_figure(lines(), tmp_path, "a", "pdf")
    with pytest.raises(ValueError, match=r"figure 'a' is of Matplotlib: its formats are svg and"):
        save_figure(lines(), tmp_path, "a", "jpg")


def test_a_figure_that_would_act_is_refused_where_it_is_drawn(tmp_path):
    figure = lines()
    figure.axes[0].lines[0].set_url("javascript:alert(1)")

    with pytest.raises(ValueError, match=r"figure 'a' holds a script in the attribute xlink:href"):
        save_figure(figure, tmp_path, "a", None)

    assert not list(tmp_path.iterdir())


class Drawing:
    """What another library draws, by Matplotlib's word."""

    def savefig(self, path, metadata):
        path.write_bytes(PNG)


def test_a_figure_of_another_library_is_a_png(tmp_path):
    assert save_figure(Drawing(), tmp_path, "a", None) == "png"

    assert (tmp_path / "a.png").read_bytes() == PNG
    with pytest.raises(ValueError, match=r"figure 'a' is a file in another format than svg"):
        save_figure(Drawing(), tmp_path, "a", "svg")


class Grid:
    """Wraps a figure, as seaborn's grids do."""

    def __init__(self):
        self.figure = lines()

    def savefig(self, *arguments, **options):
        self.figure.savefig(*arguments, bbox_inches="tight", **options)


def test_a_figure_that_is_wrapped_is_drawn_by_what_wraps_it(tmp_path):
    wrapped, plain = svg(tmp_path, Grid()), svg(tmp_path, lines())

    assert 'width="1000" height="600"' in plain
    assert 'width="1000" height="600"' not in wrapped


AGAIN = """
import sys
from pathlib import Path
sys.path.insert(0, "tests/runs")
from test_figure_files import lines, save_figure
save_figure(lines(), Path(sys.argv[1]), "a", None)
"""


def test_equal_figures_are_equal_bytes_in_every_process(tmp_path, monkeypatch):
    here = svg(tmp_path, lines())
    for seed, date in (("1", "0"), ("2", "1000000000")):
        monkeypatch.setenv("PYTHONHASHSEED", seed)
        monkeypatch.setenv("SOURCE_DATE_EPOCH", date)
        subprocess.run([sys.executable, "-c", AGAIN, tmp_path], check=True)

        assert (tmp_path / "a.svg").read_text("utf-8") == here

    assert "metadata" not in here
    assert not re.search(r"\d{4}-\d\d-\d\d|Matplotlib", here)


def test_letters_are_outlines_and_need_no_font(tmp_path):
    root = ElementTree.fromstring(svg(tmp_path, lines()))

    tags = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert tags == {"svg", "g", "defs", "style", "path", "use", "clipPath", "rect"}


@pytest.mark.parametrize(("dpi", "size"), [("figure", (1000, 600)), (300, (1500, 900))])
def test_it_is_as_large_as_the_png_would_be_and_tells_its_smallest_letters(tmp_path, dpi, size):
    with matplotlib.rc_context({"savefig.dpi": dpi}):
        root = ElementTree.fromstring(svg(tmp_path, lines()))
        save_figure(lines(), tmp_path, "a", "png")

    assert Image.open(tmp_path / "a.png").size == size
    assert (int(root.get("width")), int(root.get("height"))) == size
    assert root.get("viewBox") == "0 0 360 216"
    # The numbers on the axes are ten points high.
    assert root.get("data-smallest-text") == f"{10 * size[0] / 360:.4g}"


def test_coordinates_have_no_more_digits_than_are_seen(tmp_path):
    drawn = svg(tmp_path, lines())

    for coordinates in re.findall(r'\s[dxy]="([^"]*)"', drawn):
        assert not re.search(r"\.\d{3}", coordinates)
    assert re.search(r"\d\.\d\d\b", drawn)
    # Letters are drawn to their size by these: rounded, they would be other ones.
    assert "scale(0.144 -0.144)" in drawn


def test_what_the_deck_set_for_its_figures_holds_again_afterwards(tmp_path):
    with matplotlib.rc_context({"svg.fonttype": "none"}):
        svg(tmp_path, lines())

        assert matplotlib.rcParams["svg.fonttype"] == "none"
