"""Directives: what Marp takes from the front matter, and from a comment that names one.

<!-- theme: gaia -->        a global one: the last in the deck counts
<!-- footer: 2026 -->       a local one: from its slide on
<!-- _footer: 2026 -->      only on its slide
<!-- Tip: 2026 -->          none: a note that the speaker will say
"""

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from executed_slides.markdown.yaml_entries import Entry, read_entries

_GLOBAL = """
    headingDivider style theme lang math size author description image keywords title url
"""
_LOCAL = """
    backgroundColor backgroundImage backgroundPosition backgroundRepeat backgroundSize class color
    footer header paginate transition
"""
GLOBAL, LOCAL = frozenset(_GLOBAL.split()), frozenset(_LOCAL.split())
# Comments that are for other tools, and that Marp keeps out of the notes.
_FOR_TOOLS = re.compile(
    r"prettier-ignore(-(start|end))?|markdownlint-((disable|enable).*|capture|restore)"
    r"|lint (disable|enable|ignore).*"
)


class Directive(NamedTuple):
    """A directive as it is written, its value, and where that stands in the Markdown."""

    key: str
    value: Any
    line: int
    start: int
    end: int

    @property
    def name(self) -> str:
        return self.key.removeprefix("_")

    @property
    def is_global(self) -> bool:
        return self.key in GLOBAL

    @property
    def is_local(self) -> bool:
        return self.name in LOCAL

    @property
    def is_spot(self) -> bool:
        """Whether it is for one slide alone."""
        return self.is_local and self.key.startswith("_")


def read_directives(text: str, line: int, start: int) -> list[Directive]:
    """The directives of a comment that begins in a line and at a place; none for a note."""
    entries = read_entries(text) or {}
    return [d for d in as_directives(entries, line, start) if d.is_global or d.is_local]


def as_directives(entries: dict[str, Entry], line: int, start: int) -> list[Directive]:
    return [
        Directive(key, e.value, line + e.line - 1, start + e.start, start + e.end)
        for key, e in entries.items()
    ]


def is_for_tools(comment: str) -> bool:
    return _FOR_TOOLS.fullmatch(comment.strip()) is not None


def find_global(directives: Iterable[Directive], name: str) -> list[Directive]:
    """Each place that gives a global directive; the last counts."""
    return [given for given in directives if given.key == name]
