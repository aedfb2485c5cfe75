"""The network learns for ten epochs, and no longer."""

# /// experiment
# files = ["mlruns/412/*/params/*", "mlruns/412/*/metrics/val_loss"]
# figures = ["learning"]
# seeds = 5
# typical = "lowest"
# ///

# %% Setup
from pathlib import Path

from look import GREEN, PIXEL, new_figure

from executed_slides import record

# %% Parameters tags=["parameters"]
seed = 1

# %% Read
seeds = {
    int(file.read_text()): file.parents[1] for file in Path("../mlruns/412").glob("*/params/seed")
}
folder = seeds[seed]
lines = [line.split() for line in (folder / "metrics/val_loss").read_text().splitlines()]

# %% Measure
losses = [float(loss) for _, loss, _ in lines]
record.series(val_loss=losses)
record.numbers(
    lowest=min(losses),
    lowest_epoch=1 + losses.index(min(losses)),
    epochs=len(losses),
    learning_rate=float((folder / "params/learning_rate").read_text()),
)

# %% Figure tags=["figure"]
figure, axes = new_figure(600, 460)
for run in record.runs():
    typical = run.seed == record.run().seed
    epochs = range(1, len(run.series.val_loss) + 1)
    look = {"linewidth": 4 * PIXEL} if typical else {"linewidth": 2 * PIXEL, "alpha": 0.4}
    axes.plot(epochs, run.series.val_loss, color=GREEN, **look)
axes.set(xlabel="epoch", ylabel="validation loss", xticks=epochs[3::4], ylim=(0, None))
record.figure(
    "learning", figure, alt="In each run the validation loss falls fast, then rises a little"
)
