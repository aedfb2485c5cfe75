"""Pictures are found in Markdown as Marp would show them, and those from elsewhere refused."""

import os
import unicodedata
from pathlib import Path
from urllib.parse import unquote

import pytest
from own_files import own_file
from real_decks import grey_png

from executed_slides.base.errors import DeckError
from executed_slides.base.folders import Folders
from executed_slides.markdown.pictures import Picture, check_pictures, find_pictures


@pytest.mark.parametrize(
    ("markdown", "pictures"),
    [
        ("text\n![alt](image/a.png)", [Picture(2, "image/a.png")]),
        ('![width:700px](./image/a.png "title")', [Picture(1, "./image/a.png")]),
        ("![bg right](<image/a b.png>)", [Picture(1, "image/a%20b.png")]),
        ('<img alt="x" src="image/a.png">', [Picture(1, "image/a.png")]),
        ("![a](a.png)![b](b.png)", [Picture(1, "a.png"), Picture(1, "b.png")]),
        ("\n<!-- _backgroundImage: url('a.png') -->", [Picture(2, "a.png")]),
        ("---\nstyle: 'section { background: url(a.png) }'\n---\n", [Picture(2, "a.png")]),
        ("<style>\nh1 { background: url(a.png) }\n</style>", [Picture(2, "a.png")]),
        ("![](media/a(1).PNG)", [Picture(1, "media/a(1).PNG")]),
        ("<img src=media/a.webp>", [Picture(1, "media/a.webp")]),
        ("<img src='media/it&amp;me.png'>", [Picture(1, "media/it&me.png")]),
        (
            '<video controls src="media/a.mp4"\n  poster="media/a.png"></video>',
            [Picture(1, "media/a.mp4", film=True), Picture(1, "media/a.png")],
        ),
        ('<video><source src="a.webm"></video>', [Picture(1, "a.webm", film=True)]),
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
        check_pictures(f"# 제목\n\n![]({target})", Folders(tmp_path), "a")

    assert error.value.message == f"slides/a.md:3: {target} lies outside the deck"


def test_all_lost_pictures_are_told_at_once_a_line_each(tmp_path):
    remote = "![](https://example.org/a.png)\n\n![](https://example.org/b.png)"
    with pytest.raises(DeckError) as error:
        check_pictures(f"# A\n\n{remote}\n\n![](media/c.png)", Folders(tmp_path), "a")

    assert error.value.message.splitlines() == [
        "slides/a.md:3: https://example.org/a.png lies outside the deck",
        "slides/a.md:5: https://example.org/b.png lies outside the deck",
        "slides/a.md:7: the picture media/c.png is not there",
    ]
    assert (error.value.hint or "").count("slides show without a network") == 1


def test_all_damaged_pictures_are_told_at_once(tmp_path):
    (tmp_path / "slides").mkdir()
    for name in ("a.png", "b.png"):
        (tmp_path / "slides" / name).write_bytes(b"no picture")
    with pytest.raises(DeckError) as error:
        check_pictures("![](a.png)\n\n![](b.png)", Folders(tmp_path), "a")

    assert [line[:14] for line in error.value.message.splitlines()] == [
        "slides/a.md:1:",
        "slides/a.md:3:",
    ]


def test_an_escaped_name_is_the_file_of_that_name(tmp_path):
    (tmp_path / "slides").mkdir()
    (tmp_path / "slides/손실 a.png").write_bytes(grey_png())

    check_pictures("![](%EC%86%90%EC%8B%A4%20a.png)", Folders(tmp_path), "a")


@pytest.fixture
def folders(tmp_path):
    folders = Folders(tmp_path / "project")
    folders.media.mkdir(parents=True)
    for name in ("logo.SVG", "손실 (1).webp", "demo.mp4"):
        form = name.rpartition(".")[2].lower()
        (folders.media / name).write_bytes(own_file(form))
    (tmp_path / "secret.png").write_bytes(grey_png())
    (folders.root / "secret.png").write_bytes(grey_png())
    folders.image.mkdir()
    (folders.image / "loss.svg").write_bytes(own_file("svg"))
    (folders.media / "link.png").symlink_to(tmp_path / "secret.png")
    return folders


@pytest.mark.parametrize(
    "markdown",
    [
        "![Our logo](media/logo.SVG)",
        "![bg right:40%](<media/손실 (1).webp>)",
        "![](media/%EC%86%90%EC%8B%A4%20(1).webp)",
        '<video controls src="media/demo.mp4" poster="media/logo.SVG"></video>',
    ],
)
def test_files_of_the_author_s_own_are_shown(folders, markdown):
    check_pictures(markdown, folders, "talk")


@pytest.mark.parametrize(
    ("target", "error"),
    [
        ("media/../../secret.png", "lies outside slides/"),
        ("../../secret.png", "lies outside slides/"),
        ("media/%2e%2e/../../secret.png", "lies outside slides/"),
        ("media/link.png", "lies outside the project: it leads to {}/secret.png"),
    ],
)
def test_a_picture_outside_is_refused_by_name(folders, target, error):
    with pytest.raises(DeckError) as refusal:
        check_pictures(f"# Talk\n![]({target})", folders, "talk")

    place = error.format(folders.root.parent)
    assert refusal.value.message == f"slides/talk.md:2: {unquote(target)} {place}"


@pytest.mark.parametrize(
    ("target", "hint"),
    [
        ("media/gone.png", "put the whole file there: pictures and films of your own lie in "),
        (
            "logo.png",
            "pictures and films of your own lie in slides/media/: put it there, and write ",
        ),
        (
            "./images/a/b.png",
            "pictures and films of your own lie in slides/media/: put those of images/",
        ),
        ("image/gone.png", "`uv run build.py` draws the figures of experiments anew"),
        ("image/loss.png", "the figure is loss.svg now: write that, or `figure('loss')`"),
        ("media/Logo.svg", "there is logo.SVG: write the name as it is"),
        (unicodedata.normalize("NFD", "<media/손실 (1).webp>"), "there is 손실 (1).webp: "),
    ],
)
def test_a_missing_picture_says_where_it_belongs(folders, target, hint):
    with pytest.raises(DeckError) as refusal:
        check_pictures(f"![]({target})", folders, "talk")

    assert refusal.value.message.startswith("slides/talk.md:1: the picture ")
    assert refusal.value.message.endswith(" is not there")
    assert refusal.value.hint.startswith(hint)


def test_a_film_in_the_place_of_a_picture_says_how_it_is_shown(folders):
    with pytest.raises(DeckError) as refusal:
        check_pictures("![demo](media/demo.mp4)", folders, "talk")

    assert refusal.value.message == (
        "slides/talk.md:1: the picture media/demo.mp4 is a film, "
        'which <video controls src="…"></video> shows'
    )


def test_a_smoke_build_shows_the_same_files_at_the_same_addresses(folders):
    smoke = Folders(folders.root, smoke=True)

    smoke.lend_media()
    smoke.lend_media()

    assert (smoke.slides / "media/logo.SVG").read_bytes() == own_file("svg")
    check_pictures("![Our logo](media/logo.SVG)", smoke, "talk")


def test_where_no_links_can_be_made_a_smoke_build_has_copies(folders, monkeypatch):
    smoke = Folders(folders.root, smoke=True)
    monkeypatch.setattr(Path, "symlink_to", lambda *_, **__: os.open("/gone", os.O_RDONLY))

    smoke.lend_media()

    assert (smoke.slides / "media/logo.SVG").read_bytes() == own_file("svg")
    assert not (smoke.slides / "media/link.png").exists()


@pytest.mark.parametrize(
    "target", ["#fff", "#fff0e0", "#fff0e080", "darkgreen", "rgb(255,128,0)", "hsla(0,0%,0%,.5)"]
)
def test_a_colour_is_no_picture_and_the_directives_for_it_are_named(folders, target):
    with pytest.raises(DeckError) as refusal:
        check_pictures(f"![bg]({target})", folders, "talk")

    assert refusal.value.message == f"slides/talk.md:1: {target} is no picture"
    assert '<!-- _backgroundColor: "#fff0e0" -->' in refusal.value.hint


def test_what_a_style_defines_is_neither(folders):
    check_pictures("<style>p { filter: url(#fade); }</style>", folders, "talk")
