"""Letters: whether the fonts that a deck brings along have every sign that it shows.

A letter that none of them has is drawn in some font of the machine, or as an empty box,
while the text that one can copy is right. So fonts are asked, not the text:

    HTML   its embedded fonts for each sign, and the browser for the fonts that it drew with
    PDF    the names of the fonts on each page
"""

import base64
import io
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from executed_slides.output.faults import Found

_DATA = re.compile(r"""url\(["']?data:[^,"')]*;base64,([^"')]+)""")
# Signs that no font draws: Hangul fillers, and selectors of a variant.
_UNDRAWN = re.compile(
    "[\u034f\u115f\u1160\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
_SHOWN = 12


class _Face(NamedTuple):
    """A font in the HTML: its family, its name in a PDF, and what it can draw."""

    family: str
    bold: bool
    italic: bool
    name: str
    characters: frozenset[int]


def is_embedded(rule: dict[str, str]) -> bool:
    """Whether the theme embeds the font of an `@font-face` rule, be it one or not."""
    is_of_formulas = rule["family"].startswith("KaTeX_")
    return not is_of_formulas and _DATA.search(rule["source"]) is not None


def judge_letters(measured: dict[str, Any]) -> dict[int, list[Found]]:
    """For each slide the signs that are not drawn in a font of the theme; see `measure_slides`."""
    faces = [face for rule in measured["faces"] if (face := _read_face(rule))]
    foreign = defaultdict(list)
    for text in measured["foreign"]:
        foreign[text["slide"]].append(text)
    faults: dict[int, list[Found]] = defaultdict(list)
    for number, slide in enumerate(measured["slides"], 1):
        missing = _find_missing(slide["letters"], faces)
        fonts = sorted({text["font"] for text in foreign[number]})
        if missing:
            drawn = f"drawn in {' and '.join(fonts)} or as" if fonts else "drawn as"
            detail = f"no font of the theme has {_name_signs(missing)}: {drawn} empty boxes"
            faults[number].append(("missing glyph", detail))
        elif fonts:
            text = foreign[number][0]["text"]
            detail = f"'{text}' is drawn in {' and '.join(fonts)}, not in a font of the theme"
            faults[number].append(("missing glyph", detail))
    own = {face.name for face in faces} | set(measured["mark"])
    for number, names in _find_foreign_pages(measured["pdf"], own):
        if number not in faults:
            detail = f"the PDF draws letters in {' and '.join(names)}, no font of the theme"
            faults[number].append(("missing glyph", detail))
    return faults


def judge_boxes(measured: dict[str, Any]) -> dict[int, list[Found]]:
    """For each slide the signs that no font of this machine has, where the theme brings none."""
    faults: dict[int, list[Found]] = {}
    for number, slide in enumerate(measured["slides"], 1):
        missing = dict.fromkeys(sign for style in slide["letters"] for sign in style["boxes"])
        if missing:
            detail = f"no font of this machine has {_name_signs([*missing])}: drawn as empty boxes"
            faults[number] = [("missing glyph", detail)]
    return faults


def _read_face(rule: dict[str, str]) -> _Face | None:
    """The font of an `@font-face` rule, if the page holds it."""
    from fontTools.ttLib import TTFont, TTLibError

    data = _DATA.search(rule["source"])
    if not data:
        return None
    try:
        font = TTFont(io.BytesIO(base64.b64decode(data[1])))
        characters = frozenset(font.getBestCmap() or ())
        name = font["name"].getDebugName(6) or ""
    except (TTLibError, ValueError, KeyError):
        return None  # The browser cannot read it either, and says what it drew with instead.
    weight = rule["weight"].split()[0] if rule["weight"] else "400"
    bold = weight == "bold" or (weight.isdigit() and int(weight) >= 600)
    italic = rule["slant"].split(" ")[0] in ("italic", "oblique")
    return _Face(rule["family"].lower(), bold, italic, name, characters)


def _find_missing(letters: list[dict[str, Any]], faces: list[_Face]) -> list[str]:
    """The signs of a slide that no font in their element's list of fonts has, in order."""
    missing = {}
    for style in letters:
        stack = [*_choose_faces(style, faces)]
        for sign in style["signs"]:
            if not any(_can_draw(face, sign) for face in stack):
                missing.update(dict.fromkeys([sign] if _drawn_signs(sign) else []))
    return list(missing)


def _choose_faces(style: dict[str, Any], faces: list[_Face]) -> Iterator[_Face]:
    """The face that a browser takes of each family in a CSS list of fonts."""
    slant, weight = style["italic"], style["bold"]
    for family in style["fonts"].lower().split(","):
        named = [face for face in faces if face.family == family.strip(" \"'")]
        yield from sorted(named, key=lambda face: (face.italic != slant, face.bold != weight))[:1]


def _can_draw(face: _Face, sign: str) -> bool:
    """Whether a face has a sign, whole or in parts: é may be e and an accent."""
    forms = {sign, unicodedata.normalize("NFC", sign), unicodedata.normalize("NFD", sign)}
    return any(all(ord(c) in face.characters for c in _drawn_signs(form)) for form in forms)


def _drawn_signs(sign: str) -> str:
    """What of a sign has a shape: no spaces, controls, joiners and selectors."""
    drawn = [c for c in _UNDRAWN.sub("", sign) if unicodedata.category(c)[0] not in "CZ"]
    return "".join(drawn)


def _name_signs(signs: list[str]) -> str:
    """Signs as a message names them: '漢' (U+6F22)."""
    named = [f"'{sign}' ({' '.join(f'U+{ord(c):04X}' for c in sign)})" for sign in signs[:_SHOWN]]
    more = f" and {len(signs) - _SHOWN} more" if len(signs) > _SHOWN else ""
    return ", ".join(named) + more


def _find_foreign_pages(
    pages: Iterable[Iterable[str]], own: set[str]
) -> Iterator[tuple[int, list[str]]]:
    """The pages of a PDF, counted from 1, with fonts that are none of their own."""
    for number, fonts in enumerate(pages, 1):
        if names := sorted(set(fonts) - own):
            yield number, names
