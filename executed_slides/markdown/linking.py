"""Where words of a deck may become a link: on the page itself, and where brackets change nothing.

정답률 88.2%        may be [88.2%](#84)
\\$88.20           may be [\\$88.20](#84)
## 88.2%            no: it would stand in every outline
<!-- 88.2% -->      no: it would be read out
$n = 88$ · `88`     no: it is a formula's, or code's
**88.2%**p          no: the emphasis would end elsewhere
"""

import re
from collections.abc import Iterable

from executed_slides.markdown.contents import CELL, TEXT
from executed_slides.markdown.reader import read_deck

_MARKS_BEFORE, _MARKS_AFTER = re.compile(r"\w[*_~]+\Z"), re.compile(r"[*_~]+\w")


def find_linkable(markdown: str, spans: Iterable[tuple[int, int]]) -> list[bool]:
    """Of each part of a deck, whether it may become a link."""
    words = bytearray(len(markdown))
    for slide in read_deck(str.__str__(markdown)).slides:
        for block in slide.words:
            if block.kind in (TEXT, CELL):
                for letter, place in zip(block.text, block.places, strict=True):
                    if markdown.startswith(f"\\{letter}", place):
                        words[place : place + 2] = b"\1\1"  # A sign that is escaped.
                    else:
                        words[place] = markdown[place] == letter
        for link in slide.links:
            words[link.start : link.end] = bytes(link.end - link.start)
    return [all(words[a:b]) and _keeps_its_meaning(markdown, a, b) for a, b in spans]


def _keeps_its_meaning(markdown: str, start: int, end: int) -> bool:
    """Whether brackets would change nothing of what stands around them."""
    before, after = markdown[max(0, start - 4) : start], markdown[end : end + 4]
    # Emphasis begins and ends beside words only where it has no bracket inside.
    return not (
        before.endswith(("!", "]", "\\"))
        or _MARKS_BEFORE.search(before)
        or _MARKS_AFTER.match(after)
    )
