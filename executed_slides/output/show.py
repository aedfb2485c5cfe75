"""The show: what a finished page does beside Marp's own turning of slides.

Marp's HTML ──▶ what the deck says of its show, and show.page.js, before Marp's script
                                                                   ──▶ slides/NAME.html
"""

import json
from functools import cache
from pathlib import Path

from executed_slides.markdown.appendix import talk_of
from executed_slides.markdown.languages import language_of
from executed_slides.markdown.routes import minutes_of, routes_of

SCRIPT_FILE = Path(__file__).with_name("show.page.js")
# Of a language, what the script says.
_WORDS = [
    "back",
    "turn",
    "jump",
    "leave",
    "black",
    "zoom",
    "timer",
    "overview",
    "presenter",
    "full_screen",
    "keys",
    "route",
    "whole",
]
_MARPS = "<script>/*!! License: https://unpkg.com/@marp-team/marp-cli@"


@cache
def script_of_show() -> str:
    return SCRIPT_FILE.read_text("utf-8")


def describe_show(markdown: str) -> str:
    """What the script is told of a deck, as JSON that may stand in a page."""
    language = language_of(markdown)
    about = {
        "slides": len(talk_of(markdown)),
        "routes": routes_of(markdown, "the front matter"),
        "minutes": minutes_of(markdown, "the front matter"),
        "words": {word: getattr(language, word) for word in _WORDS},
    }
    return json.dumps(about, ensure_ascii=False).replace("<", "\\u003c")


def add_show(page: str, markdown: str) -> str:
    """The page that Marp made, with the show before the script that turns its slides.

    A page that turns none stays as it is.
    """
    before, marps, after = page.rpartition(_MARPS)
    if not marps:
        return page
    about = f'<script type="application/json">{describe_show(markdown)}</script>'
    return f"{before}{about}<script>{script_of_show()}</script>{marps}{after}"


def words_beside(markdown: str) -> str:
    """What a finished page may say outside of its slides, in the deck's language."""
    language = language_of(markdown)
    said = [language.stale, language.one_problem, language.several_problems]
    said += [getattr(language, word) for word in _WORDS]
    return "".join([*said, *map(chr, range(0x20, 0x7F)), "·−…←→"])
