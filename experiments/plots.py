"""Figures in one look: Korean labels, one palette, sized for a 16:9 slide.

    loss_and_accuracy(series, overfit_epoch)      one network, training against validation
    compare_losses(networks, overfit_epochs)      several networks against each other
    sweep_of_losses(losses)                       what a network's size does to its losses
    validation_mae(mae, smoothed, overfit_epoch)  one long, noisy curve
    picture_grid(pictures, …) · named_rows(strips, filters)   photos and patterns without gaps
    feature_maps(pictures, layers) · heat_maps(photos)        what a convnet makes of a photo
    layer_table(layers, weights)                  a model's layers, as its summary lists them
    new_figure(width, height) · new_canvas(...)   anything else in the same look

Training is dashed with open markers and validation solid with filled ones in every figure,
so that they differ in greyscale and for a colour-blind reader too.
"""

import logging
import warnings
from collections.abc import Mapping, Sequence
from functools import cache
from io import BytesIO
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import FancyBboxPatch
from matplotlib.ticker import MaxNLocator
from PIL import Image

from executed_slides import record

FONTS = ("themes/fonts/Pretendard-Regular.ttf", "themes/fonts/Pretendard-Bold.ttf")

INK = "#262B33"
QUIET = "#69707D"
HAIRLINE = "#DDE1E7"
ORANGE = "#C8640A"
BLUE = "#14477A"

TRAINING = {
    "label": "훈련",
    "color": ORANGE,
    "linestyle": (0, (3, 1.5)),
    "marker": "o",
    "markerfacecolor": "white",
}
VALIDATION = {
    "label": "검증",
    "color": BLUE,
    "linestyle": "-",
    "marker": "o",
}
NETWORKS = (
    {"color": INK, "linestyle": "-", "marker": "o"},
    {"color": "#B5347E", "linestyle": (0, (4, 1.5)), "marker": "s"},
    {"color": "#12998A", "linestyle": (0, (4, 1.2, 1, 1.2)), "marker": "^"},
)

ABOVE = {"loc": "lower left", "bbox_to_anchor": (0, 1), "borderaxespad": 0.2}

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
    for name in FONTS:
        font_manager.fontManager.addfont(record.read(name))


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


def loss_and_accuracy(series: Mapping[str, Sequence[float]], overfit_epoch: int | None) -> Figure:
    """Shows when a network stops generalising: its loss and accuracy, epoch by epoch.

    `series` has loss, val_loss, accuracy and val_accuracy, one point an epoch from epoch 1.
    """
    figure, (loss, accuracy) = new_figure(1000, 430, columns=2)
    for axes, name in ((loss, "loss"), (accuracy, "accuracy")):
        draw_curve(axes, series[name], **TRAINING)
        draw_curve(axes, series[f"val_{name}"], **VALIDATION)
    figure.legend(handles=loss.get_lines(), loc="outside upper center", ncols=2)

    limit = loss_limit(series["loss"], series["val_loss"])
    loss.set(ylabel="손실", ylim=(-0.03 * limit, limit))
    accuracy.set(ylabel="정확도")
    accuracy.yaxis.set_major_formatter(lambda share, _: f"{100 * share:.4g}%")

    if overfit_epoch:
        ring(loss, overfit_epoch, series["val_loss"][overfit_epoch - 1], BLUE)
        mark_epoch(loss, overfit_epoch, f"최저 검증 손실: {overfit_epoch}번째 에포크")
        mark_epoch(accuracy, overfit_epoch, f"{overfit_epoch}번째 에포크")
    return figure


def compare_losses(
    networks: Mapping[str, Mapping[str, Sequence[float]]],
    overfit_epochs: Mapping[str, int | None],
) -> Figure:
    """Shows which network learns faster, and which one overfits later.

    `networks` has the loss and val_loss of up to three networks by their Korean label,
    `overfit_epochs` their epochs by the same label (None: the network does not overfit).
    """
    figure, (training, validation) = new_figure(1000, 400 + 30 * len(networks), columns=2)
    for (label, series), style in zip(networks.items(), NETWORKS[: len(networks)], strict=True):
        draw_curve(training, series["loss"], label=label, **style)
        draw_curve(validation, series["val_loss"], **style)
        if epoch := overfit_epochs[label]:
            point = ring(validation, epoch, series["val_loss"][epoch - 1], style["color"])
            point.set_label(f"{label}: {epoch}번째 에포크에서 최저")
            validation.axvline(
                epoch, color=style["color"], linestyle=":", linewidth=1.4, zorder=1.5
            )
    for axes, name, title in (
        (training, "loss", "훈련 손실"),
        (validation, "val_loss", "검증 손실"),
    ):
        limit = loss_limit(*(series[name] for series in networks.values()))
        axes.set(ylabel=title, ylim=(-0.03 * limit, limit))
    training.legend(**ABOVE)
    if any(overfit_epochs.values()):
        validation.legend(**ABOVE)
    return figure


