"""Shapes: two figures of lines beside each other, by their lines, letters and marks."""

from collections import Counter
from typing import NamedTuple
from xml.etree import ElementTree

from executed_slides.base.svg_files import find_svg_fault

_SVG = "{http://www.w3.org/2000/svg}"
_SHAPES = frozenset(f"{_SVG}{name}" for name in ("path", "use", "image", "text"))


class ShapeChange(NamedTuple):
    """How many shapes of a figure differ, of how many."""

    differ: int
    all: int

    @property
    def share(self) -> float:
        return self.differ / max(1, self.all)


def compare_shapes(old: bytes, new: bytes) -> ShapeChange | None:
    """Counts the shapes of two SVGs that are not in both; None where one is no good SVG."""
    if find_svg_fault(old) or find_svg_fault(new):
        return None
    before, after = _shapes_of(old), _shapes_of(new)
    differ = max((before - after).total(), (after - before).total())
    return ShapeChange(differ, max(before.total(), after.total()))


def _shapes_of(svg: bytes) -> Counter[str]:
    """Each shape by all that it is drawn with; a clip is named by what it clips to."""
    shapes = (shape for shape in ElementTree.fromstring(svg).iter() if shape.tag in _SHAPES)
    return Counter(f"{shape.tag} {sorted(shape.items())}" for shape in shapes)
