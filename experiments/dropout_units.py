"""Dropout leaves out a random part of a layer's units while it trains, and none afterwards."""

# /// experiment
# needs = ["dropout"]
# figures = ["dropout_units"]
# ///

# %% Setup
from itertools import chain, pairwise

import numpy as np
from matplotlib.collections import LineCollection

from executed_slides import record
from style import BLUE, ORANGE, QUIET, new_canvas

# %% Draw both hidden layers in training, where units are crossed out, and whole tags=["figure"]
parameters = record.needed("dropout").parameters
units, rate = parameters.units, parameters.rate
dropped = round(units * rate)
random = np.random.default_rng(4)

PANEL, UNIT, LEFT = 520, 30, 80
LAYERS = {"은닉층 1": 20, "은닉층 2": 130, "출력": 215}
figure, sheet = new_canvas(2 * PANEL + LEFT, 280)


def places(count, left, y):
    """Circles side by side, in the middle of a panel."""
    return [(left + PANEL / 2 + (place - (count - 1) / 2) * UNIT, y) for place in range(count)]


def draw(left, title, left_out):
    """A network with the units of its hidden layers that are left out."""
    layers = [
        places(count, left, y) for count, y in zip((units, units, 1), LAYERS.values(), strict=True)
    ]
    gone = {layer[unit] for layer, out in zip(layers, left_out, strict=False) for unit in out}
    lines = [
        (low, high)
        for below, above in pairwise(layers)
        for low in below
        for high in above
        if not {low, high} & gone
    ]
    sheet.add_collection(LineCollection(lines, colors=BLUE, linewidths=0.6, alpha=0.4))
    for x, y in chain(*layers):
        color, fill = (QUIET, "white") if (x, y) in gone else (BLUE, BLUE)
        sheet.plot(x, y, "o", color=color, markerfacecolor=fill, markersize=15, markeredgewidth=2)
        if (x, y) in gone:
            sheet.plot(x, y, "x", color=ORANGE, markersize=17, markeredgewidth=3)
    sheet.text(left + PANEL / 2, 250, title, ha="center", fontweight="bold")


draw(LEFT, "훈련할 때", [random.choice(units, dropped, replace=False) for _ in range(2)])
draw(LEFT + PANEL, "예측할 때", [])
for name, y in LAYERS.items():
    sheet.text(0, y, name, color=QUIET, va="center")

record.figure(
    "dropout_units",
    figure,
    alt=f"드롭아웃의 그림. 훈련할 때는 은닉층마다 유닛 {units}개 가운데 무작위로 고른 {dropped}개"
    "와 그 연결을 빼고, 예측할 때는 모든 유닛을 쓴다.",
)
