"""Emoji as Marp reads them in words: `:tada:` is 🎉, and `:no_such:` is what it says.

shortcodes.json has the names that the Marp of this engine knows.
"""

import json
import re
from functools import cache
from pathlib import Path


def draw_shortcodes(words: str) -> str:
    """Words, which are no code and no address, with each shortcode's emoji in its place."""
    if words.count(":") < 2:
        return words
    emoji, pattern = _shortcodes()
    return pattern.sub(lambda found: emoji[found[1]], words)


@cache
def _shortcodes() -> tuple[dict[str, str], re.Pattern]:
    emoji = json.loads(Path(__file__).with_name("shortcodes.json").read_text("utf-8"))
    return emoji, re.compile(f":({'|'.join(map(re.escape, emoji))}):")
