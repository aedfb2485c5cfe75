from types import SimpleNamespace

import numpy as np
import pytest
from drawn import png

import plots
from plots import Trainings

EARLY = {
    "loss": [0.50, 0.22, 0.09, 0.04, 0.02],
    "val_loss": [0.40, 0.29, 0.33, 0.41, 0.50],
    "accuracy": [0.79, 0.92, 0.97, 0.99, 1.00],
    "val_accuracy": [0.86, 0.89, 0.88, 0.87, 0.87],
}
LATE = {
    "loss": [0.60, 0.50, 0.42, 0.36, 0.31],
    "val_loss": [0.52, 0.44, 0.38, 0.34, 0.36],
    "accuracy": [0.70, 0.80, 0.85, 0.90, 0.91],
    "val_accuracy": [0.75, 0.82, 0.84, 0.86, 0.85],
}
BETWEEN = {
    "loss": [0.55, 0.30, 0.20, 0.15, 0.10],
    "val_loss": [0.45, 0.40, 0.35, 0.38, 0.40],
    "accuracy": [0.75, 0.85, 0.90, 0.95, 0.96],
    "val_accuracy": [0.80, 0.84, 0.87, 0.86, 0.86],
}
ONE = Trainings([EARLY], [2])
THREE = Trainings([EARLY, BETWEEN, LATE], [2, 3, 4])


def medians(axes):
    """The strong lines of all runs, each with its points."""
    return [line.get_ydata().tolist() for line in axes.lines if line.get_zorder() == 3]


def thin_lines(axes):
    return [line.get_ydata().tolist() for line in axes.lines if line.get_linewidth() < 1]


def bands(axes):
    """From the least to the greatest, at each epoch of each band."""
    return [
        [
            (min(ys), max(ys))
            for x in np.unique(corners[:, 0])
            if (ys := corners[corners[:, 0] == x, 1].round(6).tolist())
        ]
        for corners in (band.get_paths()[0].vertices for band in axes.collections)
    ]


def vertical_lines(axes):
    return [line.get_xdata()[0] for line in axes.lines if line.get_linewidth() == 1.4]


def rings(axes):
    return [
        (line.get_xdata()[0], line.get_ydata()[0])
        for line in axes.lines
        if line.get_markerfacecolor() == "none"
    ]


def bars(axes):
    return [line.get_xdata() for line in axes.lines if line.get_marker() == "|"]


def triangles(axes, marker):
    return [line.get_xdata()[0] for line in axes.lines if line.get_marker() == marker]


def legend_texts(legend):
    return [text.get_text() for text in legend.get_texts()]


def labels(axes):
    return [text.get_text() for text in axes.texts]


# ---- Medians and ranges ----


def test_the_median_of_whole_numbers_is_one_of_them_and_of_two_the_lower():
    assert plots.middle([4, 6, 5]) == 5
    assert plots.middle([4, 7, 5, 6]) == 5
    assert plots.middle([0.2, 0.4, 0.3, 0.9]) == pytest.approx(0.35)


def test_a_median_is_told_with_its_range_unless_all_agree():
    assert plots.fixed([0.273, 0.268, 0.291]) == "0.27 (0.27–0.29)"
    assert plots.percent([0.881, 0.879, 0.884]) == "88.1% (87.9–88.4%)"
    assert plots.epoch_with_range([4, 6, 5]) == "5번째 에포크 (4–6)"
    assert plots.fixed([0.2701, 0.2699]) == "0.27"
    assert plots.epoch_with_range([4]) == "4번째 에포크"


def test_the_spread_of_an_even_number_of_runs_has_the_mean_of_the_two_in_the_middle():
    spread = plots.across([[1.0, 8.0], [2.0, 6.0], [4.0, 2.0], [9.0, 0.0]])

    assert spread.median.tolist() == [3.0, 4.0]
    assert spread.least.tolist() == [1.0, 0.0]
    assert spread.greatest.tolist() == [9.0, 8.0]


def test_the_spread_goes_on_with_the_runs_that_are_left():
    spread = plots.across([[1.0, None, 5.0], [2.0, float("nan"), 3.0, 7.0]])

    assert spread.median[[0, 2, 3]].tolist() == [1.5, 4.0, 7.0]
    assert spread.least[[0, 2, 3]].tolist() == [1.0, 3.0, 7.0]
    assert np.isnan(spread).tolist() == [[False, True, False, False]] * 3


def test_trainings_are_read_from_recorded_runs_or_from_a_group_of_each():
    numbers = {"large": SimpleNamespace(overfit_epoch=2)}
    grouped = [SimpleNamespace(series={"large": EARLY}, numbers=numbers)]
    whole = [SimpleNamespace(series=LATE, numbers=SimpleNamespace(overfit_epoch=4))]

    assert plots.trainings(grouped, "large") == Trainings([EARLY], [2])
    assert plots.trainings(whole) == Trainings([LATE], [4])


# ---- Lines, bands and runs ----


