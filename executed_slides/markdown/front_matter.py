"""The front matter of a deck: where it ends, and what its keys say."""

import re
from functools import lru_cache
from typing import NamedTuple

from executed_slides.base.errors import DeckError
from executed_slides.markdown.directives import Directive, as_directives
from executed_slides.markdown.yaml_entries import read_entries

# To the even digit, as Python does, or away from zero.
ROUNDINGS = ("half-even", "half-up")
_LINE_END = r"(?:\r\n|\n|\r)"
_OPENS = re.compile(rf"(?P<dashes>-{{3,}})(?P<beside>[^\r\n]*)(?:{_LINE_END}|\Z)")
_CLOSES = re.compile(rf"^ {{0,3}}(?P<dashes>-{{3,}})[ \t]*(?:{_LINE_END}|\Z)", re.MULTILINE)


class FrontMatter(NamedTuple):
    """Its keys in order, where the first slide begins, and whether it is closed at all.

    One that is never closed is the whole deck, for Marp; one `is_yaml` or Marp reads no key of it.
    """

    directives: tuple[Directive, ...] = ()
    end: int = 0
    is_closed: bool = True
    is_yaml: bool = True

    def entry(self, key: str) -> Directive | None:
        return next((entry for entry in self.directives if entry.key == key), None)

    def text(self, key: str) -> str:
        """A value that is a text; of anything else, nothing."""
        entry = self.entry(key)
        return entry.value.strip() if entry and isinstance(entry.value, str) else ""


@lru_cache(maxsize=64)
def _read(head: str, start: int, end: int, is_closed: bool) -> FrontMatter:
    inside = head[start:]
    entries = read_entries(inside, in_front=True)
    return FrontMatter(
        tuple(as_directives(entries or {}, 2, start)),
        end,
        is_closed,
        entries is not None or not inside.strip(),
    )


def read_front_matter(markdown: str) -> FrontMatter:
    """What a deck says before its first slide."""
    opens = _OPENS.match(markdown)
    if not opens:
        return FrontMatter()
    start, closes = opens.end(), None
    for closes in _CLOSES.finditer(markdown, start):
        if len(closes["dashes"]) >= len(opens["dashes"]):
            break
    else:
        closes = None
    stop, end = closes.span() if closes else (len(markdown), len(markdown))
    head = str.__str__(markdown)[:stop].replace("\r\n", " \n").replace("\r", "\n")
    return _read(head, start, end, closes is not None)


def inside_of_front_matter(markdown: str) -> str:
    """What stands between its first and its last line."""
    lines = str.__str__(markdown)[: end_of_front_matter(markdown)].splitlines()
    return "\n".join(lines[1:-1])


def end_of_front_matter(markdown: str) -> int:
    """Where the first slide begins."""
    return read_front_matter(markdown).end


def named_language(markdown: str) -> str | None:
    """The language that the front matter names, without its country."""
    language = re.match(r"\w+", read_front_matter(markdown).text("lang"))
    return language[0] if language else None


def rounds_half_up(markdown: str) -> bool:
    """Whether the front matter asks for it. Raises DeckError for a way that there is not."""
    way = read_front_matter(markdown).text("rounding")
    if way not in ("", *ROUNDINGS):
        raise DeckError(f"rounding: {way!r} is no way to round", f"say {' or '.join(ROUNDINGS)}")
    return way == ROUNDINGS[1]


def evidence_title(markdown: str) -> str | None:
    """The title of the evidence slides that the front matter asks for."""
    title = read_front_matter(markdown).text("evidence")
    return None if title.lower() in ("", "false", "no", "off") else title
