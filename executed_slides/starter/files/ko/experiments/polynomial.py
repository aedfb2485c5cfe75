"""중간 차수의 다항식은 새 점을 맞히고, 높은 차수의 다항식은 잡음을 배운다."""

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
    """조금씩 흔들린 사인 곡선의 점들."""
    x = rng.uniform(-3, 3, count)
    return x, np.sin(x) + rng.normal(0, noise, count)


seen, new = draw_points(points), draw_points(new_points)


def measure(degree):
    """맞춘 다항식의 오차: 맞출 때 쓴 점과 새 점에서."""
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
    labels = ("새 점", "맞출 때 쓴 점") if is_typical else (None, None)
    axes.plot(axis, run.series.new, color=ORANGE, label=labels[0], **look)
    axes.plot(axis, run.series.seen, color=BLUE, dashes=(4, 2), label=labels[1], **look)
axes.set(xlabel="다항식의 차수", ylabel="오차", yscale="log")
axes.set_yticks([0.2, 0.5, 1, 2, 5], ["0.2", "0.5", "1", "2", "5"])
axes.minorticks_off()
axes.legend()
record.figure(
    "errors",
    figure,
    alt="차수가 높을수록 맞출 때 쓴 점의 오차는 줄고 새 점의 오차는 커진다",
)