def test_a_line_runs_through_the_medians_in_a_band_over_all_runs():
    loss, accuracy = plots.loss_and_accuracy(THREE).axes

    assert medians(loss) == [BETWEEN["loss"], [0.45, 0.40, 0.35, 0.38, 0.40]]
    assert bands(loss)[1] == [(0.40, 0.52), (0.29, 0.44), (0.33, 0.38), (0.34, 0.41), (0.36, 0.5)]
    assert thin_lines(accuracy)[3:] == [run["val_accuracy"] for run in THREE.curves]


def test_one_run_is_a_line_without_a_band():
    loss, _ = plots.loss_and_accuracy(ONE).axes

    assert medians(loss) == [EARLY["loss"], EARLY["val_loss"]]
    assert bands(loss) == thin_lines(loss) == bars(loss) == []
    assert legend_texts(loss.figure.legends[0]) == ["훈련", "검증"]


def test_many_runs_are_a_band_without_lines_of_their_own():
    loss, _ = plots.loss_and_accuracy(Trainings([EARLY, LATE] * 3, [2, 4] * 3)).axes

    assert len(bands(loss)) == 2
    assert thin_lines(loss) == []


def test_runs_of_other_lengths_and_with_gaps_are_drawn():
    short = {name: points[:3] for name, points in LATE.items()}
    gap = {**BETWEEN, "val_loss": [0.45, None, 0.35, None, 0.30]}

    figure = plots.loss_and_accuracy(Trainings([EARLY, short, gap], [2, 3, 5]))

    assert medians(figure.axes[0])[1] == [0.45, pytest.approx(0.365), 0.35, 0.41, 0.40]
    assert png(figure)


def test_raw_curves_stay_behind_the_smoothed_ones():
    raw = [{name: [0.5] * 5 for name in EARLY}] * 3

    loss, _ = plots.loss_and_accuracy(Trainings(THREE.curves, [2, 3, 4], raw)).axes

    assert medians(loss)[0] == BETWEEN["loss"]
    assert thin_lines(loss) == [[0.5] * 5] * 6
    assert legend_texts(loss.figure.legends[0])[2:] == [
        "시드 3개의 원래 곡선",
        "양방향 지수 가중 평균의 중앙값과 범위",
    ]


# ---- Marks ----


def test_the_median_best_epoch_is_ringed_with_its_range():
    loss, accuracy = plots.loss_and_accuracy(THREE).axes

    assert labels(loss) == ["최저 검증 손실: 3번째 에포크 (2–4)"]
    assert labels(accuracy) == ["3번째 에포크"]
    assert vertical_lines(loss) == vertical_lines(accuracy) == [3]
    assert rings(loss) == [(3, 0.35)]
    assert [list(bar) for bar in bars(loss)] == [[2, 4]]


def test_a_label_never_leaves_its_frame():
    for best in (1, 3, 5):
        figure = plots.loss_and_accuracy(Trainings([EARLY], [best]))
        png(figure)

        frame = figure.axes[0].get_window_extent()
        label = figure.axes[0].texts[0].get_window_extent()
        assert frame.x0 <= label.x0 and label.x1 <= frame.x1


def test_points_beyond_a_frame_are_marked_at_its_edge_once_a_stretch():
    limits = {"loss": (0.0, 0.37), "accuracy": (0.8, 1.0)}

    loss, accuracy = plots.loss_and_accuracy(ONE, limits).axes

    assert triangles(loss, plots.CARETUP) == [1, 1, 4]  # Training at 1; validation at 1 and 4–5.
    assert triangles(loss, plots.CARETDOWN) == []
    assert triangles(accuracy, plots.CARETDOWN) == [1]
    assert loss.get_ylim() == (0.0, 0.37)


def test_marks_of_two_curves_in_one_place_do_not_hide_each_other():
    limits = {"loss": (0.0, 0.37), "accuracy": (0.0, 1.0)}

    loss, _ = plots.loss_and_accuracy(ONE, limits).axes

    marks = [line for line in loss.lines if line.get_marker() == plots.CARETUP]
    assert [mark.get_ydata()[0] for mark in marks] == [1, 0.94, 1]


def test_no_mark_is_set_where_all_points_lie_inside():
    for axes in plots.loss_and_accuracy(THREE).axes:
        assert triangles(axes, plots.CARETUP) == triangles(axes, plots.CARETDOWN) == []


# ---- Looks ----


def test_training_and_validation_differ_without_colour():
    for axes in plots.loss_and_accuracy(ONE).axes:
        training, validation = axes.lines[:2]

        assert (training.get_linestyle(), validation.get_linestyle()) == ("--", "-")
        assert training.get_markerfacecolor() == "white"
        assert validation.get_markerfacecolor() == validation.get_color()


def test_every_network_has_a_colour_a_dash_and_a_marker_of_its_own():
    for look in ("color", "linestyle", "marker"):
        assert len({style[look] for style in plots.NETWORKS.values()}) == len(plots.NETWORKS)
        assert len({style[look] for style in plots.SWEEP.values()}) == len(plots.SWEEP)


