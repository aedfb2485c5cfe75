"""The slides of a deck's Markdown: where each begins, and what it is called."""

import re
from bisect import bisect_right
from typing import NamedTuple

from deck.words import FRONT_MATTER

FENCE = re.compile(r"^```.*?(?:^```[ \t]*$|\Z)", re.DOTALL | re.MULTILINE)
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
RULER = re.compile(r"^---[ \t]*$", re.MULTILINE)
HEADING = re.compile(r"^#+[ \t]+(.+?)[ \t]*$", re.MULTILINE)


class Slide(NamedTuple):
    """One slide: its number from 1, where it starts in the Markdown, its headings and theirs."""

    number: int
    start: int
    headings: list[tuple[int, str]]

    def title_at(self, position: int) -> str:
        """The heading under which a position stands."""
        above = [title for start, title in self.headings if start <= position]
        return above[-1] if above else "without title"


class Slides:
    """All slides of a deck, to find the one on which a position of the Markdown stands."""

    def __init__(self, markdown: str):
        front = FRONT_MATTER.match(markdown)
        start = front.end() if front else 0
        words = FENCE.sub(lambda code: " " * len(code[0]), markdown)
        starts = [start, *(ruler.end() for ruler in RULER.finditer(words, start))]
        ends = [*starts[1:], len(words)]
        titles = COMMENT.sub(lambda note: " " * len(note[0]), words)
        self.starts = starts
        self.all = [
            Slide(
                number,
                start,
                [(h.start(), h[1]) for h in HEADING.finditer(titles, start, end)],
            )
            for number, (start, end) in enumerate(zip(starts, ends, strict=True), 1)
        ]

    def at(self, position: int) -> Slide:
        """The slide on which a position of the Markdown stands."""
        return self.all[max(0, bisect_right(self.starts, position) - 1)]
