"""A picture file is known by its bytes, and shown only when it is whole."""

import pytest

from executed_slides.base.picture_files import find_picture_fault

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 8 + b"IEND\xaeB`\x82"


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (PNG, None),
        (b"\xff\xd8\xff\xe0 jpeg \xff\xd9", None),
        (b'<svg xmlns="http://www.w3.org/2000/svg"></svg>\n', None),
        (b"", "is empty"),
        (PNG[:-12], "is a PNG that was cut short"),
        (b"\xff\xd8\xff\xe0 jpeg", "is a JPEG that was cut short"),
        (b"<svg>", "is an SVG that was cut short"),
        (b"version https://git-lfs.github.com/spec/v1", "is no PNG, JPEG or SVG"),
    ],
)
def test_a_picture_is_whole_and_of_a_kind_we_show(tmp_path, content, fault):
    (tmp_path / "a.png").write_bytes(content)

    assert find_picture_fault(tmp_path / "a.png") == fault
