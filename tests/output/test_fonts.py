"""Fonts in the theme: a subset of just what is shown, the same every time."""

import base64
import re
import unicodedata
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from own_files import own_file
from real_decks import FONTS

from executed_slides.base.errors import DeckError
from executed_slides.output.fonts import embed_fonts

CSS = "/* @theme plain */ @font-face { src: url('fonts/TestedMono.ttf'); }"


@pytest.fixture
def themes(tmp_path):
    (tmp_path / "themes" / "fonts").mkdir(parents=True)
    (tmp_path / "themes" / "fonts" / "TestedMono.ttf").symlink_to(FONTS / "TestedMono.ttf")
    return tmp_path / "themes"


def font_in(css: str) -> TTFont:
    encoded = re.search(r"url\(data:font/woff2;base64,([^)]+)\)", css)[1]
    return TTFont(BytesIO(base64.b64decode(encoded)))


def test_an_embedded_font_has_the_characters_shown_and_the_usual_ones(themes, tmp_path):
    css = embed_fonts(CSS, themes, "과대적합", tmp_path / "cache")

    characters = {chr(code) for code in font_in(css).getBestCmap()}
    assert set("과대적합 azAZ09…–—“”·×±−") <= characters
    assert "층" not in characters


def test_an_embedded_font_has_no_hints(themes, tmp_path):
    css = embed_fonts(CSS, themes, "과", tmp_path / "cache")

    hints = {"fpgm", "prep", "cvt "}
    assert hints <= set(TTFont(FONTS / "TestedMono.ttf").keys())
    assert not hints & set(font_in(css).keys())


def test_an_embedded_font_keeps_its_kerning(tmp_path):
    css = "@font-face { src: url(TestedSans-Regular.ttf) }"

    embedded = embed_fonts(css, FONTS, "과", tmp_path / "cache")

    features = font_in(embedded)["GPOS"].table.FeatureList.FeatureRecord
    assert "kern" in {feature.FeatureTag for feature in features}


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        (unicodedata.normalize("NFD", "한글"), "한글"),
        ("&rarr; &#9654; &#x2022;", "→▶•"),
        ("a\u2003b", "\u2003"),
    ],
)
def test_an_embedded_font_has_what_a_text_is_drawn_as(tmp_path, text, drawn):
    css = "@font-face { src: url(TestedSans-Regular.ttf) }"

    embedded = embed_fonts(css, FONTS, text, tmp_path / "cache")

    assert set(drawn) <= {chr(code) for code in font_in(embedded).getBestCmap()}


def test_an_embedded_font_has_what_its_theme_draws(tmp_path):
    css = """@font-face { src: url(TestedSans-Regular.ttf) } /* 주석 */
    li::before { content: "\\25B6  끝" }"""

    embedded = embed_fonts(css, FONTS, "", tmp_path / "cache")

    characters = {chr(code) for code in font_in(embedded).getBestCmap()}
    assert set("▶끝") <= characters
    assert "주" not in characters


def test_an_embedded_font_keeps_what_joins_arabic_letters(tmp_path):
    plots = find_spec("matplotlib")
    if plots is None:
        pytest.skip("Matplotlib, whose font has Arabic letters, is not at hand")
    folder = Path(plots.origin).parent / "mpl-data" / "fonts" / "ttf"
    css = "@font-face { src: url(DejaVuSans.ttf) }"

    embedded = embed_fonts(css, folder, "مرحبا", tmp_path / "cache")

    features = font_in(embedded)["GSUB"].table.FeatureList.FeatureRecord
    assert {"init", "medi", "fina"} <= {feature.FeatureTag for feature in features}


def test_an_embedded_font_keeps_the_name_that_a_pdf_calls_it_by(tmp_path):
    css = "@font-face { src: url(TestedSans-Bold.ttf) }"

    embedded = embed_fonts(css, FONTS, "과", tmp_path / "cache")

    assert font_in(embedded)["name"].getDebugName(6) == "TestedSans-Bold"


