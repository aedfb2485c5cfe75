"""Emoji as Marp reads them in words: `:tada:` is 🎉, and `:no_such:` is what it says.

shortcodes.json has the names that the Marp of this engine knows.
"""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

_NAME = re.compile(r":(?=([^\s:]{1,80}):)")


def find_shortcodes(words: str) -> Iterator[tuple[int, int, str]]:
    """Where each shortcode stands in words that are no code and no address, and its emoji."""
    if words.count(":") > 1:
        emoji, end = _shortcodes(), 0
        for found in _NAME.finditer(words):
            if found.start() >= end and found[1] in emoji:
                end = found.end(1) + 1
                yield found.start(), end, emoji[found[1]]


@cache
def _shortcodes() -> dict[str, str]:
    return json.loads(Path(__file__).with_name("shortcodes.json").read_text("utf-8"))
