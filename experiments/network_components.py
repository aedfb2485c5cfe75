"""Training is a loop: the loss score tells the optimizer how to update each layer's weights.

Drawn after F. Chollet, Deep Learning with Python, section 3.1.
"""

# /// experiment
# figures = ["network_components"]
# ///

# %% Setup
from drawings import arrow, box
from executed_slides import record
from style import BLUE, ORANGE, QUIET, new_canvas

# %% Draw forward to the prediction, against the target, back to the weights tags=["figure"]
figure, sheet = new_canvas(1080, 430)
SIZE = (180, 84)
LEFT, MIDDLE, RIGHT, FAR_RIGHT = 300, 520, 755, 980
TOP, CENTER, BOTTOM = 375, 215, 55

box(sheet, (95, TOP), (150, 84), "입력 X\n(input)", QUIET)
box(sheet, (LEFT, TOP), SIZE, "층 (layer)\n데이터 변환", BLUE, filled=True)
box(sheet, (MIDDLE, TOP), SIZE, "층 (layer)\n데이터 변환", BLUE, filled=True)
box(sheet, (RIGHT, TOP), SIZE, "예측 Y′\n(predictions)", BLUE)
arrow(sheet, (170, TOP), (LEFT - 90, TOP), BLUE)
arrow(sheet, (LEFT + 90, TOP), (MIDDLE - 90, TOP), BLUE)
arrow(sheet, (MIDDLE + 90, TOP), (RIGHT - 90, TOP), BLUE)

box(sheet, (FAR_RIGHT, CENTER), SIZE, "실제 타깃 Y\n(true targets)", QUIET)
box(sheet, (RIGHT, CENTER), SIZE, "손실 함수\n(loss function)", BLUE, filled=True)
arrow(sheet, (RIGHT, TOP - 42), (RIGHT, CENTER + 42), BLUE)
arrow(sheet, (FAR_RIGHT - 90, CENTER), (RIGHT + 90, CENTER), QUIET)

box(sheet, (RIGHT, BOTTOM), SIZE, "손실 점수\n(loss score)", ORANGE)
box(sheet, (410, BOTTOM), (400, 84), "옵티마이저\n(optimizer)", ORANGE, filled=True)
arrow(sheet, (RIGHT, CENTER - 42), (RIGHT, BOTTOM + 42), ORANGE)
arrow(sheet, (RIGHT - 90, BOTTOM), (610, BOTTOM), ORANGE)
for x in (LEFT, MIDDLE):
    box(sheet, (x, CENTER), SIZE, "가중치\n(weights)", ORANGE)
    arrow(sheet, (x, BOTTOM + 42), (x, CENTER - 42), ORANGE)
    arrow(sheet, (x, CENTER + 42), (x, TOP - 42), ORANGE)
sheet.text(410, 135, "가중치 업데이트\n(weight update)", ha="center", va="center", linespacing=1.35)

record.figure(
    "network_components",
    figure,
    alt="신경망 훈련의 순환. 입력 X가 층을 지나 예측 Y′가 되고, 손실 함수가 예측을 실제 타깃 Y와 "
    "비교해 손실 점수를 내면, 옵티마이저가 그 점수로 각 층의 가중치를 업데이트한다.",
)
