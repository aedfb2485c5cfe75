"""A picture or film is known by its bytes, and shown only when it is whole."""

import pytest
from own_files import FORMS, own_file

from executed_slides.base.picture_files import find_fault_in, find_picture_fault, media_type

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 8 + b"IEND\xaeB`\x82"
SHOWN = "PNG, JPEG, GIF, WebP, AVIF, SVG, MP4 or WebM"


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (PNG, None),
        (b"\xff\xd8\xff\xe0 jpeg \xff\xd9", None),
        (b'<svg xmlns="http://www.w3.org/2000/svg"></svg>\n', None),
        (b"\xef\xbb\xbf<!-- drawn --><svg></svg>", None),
        (b"", "is empty"),
        (PNG[:-12], "is a PNG that was cut short"),
        (b"\xff\xd8\xff\xe0 jpeg", "is a JPEG that was cut short"),
        (b"<svg>", "is an SVG that was cut short"),
        (b"version https://git-lfs.github.com/spec/v1", f"is no {SHOWN}"),
        (b"\0\0\0\x14ftypqt  \0\0\0\0qt  ", f"is no {SHOWN}"),
        (b"\0\0\0\x14ftypheic\0\0\0\0heic", f"is no {SHOWN}"),
        (b"\x1a\x45\xdf\xa3\x8bB\x82\x88matroska\x18\x53\x80\x67\x80", f"is no {SHOWN}"),
    ],
)
def test_a_picture_is_whole_and_of_a_kind_we_show(tmp_path, content, fault):
    (tmp_path / "a.png").write_bytes(content)

    assert find_picture_fault(tmp_path / "a.png") == fault


@pytest.mark.parametrize("form", FORMS)
def test_what_programs_write_is_known_by_its_bytes(form):
    content = own_file(form)

    assert find_fault_in(content) is None
    assert media_type(content) == FORMS[form]


@pytest.mark.parametrize("form", ["gif", "webp", "avif", "mp4", "webm"])
def test_a_file_that_tells_its_length_is_refused_wherever_it_was_cut(form):
    content = own_file(form)

    whole = [end for end in range(1, len(content)) if find_fault_in(content[:end]) is None]

    assert whole == []


def test_a_recording_that_tells_no_length_is_taken_as_it_is():
    content = own_file("webm")
    head, mark, rest = content.partition(b"\x18\x53\x80\x67")
    live = head + mark + b"\x01" + 7 * b"\xff" + rest[8:]

    assert find_fault_in(live) is None


@pytest.mark.parametrize("form", ["mp4", "webm"])
def test_a_film_is_no_picture(form):
    fault = find_fault_in(own_file(form), film=False)

    assert fault == 'is a film, which <video controls src="…"></video> shows'


@pytest.mark.parametrize(
    ("inside", "loaded"),
    [
        ('<image href="https://example.org/a.png"/>', "https://example.org/a.png"),
        ('<image xlink:href="a.png"/>', "a.png"),
        ("<style>@import 'https://example.org/a.css';</style>", "https://example.org/a.css"),
        ('<rect fill="url(shapes.svg#a)"/>', "shapes.svg#a"),
        ('<use href="#shape"/><rect fill="url(#a)"/>', None),
        ('<image href="data:image/png;base64,AAAA"/>', None),
        ('<a href="https://example.org/"><text>book</text></a>', None),
        ('<!-- <image href="a.png"/> -->', None),
    ],
)
def test_a_drawing_that_loads_another_file_is_shown_without_it_and_refused(inside, loaded):
    fault = find_fault_in(f"<svg>{inside}</svg>".encode())

    assert fault == (loaded and f"would load {loaded}, which no browser does inside a picture")
