"""A formula's digits are its own, but not what it says in words, in percent, or comes to."""

import pytest

from executed_slides.markdown.formulas import find_stated_in_formula


@pytest.mark.parametrize(
    ("tex", "stated"),
    [
        ("97.3", ["97.3"]),
        (r"\displaystyle 97.3\,\%", ["97.3"]),
        (r"{\Large\mathbf{97}}", ["97"]),
        (r"\mathbf{0}", []),
        (r"97.3\%", [r"97.3\%"]),
        (r"\text{acc } 97.3\%", [r"97.3\%"]),
        (r"95\%\text{-CI}", [r"95\%"]),
        (r"\text{acc 97}", ["97"]),
        (r"a = \text{88 of 90 runs}", ["88", "90"]),
        (r"\textbf{three epochs} + x", ["three epochs"]),
        (r"\mathrm{acc 97}", ["97"]),
        (r"\mathrm{acc}\ 98.3", ["98.3"]),
        (r"\text{acc:}\quad 98.3", ["98.3"]),
        (r"acc~97", ["97"]),
        (r"\operatorname{acc} 97.3\%", [r"97.3\%"]),
        (r"n = 88\%", [r"88\%"]),
        (r"\text{acc} \approx 0.88", ["0.88"]),
        (r"x = \mathbf{3}", ["3"]),
        ("x^2 + 3", []),
        (r"\frac{a}{100}", []),
        (r"\text{if } x > 0", []),
        (r"x_{\text{layer 1}}", []),
        (r"x_{\mathrm{in}}\ 3x", []),
        (r"\text{if } 3 < x", []),
        (r"\text{index } 3 \leq x", []),
        (r"\log 2 + \sin\ 2", []),
        (r"2 \int x\, dx", []),
        (r"\mathrm{m^2}", []),
        (r"\text{Conv2D}(x)", []),
        (r"\textbf{Step 1:} a", []),
    ],
)
def test_what_a_formula_states(tex, stated):
    found = find_stated_in_formula(tex)

    assert [number.text for number in found] == stated
    assert all(tex[n.start : n.start + len(n.text)] == n.text for n in found)
