"""The show: what a finished page does beside Marp's own turning of slides.

Marp's HTML ──▶ show.page.js before Marp's script ──▶ slides/NAME.html
"""

from functools import cache
from pathlib import Path

from executed_slides.base.errors import DeckError
from executed_slides.markdown.languages import language_of

SCRIPT_FILE = Path(__file__).with_name("show.page.js")
_MARPS = "<script>/*!! License: https://unpkg.com/@marp-team/marp-cli@"


@cache
def read_script() -> str:
    return SCRIPT_FILE.read_text("utf-8")


def add_show(page: str, shown: str) -> str:
    """The page that Marp made, with the script of the show before that which turns its slides.

    Messages call the page `shown`.
    """
    before, script, after = page.rpartition(_MARPS)
    if not script:
        raise DeckError(f"{shown}: Marp's page has no script that turns slides", None)
    return f"{before}<script>{read_script()}</script>{script}{after}"


def words_beside(markdown: str) -> str:
    """What a finished page may say outside of its slides, in the deck's language."""
    words = language_of(markdown)
    return "".join([words.stale, words.one_problem, words.several_problems, "0123456789·"])
