"""What Marp's own documentation shows works, looks as in Marp alone, and is checked."""

import json
import shutil
from pathlib import Path

import pytest
from made_once import own_copy
from own_files import own_file
from PIL import Image, ImageChops
from pypdfium2 import PdfDocument
from real_decks import ROOT, lend_marp

from executed_slides.base.folders import Folders
from executed_slides.base.processes import run_together
from executed_slides.commands.main import main
from executed_slides.markdown.themes import find_theme
from executed_slides.output import marp
from executed_slides.output.fonts import embed_fonts
from executed_slides.output.layout import measure_layout
from executed_slides.proof.finished_files import find_altered_exports, find_altered_html
from executed_slides.state.project import read_project
from executed_slides.template.rendering import judge_deck
from executed_slides.toolchain import installation
from executed_slides.toolchain.browser import bring_browser
from executed_slides.toolchain.node import find_node

pytestmark = pytest.mark.exhaustive

_TEXTS = Path(__file__).parent.parent / "marp_decks"
DECKS = ("default", "features", "gaia", "katex", "mathjax", "more", "uncover")
# Where a page is drawn otherwise than by Marp alone, and why.
ON_PURPOSE = {
    ("features", 21): "the letters in \\text{…} come from the theme, not from the machine",
    ("features", 22): "an emoji of several signs is whole in code too",
    ("features", 23): "a film on paper has no buttons",
    ("katex", 1): "the letters in \\text{…} come from the theme",
    ("katex", 3): "the letters in \\text{…} come from the theme",
    ("mathjax", 2): "the letters in \\text{…} come from the theme",
}


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    """Every feature, built in the way of any project."""
    return Folders(own_copy(tmp_path_factory, "marp", build_decks))


def build_decks(root):
    folders = Folders(root)
    folders.media.mkdir(parents=True)
    for form in ("png", "jpeg", "gif", "webp", "avif", "svg", "mp4"):
        name = "logo.svg" if form == "svg" else f"a.{form}"
        (folders.media / name).write_bytes(own_file(form))
    folders.themes.mkdir()
    (folders.themes / "fonts").symlink_to(ROOT / "themes" / "fonts")
    for theme in ("tested.css", "branded.css"):
        shutil.copy(_TEXTS / theme, folders.themes)
    folders.templates.mkdir()
    folders.experiments.mkdir()
    for name in DECKS:
        shutil.copy(_TEXTS / f"{name}.md", folders.templates / f"{name}.md.j2")
    lend_marp(folders)
    assert main(root, ["build", "--pptx", "--handout"]) == 0


def test_check_finds_nothing_in_a_deck_of_every_feature(folders, capsys):
    capsys.readouterr()
    assert main(folders.root, ["check"]) == 0

    assert capsys.readouterr().out.splitlines()[-1].startswith("good    slides/default.md, ")


@pytest.mark.parametrize("name", DECKS)
def test_pages_look_as_marp_alone_draws_them(folders, tmp_path, name):
    faults = measure_layout(folders, name, tmp_path / "ours")
    assert [fault.message for fault in faults if not fault.is_note] == []

    draw_alone(folders, name, tmp_path / "alone")
    ours, theirs = sorted((tmp_path / "ours").iterdir()), pages_in(tmp_path / "alone")
    assert len(ours) == len(theirs) > 0
    differing = {
        (name, number)
        for number, pair in enumerate(zip(ours, theirs, strict=True), 1)
        if not look_alike(*pair)
    }
    assert differing == {page for page in ON_PURPOSE if page[0] == name}


def test_a_handout_has_pictures_of_emoji_in_its_notes_too(folders):
    red = (0xDD, 0x2E, 0x44)  # A cone of 🎉.
    with PdfDocument(folders.slides / "features.handout.pdf") as handout:
        page = handout[7].render(scale=2).to_pil().convert("RGB")
    beside = page.crop((page.width * 2 // 3, 0, page.width, page.height))

    assert red in {colour for _, colour in beside.getcolors(maxcolors=beside.width * beside.height)}


def draw_alone(folders, name, desk):
    """A PNG of each page by `marp --images png`, in the themes with their fonts in them.

    Its two addresses of the network are answered from disk: there is none here.
    """
    desk.mkdir()
    markdown = folders.slides / f"{name}.md"
    text = markdown.read_text("utf-8")
    themes = []
    for file in find_theme(folders, text, name).files(folders):
        css = embed_fonts(file.read_text("utf-8"), folders.themes, text, desk)
        themes.append(desk / file.name)
        themes[-1].write_text(css, "utf-8")
    browser, modules = bring_browser(folders), installation.modules(folders)
    emoji, fonts = modules / "@discordapp/twemoji/dist", modules / "katex/dist/fonts"
    options = {
        "emoji": {"twemoji": {"base": f"{emoji.as_uri()}/"}},
        "math": {"lib": "mathjax", "katexFontPath": f"{fonts.as_uri()}/"},
    }
    settings = {
        "images": "png",
        "output": str(desk / "page.png"),
        "options": options,
        "themeSet": [str(theme) for theme in themes],
        "browserPath": str(browser.executable),
        "allowLocalFiles": True,
    }
    (desk / "marp.json").write_text(json.dumps(settings), "utf-8")
    command = [find_node().node, modules / "@marp-team/marp-cli/marp-cli.js", "--no-stdin"]
    command += ["--config-file", desk / "marp.json", markdown]
    environment = marp.environment(folders, desk, browser)
    [ended] = run_together([command], folders.slides, environment, 120)
    assert ended.code == 0, ended.output


def pages_in(folder):
    return sorted(folder.glob("page.*.png"))


def look_alike(ours, theirs):
    with Image.open(ours) as one, Image.open(theirs) as other:
        assert one.size == other.size
        return not ImageChops.difference(one.convert("RGB"), other.convert("RGB")).getbbox()


@pytest.mark.parametrize("form", ["html", "pdf", "pptx", "handout.pdf"])
@pytest.mark.parametrize("name", DECKS)
def test_finished_files_read_back_as_what_the_markdown_says(folders, name, form):
    project = read_project(folders)
    deck = judge_deck(project, name)

    found = [*find_altered_html(project, deck), *find_altered_exports(project, deck)]

    subject = f"slides/{name}.{form}"
    assert [problem.reason for problem in found if problem.subject == subject] == []
