"""What a setup cell sets for all plots holds in figure cells, and counts in their key alone."""

import pytest
from one_script import read

from executed_slides.base.errors import DeckError
from executed_slides.scripts.fingerprint import Code, read_code
from executed_slides.scripts.helpers import Helpers

SCRIPT = '''"""Finding."""

# /// experiment
# figures = ["a"]
# ///

# %% Setup
import warnings

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import seaborn as sns
from executed_slides import record
from tools import palette

SIZE = 14

def wide():
    return 9

# %% Parameters tags=["parameters"]
width = 3

# %% Look
{look}

# %% Measure
computed = np.random.rand()

# %% Draw tags=["figure"]
{drawn}
'''
PLOT = "fig, ax = plt.subplots()\nrecord.figure('a', fig, alt='a')"


@pytest.fixture
def code_of(tmp_path):
    def read_it(look: str, drawn: str = PLOT) -> Code:
        (tmp_path / "tools.py").write_text("def palette():\n    return []\n")
        script = read(tmp_path, SCRIPT.format(look=look, drawn=drawn))
        return read_code(script, Helpers(tmp_path))

    return read_it


@pytest.mark.parametrize(
    "look",
    [
        "plt.rc('font', size=14)",
        "plt.rc('font', size=SIZE)",
        "plt.rc('lines', linewidth=width)",
        "plt.rcParams['font.size'] = 14",
        "plt.rcParams.update({'font.size': 14})",
        "plt.rcParams |= {'font.size': 14}",
        "mpl.rcParams['font.size'] = 14",
        "plt.style.use('ggplot')",
        "sns.set_theme(palette=sns.color_palette('husl', 8))",
        "warnings.filterwarnings('ignore')",
    ],
)
def test_a_look_counts_where_figures_are_drawn(code_of, look):
    bare, code = code_of("pass"), code_of(look)

    assert (len(code.looks), code.left_out) == (1, ())
    assert code.draw.cells["Look"] == code.measure.cells["Look"]
    assert "Look" not in bare.draw.cells
    assert code.draw.cells["Draw"] == bare.draw.cells["Draw"]


@pytest.mark.parametrize(
    "look",
    [
        "pd.options.display.max_rows = 9",  # No figure cell uses pandas,
        "np.set_printoptions(precision=3)",  # nor NumPy.
        "np.random.seed(1)",
        "plt.plot([1, 2])",
        "plt.show()",
        "plt.close('all')",
        "rows = plt.rcParams['font.size']",
        "if SIZE:\n    plt.rc('font', size=14)",
    ],
)
def test_what_sets_nothing_that_figure_cells_use_is_left_to_the_measuring_ones(code_of, look):
    code = code_of(look)

    assert (code.looks, code.left_out) == (frozenset(), ())
    assert code.draw.cells.keys() == {"Draw"}


def test_a_setting_of_a_library_holds_for_who_uses_that(code_of):
    drawn = f"pd.DataFrame()\nnp.ones(3)\n{PLOT}"

    assert len(code_of("pd.options.display.max_rows = 9", drawn).looks) == 1
    assert len(code_of("np.set_printoptions(precision=3)", drawn).looks) == 1


@pytest.mark.parametrize(
    ("look", "name"),
    [
        ("plt.rc('font', size=computed)", "computed"),
        ("plt.rc('font', size=wide())", "wide"),
        ("sns.set_palette(palette())", "palette"),
    ],
)
def test_what_was_computed_is_not_taken_and_that_is_told(code_of, look, name):
    code = code_of(look)

    assert code.looks == frozenset()
    assert code.left_out == (
        f"experiments/one.py:27: does not hold in figure cells, for it uses {name!r} of the "
        "measuring cell 'Look': write its value there, or set this in the figure cell",
    )


def test_no_figure_cell_no_look(code_of):
    script = code_of("warnings.filterwarnings('ignore')", "pass")

    assert len(script.looks) == 1
    assert code_of("plt.rc('font', size=14)", "pass").looks == frozenset()


# ---- Constants ----


@pytest.mark.parametrize("value", ["'red'", "12", "(1, 2)", "['red', 'blue']", "{'a': 1}"])
def test_a_figure_cell_uses_a_plain_value_that_a_measuring_cell_writes_down(code_of, value):
    code = code_of(f"COLOUR = {value}", f"print(COLOUR)\n{PLOT}")

    assert len(code.constants) == 1
    assert "experiments/one.py: COLOUR" in code.draw.code
    assert code.measure.cells == code_of(f"COLOUR = {value}").measure.cells


def test_another_value_makes_the_figures_stale(code_of):
    red, blue = (code_of(f"COLOUR = '{c}'", f"print(COLOUR)\n{PLOT}").draw for c in ("r", "b"))

    assert red.cells == blue.cells
    assert red.code["experiments/one.py: COLOUR"] != blue.code["experiments/one.py: COLOUR"]


@pytest.mark.parametrize(
    "assigned",
    [
        "COLOUR = np.ones(3)",
        "COLOUR = 'red'\nCOLOUR = 'blue'",
        "COLOUR = ['red']\nCOLOUR.append('blue')",
        "COLOUR = ['red']\nCOLOUR[0] = 'blue'",
        "COLOUR = 1\nCOLOUR += 1",
        "COLOUR = 1\ndef change():\n    global COLOUR\n    COLOUR = 2",
        "for COLOUR in (1, 2):\n    pass",
    ],
)
def test_what_a_measuring_cell_may_change_is_refused(code_of, assigned):
    with pytest.raises(DeckError, match="the figure cell uses 'COLOUR', which the measuring"):
        code_of(assigned, f"print(COLOUR)\n{PLOT}")
