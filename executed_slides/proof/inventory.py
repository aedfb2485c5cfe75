"""The inventory: all that a deck shows, slide by slide, whatever file it is in.

    slides/NAME.md, records ──▶ Inventory: words, figures, code, links, notes, titles
                                    ▲ compared with
    NAME.html · NAME.pdf · NAME.pptx · NAME.handout.pdf

No checksum is believed: a hand edit, a stale page or another picture is found however it came.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import NamedTuple


class ShownPicture(NamedTuple):
    """A picture on a slide: SHA-256 of its bytes, alternative text, its file as it is named.

    One that is filtered has other pixels than its file.
    """

    sha256: str
    alt: str
    source: str
    is_filtered: bool = False


@dataclass
class ShownSlide:
    """What one slide shows; words are without white space.

    `texts` are its words piece by piece, `places` where each letter of them stands in the
    Markdown, `raised` those of signs above and below their line. `code` are its blocks as they
    are, `formulas` the signs of its formulas, `grounds` pictures behind it, `links` addresses,
    `titles` what is said when one points at a link or picture.
    `markup` counts tags and attributes that do not follow from Markdown's own signs; `marks` are
    numbers that stand in no text. `about` has what it is drawn with: class, colours, background.
    """

    texts: list[str] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    raised: set[int] = field(default_factory=set)
    code: list[str] = field(default_factory=list)
    formulas: list[str] = field(default_factory=list)
    pictures: list[ShownPicture] = field(default_factory=list)
    grounds: list[ShownPicture] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    titles: set[str] = field(default_factory=set)
    markup: Counter[str] = field(default_factory=Counter)
    about: dict[str, str] = field(default_factory=dict)
    marks: set[str] = field(default_factory=set)
    page: str = ""
    header: str = ""
    footer: str = ""
    notes: list[str] = field(default_factory=list)

    @property
    def spoken(self) -> str:
        return "".join(self.notes)

    @property
    def words(self) -> str:
        return "".join(self.texts)


@dataclass
class Inventory:
    """What a deck shows: its slides, what it says of itself, and what belongs to no slide.

    `about` is what browsers and search engines are told: title, author, description. Of `pages`
    there may be fewer than slides: some are not counted. `show` is what the script of the show is
    told.
    """

    slides: list[ShownSlide] = field(default_factory=list)
    about: dict[str, str] = field(default_factory=dict)
    strange: list[str] = field(default_factory=list)
    pages: int = 0
    show: str = ""


class Mismatch(NamedTuple):
    """Where a finished file does not show what was ordered; slides count from 1."""

    slide: int
    message: str

    def __str__(self) -> str:
        return f"slide {self.slide} {self.message}" if self.slide else self.message


NUMBER = re.compile(r"\d[\d,.%]*")
_UNSEEN = re.compile(r"[\s\u2060\u200b\ufeff\u00ad]+")


def squeeze(text: str) -> str:
    """Text as it is compared: where lines break and how letters are composed does not count."""
    return _UNSEEN.sub("", unicodedata.normalize("NFC", text))


def squeeze_placed(text: str, places: Sequence[int]) -> tuple[str, list[int]]:
    """The same, with the place of each letter that is left; of composed ones, roughly."""
    words = squeeze(text)
    kept = [p for letter, p in zip(text, places, strict=True) if not _UNSEEN.match(letter)]
    kept += kept[-1:] * (len(words) - len(kept))
    return words, kept[: len(words)]


def first_difference(shown: str, meant: str) -> int:
    """Where two texts part."""
    return len(list(takewhile(lambda pair: pair[0] == pair[1], zip(shown, meant, strict=False))))


def quote(text: str, at: int, width: int = 24) -> str:
    """A text around a place: `'…정확도88.3%'`."""
    return repr(text[max(0, at - width // 2) : at + width])
