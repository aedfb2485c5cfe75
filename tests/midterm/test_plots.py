import pytest
from drawn import png

import plots

LARGE = {
    "loss": [0.50, 0.22, 0.09, 0.04, 0.02],
    "val_loss": [0.40, 0.29, 0.33, 0.41, 0.50],
    "accuracy": [0.79, 0.92, 0.97, 0.99, 1.00],
    "val_accuracy": [0.86, 0.89, 0.88, 0.87, 0.87],
}
SMALL = {"loss": [0.60, 0.50, 0.42, 0.36, 0.31], "val_loss": [0.52, 0.44, 0.38, 0.34, 0.36]}


def vertical_lines(axes):
    return [line.get_xdata()[0] for line in axes.lines if line.get_linestyle() == ":"]


def rings(axes):
    return [
        (line.get_xdata()[0], line.get_ydata()[0])
        for line in axes.lines
        if line.get_markerfacecolor() == "none"
    ]


def legend_texts(legend):
    return [text.get_text() for text in legend.get_texts()]


def test_training_and_validation_differ_without_colour():
    for axes in plots.loss_and_accuracy(LARGE, 2).axes:
        training, validation = axes.lines[:2]

        assert (training.get_linestyle(), validation.get_linestyle()) == ("--", "-")
        assert training.get_markerfacecolor() == "white"
        assert validation.get_markerfacecolor() == validation.get_color()


def test_networks_differ_without_colour():
    figure = plots.compare_losses(
        {"원본": LARGE, "L1": SMALL, "L2": SMALL},
        {"원본": 2, "L1": 4, "L2": 4},
    )

    assert [line.get_marker() for line in figure.axes[0].lines] == ["o", "s", "^"]


def test_the_overfitting_epoch_is_marked_in_both_panels():
    loss, accuracy = plots.loss_and_accuracy(LARGE, 2).axes

    assert [text.get_text() for text in loss.texts] == ["최저 검증 손실: 2번째 에포크"]
    assert [text.get_text() for text in accuracy.texts] == ["2번째 에포크"]
    assert vertical_lines(loss) == vertical_lines(accuracy) == [2]
    assert rings(loss) == [(2, 0.29)]


def test_a_network_that_does_not_overfit_has_no_mark():
    loss, accuracy = plots.loss_and_accuracy(LARGE, None).axes

    assert not loss.texts and not accuracy.texts
    assert vertical_lines(loss) == vertical_lines(accuracy) == rings(loss) == []


def test_each_network_is_marked_at_its_own_epoch():
    networks = {"큰 네트워크": LARGE, "작은 네트워크": SMALL}

    training, validation = plots.compare_losses(
        networks, {"큰 네트워크": 2, "작은 네트워크": 4}
    ).axes

    assert rings(validation) == [(2, 0.29), (4, 0.34)]
    assert vertical_lines(validation) == [2, 4]
    assert legend_texts(training.get_legend()) == ["큰 네트워크", "작은 네트워크"]
    assert legend_texts(validation.get_legend()) == [
        "큰 네트워크: 2번째 에포크에서 최저",
        "작은 네트워크: 4번째 에포크에서 최저",
    ]


def test_panels_have_korean_labels():
    loss, accuracy = plots.loss_and_accuracy(LARGE, 2).axes

    assert (loss.get_xlabel(), loss.get_ylabel()) == ("에포크", "손실")
    assert (accuracy.get_xlabel(), accuracy.get_ylabel()) == ("에포크", "정확도")
    assert legend_texts(loss.figure.legends[0]) == ["훈련", "검증"]


def test_one_exploding_loss_does_not_flatten_the_others():
    assert plots.loss_limit([0.5, 0.4, 0.3], [0.5, 0.5, 90.0]) == pytest.approx(1.08 * 3 * 0.5)
    assert plots.loss_limit([0.5, 0.4, 0.3], [0.5, 0.5, None]) == pytest.approx(1.08 * 0.5)


def test_a_smoothed_curve_that_starts_later_ends_with_the_raw_one():
    mae = [20.0, 9.0] + [3.0] * 96 + [2.5, 2.6]
    smoothed = [3.0] * 88 + [2.7, 2.8]

    (axes,) = plots.validation_mae(mae, smoothed, 99).axes

    raw, smooth = axes.lines[:2]
    assert (raw.get_xdata()[0], raw.get_xdata()[-1]) == (1, 100)
    assert (smooth.get_xdata()[0], smooth.get_xdata()[-1]) == (11, 100)
    assert rings(axes) == [(99, 2.7)]
    assert axes.get_ylim()[1] < 9
    assert axes.get_ylabel() == "평균 절대 오차 (천 달러)"


def test_the_same_curves_give_the_same_bytes():
    first = png(plots.loss_and_accuracy(LARGE, 2))
    plots.validation_mae([3.0, 2.0], [3.0, 2.5], 2)

    assert png(plots.loss_and_accuracy(LARGE, 2)) == first
