"""Template lines: where in today's templates stands what a slide shows.

    imdb.test_accuracy | percent, under "Result" ──▶ templates/talk.md.j2:12

Provenance says how a number was asked for, not on which line: that is looked for, first as it
was asked for, then by its names, then in loops by its last word, `{{ point.loss }}`.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from executed_slides.base.files import text_of
from executed_slides.base.folders import Folders

_HEADING = re.compile(r"^#{1,6}[ \t]+(.*?)[ \t]*$", re.MULTILINE)
_NOTE = re.compile(r"\{%-?\s*call\s+note\b.*?\bendcall\b|<!--.*?-->", re.DOTALL)
_TOKEN = re.compile(r"\w+|[^\w\s]")


class _Template(NamedTuple):
    name: str
    text: str
    lines: list[int]
    headings: list[tuple[int, str]]
    notes: list[tuple[int, int]]


class _Place(NamedTuple):
    template: str
    line: int
    heading: str
    where: str

    def __str__(self) -> str:
        return f"{self.template}:{self.line}"


class TemplateLines:
    """The templates of a deck as they are today; one that is gone has no lines."""

    def __init__(self, folders: Folders, names: Iterable[str]):
        self._templates = [
            _template(name, text)
            for name in names
            if (text := text_of(folders.root / name)) is not None
        ]
        self._find = cache(self._find_anywhere)

    def find(
        self, asked: str, names: Sequence[str], title: str | None, where: str = ""
    ) -> list[str]:
        """The lines where an expression stands; of several those under its slide's heading.

        And of these those in notes, or outside of them, by `where` it was shown. There are none
        where it is put together otherwise, as in a macro.
        """
        found = self._find(asked, r"(?![\w(.\[])") or self._find_all(names)
        under = [place for place in found if place.heading == title]
        if not found and title and names:
            last = f".{names[0].rpartition('.')[2]}"
            in_loop = self._find(asked.replace(names[0], last), r"(?![\w(.\[])")
            in_loop = in_loop or self._find(last, r"(?!\w)")
            under = [place for place in in_loop if place.heading == title]
        found = under or found
        near = [place for place in found if place.where == where]
        return [*dict.fromkeys(map(str, near or found))]

    def _find_all(self, names: Sequence[str]) -> list[_Place]:
        """The lines that name all of these."""
        found = [self._find(name, r"(?!\w)") for name in names]
        return (
            [place for place in found[0] if all(place in each for each in found)] if found else []
        )

    def _find_anywhere(self, asked: str, ends: str) -> list[_Place]:
        return list(self._search(asked, ends))

    def _search(self, asked: str, ends: str) -> Iterator[_Place]:
        tokens = _TOKEN.findall(asked.replace('"', "'"))
        pattern = re.compile(r"\s*".join(map(re.escape, tokens)) + ends)
        for template in self._templates:
            for match in pattern.finditer(template.text):
                start = match.start()
                if asked[0] == "." or not re.match(r"[\w.]", template.text[start - 1 : start]):
                    line = bisect_right(template.lines, start)
                    noted = any(first < start < end for first, end in template.notes)
                    where = "note" if noted else "slide"
                    yield _Place(template.name, line, _heading_at(template, start), where)


def _template(name: str, text: str) -> _Template:
    lines = [0, *(match.end() for match in re.finditer("\n", text))]
    headings = [(match.start(), match[1]) for match in _HEADING.finditer(text)]
    notes = [match.span() for match in _NOTE.finditer(text)]
    return _Template(name, text.replace('"', "'"), lines, headings, notes)


def _heading_at(template: _Template, start: int) -> str:
    return next((title for at, title in reversed(template.headings) if at <= start), "")
