"""Diagrams, pictures and tables, in the look of all figures.

box(sheet, …) · arrow(sheet, …)                           parts of a diagram
cells(sheet, …) · window(sheet, …) · signed(values)       numbers of a picture, as squares
side_by_side(sheet, …)                                    a matrix, and what is made of it
picture_grid(pictures, …) · named_rows(strips, filters)   photos and patterns without gaps
feature_maps(pictures, layers) · heat_maps(photos)        what a convnet makes of a photo
layer_table(layers, weights)                              a model's layers, as its summary has them
"""

from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch, Rectangle
from PIL import Image

from style import BLUE, HAIRLINE, INK, ORANGE, QUIET, TEXT, new_canvas


def box(
    sheet: Axes,
    center: tuple[float, float],
    size: tuple[float, float],
    text: str,
    color: str,
    filled: bool = False,
) -> None:
    """A part of a diagram: filled with its colour, or outlined by it."""
    (x, y), (width, height) = center, size
    sheet.add_patch(
        FancyBboxPatch(
            (x - width / 2, y - height / 2),
            width,
            height,
            boxstyle="round,pad=0,rounding_size=8",
            facecolor=color if filled else "white",
            edgecolor=color,
            linewidth=2,
        )
    )
    sheet.text(
        x,
        y,
        text,
        color="white" if filled else INK,
        fontweight="bold" if filled else "normal",
        horizontalalignment="center",
        verticalalignment="center",
        linespacing=1.35,
    )


def arrow(
    sheet: Axes, start: tuple[float, float], end: tuple[float, float], color: str = QUIET
) -> None:
    style = {"arrowstyle": "-|>, head_length=0.6, head_width=0.3", "linewidth": 2.2}
    sheet.annotate("", end, start, arrowprops={**style, "color": color, "shrinkA": 0, "shrinkB": 0})


def cells(
    sheet: Axes,
    colors: np.ndarray,
    corner: tuple[float, float],
    side: float,
    numbers: np.ndarray | None = None,
) -> None:
    """A square of its colour for each value, the lower left one's corner there; and the values.

    `colors` are of 0 to 255 (rows, columns) as greys, or of 0 to 1 (rows, columns, 3).
    """
    if colors.ndim == 2:
        colors = np.repeat(colors[..., None] / 255, 3, axis=2)
    rows, columns = colors.shape[:2]
    for row, column in np.ndindex(rows, columns):
        x, y = corner[0] + column * side, corner[1] + (rows - 1 - row) * side
        color = colors[row, column]
        sheet.add_patch(
            Rectangle((x, y), side, side, facecolor=color, edgecolor=QUIET, linewidth=0.8)
        )
        if numbers is not None:
            ink = "white" if color @ (0.299, 0.587, 0.114) < 0.5 else INK
            value = str(numbers[row, column]).replace("-", "−")
            sheet.text(x + side / 2, y + side / 2, value, color=ink, ha="center", va="center")


def signed(values: np.ndarray) -> np.ndarray:
    """Colours for values of −1 to 1: orange below zero, white at zero, blue above."""
    values = np.clip(values, -1, 1)[..., None]
    color = np.where(values < 0, to_rgb(ORANGE), to_rgb(BLUE))
    return 1 - np.abs(values) * (1 - color)


def window(sheet: Axes, corner: tuple[float, float], side: float, color: str, **style: Any) -> None:
    """The square through which a filter looks, its lower left corner there."""
    style = {"edgecolor": color, "linewidth": 3.5, "joinstyle": "miter", "zorder": 4, **style}
    sheet.add_patch(Rectangle(corner, side, side, fill=False, **style))


def side_by_side(
    sheet: Axes,
    place: tuple[float, float],
    side: float,
    *matrices: np.ndarray,
    numbers: Sequence[np.ndarray] = (),
) -> list[tuple[float, float]]:
    """Matrices from left to right, an arrow from each to the next, and below them their sizes.

    Each is of colours, as `cells` takes them, and may have numbers. The middle of the first one's
    left edge is at `place`; their lower left corners are returned.
    """
    x, middle = place
    corners: list[tuple[float, float]] = []
    for colors, values in zip_longest(matrices, numbers):
        if corners:
            arrow(sheet, (x - 66, middle), (x - 14, middle), BLUE)
        width = side * len(colors)
        corners.append((x, middle - width / 2))
        cells(sheet, colors, corners[-1], side, values)
        below(sheet, x + width / 2, middle - width / 2, size_of(colors))
        x += width + 80
    return corners


def size_of(matrix: np.ndarray) -> str:
    """Its rows and columns in words: `148×148`."""
    return f"{matrix.shape[0]}×{matrix.shape[1]}"


def above(sheet: Axes, x: float, y: float, text: str) -> None:
    """The name of what lies below that point."""
    sheet.text(x, y + 8, text, ha="center", va="bottom", fontweight="bold")


def below(sheet: Axes, x: float, y: float, text: str) -> None:
    """What is said of what lies above that point."""
    sheet.text(x, y - 6, text, color=QUIET, ha="center", va="top")


