"""The slides of a deck's Markdown: where each begins and ends, and what it is called."""

from bisect import bisect_right

from executed_slides.base.errors import DeckError
from executed_slides.markdown.outline import Slide, outline_of


class Slides:
    """All slides of a deck, to find the one on which a position of the Markdown stands."""

    def __init__(self, markdown: str):
        self.all = outline_of(markdown).slides
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
