"""Curves of all runs of an experiment, in the look of all figures.

    trainings(runs)                      one network's curves and best epochs, of every run
    loss_and_accuracy(network)           one network, training against validation
    compare_losses(networks)             several networks against each other
    sweep_of_losses(losses)              what a network's size does to its losses
    validation_mae(mae, smoothed, …)     one long, noisy curve
    middle(values) · with_range(values)  a median, and what surrounds it, for alternative texts

A line runs through the medians of the runs, a band from the least to the greatest; few runs are
drawn one by one too, thin and light. A ring marks the median of their best epochs, a bar the
earliest to the latest. Triangles at the frame's edge are where points lie beyond it.

Training is dashed with open markers and validation solid with filled ones in every figure, and
each network has a dash and a marker of its own, so that they differ in greyscale and for a
colour-blind reader too.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import zip_longest
from statistics import median, median_low
from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.markers import CARETDOWN, CARETUP
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from style import BLUE, INK, ORANGE, QUIET, TEXT, new_figure

Curve = Sequence[float | None]

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
# A network looks the same on every slide.
NETWORKS = {
    "원본": {"color": INK, "linestyle": "-", "marker": "o"},
    "큰 네트워크": {"color": "#97206A", "linestyle": (0, (4, 1.5)), "marker": "s"},
    "작은 네트워크": {"color": "#17A093", "linestyle": (0, (4, 1.2, 1, 1.2)), "marker": "^"},
    "드롭아웃": {"color": "#6F4BB8", "linestyle": (0, (6, 1.5)), "marker": "D"},
    "L1 규제": {"color": "#2A8ACB", "linestyle": (0, (2, 1.2)), "marker": "v"},
    "L2 규제": {"color": "#6B5E00", "linestyle": (0, (4, 1.2, 1, 1.2, 1, 1.2)), "marker": "P"},
}
SWEEP = {
    "가장 낮은 에포크": {"color": "#0F6B2F", "linestyle": "-", "marker": "o"},
    "마지막 에포크": {"color": "#D35F76", "linestyle": (0, (4, 1.5)), "marker": "s"},
}


# Figures that slides compare share the limits of their axes: cnn_small_1 with cnn_small_2, and
# cnn_pre_1 with cnn_pre_1_preprocessed, cnn_pre_2 and cnn_pre_3.
SMALL_CONVNETS = {"loss": (-0.04, 1.3), "accuracy": (0.45, 1.015)}
PRETRAINED = {"loss": (-0.03, 1.0), "accuracy": (0.795, 1.006)}

# So many runs can still be told apart as lines.
FEW = 5
SMOOTHED = "양방향 지수 가중 평균"
ABOVE = {"loc": "lower left", "bbox_to_anchor": (0, 1), "borderaxespad": 0.2}


class Trainings(NamedTuple):
    """One network, trained once for each seed: the curves and the best epoch of every run.

    A run's curves are loss, val_loss, accuracy and val_accuracy, one point an epoch from epoch 1;
    its best epoch is that of its lowest validation loss. `raw` has what smoothed curves were.
    """

    curves: Sequence[Mapping[str, Curve]]
    best_epochs: Sequence[int]
    raw: Sequence[Mapping[str, Curve]] = ()


def trainings(runs: Sequence[Any], group: str = "") -> Trainings:
    """A network's trainings, which recorded runs have at their top or in a `group`: `large`."""
    return Trainings(
        [run.series[group] if group else run.series for run in runs],
        [(run.numbers[group] if group else run.numbers).overfit_epoch for run in runs],
    )


def middle(values: Sequence[float]) -> float:
    """The median; of whole numbers one of them, and the lower of two in the middle."""
    are_whole = all(isinstance(value, int) for value in values)
    return median_low(values) if are_whole else median(values)


def with_range(values: Sequence[float], write: Callable[[float], str] = str) -> str:
    """The median in words, and from where to where the values reach: `0.27 (0.26–0.29)`."""
    least, greatest = write(min(values)), write(max(values))
    around = f" ({least.removesuffix('%')}–{greatest})" if least != greatest else ""
    return f"{write(middle(values))}{around}"


