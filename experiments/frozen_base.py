"""Feature extraction freezes all five blocks of VGG16; fine-tuning trains the last one too."""

# /// experiment
# needs = ["vgg16_base"]
# figures = ["frozen_base", "fine_tuning"]
# ///

# %% Setup
import numpy as np

from drawings import box, show, strip_length
from executed_slides import record
from style import BLUE, ORANGE, QUIET, new_canvas

# %% Draw what each block makes of a photo, and which blocks training changes tags=["figure"]
pictures = record.needed("vgg16_base").pictures
blocks = sorted(pictures.keys() - {"photo"})
LAST = blocks[-1]
COLUMN, SIDE = 158, 144
LEFT, ROW = 118, 58
WIDTH = LEFT + 7 * COLUMN - (COLUMN - SIDE) + 2


def most_active(strip):
    """The brightest of the square maps in a strip."""
    return max(np.split(strip, strip_length(strip), axis=1), key=np.mean)


def draw(ways):
    """VGG16 and a classifier, and below it for each way of training what that changes."""
    height = ROW * len(ways) + SIDE + 36
    figure, sheet = new_canvas(WIDTH, height)
    top = height - 36
    for column, name in enumerate(["photo", *blocks]):
        x = LEFT + column * COLUMN
        is_photo = name == "photo"
        picture = pictures.photo if is_photo else most_active(pictures[name])
        show(sheet, picture, x, top - SIDE, SIDE, cmap=None if is_photo else "viridis")
        text = "사진" if is_photo else name.removesuffix("_pool")
        sheet.text(x + SIDE / 2, top + 6, text, ha="center", va="bottom", fontweight="bold")
    x = LEFT + 6 * COLUMN
    box(sheet, (x + SIDE / 2, top - SIDE / 2), (SIDE, SIDE), "분류기", BLUE)
    for row, (way, trained) in enumerate(ways.items()):
        y = top - SIDE - ROW / 2 - ROW * row
        sheet.text(0, y, way, va="center", fontweight="bold")
        for column, name in enumerate([*blocks, "classifier"], 1):
            is_trained = name in trained
            place = (LEFT + column * COLUMN + SIDE / 2, y)
            text = "훈련" if is_trained else "동결"
            box(sheet, place, (SIDE, 44), text, ORANGE if is_trained else QUIET, filled=is_trained)
    return figure


seen = (
    f"VGG16의 {blocks[0].removesuffix('_pool')}부터 {LAST.removesuffix('_pool')}까지 블록 "
    f"{len(blocks)}개와 분류기, 그리고 고양이 사진에 가장 많이 반응한 특성 맵. 뒤로 갈수록 거칠다."
)
record.figure(
    "frozen_base",
    draw({"특성 추출": ["classifier"]}),
    alt=f"{seen} 특성 추출에서는 모든 블록을 동결하고 분류기만 훈련한다.",
)
record.figure(
    "fine_tuning",
    draw({"특성 추출": ["classifier"], "미세 조정": [LAST, "classifier"]}),
    alt=f"{seen} 특성 추출에서는 분류기만, 미세 조정에서는 {LAST.removesuffix('_pool')}와 분류기를 "
    "훈련하고 나머지 블록은 동결한다.",
)
