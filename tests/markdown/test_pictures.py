"""Pictures are found in Markdown as Marp would show them, and looked at."""

import pytest

from executed_slides.base.errors import DeckError
from executed_slides.markdown.pictures import (
    Picture,
    check_pictures,
    find_picture_fault,
    find_pictures,
)

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 8 + b"IEND\xaeB`\x82"


@pytest.mark.parametrize(
    ("markdown", "pictures"),
    [
        ("text\n![alt](image/a.png)", [Picture(2, "image/a.png")]),
        ('![width:700px](./image/a.png "title")', [Picture(1, "./image/a.png")]),
        ("![bg right](<image/a b.png>)", [Picture(1, "image/a b.png")]),
        ('<img alt="x" src="image/a.png">', [Picture(1, "image/a.png")]),
        ("![a](a.png)![b](b.png)", [Picture(1, "a.png"), Picture(1, "b.png")]),
        ("\n<!-- _backgroundImage: url('a.png') -->", [Picture(2, "a.png")]),
        ("---\nstyle: 'section { background: url(a.png) }'\n---\n", [Picture(2, "a.png")]),
        ("<style>\nh1 { background: url(a.png) }\n</style>", [Picture(2, "a.png")]),
    ],
)
def test_a_picture_is_found_with_its_line(markdown, pictures):
    assert find_pictures(markdown) == pictures


@pytest.mark.parametrize(
    "markdown",
    [
        "```\n![alt](a.png)\n```",
        "* list\n    ```python\n    ![alt](a.png)\n    ```",
        "~~~\n\n![alt](a.png)\n\n~~~",
        "```\nx = 1\n\n![alt](a.png)",
        "`![alt](a.png)` in ```code```",
        "<!-- a note: ![alt](a.png) -->",
        "a sentence on url(a.png)",
        "[a link](https://example.org/a.png)",
    ],
)
def test_what_is_not_shown_is_no_picture(markdown):
    assert find_pictures(markdown) == []


def test_inline_code_of_three_backticks_hides_nothing_after_it():
    markdown = "* keras에서는 ```Dense``` class\n![alt](a.png)\n```Conv2D```"

    assert find_pictures(markdown) == [Picture(2, "a.png")]


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


@pytest.mark.parametrize(
    "target", ["https://example.org/a.png", "//example.org/a.png", "file:///a.png", "/a.png"]
)
def test_a_picture_from_elsewhere_is_refused(tmp_path, target):
    with pytest.raises(DeckError) as error:
        check_pictures(f"# 제목\n\n![]({target})", tmp_path / "a.md", "slides/a.md")

    assert error.value.message == f"slides/a.md:3: {target} lies outside the deck"


def test_an_escaped_name_is_the_file_of_that_name(tmp_path):
    (tmp_path / "손실 a.png").write_bytes(PNG)

    check_pictures("![](%EC%86%90%EC%8B%A4%20a.png)", tmp_path / "a.md", "slides/a.md")
