"""A polynomial of a middling degree predicts new points; one of a high degree learns the noise."""

# /// experiment
# figures = ["errors"]
# seeds = 5
# typical = "best_degree"
# ///

# %% Setup
import numpy as np
from look import BLUE, BOLD, ORANGE, PALE, new_figure

from executed_slides import record

# %% Parameters tags=["parameters"]
seed = 1
points = 30
new_points = 1000
noise = 0.3
degrees = {"low": 1, "middle": 3, "high": 12}

# %% Measure
rng = np.random.default_rng(seed)


def draw_points(count):
    """Points of a sine, each a little off."""
    x = rng.uniform(-3, 3, count)
    return x, np.sin(x) + rng.normal(0, noise, count)


seen, new = draw_points(points), draw_points(new_points)


def measure(degree):
    """How far a fitted polynomial is off: on the points it was fitted to, and on new ones."""
    # region fit
    polynomial = np.polynomial.Polynomial.fit(*seen, degree)
    errors = [float(np.sqrt(np.mean((polynomial(x) - y) ** 2))) for x, y in (seen, new)]
    # endregion
    return dict(zip(("seen", "new"), errors, strict=True))


every = [measure(degree) for degree in range(1, degrees["high"] + 1)]
record.series(**{name: [errors[name] for errors in every] for name in ("seen", "new")})
record.numbers(
    **{name: every[degree - 1] for name, degree in degrees.items()},
    best_degree=1 + int(np.argmin([errors["new"] for errors in every])),
)

# %% Figure tags=["figure"]
figure, axes = new_figure(600, 480)
for run in record.runs():
    axis = range(1, len(run.series.new) + 1)
    is_typical = run.seed == record.run().seed
    look = BOLD if is_typical else PALE
    labels = ("new points", "points of the fit") if is_typical else (None, None)
    axes.plot(axis, run.series.new, color=ORANGE, label=labels[0], **look)
    axes.plot(axis, run.series.seen, color=BLUE, dashes=(4, 2), label=labels[1], **look)
axes.set(xlabel="degree of the polynomial", ylabel="error", yscale="log")
axes.set_yticks([0.2, 0.5, 1, 2, 5], ["0.2", "0.5", "1", "2", "5"])
axes.minorticks_off()
axes.legend()
record.figure(
    "errors",
    figure,
    alt="A higher degree lowers the error on the points of the fit, and raises it on new ones",
)
