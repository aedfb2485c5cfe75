"""The size of a deck's pages, as Marp takes it from the front matter's `size` and from the theme.

size: 4:3  +  @size 4:3 960px 720px in a comment of the theme     960 × 720
no size    +  section { width: 1920px; height: 1080px }          1920 × 1080
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from executed_slides.base.cache import Cache
from executed_slides.base.files import hash_text
from executed_slides.base.folders import Folders
from executed_slides.markdown.outline import outline_of
from executed_slides.markdown.themes import BUILT_IN, Theme, read_metas, theme_of

# Marp's names for them; a length that it cannot read counts as one that is not given.
_PIXELS = {
    "px": 1.0,
    "pt": 4 / 3,
    "pc": 16.0,
    "in": 96.0,
    "cm": 96 / 2.54,
    "mm": 9.6 / 2.54,
    "q": 2.4 / 2.54,
}


class PageSize(NamedTuple):
    """Width and height of a page in pixels."""

    width: float
    height: float


WIDE = PageSize(1280, 720)
# What every theme of Marp's own says.
_BUILT_IN_SIZES = {"16:9": WIDE, "4:3": PageSize(960, 720)}


def find_page_size(folders: Folders, markdown: str, kept: Cache) -> PageSize:
    """The size of the pages of a deck; `kept` remembers what follows from a theme.

    Raises Unreadable for a theme that cannot be read. One that is not there is no matter of size.
    """
    theme = theme_of(folders, markdown)
    sizes = [given.value for given in outline_of(markdown).find_global("size")]
    wanted = sizes[-1] if sizes else ""
    if theme.file is None:
        return _BUILT_IN_SIZES.get(wanted, WIDE)
    if not theme.file.is_file():
        return WIDE
    css = theme.read(folders)
    decides = (hash_text(css), wanted)
    found = kept.get("page", theme.name, *decides)
    if found is None:
        found = tuple(_read_page_size(css, wanted))
        kept.put("page", theme.name, *decides, value=found)
    return PageSize(*found)


def find_sizes(folders: Folders, theme: Theme) -> dict[str, PageSize]:
    """The sizes that a theme names, for decks to choose from. Raises Unreadable."""
    return _read_sizes(theme.read(folders)) if theme.file else _BUILT_IN_SIZES


def _read_page_size(css: str, wanted: str) -> PageSize:
    return _read_sizes(css).get(wanted) or _page(**_find_section_lengths(css))


def _read_sizes(css: str) -> dict[str, PageSize]:
    sizes = dict(_BUILT_IN_SIZES) if any(name in BUILT_IN for name in _find_imports(css)) else {}
    for key, value in read_metas(css):
        match key, value.split():
            case "size", [name, "false"]:
                sizes.pop(name, None)
            case "size", [name, width, height]:
                sizes[name] = _page(width, height)
    return sizes


def _page(width: str = "", height: str = "") -> PageSize:
    return PageSize(_in_pixels(width) or WIDE.width, _in_pixels(height) or WIDE.height)


def _in_pixels(length: str) -> float | None:
    found = re.fullmatch(r"(\d*\.?\d+)([a-z]+)", length, re.IGNORECASE)
    unit = _PIXELS.get(found[2].lower()) if found else None
    return round(float(found[1]) * unit, 3) if found and unit else None


def _find_imports(css: str) -> Iterator[str]:
    """The names of the themes that a theme builds on."""
    import tinycss2

    for rule in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True):
        if rule.type == "at-rule" and rule.lower_at_keyword in ("import", "import-theme"):
            yield from (token.value for token in rule.prelude if token.type == "string")


def _find_section_lengths(css: str) -> dict[str, str]:
    """Width and height that a theme gives each slide; what it gives `:root` goes first."""
    import tinycss2

    found: dict[str, dict[str, str]] = {"section": {}, ":root": {}}
    left = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    while left:
        rule = left.pop(0)
        if rule.type == "at-rule" and rule.content:
            left[:0] = tinycss2.parse_rule_list(rule.content, skip_comments=True)
        elif rule.type == "qualified-rule":
            selectors = tinycss2.serialize(rule.prelude).split(",")
            for part in tinycss2.parse_blocks_contents(rule.content, skip_comments=True):
                if part.type == "declaration" and part.lower_name in ("width", "height"):
                    length = tinycss2.serialize(part.value).strip()
                    for selector in {text.strip() for text in selectors} & found.keys():
                        found[selector][part.lower_name] = length
    return {**found["section"], **found[":root"]}
