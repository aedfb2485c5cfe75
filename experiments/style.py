"""The look of every figure: Korean labels, one palette, sized for a 16:9 slide.

new_figure(width, height)   axes for curves
new_canvas(width, height)   a blank sheet for diagrams and pictures
"""

import logging
import warnings
from functools import cache
from io import BytesIO
from typing import Any

import matplotlib.pyplot as plt
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from PIL import Image

from executed_slides import record

INK = "#262B33"
QUIET = "#69707D"
HAIRLINE = "#DDE1E7"
ORANGE = "#C8640A"
BLUE = "#14477A"

# Smooth edges give a drawing some two thousand colours, a photo many times more.
MANY_COLORS = 8192
PIXELS_PER_INCH = 100
PIXEL_DENSITY = 2
TEXT = 20 * 72 / PIXELS_PER_INCH
STYLE = {
    "font.family": "Pretendard",
    "font.size": TEXT,
    "axes.labelsize": TEXT,
    "axes.titlesize": TEXT,
    "xtick.labelsize": TEXT,
    "ytick.labelsize": TEXT,
    "legend.fontsize": TEXT,
    "legend.frameon": False,
    "legend.handlelength": 2.6,
    "text.color": INK,
    "axes.labelcolor": INK,
    "axes.titlecolor": INK,
    "axes.edgecolor": QUIET,
    "xtick.color": QUIET,
    "ytick.color": QUIET,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": HAIRLINE,
    "grid.linewidth": 0.8,
    "figure.constrained_layout.wspace": 0.05,
    "lines.linewidth": 2.2,
    "lines.markersize": 6.5,
    "mathtext.fontset": "cm",
}


class SlideFigure(Figure):
    """A figure that refuses to draw a letter its font lacks, and that stays small as a PNG."""

    def savefig(self, file: Any, **options: Any) -> None:
        if options.get("format") == "svg":
            super().savefig(file, **options)
            return
        memory = BytesIO()
        super().savefig(memory, **options)
        image = Image.open(memory).convert("RGB")
        is_drawing = image.getcolors(MANY_COLORS) is not None
        (image.quantize(256) if is_drawing else image).save(file, "PNG", optimize=True)

    def draw(self, renderer: Any) -> None:
        with warnings.catch_warnings():
            warnings.filterwarnings("error", message="Glyph .* missing from")
            super().draw(renderer)


def refuse_dummy_symbol(message: logging.LogRecord) -> bool:
    """Matplotlib only logs a letter that a formula's font lacks: raises ValueError instead."""
    if "does not have a glyph" in message.msg:
        raise ValueError(message.getMessage())
    return True


@cache
def register_fonts() -> None:
    """Makes Pretendard known to Matplotlib. Raises FileNotFoundError that names a missing file."""
    logging.getLogger("matplotlib.mathtext").addFilter(refuse_dummy_symbol)
    font_manager.fontManager.addfont(record.read("themes/fonts/Pretendard-Regular.ttf"))
    font_manager.fontManager.addfont(record.read("themes/fonts/Pretendard-Bold.ttf"))


def new_figure(width: int, height: int, rows: int = 1, columns: int = 1) -> tuple[Figure, Any]:
    """A figure and its axes, in the pixels that it has on a 1280 × 720 slide."""
    register_fonts()
    plt.rcParams.update(STYLE)
    return plt.subplots(
        rows,
        columns,
        FigureClass=SlideFigure,
        figsize=(width / PIXELS_PER_INCH, height / PIXELS_PER_INCH),
        dpi=PIXELS_PER_INCH * PIXEL_DENSITY,
        layout="constrained",
    )


def new_canvas(width: int, height: int) -> tuple[Figure, Axes]:
    """A blank sheet for diagrams: slide pixels, counted from the lower left corner."""
    figure, axes = new_figure(width, height)
    figure.set_layout_engine("none")
    axes.set(position=(0, 0, 1, 1), xlim=(0, width), ylim=(0, height))
    axes.axis("off")
    return figure, axes
