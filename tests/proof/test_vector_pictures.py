"""The lines of a figure that is an SVG are looked for among a page's lines, point by point."""

import pytest

from executed_slides.proof.vector_pictures import lacks_lines

SHOWN = [[(0.0, 0.0), (1.0, 1.0)], [(10.001, 20.0), (30.0, 40.009), (50.0, 20.0)]]
# What a figure holds, and whether a page that shows these lines lacks some of it.
FIGURES = {
    "the line": ('<path d="M 10 20 \\nL 30 40 \\nL 50 20"/>', False),
    "less of the line": ('<path d="M 10 20 L 30 40"/>', False),
    "more of the line": ('<path d="M 10 20 L 30 40 L 50 20 L 70 30"/>', True),
    "another line": ('<path d="M 10 20 L 30 40.1 L 50 20"/>', True),
    "a curve that ends there": ('<path d="M 10 20 Q 1 2 30 40 C 1 2 3 4 50 20 z"/>', False),
    "a step that leads nowhere": ('<path d="M 10 20 L 10 20 L 30 40"/>', False),
    "both": ('<g><path d="M 0 0 L 1 1"/></g><path d="M 10 20 L 30 40"/>', False),
    "one of two": ('<path d="M 0 0 L 1 1"/><path d="M 0 0 L 2 1"/>', True),
    "a band": ('<defs><path id="b" d="M 10 20 L 30 40"/></defs><use xlink:href="#b"/>', False),
    "another band": ('<defs><path id="b" d="M 1 2 L 3 4"/></defs><use xlink:href="#b"/>', True),
    "what is not used": ('<defs><path id="b" d="M 1 2 L 3 4"/></defs>', False),
    "beside the page": ('<path d="M 110 20 L 130 40"/>', False),
    "beside its frame": (
        '<g clip-path="url(#c)"><path d="M 10 20 L 30 41"/></g>'
        '<defs><clipPath id="c"><rect x="60" y="0" width="9" height="9"/></clipPath></defs>',
        False,
    ),
    "within its frame": (
        '<g clip-path="url(#c)"><path d="M 10 20 L 30 41"/></g>'
        '<defs><clipPath id="c"><rect x="20" y="0" width="9" height="29"/></clipPath></defs>',
        True,
    ),
    "a letter": ('<g transform="scale(2)"><path d="M 1 2 L 3 4"/></g>', False),
    "a dashed line": ('<path d="M 1 2 L 3 4" style="stroke-dasharray: 3"/>', False),
    "a path of another program's": ('<path d="m1,2 l3,4"/>', False),
    "no number": ('<path d="M 1 2 L 3 ."/>', True),
    "half a file": ("<g>", True),
}


@pytest.mark.parametrize("name", FIGURES)
def test_a_page_shows_each_line_of_a_figure(tmp_path, name):
    inside, lacks = FIGURES[name]
    namespaces = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    file = tmp_path / "a.svg"
    file.write_text(f'<svg {namespaces} viewBox="0 0 100 100"><g id="figure_1">{inside}</g></svg>')

    assert lacks_lines(file, SHOWN) is lacks


def test_a_drawing_of_another_program_may_be_anything(tmp_path):
    (tmp_path / "a.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M 1 2 L 3 4"/></svg>'
    )

    assert not lacks_lines(tmp_path / "a.svg", SHOWN)


def test_a_figure_that_is_gone_is_shown_nowhere(tmp_path):
    assert lacks_lines(tmp_path / "gone.svg", SHOWN)
