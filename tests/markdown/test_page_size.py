"""The size of a page is what Marp makes of the front matter and the theme."""

import pytest
from real_decks import ROOT

from executed_slides.base.cache import Cache
from executed_slides.base.errors import Unreadable
from executed_slides.base.folders import Folders
from executed_slides.markdown.page_size import PageSize, find_page_size
from executed_slides.markdown.themes import BUILT_IN
from executed_slides.output.marp_core import MarpCore
from executed_slides.output.styles import Style
from executed_slides.toolchain.installation import install_marp

THEMES = [
    ("section { color: red }", "", (1280, 720)),
    ("section { width: 1920px; height: 1080px }", "", (1920, 1080)),
    ("section { width: 1920px } section { width: 960px }", "", (960, 720)),
    ("section, p { width: 20cm; height: 10in }", "", (755.906, 960)),
    ("section.lead { width: 2000px } section p { width: 2000px }", "", (1280, 720)),
    ("section { width: 2000px } :root { width: 1600px }", "", (1600, 720)),
    (":root { width: 1600px } section { width: 2000px }", "", (1600, 720)),
    ("@media print { section { height: 500px } }", "", (1280, 500)),
    ("section { width: 60em; height: 500px !important }", "", (1280, 500)),
    ("/* section { width: 900px } */ a::before { content: 'section { width: 8px }' }", "", None),
    ("/*\n@size a4 1123px 794px\n*/", "a4", (1123, 794)),
    ("/*\n@size a4 1123px 794px\n*/", "a5", (1280, 720)),
    ("/*\n@size a4 1123px 794px\n@size a4 false\n*/", "a4", (1280, 720)),
    ("section { width: 1000px }", "4:3", (1000, 720)),
    ('@import "gaia"; section { width: 1000px }', "", (1000, 720)),
    ('@import "gaia"; section { width: 1000px }', "4:3", (960, 720)),
    ('@import-theme "gaia"; /*\n@size 4:3 800px 600px\n*/', "4:3", (800, 600)),
]


@pytest.fixture(scope="module")
def marp():
    install_marp(Folders(ROOT))
    core = MarpCore(Folders(ROOT))
    yield core
    core.close()


def drawn(marp: MarpCore, markdown: str, style: Style) -> PageSize:
    """The size that the real Marp draws a slide in."""
    [slide] = marp.render(markdown, style, "theme").html
    _, _, width, height = slide.partition('viewBox="')[2].partition('"')[0].split()
    return PageSize(round(float(width), 3), round(float(height), 3))


def found(root, markdown: str, css: str = "") -> PageSize:
    if css:
        (root / "themes").mkdir(exist_ok=True)
        (root / "themes" / "plain.css").write_text(css)
    return find_page_size(Folders(root), markdown, Cache())


@pytest.mark.parametrize(("rules", "size", "page"), THEMES)
def test_a_theme_s_page_is_as_large_as_marp_makes_it(tmp_path, marp, rules, size, page):
    css = f"{rules}\n/* @theme plain */"
    markdown = f"---\ntheme: plain\nsize: {size}\n---\n# One\n"

    assert found(tmp_path, markdown, css) == (page or (1280, 720))
    assert drawn(marp, markdown, Style("plain", css)) == (page or (1280, 720))


@pytest.mark.parametrize("theme", BUILT_IN)
@pytest.mark.parametrize("size", ["", "16:9", "4:3", "'4:3' # for old projectors", "5:4"])
def test_marp_s_own_themes_have_these_sizes(tmp_path, marp, theme, size):
    markdown = f"---\ntheme: {theme}\nsize: {size}\n---\n# One\n"

    assert found(tmp_path, markdown) == drawn(marp, markdown, Style(theme, ""))


def test_a_comment_gives_the_size_too(tmp_path, marp):
    markdown = "# One\n\n<!-- size: 4:3 -->\n"

    assert found(tmp_path, markdown) == drawn(marp, markdown, Style("default", "")) == (960, 720)


def test_a_theme_that_is_not_there_is_no_matter_of_size(tmp_path):
    assert found(tmp_path, "---\ntheme: fancy\n---\n") == (1280, 720)


def test_a_theme_that_cannot_be_read_is_told(tmp_path):
    (tmp_path / "themes").mkdir()
    (tmp_path / "themes" / "plain.css").write_bytes(b"\xff\xfe")

    with pytest.raises(Unreadable, match=r"themes/plain\.css"):
        found(tmp_path, "---\ntheme: plain\n---\n")


def test_a_size_is_read_anew_when_the_theme_changes(tmp_path):
    kept, folders = Cache(tmp_path / "cache"), Folders(tmp_path)
    markdown = "---\ntheme: plain\n---\n"
    folders.themes.mkdir()

    for width in (1000, 1000, 2000):
        css = f"/* @theme plain */ section {{ width: {width}px }}"
        (folders.themes / "plain.css").write_text(css)
        assert find_page_size(folders, markdown, kept) == (width, 720)
