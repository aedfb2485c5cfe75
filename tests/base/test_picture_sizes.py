"""A small file that holds a huge picture is refused before a browser is asked to show it."""

import struct
from io import BytesIO

import pytest
from PIL import Image

from executed_slides.base.picture_files import find_fault_in
from executed_slides.base.picture_sizes import find_size


@pytest.mark.parametrize("kind", ["PNG", "GIF", "JPEG"])
def test_a_picture_has_the_size_that_pillow_sees(kind):
    file = BytesIO()
    Image.new("L", (123, 45)).save(file, kind)

    assert find_size(file.getvalue()) == (123, 45)
    assert find_fault_in(file.getvalue()) is None


@pytest.mark.parametrize("content", [b"\x89PNG", b"GIF89a\x01", b"\xff\xd8\xff", b"<svg/>", b""])
def test_what_says_no_size_has_none(content):
    assert find_size(content) is None


def test_a_picture_of_billions_of_pixels_is_refused_by_name():
    file = BytesIO()
    Image.new("1", (8, 8)).save(file, "PNG")
    content = bytearray(file.getvalue())
    content[16:24] = struct.pack(">II", 60_000, 60_000)

    assert find_fault_in(bytes(content)) == (
        "has 60,000 × 60,000 pixels, more than 100 million: draw it smaller"
    )