def test_equal_decks_get_equal_themes(themes, tmp_path):
    first = embed_fonts(CSS, themes, "과대적합", tmp_path / "a")
    second = embed_fonts(CSS, themes, "합적대과과", tmp_path / "b")

    assert first == second


def test_a_subset_is_made_once(themes, tmp_path, monkeypatch):
    first = embed_fonts(CSS, themes, "과", tmp_path / "cache")
    monkeypatch.setattr(
        "executed_slides.output.fonts.write_subset", lambda *_: pytest.fail("made again")
    )

    assert embed_fonts(CSS, themes, "과", tmp_path / "cache") == first


def test_another_character_gets_another_subset(themes, tmp_path):
    embed_fonts(CSS, themes, "과", tmp_path / "cache")
    embed_fonts(CSS, themes, "층", tmp_path / "cache")

    assert len(list((tmp_path / "cache").iterdir())) == 2


def test_a_missing_font_is_named_with_its_theme(themes, tmp_path):
    (themes / "fonts" / "TestedMono.ttf").unlink()

    with pytest.raises(DeckError) as error:
        embed_fonts(CSS, themes, "과", tmp_path / "cache")

    assert error.value.message == "themes/plain.css: the font fonts/TestedMono.ttf is not there"


def test_a_theme_that_loads_from_the_network_is_refused(themes, tmp_path):
    css = "/* @theme plain */ @import url(https://example.org/a.css);"

    with pytest.raises(DeckError) as error:
        embed_fonts(css, themes, "과", tmp_path / "cache")

    assert error.value.message == (
        "themes/plain.css: url(https://example.org/a.css) is no file beside the theme"
    )


def cut_in_half(font: bytes) -> bytes:
    return font[: len(font) // 2]


def scratch(font: bytes) -> bytes:
    return font[:500] + b"U" * 5_000 + font[5_500:]


@pytest.mark.parametrize("damage", [lambda font: b"not a font", cut_in_half, scratch])
def test_a_damaged_font_is_named(themes, tmp_path, damage):
    font = themes / "fonts" / "TestedMono.ttf"
    damaged = damage(font.read_bytes())
    font.unlink()
    font.write_bytes(damaged)

    with pytest.raises(DeckError, match=r"TestedMono\.ttf: cannot be read as a font"):
        embed_fonts(CSS, themes, "과", tmp_path / "cache")


def test_a_picture_beside_the_theme_is_put_in_as_it_is(tmp_path):
    (tmp_path / "logo 1.SVG").write_bytes(own_file("svg"))
    css = "section { background: url('logo%201.SVG') }"

    embedded = embed_fonts(css, tmp_path, "", tmp_path / "cache")

    content = base64.b64encode(own_file("svg")).decode()
    assert embedded == f"section {{ background: url(data:image/svg+xml;base64,{content}) }}"


@pytest.mark.parametrize(
    ("target", "fault"),
    [
        ("gone.png", "is not there"),
        ("half.png", "is a PNG that was cut short"),
        ("film.webm", 'is a film, which <video controls src="…"></video> shows'),
        ("../secret.png", "is no file beside the theme"),
        ("https://example.org/a.png", "is no file beside the theme"),
        ("link.png", "lies outside the project: it leads to {}"),
    ],
)
def test_a_theme_s_picture_that_would_not_show_is_refused(
    themes, tmp_path, tmp_path_factory, target, fault
):
    outside = tmp_path_factory.mktemp("outside") / "secret.png"
    outside.write_bytes(own_file("png"))
    (themes / "half.png").write_bytes(own_file("png")[:-10])
    (themes / "film.webm").write_bytes(own_file("webm"))
    (themes.parent / "secret.png").write_bytes(own_file("png"))
    (themes / "link.png").symlink_to(outside)

    with pytest.raises(DeckError) as error:
        embed_fonts(f"/* @theme plain */ url({target})", themes, "", tmp_path / "cache")

    told = fault.format(outside)
    assert error.value.message == f"themes/plain.css: url({target}) {told}"
