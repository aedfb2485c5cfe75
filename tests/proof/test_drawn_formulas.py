"""A drawing has the numbers of its TeX, in whatever order a formula of several lines has them."""

import pytest

from executed_slides.proof.drawn_formulas import Macros, draws_numbers


@pytest.mark.parametrize(
    ("tex", "drawn"),
    [
        ("x^2=88.2\\%", "x2=88.2%"),
        (r"\frac{1}{2}", "21"),
        (r"\frac12", "21"),
        (r"x_{10}^{25}", "x1025\u200b"),
        (r"x^{25}_{10}", "x1025\u200b"),
        (r"\sqrt[3]{8}", "38"),
        (r"\begin{alignedat}{2}a&=1\\b&=\frac{1}{2}\end{alignedat}", "ab=1=21"),
        (r"\begin{pmatrix}1&2\\3&4\end{pmatrix}", "(1324)"),
        (r"x=1\label{eq:7}", "x=1"),
    ],
)
def test_numbers_may_be_drawn_column_by_column(tex, drawn):
    assert draws_numbers(tex, drawn)


@pytest.mark.parametrize(
    ("tex", "drawn"),
    [
        ("x^2=88.2\\%", "x2=82.8%"),
        ("x^2=88.2\\%", "x2=88.3%"),
        ("x^2", "x"),
        ("x", "x2"),
        (r"\frac{12}{35}", "3251"),
    ],
)
def test_no_number_is_drawn_as_another_one(tex, drawn):
    assert not draws_numbers(tex, drawn)


@pytest.mark.parametrize(
    ("formulas", "meant"),
    [
        ([r"\newcommand{\half}{\frac12}", r"x^\half"], r"x^{\frac12}"),
        ([r"\newcommand{\norm}[1]{\|#1\|_2} \norm{A x} + \norm b"], r" {\|A x\|_2} + {\|b\|_2}"),
        ([r"\def\pair#1#2{(#2, #1)}\pair{1}{\pair 2 3}"], "{({(3, 2)}, 1)}"),
        ([r"\renewcommand\arraystretch{1.5}x"], "x"),
        ([r"\def\x{1}\xi + \x"], r"\xi + {1}"),
        ([r"\newcommand{\a}[1]{#1"], ""),
    ],
)
def test_a_macro_is_what_it_stands_for_in_all_formulas_after_it(formulas, meant):
    macros = Macros()

    assert [macros.expand(tex) for tex in formulas][-1] == meant


@pytest.mark.parametrize("endless", [r"\def\x{\x\x}\x", r"\def\x#1{\x{#1#1}}\x{12}"])
def test_a_macro_that_means_itself_ends_all_the_same(endless):
    assert len(Macros().expand(endless)) < 1_000_000