def sweep_of_losses(losses: Mapping[int, Sequence[tuple[float, float]]]) -> Figure:
    """Shows what a network's size does to its best epoch, and to its last.

    `losses` has by units, for each seed, the lowest validation loss and that of the last epoch.
    Lines run through the means of the seeds, bands from their least to their greatest.
    """
    figure, axes = new_figure(1000, 430)
    units = sorted(losses)
    by_units = np.array([losses[size] for size in units])  # units × seeds × (lowest, last)
    for last, label in enumerate(("가장 낮은 에포크", "마지막 에포크")):
        values, style = by_units[:, :, last], NETWORKS[last]
        axes.fill_between(
            units, values.min(axis=1), values.max(axis=1), color=style["color"], alpha=0.15, lw=0
        )
        axes.plot(units, values.mean(axis=1), label=label, **style)
    axes.set_xscale("log", base=2)
    axes.set_xticks(units, [str(size) for size in units])
    limit = 1.05 * by_units.max()
    axes.set(xlabel="은닉층의 유닛 수", ylabel="검증 손실", ylim=(0, limit))
    axes.legend(ncols=2, **ABOVE)
    return figure


def validation_mae(
    mae: Sequence[float],
    smoothed: Sequence[float],
    overfit_epoch: int | None,
) -> Figure:
    """Shows the epoch that a noisy validation curve hides, by its smoothed curve.

    Both curves end at the last epoch; a smoothed curve may start later than the raw one.
    The first epochs lie far above the others, and are left outside the frame.
    """
    mae, smoothed = as_array(mae), as_array(smoothed)
    figure, axes = new_figure(900, 400)
    epochs = np.arange(1, len(mae) + 1)
    axes.plot(epochs, mae, color=BLUE, alpha=0.35, linewidth=1, label="폴드 평균")
    axes.plot(
        epochs[-len(smoothed) :],
        smoothed,
        color=BLUE,
        linewidth=3,
        label="폴드 평균을 평활한 곡선",
    )
    lowest, highest = np.nanpercentile(mae, (0, 97))
    room = 0.08 * (highest - lowest) or 1
    axes.set(
        xlabel="에포크",
        ylabel="평균 절대 오차 (천 달러)",
        xlim=(0, len(mae) + 1),
        ylim=(lowest - room, highest + room),
    )
    figure.legend(handles=axes.get_lines(), loc="outside upper center", ncols=2)
    if overfit_epoch:
        ring(axes, overfit_epoch, smoothed[overfit_epoch - 1 - len(mae)], BLUE)
        mark_epoch(axes, overfit_epoch, f"최저 검증 오차: {overfit_epoch}번째 에포크")
    return figure


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
    label, side = 190, 92
    columns = strip_length(next(iter(strips.values())))
    figure, sheet = new_canvas(label + columns * side, len(strips) * side)
    for row, (name, strip) in enumerate(reversed(strips.items())):
        show(sheet, strip, label, row * side, columns * side, side)
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


def draw_curve(axes: Axes, points: Sequence[float], **style: Any) -> None:
    """One point an epoch, from epoch 1; a long curve has a marker on some of its points only."""
    epochs = np.arange(1, len(points) + 1)
    axes.plot(epochs, as_array(points), markevery=max(1, len(points) // 20), **style)
    axes.set_xlabel("에포크")
    axes.xaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 5, 10], integer=True))


def mark_epoch(axes: Axes, epoch: int, text: str) -> None:
    """Names an epoch by a vertical line and a label above the frame, where no curve runs."""
    axes.axvline(epoch, color=INK, linestyle=":", linewidth=1.4, zorder=1.5)
    start, end = axes.get_xlim()
    third = min(int(3 * (epoch - start) / (end - start)), 2)
    axes.annotate(
        text,
        xy=(epoch, 1),
        xycoords=axes.get_xaxis_transform(),
        xytext=(0, TEXT * 0.4),
        textcoords="offset points",
        horizontalalignment=("left", "center", "right")[third],
        fontweight="bold",
    )


def ring(axes: Axes, epoch: int, value: float, color: str) -> Line2D:
    """Circles a point of a curve, such as its lowest."""
    (line,) = axes.plot(
        epoch,
        value,
        color=color,
        linestyle="none",
        marker="o",
        markersize=15,
        markerfacecolor="none",
        markeredgewidth=2,
    )
    return line


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


def loss_limit(*curves: Sequence[float]) -> float:
    """The top of a loss axis: the highest loss, unless a few points lie far above the rest."""
    points = np.concatenate([as_array(curve) for curve in curves])
    return 1.08 * min(np.nanmax(points), 3 * np.nanpercentile(points, 80))


def as_array(points: Sequence[float | None]) -> np.ndarray:
    """A recorded curve, whose points that were not finite are None, with gaps there."""
    return np.array(points, dtype=float)
