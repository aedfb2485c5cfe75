"""The slides of a deck's Markdown: where each begins and ends, and what it is called."""

from bisect import bisect_right
from typing import NamedTuple

from executed_slides.base.errors import DeckError
from executed_slides.markdown.reader import read_deck


class Slide(NamedTuple):
    """One slide: its number from 1, its start and end in the Markdown, its headings and theirs."""

    number: int
    start: int
    end: int
    headings: list[tuple[int, str]]

    @property
    def title(self) -> str:
        """Its last heading."""
        return self.title_at(self.end)

    def title_at(self, position: int) -> str:
        """The heading under which a position stands."""
        above = [title for start, title in self.headings if start <= position]
        return above[-1] if above else "without title"


class Slides:
    """All slides of a deck, to find the one on which a position of the Markdown stands."""

    def __init__(self, markdown: str):
        self.all = [
            Slide(slide.number, slide.start, slide.end, slide.headings)
            for slide in read_deck(str.__str__(markdown)).slides
        ]
        self.starts = [slide.start for slide in self.all]

    def at(self, position: int) -> Slide:
        """The slide on which a position of the Markdown stands."""
        return self.all[max(0, bisect_right(self.starts, position) - 1)]


def refuse_other_count(slides: Slides, made: int, shown: str) -> None:
    """Raises DeckError where Marp made another number of slides: every link would be off."""
    if made != len(slides.all):
        raise DeckError(
            f"{shown}: Marp makes {made} slides of it, where its rules make {len(slides.all)}",
            "begin each slide with a line --- after an empty line",
        )
