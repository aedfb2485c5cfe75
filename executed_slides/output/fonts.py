"""What a theme's CSS loads by `url(...)`, put into it.

url(fonts/X.ttf)     only the characters that the deck shows
url(media/logo.svg)  a picture beside the theme, as it is
"""

import base64
import html
import os
import re
import string
import sys
import unicodedata
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from executed_slides.base.errors import DeckError
from executed_slides.base.file_names import spelled
from executed_slides.base.files import hash_json, read_content, sha256, whole
from executed_slides.base.folders import Folders
from executed_slides.base.picture_files import find_picture_fault, media_type
from executed_slides.markdown.pictures import has_scheme
from executed_slides.toolchain import installation

ALWAYS = string.printable.strip() + " \u00a0…–—“”‘’·•×±−→←≤≥≈°"
URL = re.compile(r"url\(\s*[\"']?(?P<target>[^\"')]+?)[\"']?\s*\)", re.IGNORECASE)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_CSS_ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6})\s?")
_FONT_ENDINGS = (".ttf", ".otf")


class ThemeFile(NamedTuple):
    """A font or picture as the theme names it, and the file meant."""

    target: str
    file: Path

    @property
    def is_font(self) -> bool:
        return self.file.name.lower().endswith(_FONT_ENDINGS)


def find_theme_files(css: str, theme: Path) -> list[ThemeFile]:
    """What a theme loads by `url(...)`, in order: files beside it, if it is a theme for us."""
    targets = dict.fromkeys(
        match["target"]
        for match in URL.finditer(_COMMENT.sub("", css))
        if not match["target"].startswith(("data:", "#"))
    )
    return [ThemeFile(target, _file_of(target, theme)) for target in targets]


def _file_of(target: str, theme: Path) -> Path:
    return theme.parent / unquote(target.partition("#")[0].partition("?")[0])


def check_theme_files(files: list[ThemeFile], theme: Path) -> None:
    """Refuses what would be missing on another machine, or in a room without a network."""
    shown = f"{theme.parent.name}/{theme.name}"
    for named in files:
        beside = Path(os.path.normpath(named.file)).is_relative_to(theme.parent)
        if has_scheme(named.target) or not beside:
            raise DeckError(
                f"{shown}: url({named.target}) is no file beside the theme",
                "slides show without a network: a theme names fonts as url(fonts/NAME.ttf), "
                "and pictures that lie beside it as url(NAME.svg)",
            )
        if named.is_font and not named.file.is_file():
            raise DeckError(
                f"{shown}: the font {named.target} is not there",
                f"put it at {named.file}, or take its @font-face out of {theme.name}",
            )
        if not named.is_font and (fault := _find_fault(named.file, theme)):
            raise DeckError(
                f"{shown}: url({named.target}) {fault}",
                "a theme loads TTF and OTF fonts, and pictures that lie whole beside it",
            )


def _find_fault(picture: Path, theme: Path) -> str | None:
    real, project = os.path.realpath(picture), os.path.realpath(theme.parent.parent)
    if not Path(real).is_relative_to(project):
        return f"lies outside the project: it leads to {spelled(real)}"
    return find_picture_fault(picture, film=False)


def kept_subsets(folders: Folders) -> Path:
    """Where subsets are kept for all decks: one in a project could be a stranger's, in which an
    8 looks like a 9.
    """
    return installation.home(folders) / "fonts"


def embed_fonts(css: str, theme_folder: Path, characters: str, cache: Path) -> str:
    """The theme with each `url(fonts/X.ttf)` replaced by the font itself, as a WOFF2 subset.

    Holds the `characters` and a few that are always needed, so that the slides show the
    same letters on every machine; pictures beside the theme are put in as they are. Equal inputs
    give equal text; `cache` keeps subsets.
    """
    theme = theme_folder / f"{_theme_name(css)}.css"
    files = {named.target: named for named in find_theme_files(css, theme)}
    check_theme_files(list(files.values()), theme)
    wanted = "".join(sorted(set(ALWAYS) | _find_characters(characters, css)))

    def embed(match: re.Match) -> str:
        named = files.get(match["target"])
        if named is None:
            return match[0]
        if named.is_font:
            content = _subset_font(named.file, wanted, cache).read_bytes()
            kind: str | None = "font/woff2"
        else:
            content = read_content(named.file, named.target)
            kind = media_type(content)
        return f"url(data:{kind};base64,{base64.b64encode(content).decode()})"

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
    if subset.is_file():
        with suppress(OSError):
            os.utime(subset)  # By its time, one that nobody uses any more is swept.
    else:
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
