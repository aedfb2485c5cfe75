"""Blocks of text with more signs than one reads in a moment, each of which may open something.

[ [ [ [ …   for each of them a parser looks at all that follows: two thousand are nothing, a
            hundred thousand keep it busy for minutes, and with `<!--` Marp too
"""

import re
from itertools import accumulate

from executed_slides.base.errors import DeckError

_OPENING = re.compile(r"[\[<&*_`$~]")
_MOST = 2000
_BETWEEN = re.compile(r"(\n[ \t\r]*\n)")


def refuse_crowded_blocks(markdown: str, shown: str) -> None:
    """Raises DeckError, with the line of a text that messages call `shown`."""
    markdown = str.__str__(markdown)
    if len(_OPENING.findall(markdown)) <= _MOST:
        return
    blocks = _BETWEEN.split(markdown)
    lines = accumulate((block.count("\n") for block in blocks), initial=1)
    for block, line in zip(blocks, lines, strict=False):
        signs = _OPENING.findall(block)
        if len(signs) > _MOST:
            raise DeckError(
                f"{shown}:{line}: {len(signs):,} signs such as {signs[0]} without an empty line "
                f"between them, over {_MOST:,}: a build would not end in time",
                "say less of it on a slide, or put empty lines between its parts",
            )
