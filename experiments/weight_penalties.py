"""Weight penalties draw the weights of the first layer towards zero."""

# /// experiment
# needs = ["imdb", "l1_l2"]
# figures = ["weight_penalties"]
# ///

# %% Setup
from executed_slides import record
from plots import NETWORKS, across, percent
from style import new_figure
from training import NEAR_ZERO, WEIGHT_BINS

# %% Draw how the first layer's weights spread, of each network tags=["figure"]
originals, penalized = record.needed_runs("imdb"), record.needed_runs("l1_l2")
networks = {
    "원본": [(run.series, run.numbers) for run in originals],
    "L1 규제": [(run.series.l1, run.numbers.l1) for run in penalized],
    "L2 규제": [(run.series.l2, run.numbers.l2) for run in penalized],
}
shares = {
    label: percent(numbers.first_layer_near_zero for _, numbers in runs)
    for label, runs in networks.items()
}

figure, panels = new_figure(586, 480, rows=3)
for axes, (label, runs) in zip(panels, networks.items(), strict=True):
    counts = across([series.first_layer for series, _ in runs]).median
    axes.stairs(counts, WEIGHT_BINS, fill=True, color=NETWORKS[label]["color"])
    axes.set(yscale="log", ylim=(1, None), yticks=(1, 100, 10000), xlim=WEIGHT_BINS[[0, -1]])
    axes.set_yticklabels(["1", "100", "1만"])
    axes.minorticks_off()
    axes.set_title(label, loc="left", fontweight="bold", color=NETWORKS[label]["color"])
    axes.set_title(f"0에 가까움 {shares[label]}", loc="right")
    axes.sharey(panels[0])
    axes.label_outer()
panels[1].set_ylabel("가중치 수 (로그)")
panels[-1].set_xlabel("첫 번째 층의 가중치")

record.figure(
    "weight_penalties",
    figure,
    alt="원본과 L1 규제, L2 규제로 훈련한 첫 번째 층의 가중치 히스토그램. 크기가 "
    f"{NEAR_ZERO}보다 작은 가중치는 시드 {len(originals)}개의 중앙값으로 "
    + ", ".join(f"{label} {share}" for label, share in shares.items()),
)
