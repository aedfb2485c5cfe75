"""The list of problems: what the page says is wrong, each with its place and the slide it is on.

{"numbers": ["templates/talk.md.j2:9:4: '42' stands …\\nhint: show a recorded one"]}
    ──▶ place templates/talk.md.j2:9:4 · reason · what mends it · slide 3
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from executed_slides.template.bound_text import Typed, spans_of
from executed_slides.template.rendering import Rendered
from executed_slides.template.slides_by_experiment import slides_by_experiment

# By who says something: what only waits for a run, and what makes the slides but a draft.
STALE, DRAFT = "stale", "numbers"
_HINT = "\nhint: "
_PLACE = re.compile(
    r"(?P<place>(?:[\w.-]+/)[^\s:]+(?::\d+){0,2}|pyproject\.toml(?::\d+)?): "
    r"|(?P<slide>slide \d+) \("
)
_IN_TEMPLATE = re.compile(r"templates/(?P<name>[^\s:]+):(?P<line>\d+)(?::(?P<column>\d+))?$")
_IN_MARKDOWN = re.compile(r"slides/(?P<deck>[^\s:/]+)\.md:(?P<line>\d+)$")
_OF_EXPERIMENT = re.compile(r"(?:experiments|results)/(?P<name>\w+)\.(?:py|ipynb|json)(?::\d+)*$")
_ON_SLIDE = re.compile(r"\bslide (\d+) \(")

FindSlide = Callable[[str, str], int | None]


class ListedProblem(NamedTuple):
    """A problem as the page lists it; `slide` is the one on which one sees it, if there is one."""

    kind: str
    place: str
    reason: str
    mend: str
    slide: int | None


def list_problems(
    said: Mapping[str, Sequence[str]], find_slide: FindSlide | None
) -> list[ListedProblem]:
    """All that is wrong, first what stops the slides, last what a run would mend."""
    order = sorted(said, key=lambda who: (who == STALE, who == DRAFT))
    return [_read_problem(who, text, find_slide) for who in order for text in said[who]]


def _read_problem(who: str, text: str, find_slide: FindSlide | None) -> ListedProblem:
    message, _, mend = text.partition(_HINT)
    found = _PLACE.match(message)
    place = (found["place"] or found["slide"]) if found else ""
    reason = message[found.end() :] if found and found["place"] else message
    kind = "stale" if who == STALE else "draft" if who == DRAFT else "failed"
    slide = find_slide(place, message) if find_slide else None
    return ListedProblem(kind, place, reason, mend, slide)


class SlideFinder:
    """Finds the slide that a place of a project leads to, in the slides as they were rendered."""

    def __init__(self, deck: Rendered):
        self.deck = deck

    def __call__(self, place: str, message: str) -> int | None:
        """The number of the slide of a problem at this place, None where there is none."""
        if on_slide := _ON_SLIDE.search(message):
            return int(on_slide[1])
        if there := _IN_TEMPLATE.match(place):
            return self._at_line_of_template(
                there["name"], int(there["line"]), int(there["column"] or 1)
            )
        if (there := _IN_MARKDOWN.match(place)) and there["deck"] == self.deck.name:
            start = _start_of_line(str.__str__(self.deck.markdown), int(there["line"]))
            return self.deck.slides.at(start).number
        if there := _OF_EXPERIMENT.match(place):
            return min(self._feeds.get(there["name"], ()), default=None)
        return None

    def _at_line_of_template(self, name: str, line: int, column: int) -> int | None:
        """The slide of the words that stand there, or of the last ones before."""
        words = self._words.get(name)
        if not words:
            return None
        at = _start_of_line(self.deck.templates.get(name, ""), line) + column - 1
        starts = [start for start, *_ in words]
        last = starts[max(0, bisect_right(starts, at) - 1)]
        start, length, there = words[bisect_left(starts, last)]  # In a loop they stand often.
        return self.deck.slides.at(there + min(max(0, at - start), length)).number

    @cached_property
    def _words(self) -> dict[str, list[tuple[int, int, int]]]:
        """By template where its words stand in its source, how many, and where in the Markdown."""
        found: dict[str, list[tuple[int, int, int]]] = {}
        for start, end, source in spans_of(self.deck.markdown):
            if isinstance(source, Typed):
                found.setdefault(source.template, []).append((source.start, end - start, start))
        return {template: sorted(words) for template, words in found.items()}

    @cached_property
    def _feeds(self) -> dict[str, set[int]]:
        return slides_by_experiment(self.deck)


def _start_of_line(text: str, line: int) -> int:
    at = 0
    for _ in range(line - 1):
        at = text.find("\n", at) + 1
        if not at:
            return len(text)
    return at
