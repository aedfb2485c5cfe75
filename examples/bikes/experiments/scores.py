"""The network errs least in most runs."""

# /// experiment
# files = ["measured/scores.csv"]
# seeds = 5
# ///

# %% Setup
import csv

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