def picture_grid(
    pictures: Sequence[np.ndarray], columns: int, side: int, names: Sequence[str]
) -> Figure:
    """Square pictures side by side without gaps; the first ones have a name inside."""
    rows = -(-len(pictures) // columns)
    figure, sheet = new_canvas(columns * side, rows * side)
    for place, picture in enumerate(pictures):
        row, column = divmod(place, columns)
        show(sheet, picture, column * side, (rows - 1 - row) * side, side)
    for place, name in enumerate(names):
        row, column = divmod(place, columns)
        x, y = column * side, (rows - row) * side
        sheet.text(
            x + 8,
            y - 8,
            name,
            color="white",
            fontweight="bold",
            verticalalignment="top",
            bbox={"facecolor": INK, "edgecolor": "none", "pad": 4},
        )
    return figure


def named_rows(strips: Mapping[str, np.ndarray], filters: Mapping[str, int]) -> Figure:
    """A row of patterns for each layer, and beside it the layer's name and number of filters."""
    # A pattern of 76 pixels has four of the figure's for each of its own: no blur, a small file.
    label, side = 190, 76
    columns = strip_length(next(iter(strips.values())))
    figure, sheet = new_canvas(label + columns * side, len(strips) * side)
    for row, (name, strip) in enumerate(reversed(strips.items())):
        # The lowest bits are noise, which no eye sees and no file can hold in less.
        show(sheet, strip & 0xF8, label, row * side, columns * side, side)
        sheet.text(0, (row + 0.5) * side + 2, name, fontweight="bold", va="bottom")
        sheet.text(0, (row + 0.5) * side - 4, f"필터 {filters[name]}개", color=QUIET, va="top")
    return figure


def feature_maps(
    pictures: Mapping[str, np.ndarray], layers: Mapping[str, Mapping[str, float]]
) -> Figure:
    """The photo, and a row of feature maps for each layer, with the share of zeros in all."""
    photo, label, share, side = 190, 175, 86, 52
    columns = strip_length(pictures[next(iter(layers))])
    height = (len(layers) + 1) * side
    figure, sheet = new_canvas(photo + label + columns * side + share, height)
    show(sheet, pictures["photo"], 0, height - side - photo + 20, photo - 20)
    sheet.text(0, height - side + 8, "입력 사진", fontweight="bold", va="bottom")
    left, right = photo + label, photo + label + columns * side
    title = f"각 층의 처음 {columns}개 특성 맵"
    sheet.text(left, height - side + 8, title, fontweight="bold", va="bottom")
    sheet.text(
        right + share, height - side + 8, "값이 0", fontweight="bold", ha="right", va="bottom"
    )
    for row, (name, about) in enumerate(layers.items(), 2):
        y = height - row * side
        show(sheet, pictures[name], left, y, columns * side, side, cmap="viridis")
        sheet.text(photo, y + side / 2, name, fontweight="bold", va="bottom", size=TEXT * 0.8)
        size = f"{about['pixels']}×{about['pixels']}, {about['maps']}개"
        sheet.text(photo, y + side / 2 - 2, size, color=QUIET, va="top", size=TEXT * 0.8)
        sheet.text(right + share, y + side / 2, f"{about['zeros']:.0%}", ha="right", va="center")
    return figure


def heat_maps(photos: Mapping[str, tuple[np.ndarray, np.ndarray]]) -> Figure:
    """For each named photo: the photo, its heat map, and the one over the other."""
    side, title, gap = 300, 40, 40
    figure, sheet = new_canvas(len(photos) * 2 * side + gap * (len(photos) - 1), side + title)
    for number, (name, (photo, heat)) in enumerate(photos.items()):
        x = number * (2 * side + gap)
        enlarged = Image.fromarray(heat).resize(photo.shape[:2], Image.Resampling.BICUBIC)
        heated = plt.get_cmap("inferno")(np.asarray(enlarged) / 255)[..., :3]
        show(sheet, photo, x, 0, side)
        show(sheet, 0.4 * photo / 255 + 0.6 * heated, x + side, 0, side)
        sheet.text(x, side + 10, name, fontweight="bold", va="bottom")
    return figure


def layer_table(layers: Mapping[str, Mapping[str, int]], weights: int) -> Figure:
    """A model's summary: each layer, the shape of its output, and its parameters."""
    row, width = 34, 620
    figure, sheet = new_canvas(width, (len(layers) + 2) * row)
    top = (len(layers) + 2) * row
    lines = [("층", "출력 크기", "파라미터")]
    for name, about in layers.items():
        shape = "×".join(
            str(about[k]) for k in ("rows", "columns", "channels", "units") if k in about
        )
        lines.append((name, shape, f"{about['weights']:,}"))
    lines.append(("합계", "", f"{weights:,}"))
    for number, (name, shape, count) in enumerate(lines):
        y = top - (number + 0.5) * row
        strong = {"fontweight": "bold"} if number in (0, len(lines) - 1) else {}
        sheet.text(6, y, name, va="center", **strong)
        sheet.text(250, y, shape, va="center", **strong)
        sheet.text(width - 6, y, count, va="center", ha="right", **strong)
    for number in range(1, len(lines)):
        heavy = number in (1, len(lines) - 1)
        color, thick = (QUIET, 1.6) if heavy else (HAIRLINE, 0.8)
        sheet.plot((0, width), (top - number * row,) * 2, color=color, linewidth=thick)
    return figure


def show(
    sheet: Axes,
    picture: np.ndarray,
    x: float,
    y: float,
    width: float,
    height: float | None = None,
    **style: Any,
) -> None:
    """Puts a picture on a sheet, its lower left corner at (x, y)."""
    extent = (x, x + width, y, y + (height or width))
    limits = (sheet.get_xlim(), sheet.get_ylim())
    sheet.imshow(picture, extent=extent, aspect="auto", interpolation="nearest", **style)
    sheet.set(xlim=limits[0], ylim=limits[1])


def strip_length(strip: np.ndarray) -> int:
    """How many square pictures a strip holds."""
    return strip.shape[1] // strip.shape[0]