def test_a_network_looks_the_same_wherever_it_is_shown():
    first, _ = plots.compare_losses({"큰 네트워크": THREE, "원본": THREE}).axes
    second, _ = plots.compare_losses({"원본": THREE, "드롭아웃": THREE}).axes

    assert plots.named_lines(first)["원본"].get_color() == plots.INK
    assert plots.named_lines(second)["원본"].get_color() == plots.INK


def test_panels_have_korean_labels():
    loss, accuracy = plots.loss_and_accuracy(THREE).axes

    assert (loss.get_xlabel(), loss.get_ylabel()) == ("에포크", "손실")
    assert (accuracy.get_xlabel(), accuracy.get_ylabel()) == ("에포크", "정확도")
    assert legend_texts(loss.figure.legends[0]) == ["훈련", "검증", "시드 3개의 중앙값과 범위"]


def test_the_same_curves_give_the_same_bytes():
    first = png(plots.loss_and_accuracy(THREE))
    plots.validation_mae([[3.0, 2.0]], [[3.0, 2.5]], [2])

    assert png(plots.loss_and_accuracy(THREE)) == first


def test_a_figure_of_curves_is_small():
    assert len(png(plots.loss_and_accuracy(THREE))) < 120_000


# ---- The other figures ----


def test_compared_networks_share_the_scale_of_their_losses():
    training, validation = plots.compare_losses({"원본": ONE, "드롭아웃": THREE}).axes

    assert training.get_ylim() == validation.get_ylim()


def test_each_network_is_marked_at_its_own_epochs():
    training, validation = plots.compare_losses(
        {"큰 네트워크": THREE, "작은 네트워크": Trainings([LATE], [4])}
    ).axes

    assert rings(validation) == [(3, 0.35), (4, 0.34)]
    assert [list(bar) for bar in bars(validation)] == [[2, 4]]
    assert vertical_lines(validation) == [3, 4]
    assert legend_texts(training.get_legend()) == [
        "큰 네트워크",
        "작은 네트워크",
        "시드 1–3개의 중앙값과 범위",
    ]
    assert legend_texts(validation.get_legend()) == [
        "큰 네트워크: 3번째 에포크 (2–4)",
        "작은 네트워크: 4번째 에포크",
    ]


def test_marks_of_networks_in_one_place_do_not_hide_each_other():
    _, validation = plots.compare_losses(dict.fromkeys(["원본", "L1 규제"], THREE)).axes

    circles = [line for line in validation.lines if line.get_markerfacecolor() == "none"]
    ends = [line for line in validation.lines if line.get_marker() == "|"]
    assert [line.get_markersize() for line in circles] == [15, 19]
    assert [line.get_markersize() for line in ends] == [17, 23]
    assert circles[0].get_zorder() > circles[1].get_zorder()


def test_one_exploding_loss_does_not_flatten_the_others():
    exploding = {**EARLY, "val_loss": [0.5, 0.5, 0.5, 0.5, 90.0]}
    missing = {**EARLY, "val_loss": [0.5, 0.5, 0.5, 0.5, None]}

    assert plots.loss_range(Trainings([exploding], [1]))[1] == pytest.approx(1.08 * 4 * 0.5)
    assert plots.loss_range(Trainings([missing], [1]))[1] == pytest.approx(1.08 * 0.5)


def test_a_sweep_shows_the_medians_of_each_size():
    losses = {4: [(0.30, 0.35), (0.28, 0.40), (0.29, 0.39)], 2: [(0.41, 0.42), (0.40, 0.45)]}

    (axes,) = plots.sweep_of_losses(losses).axes

    assert medians(axes) == [[pytest.approx(0.405), 0.29], [pytest.approx(0.435), 0.39]]
    assert bands(axes)[0] == [(0.40, 0.41), (0.28, 0.30)]
    assert len(thin_lines(axes)) == 6
    assert legend_texts(axes.figure.legends[0])[2] == "시드 2–3개의 중앙값과 범위"


def test_a_long_noisy_curve_leaves_its_first_epochs_outside_the_frame_and_marks_them():
    raw = [20.0, 9.0] + [3.0] * 96 + [2.5, 2.6]
    smoothed = [12.0, 8.0] + [3.0] * 96 + [2.7, 2.8]

    (axes,) = plots.validation_mae([raw, raw], [smoothed, smoothed], [99, 99]).axes

    assert thin_lines(axes) == [raw, raw]
    assert medians(axes) == [smoothed]
    assert rings(axes) == [(99, 2.7)]
    assert triangles(axes, plots.CARETUP) == [1]
    assert axes.get_ylim()[1] < 9
    assert axes.get_ylabel() == "평균 절대 오차 (천 달러)"
    assert legend_texts(axes.figure.legends[0]) == [
        "시드 2개의 폴드 평균",
        "양방향 지수 가중 평균의 중앙값과 범위",
    ]
