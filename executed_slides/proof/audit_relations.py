"""What each slide has to do with each experiment or file: what shows it, what names it.

a figure or code of imdb, the word imdb, or 160,305, which imdb alone has  ──▶  imdb: its own
what that needs, and what other slides of its section show                 ──▶  less
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from executed_slides.markdown.reader import Deck, SlideContents

Relations = dict[int, dict[str, float]]  # By the number of the slide, then by source.
# What a slide itself shows or names; what that needs; what its section has.
OWN, NEEDED, SECTION = 1.0, 0.7, 0.5


def relate(
    deck: Deck, sources: Mapping[str, frozenset[str]], shown: Iterable[tuple[int, str]]
) -> Relations:
    """How much each slide has to do with each source, from 0 to 1.

    `sources` have the names of those that each needs, `shown` what is known to be on slides:
    the slide's number, and the source of what it shows.
    """
    own = _find_own(deck, sources, shown)
    sections = _sections(deck)
    related: Relations = {}
    for slide in deck.slides:
        others = {name for other in sections[_section_of(slide)] for name in own[other]}
        needed = {need for name in own[slide.number] for need in sources[name]}
        related[slide.number] = {
            **dict.fromkeys(others, SECTION),
            **dict.fromkeys(needed, NEEDED),
            **dict.fromkeys(own[slide.number], OWN),
        }
    return related


def _find_own(
    deck: Deck, sources: Iterable[str], shown: Iterable[tuple[int, str]]
) -> dict[int, set[str]]:
    """The sources that each slide names, or shows something of."""
    patterns = {source: _pattern(source) for source in sources}
    own: dict[int, set[str]] = {}
    for slide in deck.slides:
        said = "\n".join(words.text for words in slide.words)
        own[slide.number] = {name for name, pattern in patterns.items() if pattern.search(said)}
    for number, source in shown:
        if source in patterns:
            own[number].add(source)
    return own


def _pattern(source: str) -> re.Pattern[str]:
    """The name as a word of its own: `vgg16_base`, `VGG16 base`."""
    words = [re.escape(word) for word in re.split(r"[_\s]+", source) if word]
    name = r"[_\s-]?".join(words)
    return re.compile(rf"(?<![A-Za-z\d_]){name}(?![A-Za-z\d_])", re.IGNORECASE)


def _sections(deck: Deck) -> dict[str, list[int]]:
    sections: dict[str, list[int]] = defaultdict(list)
    for slide in deck.slides:
        sections[_section_of(slide)].append(slide.number)
    return sections


def _section_of(slide: SlideContents) -> str:
    """The section that a slide belongs to: its header's, or by its number, 2.1 of 2.1.3.

    A slide that tells neither is one of its own.
    """
    for _, title in slide.headings:
        if found := re.match(r"(\d+\.\d+)", title):
            return found[1]
    return slide.header.words.text if slide.header else f"slide {slide.number}"
