"""The length of a show: its slides, how often one presses a key until the end, its notes.

A list of `*` or `1)` shows an item a press; one of `-` or `1.` is there at once.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from executed_slides.base.command_line import command
from executed_slides.base.files import read_utf8, text_of
from executed_slides.base.folders import Folders
from executed_slides.base.settings import read_settings
from executed_slides.markdown.appendix import talk_of
from executed_slides.markdown.languages import language_of
from executed_slides.markdown.speech import count_syllables, usual_rate
from executed_slides.output.marp import SLIDE

_STEP = re.compile(r"<li\b[^>]*\bdata-marpit-fragment=\"")


class Length(NamedTuple):
    """How long a show is; `minutes` are those that its notes take to say."""

    slides: int
    presses: int
    minutes: float

    def __str__(self) -> str:
        slides = f"{self.slides} slide{'s' if self.slides != 1 else ''}"
        presses = f"{self.presses} press{'es' if self.presses != 1 else ''} to the end"
        notes = f", {self.minutes:.1f} minutes of notes" if self.minutes else ""
        return f"{slides}, {presses}{notes}"


def measure_length(folders: Folders, name: str, route: Sequence[int] | None = None) -> Length:
    """The length of a deck's finished page, or of a route through it, without its appendix."""
    html = folders.slides / f"{name}.html"
    page = read_utf8(html, folders.shown(html), f"`{command()}` makes it anew")
    markdown = text_of(html.with_suffix(".md")) or ""
    slides = route or [slide.number for slide in talk_of(markdown)]
    steps = dict(enumerate(count_steps(page), 1))
    presses = max(0, len(slides) - 1) + sum(steps.get(number, 0) for number in slides)
    spoken = dict(enumerate(_read_notes(markdown), 1))
    rate = read_settings(folders.root).syllables_a_minute or usual_rate(markdown)
    syllables = sum(count_syllables(spoken.get(number, "")) for number in slides)
    return Length(len(slides), presses, syllables / rate)


def count_steps(page: str) -> list[int]:
    """How many steps each slide of a page builds up in."""
    parts = SLIDE.split(page)[1:]
    return [len(_STEP.findall(part)) for part in parts]


def _read_notes(markdown: str) -> list[str]:
    """What is said on each slide: its notes, without the records behind them."""
    from executed_slides.markdown.reader import read_deck

    source = f"\n{language_of(markdown).source}: "
    return [
        " ".join(note.content.text.partition(source)[0] for note in slide.notes)
        for slide in read_deck(markdown).slides
    ]
