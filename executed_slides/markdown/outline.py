"""The outline of a deck, kept because it is asked for often: slides, pictures, directives.

    text ── reader ──▶ Outline ──▶ kept beside the hash of the text, and in this process

The reader and its parser are loaded only for a text of which no outline is kept.
"""

from functools import lru_cache
from typing import Any, NamedTuple

from executed_slides.base.cache import Cache
from executed_slides.base.files import hash_text
from executed_slides.markdown.directives import Directive, find_global


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


class Address(NamedTuple):
    """Where a deck names a picture, by its line, and how; a `film` may be one."""

    line: int
    target: str
    film: bool


class Outline(NamedTuple):
    """A deck's directives, slides and pictures, each in order."""

    directives: list[Directive]
    slides: list[Slide]
    pictures: list[Address]

    def find_global(self, name: str) -> list[Directive]:
        """Each place that gives a global directive; the last counts."""
        return find_global(self.directives, name)


@lru_cache(maxsize=16)
def _hold(markdown: str) -> list[Outline]:
    """Where this process holds the outline of a text."""
    return []


def outline_of(markdown: str) -> Outline:
    """What a deck consists of."""
    markdown = str.__str__(markdown)
    held = _hold(markdown)
    if not held:
        held.append(_read_outline(markdown))
    return held[0]


def recall_outline(kept: Cache, subject: str, markdown: str) -> None:
    """Takes the outline of a text from what is kept, or keeps it: whoever asks next has it."""
    markdown = str.__str__(markdown)
    held = _hold(markdown)
    if held or kept.folder is None:
        return
    found = kept.get("outline", subject, hash_text(markdown))
    if found is None:
        outline = outline_of(markdown)
        kept.put("outline", subject, hash_text(markdown), value=_as_plain(outline))
    else:
        directives, slides, pictures = found
        held.append(
            Outline(
                [Directive(*each) for each in directives],
                [Slide(*each) for each in slides],
                [Address(*each) for each in pictures],
            )
        )


def forget_decks() -> None:
    """Forgets all decks that were read: who follows saves asks for none of the last ones again."""
    from executed_slides.markdown.reader import read_deck

    _hold.cache_clear()
    read_deck.cache_clear()


def _as_plain(outline: Outline) -> Any:
    return [[tuple(each) for each in part] for part in outline]


def _read_outline(markdown: str) -> Outline:
    from executed_slides.markdown.addresses import find_shown_files
    from executed_slides.markdown.reader import read_deck

    deck = read_deck(markdown)
    named = {Address(deck.line_of(one.at), one.target, one.film) for one in find_shown_files(deck)}
    slides = [Slide(s.number, s.start, s.end, s.headings) for s in deck.slides]
    return Outline(deck.directives, slides, sorted(named))
