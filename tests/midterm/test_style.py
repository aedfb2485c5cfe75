import re
from io import BytesIO

import numpy as np
import pytest
from drawn import png
from PIL import Image
from real_decks import ROOT

import style
from executed_slides.base.cache import Cache
from executed_slides.base.folders import Folders
from executed_slides.runs.figure_files import save_figure
from executed_slides.state.project import read_project


def test_a_letter_that_the_font_lacks_is_an_error():
    figure, axes = style.new_figure(200, 100)
    axes.set_title("ก")

    with pytest.raises(UserWarning, match=r"Glyph 3585 .* missing from font"):
        png(figure)


def test_a_letter_that_a_formula_lacks_is_an_error():
    figure, axes = style.new_figure(200, 100)
    axes.set_title("$가$")

    with pytest.raises(ValueError, match="Unknown symbol: 가"):
        png(figure)


@pytest.mark.parametrize(
    ("letter", "error"), [("ก", r"Glyph 3585 .* missing from font"), ("$가$", "Unknown symbol: 가")]
)
def test_a_letter_that_is_lacking_is_an_error_in_a_drawing_of_lines_too(tmp_path, letter, error):
    figure, axes = style.new_figure(200, 100)
    axes.set_title(letter)

    with pytest.raises((UserWarning, ValueError), match=error):
        save_figure(figure, tmp_path, "a", None)

    assert not list(tmp_path.iterdir())


def test_curves_are_kept_as_lines_and_photos_as_pixels(tmp_path):
    curves, _ = style.new_figure(200, 100)
    photo, axes = style.new_figure(200, 100)
    axes.imshow([[0, 1]])

    assert save_figure(curves, tmp_path, "curves", None) == "svg"
    assert save_figure(photo, tmp_path, "photo", None) == "png"


def test_a_missing_font_file_is_named(monkeypatch, tmp_path):
    (tmp_path / "experiments").mkdir()
    monkeypatch.chdir(tmp_path)

    with pytest.raises(FileNotFoundError, match=r"themes/fonts/Pretendard-Regular\.ttf"):
        style.register_fonts.__wrapped__()


def test_a_drawing_is_small_and_has_two_pixels_for_each_of_the_slide():
    figure, axes = style.new_figure(1000, 430)
    axes.plot([1, 2, 3])

    drawing = png(figure)

    assert Image.open(BytesIO(drawing)).size == (2000, 860)
    assert len(drawing) < 60_000


def test_a_photo_keeps_its_colours():
    figure, axes = style.new_figure(200, 200)
    axes.imshow(np.random.default_rng(0).random((150, 150, 3)))

    assert Image.open(BytesIO(png(figure))).mode == "RGB"


@pytest.fixture(scope="module")
def experiments():
    return read_project(Folders(ROOT), Cache(None)).experiments


def test_figures_count_the_fonts_as_files_that_they_name(experiments):
    fonts = {f"themes/fonts/Pretendard-{weight}.ttf" for weight in ("Regular", "Bold")}

    for name, experiment in experiments.items():
        if experiment.script.block.figures:
            assert fonts <= experiment.drawn_from.files.keys(), name


def test_what_draws_counts_in_nothing_that_is_measured(experiments):
    """A call on import, such as of a class of their own, put them into every measuring key."""
    for experiment in experiments.values():
        counted = {re.split(r"[.: ]", name)[0] for name in experiment.code.measure.code}
        assert not counted & {"style", "plots", "drawings"}
        assert not any("(order)" in name for name in experiment.code.measure.code)
