"""Slides show the lines of a region, a cell or a function, as the script has them."""

import pytest
from one_script import SCRIPT

from executed_slides.base.errors import DeckError
from executed_slides.scripts.shown_code import cut_code


def test_code_is_cut_by_region_cell_or_function():
    assert cut_code(SCRIPT, "formula", "one.py") == "square = radius**2\nreturn math.pi * square"
    assert cut_code(SCRIPT, "Parameters", "one.py") == "seed = 7\nsteps = 10"
    assert cut_code(SCRIPT, "area", "one.py").splitlines() == [
        "def area(radius):",
        "    square = radius**2",
        "    return math.pi * square",
    ]


def test_a_region_that_never_ends_is_named():
    with pytest.raises(DeckError, match=r"one.py:1: # region x never ends"):
        cut_code("# region x\ny = 1\n", "x", "one.py")
