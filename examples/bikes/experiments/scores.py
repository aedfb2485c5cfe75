"""The network errs least in most runs."""

# /// experiment
# files = ["measured/scores.csv"]
# seeds = 5
# ///

# %% Setup
import csv

import pandas as pd
import seaborn as sns
from look import BRICK, GREEN, PIXEL, new_figure

from executed_slides import record

# %% Parameters tags=["parameters"]
seed = 1

# %% Read
# region read
with record.read("measured/scores.csv").open(encoding="utf-8") as file:
    rows = [row for row in csv.DictReader(file) if int(row["seed"]) == seed]
errors = {row["model"]: float(row["error"]) for row in rows}
record.numbers(error=errors)
record.texts(best=min(errors, key=errors.get))
# endregion

# %% Measure
seconds = {row["model"]: float(row["seconds"]) if row["seconds"] else None for row in rows}
record.table(
    "models",
    [{"model": model, "error": errors[model], "seconds": seconds[model]} for model in errors],
    key="model",
)

# %% Figure tags=["figure"]
runs = pd.DataFrame(
    {"run": run.seed, "model": model, "error": run.numbers.error[model]}
    for run in record.runs()
    for model in ("trees", "network")
)
lead = runs.pivot(index="run", columns="model", values="error").eval("trees - network")
runs["network errs"] = runs["run"].map(lead > 0).map({True: "less", False: "more"})

figure, axes = new_figure(600, 460)
sns.lineplot(
    runs,
    x="model",
    y="error",
    hue="network errs",
    palette={"less": GREEN, "more": BRICK},
    units="run",
    estimator=None,
    marker="o",
    linewidth=4 * PIXEL,
    markersize=14 * PIXEL,
    ax=axes,
)
axes.set(xlabel="", ylabel="error, in bikes")
axes.margins(x=0.2)
axes.legend(title="the network errs", frameon=False, loc="lower left")
record.figure("pairs", figure, alt="A line for each run from the error of trees to the network's")
