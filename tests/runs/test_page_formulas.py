"""Formulas on lab pages are drawn without a network, and none of them acts."""

import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from executed_slides.runs.formulas import as_mathml, draw_formulas
from executed_slides.runs.inert_pages import leave_inert
from executed_slides.runs.lab_pages import _exporter


def page_of(*cells) -> BeautifulSoup:
    body, _ = _exporter().from_notebook_node(new_notebook(cells=list(cells)))
    return BeautifulSoup(draw_formulas(leave_inert(body)), "html.parser")


def formulas_in(text: str) -> list[str]:
    return [math["alttext"].strip() for math in page_of(new_markdown_cell(text)).find_all("math")]


@pytest.mark.parametrize(
    ("text", "formulas"),
    [
        ("A line $y = a x + b$, two: $a$.", ["y = a x + b", "a"]),
        ("$$\nE = mc^2\n$$", ["E = mc^2"]),
        ("\\begin{align}\na &= b\n\\end{align}", ["\\begin{align}\na &= b\n\\end{align}"]),
        ("It costs $5, or $6 at most.", []),
        ("It costs \\$5 and \\$6.", []),
        ("`$x$` and [$x$](https://example.org)", []),
        ("$\\frac{1}{$ and $\\nosuchcommand x$", []),
    ],
)
def test_what_is_a_formula_in_a_markdown_cell_is_drawn(text, formulas):
    assert formulas_in(text) == formulas


def test_the_words_around_a_formula_stay():
    page = page_of(new_markdown_cell("**Fit** $x < 3$ & more"))

    assert page.find("strong").text == "Fit"
    assert page.find("math").text == "x<3"
    assert page.find("p").text == "Fit x<3 & more"


def test_a_formula_that_a_library_puts_out_is_drawn_and_a_price_in_a_table_is_not():
    latex = new_output("display_data", data={"text/latex": "$\\displaystyle \\frac{1}{2}$"})
    html = new_output("display_data", data={"text/html": "<table><tr><td>$5$</td></tr></table>"})

    page = page_of(new_code_cell("x = '$y$'", outputs=[latex, html]))

    assert [math["alttext"] for math in page.find_all("math")] == ["\\displaystyle \\frac{1}{2}"]


@pytest.mark.parametrize(
    "tex",
    [
        "\\href{javascript:alert(1)}{x}",
        "\\text{<script>alert(1)</script>}",
        "\\text{&lt;script&gt;alert(1)&lt;/script&gt;}",
        "\\style{background: url(https://evil.example)}{x}",
        "\\color{red;background:url(x)}{x}",
        "\\text{</mtext></math><img src=x onerror=alert(1)>}",
    ],
)
def test_no_formula_acts(tex):
    math = BeautifulSoup(as_mathml(tex) or "", "html.parser")

    assert {tag.name for tag in math.find_all(True)} <= {"math", "mrow", "mi", "mtext", "mstyle"}
    assert {name for tag in math.find_all(True) for name in tag.attrs} <= {"display", "alttext"}


def test_lines_are_not_numbered_as_nothing_refers_to_them():
    assert "(1)" not in (as_mathml("\\begin{align}a &= b \\\\ c &= d\\end{align}") or "(1)")


def test_a_page_without_formulas_stays_as_it_is():
    body = "<p>a  &amp;  <b>b</b></p>"

    assert draw_formulas(body) == body
