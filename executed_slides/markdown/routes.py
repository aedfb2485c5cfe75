"""Routes: shorter talks through a deck, whose slides its front matter names by their headings.

    minutes: 10                          how long a talk may be
    routes:
      talk: [Titel, Result … Outlook]    ──▶ {"talk": [1, 7, 8, 9]}

A heading that has a number, `2.1. Overfits from epoch 4`, is named by that alone too, `2.1.`: what
a title says of a result may be another thing tomorrow. A heading that several slides have is all of
them; `A … B` is what lies between the two as well.
"""

import re
from functools import lru_cache
from typing import Any

from executed_slides.base.errors import DeckError
from executed_slides.markdown.appendix import talk_of
from executed_slides.markdown.directives import Directive
from executed_slides.markdown.front_matter import inside_of_front_matter, read_front_matter
from executed_slides.markdown.outline import Slide

_NAME = re.compile(r"[\w-]+")
_NUMBER = re.compile(r"\d+(?:\.\d+)*\.?")
_RANGE = re.compile(r"(?P<first>.*\S)\s+(?:…|\.\.\.)\s+(?P<last>\S.*)")
_WRITE = "write `routes:`, below it `  NAME:`, and below that a line `    - HEADING` for each slide"


def routes_of(markdown: str, shown: str) -> dict[str, list[int]]:
    """By its name the slides of each route, as it lists them.

    Raises DeckError, with the line in the file that messages call `shown`, for a route that names
    what there is not.
    """
    entry = read_front_matter(markdown).entry("routes")
    if entry is None:
        return {}
    table = entry.value
    if not isinstance(table, dict) or not all(map(_NAME.fullmatch, table)):
        raise DeckError(f"{shown}:{entry.line}: `routes` is no table of names and headings", _WRITE)
    lines = inside_of_front_matter(markdown).splitlines()
    slides = talk_of(markdown)
    return {
        name: _find_slides(slides, name, named, _Places(shown, entry, lines))
        for name, named in table.items()
    }


def minutes_of(markdown: str, shown: str) -> float | None:
    """How many minutes a talk may take, where the front matter says so."""
    entry = read_front_matter(markdown).entry("minutes")
    if entry is None:
        return None
    try:
        minutes = float(entry.value)
    except (TypeError, ValueError):
        minutes = 0
    if not 0 < minutes < 1000:
        raise DeckError(f"{shown}:{entry.line}: `minutes` is no number of minutes", "minutes: 10")
    return minutes


def refuse_lost_routes(markdown: str, shown: str) -> None:
    """Raises DeckError where the front matter says of a talk what cannot be shown."""
    routes_of(markdown, shown)
    minutes_of(markdown, shown)


class _Places:
    """Where in a front matter something stands, as messages say it."""

    def __init__(self, shown: str, entry: Directive, lines: list[str]):
        self.shown, self.first, self.lines = shown, entry.line, lines

    def of(self, text: str) -> str:
        below = range(self.first - 2, len(self.lines))
        found = (at + 2 for at in below if text in self.lines[at])
        return f"{self.shown}:{next(found, self.first)}"


def _find_slides(slides: list[Slide], route: str, named: Any, places: _Places) -> list[int]:
    listed = [named] if isinstance(named, str) and named else named
    if not isinstance(listed, list) or not listed:
        raise DeckError(f"{places.of(route)}: the route {route!r} names no slide", _WRITE)
    found: dict[int, None] = {}
    for heading in listed:
        if not isinstance(heading, str):
            raise DeckError(
                f"{places.of(route)}: the route {route!r} names something that is no text",
                'put a heading with `:`, `#` or a bracket in quotes: "Aim: speed"',
            )
        numbers = _find_named(slides, heading)
        if not numbers:
            there = dict.fromkeys(title for slide in slides for _, title in slide.headings)
            raise DeckError(
                f"{places.of(heading)}: the route {route!r} names a slide that is not there: "
                f"{heading!r}",
                f"the headings there are: {', '.join(there)}",
            )
        found |= dict.fromkeys(numbers)
    return [*found]


def _find_named(slides: list[Slide], heading: str) -> list[int]:
    numbers = _find_headed(slides, heading)
    between = _RANGE.fullmatch(heading)
    if not numbers and between:
        first, last = _find_headed(slides, between["first"]), _find_headed(slides, between["last"])
        if first and last:
            return [*range(first[0], last[-1] + 1)]
    return numbers


def _find_headed(slides: list[Slide], heading: str) -> list[int]:
    """The slides with a heading of these words, or of this number before its words."""
    wanted = heading.split()
    first = len(wanted) == 1 and _NUMBER.fullmatch(wanted[0]) is not None
    return [
        slide.number
        for slide in slides
        for words in [_words_of(title) for _, title in slide.headings]
        if words == wanted or (first and words[:1] == wanted)
    ]


@lru_cache(maxsize=1024)
def _words_of(title: str) -> list[str]:
    return title.split()