def fixed(values: Iterable[float]) -> str:
    """The median with its range, as losses are written: `0.27 (0.26–0.29)`."""
    return with_range([*values], "{:.2f}".format)


def percent(shares: Iterable[float]) -> str:
    """The median with its range, as accuracies are written: `88.1% (87.9–88.4%)`."""
    return with_range([*shares], "{:.1%}".format)


def epoch_with_range(epochs: Sequence[int]) -> str:
    """The median epoch in words: `5번째 에포크 (4–6)`."""
    number, space, around = with_range(epochs).partition(" ")
    return f"{number}번째 에포크{space}{around}"


class Spread(NamedTuple):
    """The median, the least and the greatest of all runs, point by point."""

    median: np.ndarray
    least: np.ndarray
    greatest: np.ndarray


def across(curves: Sequence[Curve]) -> Spread:
    """The spread of the runs at each epoch; where some have no point, that of the others."""
    columns = [list(filter(is_point, column)) for column in zip_longest(*curves)]
    return Spread(
        *(
            np.array([of(column) if column else np.nan for column in columns])
            for of in (median, min, max)
        )
    )


def is_point(value: float | None) -> bool:
    return value is not None and bool(np.isfinite(value))


def loss_and_accuracy(
    network: Trainings, limits: Mapping[str, tuple[float, float]] | None = None
) -> Figure:
    """Shows when a network stops generalising: its loss and accuracy, epoch by epoch.

    `limits` of both are given to figures that are compared.
    """
    figure, (loss, accuracy) = new_figure(1000, 430, columns=2)
    loss.set(ylabel="손실", ylim=limits["loss"] if limits else loss_range(network))
    accuracy.set(ylabel="정확도")
    if limits:
        accuracy.set_ylim(limits["accuracy"])
    for axes, name in ((loss, "loss"), (accuracy, "accuracy")):
        for curve, style in ((name, TRAINING), (f"val_{name}", VALIDATION)):
            curves, raw = of_runs(network.curves, curve), of_runs(network.raw, curve)
            draw_curves(axes, curves, raw, **style)
    accuracy.yaxis.set_major_formatter(lambda share, _: f"{100 * share:.4g}%")
    keys = raw_key if network.raw else band_key
    add_legend(figure, {**named_lines(loss), **keys(len(network.curves))})

    epochs = network.best_epochs
    mark_best(loss, epochs, of_runs(network.curves, "val_loss"), BLUE)
    name_epoch(loss, epochs, f"최저 검증 손실: {epoch_with_range(epochs)}")
    name_epoch(accuracy, epochs, f"{middle(epochs)}번째 에포크")
    return figure


def compare_losses(networks: Mapping[str, Trainings]) -> Figure:
    """Shows which network learns faster, and at which epoch the validation loss of each is lowest.

    `networks` has the trainings of some of the networks that `NETWORKS` names.
    """
    figure, (training, validation) = new_figure(1000, 400 + 30 * len(networks), columns=2)
    limits = loss_range(*networks.values())
    training.set(ylabel="훈련 손실", ylim=limits)
    validation.set(ylabel="검증 손실", ylim=limits)
    for label, network in networks.items():
        style = {"label": label, **NETWORKS[label]}
        draw_curves(training, of_runs(network.curves, "loss"), **style)
        draw_curves(validation, of_runs(network.curves, "val_loss"), **style)

    rings = []
    for order, (label, network) in enumerate(networks.items()):
        color, curves = NETWORKS[label]["color"], of_runs(network.curves, "val_loss")
        ring = mark_best(validation, network.best_epochs, curves, color, order)
        # The dots of three lines in one place lie between each other.
        mark_line(validation, network.best_epochs, color, (2 * order, (1, 5)))
        ring.set_label(f"{label}: {epoch_with_range(network.best_epochs)}")
        rings.append(ring)
    keys = {**named_lines(training), **band_key(*(len(n.curves) for n in networks.values()))}
    training.legend(keys.values(), keys.keys(), **ABOVE)
    validation.legend(handles=rings, title="최저 검증 손실", alignment="left", **ABOVE)
    return figure


