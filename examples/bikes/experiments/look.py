"""How pictures look: in the theme's font and colours."""

import matplotlib
from matplotlib import font_manager
from matplotlib.figure import Figure

from executed_slides import record

INK, GREEN, BRICK = "#1d2b26", "#1f5f4a", "#b4472f"
PAPER, SAND = "#fbf8f1", "#f1e8d6"
PIXEL = 72 / 100  # In points, at a hundred pixels of a slide an inch.


def find_font():
    return record.read("themes/fonts/TalkSans-Regular.ttf")


def new_figure(width, height):
    """A Matplotlib figure that takes so many pixels on a slide, and its axes."""
    font = find_font()
    font_manager.fontManager.addfont(font)
    matplotlib.rcParams.update(
        {
            "font.family": font_manager.FontProperties(fname=font).get_name(),
            "font.size": 20 * PIXEL,
            "axes.edgecolor": INK,
            "axes.facecolor": PAPER,
            "axes.labelcolor": INK,
            "axes.spines.top": False,
            "axes.spines.right": False,
            "figure.facecolor": PAPER,
            "xtick.color": INK,
            "ytick.color": INK,
        }
    )
    figure = Figure(figsize=(width / 100, height / 100), dpi=200, layout="constrained")
    return figure, figure.add_subplot()
