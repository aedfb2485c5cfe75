"""Places: where in a deck's Markdown each letter of what was read from it stands.

"> **78%** of\n>  all"  ──▶  "78% of\nall"  +  4 5 6 …      a place for every letter
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

# Stands for what is not words but holds a place among them: code, an expression of a template.
OBJECT = "\ufffc"

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|\Z)")
_MARKERS = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*")


@dataclass(frozen=True, slots=True)
class Placed:
    """A text, and the place of each of its letters in the Markdown, all in a row or not."""

    text: str
    places: Sequence[int]

    def __getitem__(self, part: slice) -> "Placed":
        return Placed(self.text[part], self.places[part])

    def strip(self) -> "Placed":
        start = len(self.text) - len(self.text.lstrip())
        return self[start : max(start, len(self.text.rstrip()))]


NOTHING = Placed("", ())


def move(found: Any, by: int) -> Any:
    """A thing that was read, so many letters further on: each number in it is a place."""
    match found:
        case bool() | str():
            return found
        case int():
            return found + by
        case range():
            return range(found.start + by, found.stop + by)
        case list():
            return [place + by for place in found]
        case Placed():
            return Placed(found.text, move(found.places, by))
        case tuple() if found and type(found) is not tuple:
            return type(found)(*[move(each, by) for each in found])
        case tuple():
            return tuple([move(each, by) for each in found])


def join_placed(pieces: Sequence[Placed]) -> Placed:
    pieces = [piece for piece in pieces if piece.text]
    if len(pieces) < 2:
        return pieces[0] if pieces else NOTHING
    return Placed(
        "".join([piece.text for piece in pieces]),
        [place for piece in pieces for place in piece.places],
    )


class LineNumbers:
    """The line, from 1, on which each place of a text is."""

    def __init__(self, text: str):
        self.ends = [found.start() for found in re.finditer("\n", text)]

    def at(self, place: int) -> int:
        return bisect_left(self.ends, place) + 1


def place_escaped(
    typed: Placed, escapes: re.Pattern[str], unescape: Callable[[str], str]
) -> Placed:
    """A text in which signs were typed otherwise, `&quot;`: each stands where that begins."""
    pieces, at = [], 0
    for found in escapes.finditer(typed.text):
        shown = unescape(found[0])
        place = [typed.places[found.start()]] * len(shown)
        pieces += [typed[at : found.start()], Placed(shown, place)]
        at = found.end()
    return join_placed([*pieces, typed[at:]])


class SourceLines:
    """The lines of a Markdown from some place on, as Markdown counts them."""

    def __init__(self, markdown: str, start: int = 0):
        if "\r" not in markdown:
            self.texts = markdown[start:].split("\n")
            self.starts = list(accumulate((len(t) + 1 for t in self.texts[:-1]), initial=start))
            if self.texts[-1]:  # Behind a last line without an end begins an empty one.
                self.texts.append("")
                self.starts.append(len(markdown))
            return
        self.texts, self.starts = [], []
        for found in _LINE.finditer(markdown, start):
            self.starts.append(found.start())
            self.texts.append(found[0].rstrip("\r\n"))

    def start(self, line: int) -> int:
        """Where a line begins; one behind the last begins at the end."""
        return self.starts[min(line, len(self.starts) - 1)]

    def place_block(self, content: str, line: int) -> Placed:
        """A block's content that begins in a line: each of its lines is the end of one of ours."""
        pieces = []
        for offset, text in enumerate(content.split("\n")):
            here = self.texts[line + offset] if line + offset < len(self.texts) else ""
            end = self.start(line + offset) + len(here.rstrip())
            pieces.append((text, end - len(text.rstrip())))
        return _place_lines(pieces)

    def place_code(self, content: str, line: int) -> Placed:
        """The lines of code that begins in a line, where white space at the end counts."""
        pieces = []
        for offset, text in enumerate(content.split("\n")):
            here = self.texts[line + offset] if line + offset < len(self.texts) else ""
            pieces.append((text, self.start(line + offset) + len(here) - len(text)))
        return _place_lines(pieces)

    def place_heading(self, content: str, line: int) -> Placed:
        """A heading's content, which stands behind its signs in a line, or in lines of its own."""
        here = self.texts[line]
        at = here.find(content)
        while at >= 0 and not here[:at].rstrip(" \t").endswith("#"):
            at = here.find(content, at + 1)
        if "\n" in content or at < 0:
            return self.place_block(content, line)
        begin = self.start(line) + at
        return Placed(content, range(begin, begin + len(content)))

    def place_cells(self, contents: Sequence[str], line: int) -> Iterator[Placed]:
        """The cells of a table's row, one behind the other."""
        here, start = self.texts[line], self.start(line)
        markers = _MARKERS.match(here)
        at = markers.end() if markers else 0
        for content in contents:
            typed = content.replace("|", "\\|")
            found = max(here.find(typed, at), at)
            at, begin = found + len(typed), start + found
            if typed == content:
                yield Placed(content, range(begin, begin + len(content)))
            else:
                yield Placed(content, [begin + offset for offset in _offsets_of_cell(content)])


def _place_lines(lines: Sequence[tuple[str, int]]) -> Placed:
    """Lines as one text, each of which begins at its place; a line's end stands behind it."""
    if len(lines) == 1:
        [(text, begin)] = lines
        return Placed(text, range(begin, begin + len(text)))
    places = [place for text, begin in lines for place in range(begin, begin + len(text) + 1)]
    return Placed("\n".join([text for text, _ in lines]), places[:-1])


def _offsets_of_cell(content: str) -> Iterator[int]:
    """Where each letter of a cell stands in it as typed: `|` has a `\\` before it."""
    widths = (2 if letter == "|" else 1 for letter in content)
    for letter, end in zip(content, accumulate(widths), strict=True):
        yield end - 1 if letter else end


# So many letters may stand in the place of one: &quot; or \\u2060.
_ESCAPED = 8


def place_value(value: str, markdown: str, start: int, end: int) -> Placed:
    """A value that stands somewhere between two places, line by line as it was typed.

    In a line that was typed otherwise, with escapes, each letter stands where it next may be.
    """
    places: list[int] = []
    at = start
    for line in value.split("\n"):
        found = markdown.find(line, at, end) if line else -1
        if found >= 0:
            places += range(found, found + len(line) + 1)
            at = found + len(line)
            continue
        for letter in line:
            found = markdown.find(letter, at, min(at + _ESCAPED, end))
            places.append(found if found >= 0 else at)
            at = found + 1 if found >= 0 else at
        places.append(at)
    return Placed(value, [min(place, max(start, end - 1)) for place in places[:-1]])
