"""Two figures of lines are compared shape by shape."""

import pytest

from executed_slides.diff.shapes import compare_shapes


def svg(*shapes):
    inside = "".join(shapes)
    return f'<svg xmlns="http://www.w3.org/2000/svg"><g>{inside}</g></svg>'.encode()


ONE, OTHER = '<path d="M 0 0 L 1 1" style="fill: none"/>', '<use href="#a" x="2" y="3"/>'


@pytest.mark.parametrize(
    ("old", "new", "differ", "of"),
    [
        (svg(ONE, OTHER), svg(ONE, OTHER), 0, 2),
        (svg(ONE, OTHER), svg(OTHER, ONE), 0, 2),
        (svg(ONE, ONE), svg(ONE), 1, 2),
        (svg(ONE), svg(ONE, OTHER, OTHER), 2, 3),
        (svg(ONE), svg(ONE.replace("none", "#f00")), 1, 1),
        (svg(), svg(), 0, 0),
    ],
)
def test_shapes_that_are_not_in_both_are_counted(old, new, differ, of):
    change = compare_shapes(old, new)

    assert change == (differ, of)
    assert change.share == (differ / of if of else 0)


@pytest.mark.parametrize("other", [b"\x89PNG", b"", svg("<g>"), svg("<script/>")])
def test_what_is_no_good_svg_cannot_be_compared(other):
    assert compare_shapes(svg(ONE), other) is None
    assert compare_shapes(other, svg(ONE)) is None
