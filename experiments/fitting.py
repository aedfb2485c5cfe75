"""A network underfits until its validation loss is lowest, and overfits from then on."""

# /// experiment
# needs = ["imdb"]
# figures = ["fitting"]
# ///

# %% Setup
import numpy as np

from executed_slides import record
from plots import (
    TRAINING,
    VALIDATION,
    across,
    add_legend,
    band_key,
    draw_curves,
    epoch_with_range,
    mark_best,
    mark_line,
    middle,
    named_lines,
    of_runs,
    trainings,
)
from style import HAIRLINE, INK, new_figure

# %% Draw the losses, and what lies before and after the best epoch tags=["figure"]
network = trainings(record.needed_runs("imdb"))
losses = {name: of_runs(network.curves, name) for name in ("loss", "val_loss")}
best = middle(network.best_epochs)
epochs = len(losses["loss"][0])

figure, axes = new_figure(586, 450)
draw_curves(axes, losses["loss"], **TRAINING)
draw_curves(axes, losses["val_loss"], **VALIDATION)
top = 1.2 * axes.get_ylim()[1]
axes.set(xlim=(0.5, epochs + 0.5), ylim=(0, top), ylabel="손실")
mark_best(axes, network.best_epochs, losses["val_loss"], VALIDATION["color"])
mark_line(axes, network.best_epochs, INK)
axes.axvspan(best, epochs + 0.5, color=HAIRLINE, alpha=0.5, linewidth=0, zorder=0)
for start, end, text in ((0.5, best, "과소적합"), (best, epochs + 0.5, "과대적합")):
    axes.text(
        (start + end) / 2, 0.97 * top, text, ha="center", va="top", fontweight="bold", size="large"
    )

medians = [across(losses[name]).median for name in ("loss", "val_loss")]
gaps = [lasting - low for low, lasting in zip(*medians, strict=True)]
shown = [best + round((epochs - best) * share) for share in (0.3, 0.65, 1)]
for epoch in shown:
    ends = [(epoch, median[epoch - 1]) for median in medians]
    axes.annotate("", *ends, arrowprops={"arrowstyle": "<|-|>", "color": INK, "linewidth": 1.6})
label = (shown[1] + 0.3, np.mean([median[shown[1] - 1] for median in medians]))
axes.text(*label, "차이", va="center")
add_legend(figure, {**named_lines(axes), **band_key(len(network.curves))})

record.figure(
    "fitting",
    figure,
    alt="IMDB 훈련 손실과 검증 손실의 그래프를 둘로 나눈 그림. 검증 손실이 최저인 "
    f"{epoch_with_range(network.best_epochs)}까지는 과소적합, 그 뒤는 과대적합이다. 검증 "
    f"손실과 훈련 손실의 차이는 {shown[0]}번째 에포크에 {gaps[shown[0] - 1]:.2f}, "
    f"{epochs}번째 에포크에 {gaps[-1]:.2f}이다 (시드 {len(network.curves)}개의 중앙값).",
)
