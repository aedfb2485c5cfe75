"""Fonts in the theme: a subset of just what is shown, the same every time."""

import base64
import re
from io import BytesIO
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from deck.errors import DeckError
from deck.fonts import embed_fonts

FONTS = Path(__file__).parent.parent / "themes" / "fonts"
CSS = "/* @theme plain */ @font-face { src: url('fonts/D2Coding.ttf'); }"


@pytest.fixture
def themes(tmp_path):
    (tmp_path / "themes" / "fonts").mkdir(parents=True)
    (tmp_path / "themes" / "fonts" / "D2Coding.ttf").symlink_to(FONTS / "D2Coding.ttf")
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

    assert not {"fpgm", "prep", "cvt "} & set(font_in(css).keys())


def test_an_embedded_font_keeps_its_kerning(tmp_path):
    css = "@font-face { src: url(Pretendard-Regular.ttf) }"

    embedded = embed_fonts(css, FONTS, "과", tmp_path / "cache")

    features = font_in(embedded)["GPOS"].table.FeatureList.FeatureRecord
    assert "kern" in {feature.FeatureTag for feature in features}


def test_equal_decks_get_equal_themes(themes, tmp_path):
    first = embed_fonts(CSS, themes, "과대적합", tmp_path / "a")
    second = embed_fonts(CSS, themes, "합적대과과", tmp_path / "b")

    assert first == second


def test_a_subset_is_made_once(themes, tmp_path, monkeypatch):
    first = embed_fonts(CSS, themes, "과", tmp_path / "cache")
    monkeypatch.setattr("deck.fonts.write_subset", lambda *_: pytest.fail("made again"))

    assert embed_fonts(CSS, themes, "과", tmp_path / "cache") == first


def test_another_character_gets_another_subset(themes, tmp_path):
    embed_fonts(CSS, themes, "과", tmp_path / "cache")
    embed_fonts(CSS, themes, "층", tmp_path / "cache")

    assert len(list((tmp_path / "cache").iterdir())) == 2


def test_a_missing_font_is_named_with_its_theme(themes, tmp_path):
    (themes / "fonts" / "D2Coding.ttf").unlink()

    with pytest.raises(DeckError) as error:
        embed_fonts(CSS, themes, "과", tmp_path / "cache")

    assert error.value.message == "themes/plain.css: the font fonts/D2Coding.ttf is not there"


def test_a_theme_that_loads_from_the_network_is_refused(themes, tmp_path):
    css = "/* @theme plain */ @import url(https://example.org/a.css);"

    with pytest.raises(DeckError) as error:
        embed_fonts(css, themes, "과", tmp_path / "cache")

    assert error.value.message == (
        "themes/plain.css: url(https://example.org/a.css) is no local TTF or OTF font"
    )


def test_a_file_that_is_no_font_is_named(themes, tmp_path):
    font = themes / "fonts" / "D2Coding.ttf"
    font.unlink()
    font.write_bytes(b"not a font")

    with pytest.raises(DeckError, match=r"D2Coding\.ttf: cannot be read as a font"):
        embed_fonts(CSS, themes, "과", tmp_path / "cache")
