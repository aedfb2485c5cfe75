"""Figures of lines in a PDF: whether a page draws each line of an SVG, point by point.

    <path d="M 52.04 83.13 L …"/> ──▶ its points  ≟  those of a path on the page

Chrome hands them on as they are, and puts them in their place by a matrix. Letters and marks, whose
shapes are there as often as they are asked for, and dashes, which it cuts, are passed over.
"""

import re
from collections.abc import Iterator
from ctypes import c_float
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element, ParseError, parse

from pypdfium2 import PdfPage, raw

Line = list[tuple[float, float]]

_SVG = "{http://www.w3.org/2000/svg}"
_MATPLOTLIBS = f"{_SVG}g[@id='figure_1']"
_HREF = "{http://www.w3.org/1999/xlink}href"
# All that Matplotlib writes: steps to places, and back to the first.
_STEP = re.compile(r"\s*[MLQC](?P<numbers>[-\d.\s]+)|\s*z")
_CLIP = re.compile(r"url\(#(?P<name>[^)]+)\)")
# A PDF's numbers are single floats.
_ROUNDING = 0.02


class _Frame(NamedTuple):
    """What is seen of a drawing: a line that lies outside may be left out of a PDF."""

    left: float
    top: float
    right: float
    bottom: float

    def reaches(self, line: Line, across: float, down: float) -> bool:
        """Whether some of a line that is moved may lie within."""
        x, y = ([across + x for x, _ in line], [down + y for _, y in line])
        return (
            min(x) < self.right
            and max(x) > self.left
            and min(y) < self.bottom
            and max(y) > self.top
        )


def lacks_lines(svg: Path, shown: list[Line]) -> bool:
    """Whether a page with these lines lacks one of an SVG that Matplotlib made; of no other."""
    try:
        return any(not any(_is_same(line, other) for other in shown) for line in _find_lines(svg))
    except (OSError, ParseError, ValueError):
        return True  # It is none, and the page can show none.


def read_lines(page: PdfPage) -> list[Line]:
    """The points of each path on a page, in the coordinates of the drawing that it is of."""
    return [_read_line(path) for path in page.get_objects([raw.FPDF_PAGEOBJ_PATH], max_depth=15)]


def _read_line(path: Any) -> Line:
    points, curved = [], 0
    x, y = c_float(), c_float()
    for number in range(raw.FPDFPath_CountSegments(path)):
        segment = raw.FPDFPath_GetPathSegment(path, number)
        curved += raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_BEZIERTO
        # The first two of a curve's three points pull at it, and it ends at the third.
        if raw.FPDFPathSegment_GetType(segment) != raw.FPDF_SEGMENT_BEZIERTO or curved % 3 == 0:
            raw.FPDFPathSegment_GetPoint(segment, x, y)
            points.append((x.value, y.value))
    return points


def _is_same(line: Line, shown: Line) -> bool:
    return len(line) <= len(shown) and all(
        abs(x - other_x) < _ROUNDING and abs(y - other_y) < _ROUNDING
        for (x, y), (other_x, other_y) in zip(line, shown, strict=False)
    )


def _find_lines(svg: Path) -> Iterator[Line]:
    root = parse(svg).getroot()
    if root.find(_MATPLOTLIBS) is None:
        return
    left, top, width, height = map(float, root.get("viewBox", "").split())
    named = {element.get("id", ""): element for element in root.iter() if "id" in element.attrib}
    yield from _walk(root, named, _Frame(left, top, left + width, top + height))


def _walk(parent: Element, named: dict[str, Element], frame: _Frame) -> Iterator[Line]:
    for element in parent:
        is_letter = "transform" in element.attrib
        is_dashed = "stroke-dasharray" in element.get("style", "")
        if element.tag == f"{_SVG}defs" or is_letter or is_dashed:
            continue
        here = _clipped(element, named, frame)
        shape = named.get(element.get(_HREF, "").removeprefix("#"), element)
        line = _points(shape.get("d", ""))
        place = float(element.get("x", 0)), float(element.get("y", 0))
        if len(line) > 1 and here.reaches(line, *place):
            yield line
        yield from _walk(element, named, here)


def _clipped(element: Element, named: dict[str, Element], frame: _Frame) -> _Frame:
    found = _CLIP.search(element.get("clip-path", ""))
    clip = named[found["name"]].find(f"{_SVG}rect") if found and found["name"] in named else None
    if clip is None:
        return frame
    x, y, width, height = (float(clip.get(side, 0)) for side in ("x", "y", "width", "height"))
    return _Frame(x, y, x + width, y + height)


def _points(steps: str) -> Line:
    """Where each step of a path ends; nothing of a path that another program wrote."""
    if _STEP.sub("", steps).strip():
        return []
    numbers = [step["numbers"] for step in _STEP.finditer(steps) if step["numbers"]]
    points = ((float(x), float(y)) for x, y in (number.split()[-2:] for number in numbers))
    # A PDF has no steps that lead nowhere.
    return [point for point, _ in groupby(points)]
