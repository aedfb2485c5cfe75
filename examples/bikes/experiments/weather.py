"""An hour of rain takes almost a third of the rides."""

# /// experiment
# files = ["measured/weather.json"]
# ///

# %% Setup
import json

from executed_slides import record

# %% Read
fit = json.loads(record.read("measured/weather.json").read_text("utf-8"))

# %% Measure
record.texts(first_day=fit["first_day"], last_day=fit["last_day"])
record.numbers(hours=fit["hours"], r_squared=fit["r_squared"])
record.table("terms", fit["terms"], key="term")
