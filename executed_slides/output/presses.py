"""Presses: how often a presenter presses a key until the end of a page, for lists that build up.

A list of `*` or `1)` shows an item a press; one of `-` or `1.` is there at once.
"""

import re
from typing import NamedTuple

from executed_slides.base.command_line import command
from executed_slides.base.files import read_utf8, text_of
from executed_slides.base.folders import Folders
from executed_slides.markdown.appendix import talk_of
from executed_slides.output.marp import SLIDE

_STEP = re.compile(r"<li\b[^>]*\bdata-marpit-fragment=\"")


class Length(NamedTuple):
    """How long a show is."""

    slides: int
    presses: int

    def __str__(self) -> str:
        slides = f"{self.slides} slide{'s' if self.slides != 1 else ''}"
        return f"{slides}, {self.presses} press{'es' if self.presses != 1 else ''} to the end"


def measure_length(folders: Folders, name: str) -> Length:
    """The length of a deck's finished page without its appendix."""
    html = folders.slides / f"{name}.html"
    page = read_utf8(html, folders.shown(html), f"`{command()}` makes it anew")
    slides = len(talk_of(text_of(html.with_suffix(".md")) or ""))
    return Length(slides, max(0, slides - 1) + sum(count_steps(page)[:slides]))


def count_steps(page: str) -> list[int]:
    """How many steps each slide of a page builds up in."""
    parts = SLIDE.split(page)[1:]
    return [len(_STEP.findall(part)) for part in parts]
