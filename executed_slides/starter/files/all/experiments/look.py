"""How figures look: in the theme's font, with labels that the last row can read."""

import matplotlib
from matplotlib import font_manager
from matplotlib.figure import Figure

from executed_slides import record

BLUE, ORANGE = "#0b5394", "#c8640a"
PIXEL = 72 / 100  # In points, at a hundred pixels of a slide an inch.
# The run that stands for all, and the others.
BOLD, PALE = {"linewidth": 3 * PIXEL, "zorder": 3}, {"linewidth": 1.5 * PIXEL, "alpha": 0.4}


def new_figure(width, height):
    """A figure that takes so many pixels on a slide, with two drawn for each, and its axes."""
    font = record.read("themes/fonts/Pretendard-Regular.ttf")
    font_manager.fontManager.addfont(font)
    matplotlib.rcParams.update(
        {
            "font.family": font_manager.FontProperties(fname=font).get_name(),
            "font.size": 20 * PIXEL,
            "axes.spines.top": False,
            "axes.spines.right": False,
            "legend.frameon": False,
        }
    )
    figure = Figure(figsize=(width / 100, height / 100), dpi=200, layout="constrained")
    return figure, figure.add_subplot()
