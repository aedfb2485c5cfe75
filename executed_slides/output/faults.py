"""Faults: what a finished slide does not show, or not large enough to read, and what mends it."""

from typing import Literal

from executed_slides.base.command_line import command
from executed_slides.base.typed import Stored

Kind = Literal[
    "overflow",
    "cut",
    "cut code",
    "broken picture",
    "blown up",
    "too small",
    "small text",
    "hidden",
    "style number",
    "missing glyph",
    "machine fonts",
    "no alt",
    "remote",
    "builds up",
]
_MENDS: dict[Kind, str] = {
    "overflow": "{command} check --fit says what would make it fit",
    "cut": "{command} check --fit says what would make it fit",
    "cut code": "break the line in the experiment, or give the code the whole width of the slide",
    "broken picture": "{command} draws figures anew; other pictures are put back by git",
    "blown up": "show it smaller, or draw it with more pixels",
    "too small": (
        "give the figure more room, or draw it with larger labels, by Matplotlib behind "
        'plt.rcParams.update({"font.size": 14, "figure.autolayout": True})'
    ),
    "small text": "set it larger in themes/, or say less on the slide",
    "hidden": "a style of the theme or the deck hides it: take that out, or the words",
    "style number": "write it in the template: a record gives it there, and check reads it",
    "missing glyph": "add a font that has them to the theme in themes/, or use other signs",
    "machine fonts": "@font-face { … src: url(fonts/NAME.ttf) } in a theme of themes/ embeds one",
    "no alt": "say in the brackets of ![…](…) what the picture shows",
    "remote": "keep the file beside the slides, or take it out",
    "builds up": "a list of - is there at once, one of * shows an item a press",
}


class Fault(Stored, frozen=True):
    """Something on a slide that the room would not see, or could not read.

    `slide` counts from 1, and is 0 for what is so on every slide.
    """

    slide: int
    title: str
    kind: Kind
    detail: str

    @property
    def message(self) -> str:
        if not self.slide:
            return self.detail
        title = f" ({self.title})" if self.title else ""
        return f"slide {self.slide}{title}: {self.detail}"

    @property
    def is_note(self) -> bool:
        """Whether it is worth knowing and no more: the file shows all there is."""
        return self.kind in ("machine fonts", "builds up")

    @property
    def mend(self) -> str:
        return _MENDS[self.kind].replace("{command}", command())


# What a fault is before its slide is known: kind and detail.
Found = tuple[Kind, str]
