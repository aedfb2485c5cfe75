"""Curves of training, in the look of all figures.

    loss_and_accuracy(series, overfit_epoch)      one network, training against validation
    compare_losses(networks, overfit_epochs)      several networks against each other
    sweep_of_losses(losses)                       what a network's size does to its losses
    validation_mae(mae, smoothed, overfit_epoch)  one long, noisy curve

Training is dashed with open markers and validation solid with filled ones in every figure,
so that they differ in greyscale and for a colour-blind reader too.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from style import BLUE, INK, ORANGE, TEXT, new_figure

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


def loss_limit(*curves: Sequence[float]) -> float:
    """The top of a loss axis: the highest loss, unless a few points lie far above the rest."""
    points = np.concatenate([as_array(curve) for curve in curves])
    return 1.08 * min(np.nanmax(points), 3 * np.nanpercentile(points, 80))


def as_array(points: Sequence[float | None]) -> np.ndarray:
    """A recorded curve, whose points that were not finite are None, with gaps there."""
    return np.array(points, dtype=float)
