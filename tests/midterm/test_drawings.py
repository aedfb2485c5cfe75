import numpy as np
from drawn import pixels

import drawings


def flat(colour, columns=1):
    return np.tile(np.array(colour, dtype="uint8"), (10, 10 * columns, 1))


def test_photos_of_a_grid_touch_each_other():
    red, green, blue = flat((200, 0, 0)), flat((0, 200, 0)), flat((0, 0, 200))

    image = pixels(drawings.picture_grid([red, green, blue, red], columns=2, side=50, names=[]))

    assert image.shape == (200, 200, 3)
    assert image[10, [98, 101]].tolist() == [[200, 0, 0], [0, 200, 0]]
    assert image[[98, 101], 10].tolist() == [[200, 0, 0], [0, 0, 200]]
    assert image.min(axis=2).max() == 0


def test_rows_of_patterns_carry_the_names_of_their_layers():
    strips = {"block1": flat((9, 9, 9), columns=3), "block2": flat((99, 9, 9), columns=3)}

    figure = drawings.named_rows(strips, {"block1": 64, "block2": 128})

    texts = [text.get_text() for text in figure.axes[0].texts]
    assert sorted(texts) == ["block1", "block2", "필터 128개", "필터 64개"]
    assert pixels(figure)[20, -20].tolist() == [8, 8, 8]  # Without the lowest bits.


def test_every_layer_of_feature_maps_has_its_share_of_zeros():
    pictures = {"photo": flat((9, 9, 9)), "conv2d": np.zeros((8, 16), dtype="uint8")}
    layers = {"conv2d": {"pixels": 148, "maps": 32, "zeros": 0.25}}

    texts = [text.get_text() for text in drawings.feature_maps(pictures, layers).axes[0].texts]

    assert "148×148, 32개" in texts
    assert "25%" in texts
    assert "각 층의 처음 2개 특성 맵" in texts


def test_a_heat_map_brightens_where_it_is_hot():
    heat = np.zeros((4, 4), dtype="uint8")
    heat[:, 2:] = 255

    image = pixels(drawings.heat_maps({"고양이": (flat((80, 80, 80)), heat)}))

    cold, hot = image[400, 640], image[400, 1160]
    assert hot.sum() > 2 * cold.sum()


def test_a_summary_lists_every_layer_and_the_sum():
    layers = {
        "conv2d": {"rows": 148, "columns": 148, "channels": 32, "weights": 896},
        "dense": {"units": 512, "weights": 3211776},
    }

    texts = [text.get_text() for text in drawings.layer_table(layers, 3212672).axes[0].texts]

    assert texts[3:9] == ["conv2d", "148×148×32", "896", "dense", "512", "3,211,776"]
    assert texts[9:] == ["합계", "", "3,212,672"]


def test_a_value_stands_in_a_square_of_its_shade_and_can_be_read_on_it():
    figure, sheet = drawings.new_canvas(100, 50)

    drawings.cells(sheet, np.array([[0, 255]]), (0, 0), 50, numbers=np.array([[-7, 298]]))

    written = [(text.get_text(), text.get_color()) for text in sheet.texts]
    assert written == [("−7", "white"), ("298", drawings.INK)]
    image = pixels(figure)
    assert image[20, [20, 180]].tolist() == [[0, 0, 0], [255, 255, 255]]


def test_rows_of_a_matrix_are_drawn_from_the_top():
    figure, sheet = drawings.new_canvas(100, 100)

    drawings.cells(sheet, np.array([[0, 255], [255, 255]]), (0, 0), 50)

    assert pixels(figure)[[50, 150], 50, 0].tolist() == [0, 255]


def test_values_below_zero_are_orange_and_above_blue():
    colors = np.round(255 * drawings.signed([-1, 0, 1])).astype(int)

    codes = ["#" + "".join(f"{part:02X}" for part in color) for color in colors]
    assert codes == [drawings.ORANGE, "#FFFFFF", drawings.BLUE]


def test_matrices_side_by_side_share_their_middle_and_say_their_sizes():
    _, sheet = drawings.new_canvas(400, 120)
    large, small = np.zeros((5, 5)), np.zeros((3, 3))

    corners = drawings.side_by_side(sheet, (10, 60), 20, large, small)

    assert corners == [(10, 10), (190, 30)]
    assert [text.get_text() for text in sheet.texts if text.get_text()] == ["5×5", "3×3"]