def sweep_of_losses(losses: Mapping[int, Sequence[tuple[float, float]]]) -> Figure:
    """Shows what a network's size does to its best epoch, and to its last.

    `losses` has by units, for each run, the lowest validation loss and that of the last epoch.
    """
    figure, axes = new_figure(1000, 430)
    units = sorted(losses)
    for place, (label, style) in enumerate(SWEEP.items()):
        runs = zip_longest(*([loss[place] for loss in losses[size]] for size in units))
        draw_runs(axes, units, list(runs), label=label, **style)
    axes.set_xscale("log", base=2)
    axes.set_xticks(units, [str(size) for size in units])
    greatest = max(loss for runs in losses.values() for both in runs for loss in both)
    axes.set(xlabel="은닉층의 유닛 수", ylabel="검증 손실", ylim=(0, 1.05 * greatest))
    add_legend(figure, {**named_lines(axes), **band_key(*map(len, losses.values()))})
    return figure


def validation_mae(
    mae: Sequence[Curve], smoothed: Sequence[Curve], best_epochs: Sequence[int]
) -> Figure:
    """Shows the epoch that noisy validation curves hide, by the smoothed curves of all runs.

    The first epochs lie far above the others, and are left outside the frame.
    """
    figure, axes = new_figure(900, 400)
    epochs = max(map(len, mae))
    later = [point for curve in mae for point in curve[epochs // 10 :] if is_point(point)]
    room = 0.08 * (max(later) - min(later)) or 1
    axes.set(
        xlim=(0, epochs + 1),
        ylim=(min(later) - room, max(later) + room),
        ylabel="평균 절대 오차 (천 달러)",
    )
    draw_curves(axes, smoothed, mae, color=BLUE, linewidth=3)
    add_legend(figure, raw_key(len(mae), "폴드 평균", BLUE))
    mark_best(axes, best_epochs, smoothed, BLUE)
    name_epoch(axes, best_epochs, f"최저 검증 오차: {epoch_with_range(best_epochs)}")
    return figure


def of_runs(curves: Sequence[Mapping[str, Curve]], name: str) -> list[Curve]:
    """The curve of that name of every run."""
    return [run[name] for run in curves]


def loss_range(*networks: Trainings) -> tuple[float, float]:
    """A loss axis from zero to the highest loss, unless a few points lie far above the rest."""
    curves = [run[name] for n in networks for run in n.curves for name in ("loss", "val_loss")]
    points = [point for curve in curves for point in curve if is_point(point)]
    top = 1.08 * min(max(points), 4 * np.percentile(points, 80))
    return -0.03 * top, top


def draw_curves(
    axes: Axes, curves: Sequence[Curve], raw: Sequence[Curve] = (), **style: Any
) -> None:
    """The runs, one point an epoch; long curves have a marker on some of their points only."""
    epochs = range(1, max(map(len, [*curves, *raw])) + 1)
    draw_runs(axes, epochs, curves, raw, markevery=max(1, len(epochs) // 20), **style)
    axes.set_xlabel("에포크")
    axes.xaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 5, 10], integer=True))


def draw_runs(
    axes: Axes,
    x: Sequence[int],
    curves: Sequence[Curve],
    raw: Sequence[Curve] = (),
    **style: Any,
) -> None:
    """A line through the medians in a band from the least to the greatest, and the runs if few.

    Smoothed curves have their `raw` ones behind them. Limits that the axes have already stay, and
    marks at their edge tell of the points beyond.
    """
    spread, color = across(curves), style["color"]
    its_x = x[: len(spread.median)]
    if len(curves) > 1:
        band = {"color": color, "alpha": 0.16, "linewidth": 0}
        axes.fill_between(its_x, spread.least, spread.greatest, **band)
    for curve in raw or (curves if 1 < len(curves) <= FEW else ()):
        thin = {"color": color, "alpha": 0.4, "linewidth": 0.6 if raw else 0.8}
        axes.plot(x[: len(curve)], np.array(curve, dtype=float), **thin)
    axes.plot(its_x, spread.median, zorder=3, **style)
    if not axes.get_autoscaley_on():
        mark_clipped(axes, x, across([*curves, *raw]), color)


def mark_clipped(axes: Axes, x: Sequence[int], spread: Spread, color: str) -> None:
    """A triangle at the frame's edge for each stretch of points that lie beyond it."""
    bottom, top = axes.get_ylim()
    for edge, marker, outside in (
        (1, CARETUP, spread.greatest > top),
        (0, CARETDOWN, spread.least < bottom),
    ):
        for place in centers(outside):
            here = [line for line in axes.get_lines() if is_mark(line, marker, x[place])]
            axes.plot(
                x[place],
                abs(edge - 0.06 * len(here)),
                transform=axes.get_xaxis_transform(),
                clip_on=False,
                color=color,
                marker=marker,
                markersize=11,
                markeredgecolor="white",
                zorder=6,
            )


def is_mark(line: Line2D, marker: int, x: int) -> bool:
    return line.get_marker() == marker and line.get_xdata()[0] == x


def centers(outside: np.ndarray) -> list[int]:
    """The place in the middle of each unbroken stretch of true values."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], outside, [False])).astype(int)))
    return ((edges[::2] + edges[1::2] - 1) // 2).tolist()


def mark_best(
    axes: Axes, epochs: Sequence[int], curves: Sequence[Curve], color: str, order: int = 0
) -> Line2D:
    """Rings the median at the runs' median best epoch; a bar spans the earliest to the latest.

    Those of a later `order` are larger and lie behind, so that none hides another.
    """
    value = across(curves).median[middle(epochs) - 1]
    if min(epochs) < max(epochs):
        axes.plot(
            (min(epochs), max(epochs)),
            (value, value),
            color=color,
            marker="|",
            markersize=17 + 6 * order,
            markeredgewidth=2,
            linewidth=2,
            zorder=5 - order / 10,
        )
    (ring,) = axes.plot(
        middle(epochs),
        value,
        color=color,
        linestyle="none",
        marker="o",
        markersize=15 + 4 * order,
        markerfacecolor="none",
        markeredgewidth=2,
        zorder=5 - order / 10,
    )
    return ring


def mark_line(axes: Axes, epochs: Sequence[int], color: str, dots: Any = ":") -> None:
    axes.axvline(middle(epochs), color=color, linestyle=dots, linewidth=1.4, zorder=1.5)


def name_epoch(axes: Axes, epochs: Sequence[int], text: str) -> None:
    """Names the median epoch by a vertical line and a label above the frame, where no curve runs.

    The label reaches from the line as far to either side as the frame does, so it never leaves it.
    """
    mark_line(axes, epochs, INK)
    label = axes.annotate(
        text,
        xy=(middle(epochs), 1),
        xycoords=axes.get_xaxis_transform(),
        xytext=(0, TEXT * 0.4),
        textcoords="offset points",
        fontweight="bold",
    )
    start, end = axes.get_xlim()
    width = label.get_window_extent().width * 72 / axes.figure.dpi
    label.xyann = (-width * (middle(epochs) - start) / (end - start), TEXT * 0.4)


def add_legend(figure: Figure, keys: Mapping[str, Any]) -> None:
    figure.legend(keys.values(), keys.keys(), loc="outside upper center", ncols=len(keys))


def named_lines(axes: Axes) -> dict[str, Line2D]:
    """The lines that a legend names, by their labels."""
    lines = {line.get_label(): line for line in axes.get_lines()}
    return {label: line for label, line in lines.items() if not label.startswith("_")}


def band_key(*runs: int, color: str = QUIET) -> dict[str, Any]:
    """What a legend says of lines in bands, of so many runs each; one run has no band."""
    if max(runs) == 1:
        return {}
    count = "–".join(map(str, sorted({min(runs), max(runs)})))
    return {f"시드 {count}개의 중앙값과 범위": band(color)}


def raw_key(runs: int, raw: str = "원래 곡선", color: str = QUIET) -> dict[str, Any]:
    """What a legend says of smoothed lines in bands before the thin ones that they smooth."""
    thin = Line2D([], [], color=color, linewidth=0.6)
    if runs == 1:
        return {raw: thin, SMOOTHED: Line2D([], [], color=color)}
    return {f"시드 {runs}개의 {raw}": thin, f"{SMOOTHED}의 중앙값과 범위": band(color)}


def band(color: str) -> tuple[Patch, Line2D]:
    return Patch(color=color, alpha=0.3, linewidth=0), Line2D([], [], color=color)
