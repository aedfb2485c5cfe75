"""Figures of any library that can write a file, and files that exist."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from executed_slides import record
from executed_slides.runs import recording

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"><path d="M0 0L4 4"/></svg>'
PIXELS = Image.fromarray(np.arange(48, dtype="uint8").reshape(4, 4, 3))


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """The folder of a run of figure cells, in a project."""
    (tmp_path / "experiments").mkdir()
    task = {"experiment": "a", "runs": [{"seed": 1}], "root": str(tmp_path)}
    (tmp_path / "task.json").write_text(json.dumps(task))
    monkeypatch.setenv("EXECUTED_SLIDES_TASK", str(tmp_path))
    monkeypatch.chdir(tmp_path / "experiments")
    recording.this_run.cache_clear()
    yield tmp_path
    recording.this_run.cache_clear()


class Plotly:
    def write_image(self, file):
        Path(file).write_text(SVG) if file.endswith("svg") else PIXELS.save(file)


class Altair:
    def save(self, file):
        Plotly().write_image(file)


class Map:
    def save(self, file):
        Path(file).write_text("<!DOCTYPE html>")


def kept(folder: Path) -> dict[str, str]:
    figures = json.loads((folder / "outcome.json").read_text())["figures"]
    return {name: about["format"] for name, about in figures.items()}


@pytest.mark.parametrize("figure", [Plotly(), Altair(), PIXELS])
def test_a_figure_is_written_by_its_own_library(folder, figure):
    record.figure("map", figure, alt="A map")

    assert kept(folder) == {"map": "png"}
    with Image.open(folder / "map.png") as picture:
        assert picture.size == (4, 4)


@pytest.mark.parametrize("figure", [Plotly(), Altair()])
def test_its_library_writes_the_format_that_is_asked_for(folder, figure):
    record.figure("map", figure, alt="", format="svg")

    assert kept(folder) == {"map": "svg"}
    assert (folder / "map.svg").read_text() == SVG


@pytest.mark.parametrize(
    ("written", "form"), [("png", "png"), ("jpeg", "jpg"), ("webp", "webp"), ("gif", "gif")]
)
def test_a_file_that_exists_is_kept_byte_by_byte_by_what_it_is(folder, written, form):
    PIXELS.save("made.picture", written)

    record.figure("map", "made.picture", alt="")

    assert kept(folder) == {"map": form}
    assert (folder / f"map.{form}").read_bytes() == Path("made.picture").read_bytes()


def test_a_file_of_the_project_is_named_from_its_root(folder):
    (folder / "out").mkdir()
    (folder / "out/map.svg").write_text(SVG)

    record.figure("map", "out/map.svg", alt="")
    record.figure("twin", folder / "out/map.svg", alt="")

    assert kept(folder) == {"map": "svg", "twin": "svg"}


def test_what_is_no_picture_is_told(folder):
    Path("cut.svg").write_text(SVG[:-6])
    Path("acts.svg").write_text(SVG.replace("<path", "<script>1</script><path"))
    for figure, options, message in (
        (Map(), {}, "'m' is a file in another format than svg, png, jpg, webp, gif"),
        ("cut.svg", {}, "'m' is an SVG that was cut short"),
        ("acts.svg", {}, "'m' .*script"),
        ("acts.svg", {"format": "png"}, "'m' is a file in another format than png"),
        (Plotly(), {"format": "pdf"}, "'m' has no format 'pdf': there are svg, png, jpg"),
        (5, {}, "'m' is a int of Python, which has no savefig, write_image, save: give the figure"),
        ((1, PIXELS), {}, "'m' is a tuple of Python"),
        (np.eye(3), {}, "'m' is a ndarray of numpy"),
    ):
        recording.this_run.cache_clear()
        with pytest.raises(ValueError, match=message):
            record.figure("m", figure, alt="", **options)
    with pytest.raises(FileNotFoundError, match=r"no file 'none\.svg' in the project"):
        record.figure("n", "none.svg", alt="")


def test_the_name_of_a_figure_comes_first(folder):
    with pytest.raises(ValueError, match=r'name comes first: record\.figure\("NAME", figure, alt'):
        record.figure(PIXELS, "map", alt="")


def test_a_name_that_a_loop_gives_twice_is_told_with_what_a_loop_does(folder):
    record.figure("map", PIXELS, alt="")

    with pytest.raises(ValueError) as error:
        record.figure("map", PIXELS, alt="")

    assert str(error.value) == (
        "figures: 'map' is recorded twice; each of a loop has a name of its own, "
        "record.figure(f\"map_{i}\", …), and the block lists all of them, figures = ['map_0', …]"
    )


def test_a_file_of_one_colour_is_refused(folder):
    Image.new("RGB", (4, 4), "white").save("made.jpg")

    with pytest.raises(ValueError, match="figure 'map' is a page of one colour"):
        record.figure("map", "made.jpg", alt="")
