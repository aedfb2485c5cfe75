from io import BytesIO

import matplotlib.pyplot as plt
import numpy as np
import pytest
from PIL import Image

import plots

LARGE = {
    "loss": [0.50, 0.22, 0.09, 0.04, 0.02],
    "val_loss": [0.40, 0.29, 0.33, 0.41, 0.50],
    "accuracy": [0.79, 0.92, 0.97, 0.99, 1.00],
    "val_accuracy": [0.86, 0.89, 0.88, 0.87, 0.87],
}
SMALL = {"loss": [0.60, 0.50, 0.42, 0.36, 0.31], "val_loss": [0.52, 0.44, 0.38, 0.34, 0.36]}


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def png(figure):
    file = BytesIO()
    figure.savefig(file, metadata={"Software": None})
    return file.getvalue()


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


def test_a_letter_that_the_font_lacks_is_an_error():
    figure, axes = plots.new_figure(200, 100)
    axes.set_title("ก")

    with pytest.raises(UserWarning, match=r"Glyph 3585 .* missing from font"):
        png(figure)


def test_a_letter_that_a_formula_lacks_is_an_error():
    figure, axes = plots.new_figure(200, 100)
    axes.set_title("$가$")

    with pytest.raises(ValueError, match="Unknown symbol: 가"):
        png(figure)


def test_a_missing_font_file_is_named(monkeypatch, tmp_path):
    monkeypatch.setattr(plots, "FONTS", tmp_path)

    with pytest.raises(FileNotFoundError, match=r"Pretendard-Regular\.ttf"):
        plots.register_fonts.__wrapped__()


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


def test_a_drawing_is_small_and_has_two_pixels_for_each_of_the_slide():
    drawing = png(plots.loss_and_accuracy(LARGE, 2))

    assert Image.open(BytesIO(drawing)).size == (2000, 860)
    assert len(drawing) < 120_000


def test_a_photo_keeps_its_colours():
    figure, axes = plots.new_figure(200, 200)
    axes.imshow(np.random.default_rng(0).random((150, 150, 3)))

    assert Image.open(BytesIO(png(figure))).mode == "RGB"


def flat(colour, columns=1):
    return np.tile(np.array(colour, dtype="uint8"), (10, 10 * columns, 1))


def pixels(figure):
    return np.asarray(Image.open(BytesIO(png(figure))).convert("RGB")).astype(int)


def test_photos_of_a_grid_touch_each_other():
    red, green, blue = flat((200, 0, 0)), flat((0, 200, 0)), flat((0, 0, 200))

    image = pixels(plots.picture_grid([red, green, blue, red], columns=2, side=50, names=[]))

    assert image.shape == (200, 200, 3)
    assert image[10, [98, 101]].tolist() == [[200, 0, 0], [0, 200, 0]]
    assert image[[98, 101], 10].tolist() == [[200, 0, 0], [0, 0, 200]]
    assert image.min(axis=2).max() == 0


def test_rows_of_patterns_carry_the_names_of_their_layers():
    strips = {"block1": flat((9, 9, 9), columns=3), "block2": flat((99, 9, 9), columns=3)}

    figure = plots.named_rows(strips, {"block1": 64, "block2": 128})

    texts = [text.get_text() for text in figure.axes[0].texts]
    assert sorted(texts) == ["block1", "block2", "필터 128개", "필터 64개"]
    assert pixels(figure)[20, -20].tolist() == [9, 9, 9]


def test_every_layer_of_feature_maps_has_its_share_of_zeros():
    pictures = {"photo": flat((9, 9, 9)), "conv2d": np.zeros((8, 16), dtype="uint8")}
    layers = {"conv2d": {"pixels": 148, "maps": 32, "zeros": 0.25}}

    texts = [text.get_text() for text in plots.feature_maps(pictures, layers).axes[0].texts]

    assert "148×148, 32개" in texts
    assert "25%" in texts
    assert "각 층의 처음 2개 특성 맵" in texts


def test_a_heat_map_brightens_where_it_is_hot():
    heat = np.zeros((4, 4), dtype="uint8")
    heat[:, 2:] = 255

    image = pixels(plots.heat_maps({"고양이": (flat((80, 80, 80)), heat)}))

    cold, hot = image[400, 640], image[400, 1160]
    assert hot.sum() > 2 * cold.sum()


def test_a_summary_lists_every_layer_and_the_sum():
    layers = {
        "conv2d": {"rows": 148, "columns": 148, "channels": 32, "weights": 896},
        "dense": {"units": 512, "weights": 3211776},
    }

    texts = [text.get_text() for text in plots.layer_table(layers, 3212672).axes[0].texts]

    assert texts[3:9] == ["conv2d", "148×148×32", "896", "dense", "512", "3,211,776"]
    assert texts[9:] == ["합계", "", "3,212,672"]
