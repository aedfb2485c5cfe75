"""Where a deck's Markdown names pictures and films: words, HTML, styles, directives.

![Loss](image/loss.png) · <img src="a.png"> · url(a.png)   ──▶   place, image/loss.png · …
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from executed_slides.markdown.places import place_value
from executed_slides.markdown.reader import Deck, SlideContents
from executed_slides.markdown.stylesheets import find_addresses, may_have_addresses


class Named(NamedTuple):
    """An address that a slide shows, and where it is named; a `film` may be one."""

    at: int
    target: str
    film: bool
    slide: int


def find_shown_files(deck: Deck) -> Iterator[Named]:
    """Every picture; backgrounds are some, whether of a directive or of a style."""
    for slide in deck.slides:
        for image in slide.images:
            yield Named(image.at, image.target, False, slide.number)
        for picture in slide.html_pictures:
            yield Named(picture.at, picture.target, picture.film, slide.number)
        for style in slide.styles:
            yield from _in_css(style.addresses, slide)
    for directive in deck.directives:
        # A style of the front matter is one of the first slide's.
        is_text = isinstance(directive.value, str) and directive.key != "style"
        if is_text and may_have_addresses(directive.value):
            value = place_value(directive.value, deck.markdown, directive.start, directive.end)
            yield from _in_css(find_addresses(value), deck.slide_at(directive.start))


def _in_css(addresses: Iterable[tuple[int, str]], slide: SlideContents) -> Iterator[Named]:
    for at, target in addresses:
        if not target.startswith("#"):  # What the style itself defines.
            yield Named(at, target, False, slide.number)
