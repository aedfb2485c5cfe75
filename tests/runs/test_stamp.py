"""A figure says itself what it was drawn from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from executed_slides.runs.stamp import read_stamp, write_stamp

ABOUT = {"Experiment": "imdb", "Measure key": "12ab"}


@pytest.fixture
def picture(tmp_path):
    path = tmp_path / "loss.png"
    Image.new("RGB", (4, 3), (10, 20, 30)).save(path)
    return path


def test_a_stamp_is_read_again_also_by_others(picture):
    write_stamp(picture, ABOUT)

    assert read_stamp(picture) == ABOUT
    with Image.open(picture) as image:
        image.load()
        assert image.info == ABOUT


def test_a_stamp_changes_no_pixel(picture):
    before = Image.open(picture).tobytes()

    write_stamp(picture, ABOUT)

    assert Image.open(picture).tobytes() == before


def test_equal_stamps_give_equal_files(picture):
    plain = picture.read_bytes()
    write_stamp(picture, ABOUT)
    first = picture.read_bytes()
    picture.write_bytes(plain)

    write_stamp(picture, ABOUT)

    assert picture.read_bytes() == first


@given(content=st.binary(max_size=80))
def test_what_is_no_png_stays_as_it_is_and_has_no_stamp(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("any") / "file"
    path.write_bytes(content)

    write_stamp(path, ABOUT)

    assert path.read_bytes() == content
    assert read_stamp(path) == {}


def test_a_png_cut_short_has_the_stamp_that_is_left(picture):
    write_stamp(picture, ABOUT)
    picture.write_bytes(picture.read_bytes()[:100])

    assert read_stamp(picture) == {"Experiment": "imdb", "Measure key": "12ab"}
