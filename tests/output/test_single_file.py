"""What a page loads from beside it is put into it, and nothing else is touched."""

import base64
import re

import pytest
from own_files import FORMS, own_file
from real_decks import grey_png

from executed_slides.base.errors import DeckError
from executed_slides.base.folders import Folders
from executed_slides.output.single_file import anchor_links, find_remote, inline_files

PNG = grey_png()
JPEG = b"\xff\xd8\xff\xe0 jpeg \xff\xd9"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"></svg>\n'


def data(content: bytes, kind: str = "image/png") -> str:
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


@pytest.fixture
def slides(tmp_path):
    folder = tmp_path / "slides"
    (folder / "image").mkdir(parents=True)
    (folder / "image" / "a.png").write_bytes(PNG)
    (folder / "image" / "손실 a.png").write_bytes(PNG)
    (folder / "image" / "a.jpg").write_bytes(JPEG)
    (folder / "image" / "a.svg").write_bytes(SVG)
    return folder


@pytest.mark.parametrize(
    ("page", "target"),
    [
        ('<img src="{}" alt="손실" />', "image/a.png"),
        ("<IMG alt='' SRC='{}'>", "image/a.png"),
        ("<img src={}>", "image/a.png"),
        ('<img alt="a > b" src="{}">', "image/a.png"),
        ('<img src="{}">', "image/%EC%86%90%EC%8B%A4%20a.png"),
        ('<img src="{}">', "./image/a.png?v=1"),
        ('<figure style="background-image:url(&quot;{}&quot;);"></figure>', "image/a.png"),
        ("<figure style='background: url({}) center'></figure>", "image/a.png"),
        ('<style>h1 {{ background: url("{}") }}</style>', "image/a.png"),
        ("<style>h1 {{ background: URL( '{}' ) }}</style>", "image/a.png"),
        ("<style>h1 {{ background: url({}) }}</style>", "image/a.png"),
        ('<svg><image href="{}" /></svg>', "image/a.png"),
    ],
)
def test_a_picture_is_put_in_wherever_a_page_loads_it(slides, page, target):
    assert inline_files(page.format(target), Folders(slides.parent)) == page.format(data(PNG))


@pytest.mark.parametrize("form", FORMS)
def test_a_page_carries_every_kind_of_picture_and_film(slides, form):
    content = own_file(form)
    (slides / f"a.{form}").write_bytes(content)

    page = inline_files(
        f'<video src="a.{form}" poster="image/a.png"></video>', Folders(slides.parent)
    )

    film, poster = data(content, FORMS[form]), data(PNG)
    assert page == f'<video src="{film}" poster="{poster}"></video>'


def test_a_file_outside_is_put_into_no_page(slides):
    (slides.parent / "secret.png").write_bytes(PNG)

    with pytest.raises(DeckError) as error:
        inline_files('<img srcset="../secret.png">', Folders(slides.parent))

    assert error.value.message == "slides/: the picture ../secret.png lies outside slides/"


@pytest.mark.parametrize(
    ("name", "kind", "content"),
    [("a.jpg", "image/jpeg", JPEG), ("a.svg", "image/svg+xml", SVG)],
)
def test_the_content_type_is_that_of_the_bytes(slides, name, kind, content):
    (slides / "image" / "named.png").write_bytes(content)

    inlined = f'<img src="{data(content, kind)}">'
    assert inline_files(f'<img src="image/{name}">', Folders(slides.parent)) == inlined
    assert inline_files('<img src="image/named.png">', Folders(slides.parent)) == inlined


def test_the_very_bytes_of_a_picture_go_in(slides):
    page = inline_files('<img src="image/a.png">', Folders(slides.parent))

    [inlined] = re.findall(r"base64,([^\"]*)", page)
    assert base64.b64decode(inlined) == PNG


@pytest.mark.parametrize(
    "page",
    [
        "<p>a sentence on url(image/a.png) and src=image/a.png</p>",
        "<script>const a = \"<img src='image/a.png'>\"</script>",
        '<!-- <img src="image/a.png"> -->',
        "<p title=\" src='image/a.png'\">a title</p>",
        '<a href="lab/imdb.html#cell-1">evidence</a> <a href="#2">next</a>',
        '<img src="data:image/png;base64,AAAA"><use href="#shape"></use>',
        '<img src="">',
        "<p>1 < 2 &amp; \"quotes\" 'left' as they are</p><br/>",
    ],
)
def test_all_else_stays_byte_for_byte(slides, page):
    assert inline_files(page, Folders(slides.parent)) == page


def test_the_place_in_a_drawing_stays_named(slides):
    page = inline_files('<img src="image/a.svg#part">', Folders(slides.parent))

    assert page == f'<img src="{data(SVG, "image/svg+xml")}#part">'


@pytest.mark.parametrize(
    ("content", "fault"),
    [(None, "is not there"), (b"", "is empty"), (PNG[:-12], "is a PNG that was cut short")],
)
def test_a_picture_that_is_not_whole_is_refused(slides, content, fault):
    if content is not None:
        (slides / "image" / "b.png").write_bytes(content)

    with pytest.raises(DeckError) as error:
        inline_files('<img src="image/b.png">', Folders(slides.parent))

    assert error.value.message == f"slides/: the picture image/b.png {fault}"


@pytest.mark.parametrize(
    "page",
    [
        '<iframe src="lab/a.html"></iframe>',
        '<link rel="stylesheet" href="a.css">',
        "<script src='a.js'></script>",
        '<style>@import "a.css";</style>',
        '<img srcset="image/a.png 2x">',
    ],
)
def test_what_would_be_missing_from_one_file_is_refused(slides, page):
    with pytest.raises(DeckError, match="is not there"):
        inline_files(page, Folders(slides.parent))


@pytest.mark.parametrize(
    ("page", "remote"),
    [
        ('<img src="//example.org/a.png">', "//example.org/a.png"),
        ("<style>@import url(https://example.org/a.css)</style>", "https://example.org/a.css"),
        ("<style>@import 'https://example.org/a.css'</style>", "https://example.org/a.css"),
        ('<a href="https://example.org/">book</a>', None),
        ('<link rel="canonical" href="https://example.org/slides"/>', None),
        ('<link rel="preload" href="https://example.org/a.ttf">', "https://example.org/a.ttf"),
        ("<p>url(https://example.org/a.png)</p>", None),
        ('<img src="data:image/png;base64,AAAA">', None),
    ],
)
def test_what_a_page_loads_from_elsewhere_is_found(page, remote):
    assert find_remote(page) == remote


def test_links_can_be_led_home_from_another_folder(slides):
    page = '<a href="lab/%EA%B0%80.html#cell-1">증거</a><a href="#2">next</a><img src="a.png">'

    home = (slides / "lab" / "가.html").as_uri()
    led = f'<a href="{home}#cell-1">증거</a><a href="#2">next</a><img src="a.png">'
    assert anchor_links(page, slides) == led
