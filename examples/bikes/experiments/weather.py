"""An hour of rain takes almost a third of the rides."""

# /// experiment
# files = ["measured/weather.json"]
# ///

# %% Setup
import json

import plotly.graph_objects as go
from look import GREEN, INK, PAPER

from executed_slides import record

# %% Read
fit = json.loads(record.read("measured/weather.json").read_text("utf-8"))

# %% Measure
record.texts(first_day=fit["first_day"], last_day=fit["last_day"])
record.numbers(hours=fit["hours"], r_squared=fit["r_squared"])
record.table("terms", fit["terms"], key="term")

# %% Figure tags=["figure"]
terms = record.run().tables.terms[::-1]
figure = go.Figure(
    go.Scatter(
        x=[term["effect"] for term in terms],
        y=[term["term"] for term in terms],
        error_x={
            "array": [term["high"] - term["effect"] for term in terms],
            "arrayminus": [term["effect"] - term["low"] for term in terms],
            "thickness": 3,
            "width": 9,
        },
        mode="markers",
        marker={"size": 16, "color": GREEN},
    )
)
figure.update_layout(
    template="simple_white",
    width=1090,
    height=430,
    font={"family": "Open Sans, Arial, sans-serif", "size": 22, "color": INK},
    paper_bgcolor=PAPER,
    plot_bgcolor=PAPER,
    margin={"l": 20, "r": 20, "t": 10, "b": 20},
)
figure.update_xaxes(tickformat="+.0%", title="change in rides", zeroline=True)
largest = max(terms, key=lambda term: abs(term["effect"]))
record.figure(
    "effects",
    figure,
    alt=f"Each effect on rides with its interval, the largest of {largest['term']}",
)
