"""Fonts of the theme, put into its CSS: only the characters that the deck shows."""

import base64
import html
import re
import string
import sys
import unicodedata
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from executed_slides.base.errors import DeckError
from executed_slides.base.files import hash_json, sha256, whole

ALWAYS = string.printable.strip() + " \u00a0…–—“”‘’·•×±−→←≤≥≈°"
URL = re.compile(r"url\(\s*[\"']?(?P<target>[^\"')]+?)[\"']?\s*\)", re.IGNORECASE)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_CSS_ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6})\s?")
_FONT_ENDINGS = (".ttf", ".otf")


class Font(NamedTuple):
    """A font as the theme names it, and the file meant."""

    target: str
    file: Path


def find_fonts(css: str, theme: Path) -> list[Font]:
    """What a theme loads by `url(...)`, in order: local fonts, if it is a theme for us."""
    targets = dict.fromkeys(
        match["target"]
        for match in URL.finditer(_COMMENT.sub("", css))
        if not match["target"].startswith(("data:", "#"))
    )
    return [Font(target, theme.parent / target) for target in targets]


def check_fonts(fonts: list[Font], theme: Path) -> None:
    """Refuses what would be missing on another machine, or in a room without a network."""
    for font in fonts:
        if not font.target.endswith(_FONT_ENDINGS) or ":" in font.target:
            raise DeckError(
                f"{theme.parent.name}/{theme.name}: url({font.target}) is no local TTF or OTF font",
                "slides show without a network: a theme names fonts as url(fonts/NAME.ttf), "
                "and anything else as a data: address",
            )
        if not font.file.is_file():
            raise DeckError(
                f"{theme.parent.name}/{theme.name}: the font {font.target} is not there",
                f"put it at {font.file}, or take its @font-face out of {theme.name}",
            )


def embed_fonts(css: str, theme_folder: Path, characters: str, cache: Path) -> str:
    """The theme with each `url(fonts/X.ttf)` replaced by the font itself, as a WOFF2 subset.

    Holds the `characters` and a few that are always needed, so that the slides show the
    same letters on every machine. Equal inputs give equal text; `cache` keeps subsets.
    """
    theme = theme_folder / f"{_theme_name(css)}.css"
    fonts = find_fonts(css, theme)
    check_fonts(fonts, theme)
    files = {font.target: font.file for font in fonts}
    wanted = "".join(sorted(set(ALWAYS) | _find_characters(characters, css)))

    def embed(match: re.Match) -> str:
        file = files.get(match["target"])
        if file is None:
            return match[0]
        subset = _subset_font(file, wanted, cache).read_bytes()
        return f"url(data:font/woff2;base64,{base64.b64encode(subset).decode()})"

    return URL.sub(embed, css)


def _find_characters(text: str, css: str) -> set[str]:
    """All that a deck of this text and theme may draw: `&rarr;` is an arrow, a theme has bullets.

    Korean typed on some systems comes in parts of syllables, and is drawn as whole ones.
    """
    rules = _CSS_ESCAPE.sub(lambda code: _unescape(code[1]), _COMMENT.sub("", css))
    drawn = html.unescape(text) + rules
    everything = {*text, *drawn, *unicodedata.normalize("NFC", drawn)}
    return {c for c in everything if c.isprintable() or unicodedata.category(c) == "Zs"}


def _unescape(code: str) -> str:
    """The character that CSS writes as a backslash and this hexadecimal number."""
    number = int(code, 16)
    return chr(number) if number <= sys.maxunicode else ""


def _theme_name(css: str) -> str:
    named = re.search(r"@theme\s+([\w-]+)", css)
    return named[1] if named else "theme"


def _subset_font(font: Path, characters: str, cache: Path) -> Path:
    """A WOFF2 file with these characters of a font, made once and then kept in `cache`."""
    import fontTools

    key = hash_json([sha256(font), characters, fontTools.version, _OPTIONS])
    subset = cache / f"{font.stem}-{key[:20]}.woff2"
    if not subset.is_file():
        write_subset(font, characters, subset)
    return subset


# What joins and places letters, of any script; not the stylistic sets, which double a font.
FEATURES = """
    kern mark mkmk ccmp calt clig liga locl rlig rclt rvrn curs tnum
    init medi fina isol med2 fin2 fin3 ljmo vjmo tjmo
    nukt akhn rphf rkrf pref blwf half abvf pstf cfar vatu cjct
    pres abvs blws psts haln dist abvm blwm
"""
# Hints are for screens coarser than any projector, and half of a font's size.
_OPTIONS = {
    "hinting": False,
    "layout_features": [*FEATURES.split()],
    "drop_tables": ["DSIG", "FFTM", "gasp"],
    # The PostScript name, 6, is what a PDF calls the font; without 4 a browser makes up both.
    "name_IDs": [0, 1, 2, 4, 6, 13, 14],
    "notdef_outline": True,
}


def write_subset(font: Path, characters: str, subset: Path) -> None:
    from fontTools.subset import Options, Subsetter, load_font, save_font

    options = Options(flavor="woff2", recalc_timestamp=False, **_OPTIONS)
    subsetter = Subsetter(options)
    subsetter.populate(text=characters)
    memory = BytesIO()
    # A damaged font lets fontTools fail in any way: by what it reads, and where it looks then.
    try:
        whole_font = load_font(str(font), options)
        subsetter.subset(whole_font)
        save_font(whole_font, memory, options)
    except Exception as error:
        raise DeckError(
            f"{font}: cannot be read as a font: {error or type(error).__name__}",
            f"`git checkout {font.name}` puts the committed one back",
        ) from error
    with whole(subset) as draft:
        draft.write_bytes(memory.getvalue())
