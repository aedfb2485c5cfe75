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

from executed_slides.markdown.contents import CELL, TEXT, MarkdownContents
from executed_slides.markdown.reader import read_deck

_MARKS_BEFORE, _MARKS_AFTER = re.compile(r"\w[*_~]+\Z"), re.compile(r"[*_~]+\w")


def find_linkable(markdown: str, spans: Iterable[tuple[int, int]]) -> list[bool]:
    """Of each part of a deck, whether it may become a link."""
    markdown = str.__str__(markdown)
    words = bytearray(len(markdown))
    for slide in read_deck(markdown).slides:
        words[slide.start : slide.end] = slide.work_out_once(_find_words)
    return [all(words[a:b]) and _keeps_its_meaning(markdown, a, b) for a, b in spans]


def _find_words(text: str, own: MarkdownContents, start: int) -> bytes:
    """Of each letter of a slide, whether it stands among words that may be a link."""
    words = bytearray(len(text))
    for block in own.words:
        if block.kind in (TEXT, CELL):
            for letter, place in zip(block.text, block.places, strict=True):
                at = place - start
                if text.startswith(f"\\{letter}", at):
                    words[at : at + 2] = b"\1\1"  # A sign that is escaped.
                else:
                    words[at] = text[at] == letter
    for link in own.links:
        words[link.start - start : link.end - start] = bytes(link.end - link.start)
    return bytes(words)


def _keeps_its_meaning(markdown: str, start: int, end: int) -> bool:
    """Whether brackets would change nothing of what stands around them."""
    before, after = markdown[max(0, start - 4) : start], markdown[end : end + 4]
    # Emphasis begins and ends beside words only where it has no bracket inside.
    return not (
        before.endswith(("!", "]", "\\"))
        or _MARKS_BEFORE.search(before)
        or _MARKS_AFTER.match(after)
    )
