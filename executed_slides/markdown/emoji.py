"""Emoji as Marp reads them in words: `:tada:` is 🎉, and `:no_such:` is what it says.

shortcodes.json has the names that the Marp of this engine knows.
"""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path


def find_shortcodes(words: str) -> Iterator[tuple[int, int, str]]:
    """Where each shortcode stands in words that are no code and no address, and its emoji."""
    if words.count(":") > 1:
        emoji, pattern = _shortcodes()
        for found in pattern.finditer(words):
            yield *found.span(), emoji[found[1]]


@cache
def _shortcodes() -> tuple[dict[str, str], re.Pattern]:
    emoji = json.loads(Path(__file__).with_name("shortcodes.json").read_text("utf-8"))
    return emoji, re.compile(f":({'|'.join(map(re.escape, emoji))}):")
