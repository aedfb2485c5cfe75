"""Pictures are found in Markdown as Marp would show them, and those from elsewhere refused."""

import pytest
from real_decks import grey_png

from executed_slides.base.errors import DeckError
from executed_slides.markdown.pictures import Picture, check_pictures, find_pictures


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
    "target", ["https://example.org/a.png", "//example.org/a.png", "file:///a.png", "/a.png"]
)
def test_a_picture_from_elsewhere_is_refused(tmp_path, target):
    with pytest.raises(DeckError) as error:
        check_pictures(f"# 제목\n\n![]({target})", tmp_path / "a.md", "slides/a.md")

    assert error.value.message == f"slides/a.md:3: {target} lies outside the deck"


def test_an_escaped_name_is_the_file_of_that_name(tmp_path):
    (tmp_path / "손실 a.png").write_bytes(grey_png())

    check_pictures("![](%EC%86%90%EC%8B%A4%20a.png)", tmp_path / "a.md", "slides/a.md")
