"""A theme as the real Marp draws in it: the project's, or one of Marp's own, without a network."""

import json
import re
import subprocess

import pytest
from real_decks import ROOT, furnish

from executed_slides.base.errors import DeckError
from executed_slides.base.folders import Folders
from executed_slides.markdown.themes import BUILT_IN
from executed_slides.output.exports import export_deck
from executed_slides.output.layout import measure_layout
from executed_slides.output.marp_core import MarpCore
from executed_slides.output.single_file import find_remote
from executed_slides.output.styles import Style
from executed_slides.toolchain.installation import modules
from executed_slides.toolchain.node import find_node

SLIDES = "# One\n\n* 글자 and `code`\n\n---\n<!-- class: lead -->\n# Two\n"


@pytest.fixture
def folders(tmp_path) -> Folders:
    return furnish(tmp_path)


def export_html(folders: Folders, front: str, slides: str = SLIDES) -> str:
    (folders.slides / "talk.md").write_text(f"---\n{front}\nlang: ko\n---\n{slides}", "utf-8")
    export_deck(folders, "talk", [folders.slides / "talk.html"])
    return (folders.slides / "talk.html").read_text("utf-8")


def drawn_in(html: str) -> set[str]:
    return set(re.findall(r'<section[^>]*data-theme="([^"]*)"', html))


@pytest.mark.parametrize(
    ("front", "slides", "theme"),
    [
        ("theme: gaia", SLIDES, "gaia"),
        ("theme: uncover # plain and calm", SLIDES, "uncover"),
        ("title: One", SLIDES, "default"),
        ("theme: default", SLIDES, "default"),
        ("theme: tested", SLIDES + "\n<!-- theme: gaia -->\n", "gaia"),
    ],
)
def test_marp_draws_in_its_own_themes_and_loads_nothing(folders, front, slides, theme):
    html = export_html(folders, front, slides)

    assert drawn_in(html) == {theme}
    assert find_remote(html) is None


def test_a_theme_of_the_project_s_own_is_drawn_in_before_marp_s(folders):
    (folders.themes / "gaia.css").write_text("/* @theme gaia */\nsection { --mine: 1 }")

    assert "--mine" in export_html(folders, "theme: gaia")


def test_a_theme_that_builds_on_gaia_loads_nothing(folders):
    (folders.themes / "mine.css").write_text('/* @theme mine */\n@import "gaia";')

    html = export_html(folders, "theme: mine")

    assert drawn_in(html) == {"mine"}
    assert "--color-background" in html
    assert find_remote(html) is None


def test_a_theme_with_an_error_is_not_taken_for_marp_s_of_that_name(folders):
    (folders.themes / "default.css").write_text("/* @theme default */\n\nsection {")

    with pytest.raises(DeckError, match="theme cannot be read, line 3, column 1: Unclosed block"):
        export_html(folders, "title: One")


def test_every_export_is_made_in_a_theme_of_marp_s_own_and_the_machine_s_fonts_are_noted(folders):
    export_html(folders, "theme: gaia", "# One\n\nWords (½ × 3 – “good”)\n")

    made = export_deck(folders, "talk", [folders.slides / f"talk.{f}" for f in ("pdf", "pptx")])

    assert len(made) == 2
    assert [fault.kind for fault in measure_layout(folders, "talk")] == ["machine fonts"]


def test_a_letter_that_no_font_of_the_machine_has_is_told_where_the_theme_brings_none(folders):
    """Without a Korean font slides of boxes were good: `every slide shows all it has`."""
    export_html(folders, "theme: default", "# One\n\nWords\n\n---\n\n# Two\n\nå \U00016e40\n")

    found = [fault.message for fault in measure_layout(folders, "talk") if not fault.is_note]

    assert found == [
        "slide 2 (Two): no font of this machine has '\U00016e40' (U+16E40): drawn as empty boxes"
    ]


def test_these_are_the_themes_that_marp_brings_along_and_a_preview_draws_in_each():
    ask = f"""
        import {{ createRequire }} from "node:module";
        const require = createRequire({json.dumps(str(modules(Folders(ROOT)) / "any.js"))});
        const {{ Marp }} = require("@marp-team/marp-core");
        console.log(JSON.stringify([...new Marp().themeSet.themes()].map(({{ name }}) => name)));
    """
    command = [find_node().node, "--input-type=module", "--eval", ask]
    there = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    core = MarpCore(Folders(ROOT))
    drawn = {name: core.render("# One", Style(name, ""), name) for name in there}
    core.close()

    assert there == list(BUILT_IN)
    assert {name for name in there if drawn_in("".join(drawn[name].html)) != {name}} == set()
    assert [name for name in there if "http" in re.sub(r"url\(.*?\)", "", drawn[name].css)] == []
