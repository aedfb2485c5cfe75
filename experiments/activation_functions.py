"""Six activation functions, computed and drawn: what each makes of a layer's sums."""

# /// experiment
# figures = ["activation_functions"]
# ///

# %% Setup
import numpy as np

from executed_slides import record
from style import BLUE, QUIET, new_figure


# %% Functions
def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def relu(x):
    return np.maximum(0, x)


def leaky_relu(x):
    return np.where(x > 0, x, 0.1 * x)


def elu(x):
    return np.where(x > 0, x, np.exp(x) - 1)


def softmax(x):
    return np.exp(x) / np.exp(x).sum()


# %% Draw the functions of one input, then softmax over several tags=["figure"]
figure, panels = new_figure(1080, 500, rows=2, columns=3)
x = np.linspace(-5, 5, 401)

for axes, name, formula, y, ticks in (
    (panels[0, 0], "sigmoid", r"$\dfrac{1}{1 + e^{-x}}$", sigmoid(x), (0, 0.5, 1)),
    (panels[0, 1], "tanh", r"$\dfrac{e^x - e^{-x}}{e^x + e^{-x}}$", np.tanh(x), (-1, 0, 1)),
    (panels[0, 2], "ReLU", r"$\max(0,\, x)$", relu(x), (0, 5)),
    (panels[1, 0], "Leaky ReLU", r"$\max(0.1x, x)$", leaky_relu(x), (0, 5)),
    (panels[1, 1], "ELU", "$e^{x} - 1$\n$(x < 0)$", elu(x), (-1, 0, 5)),
):
    axes.axhline(0, color=QUIET, linewidth=1.2)
    axes.axvline(0, color=QUIET, linewidth=1.2)
    axes.plot(x, y, color=BLUE, linewidth=4)
    axes.set(xticks=(-5, 0, 5), yticks=ticks)
    axes.grid(False)
    axes.set_title(name, loc="left", fontweight="bold")
    axes.text(0.04, 0.94, formula, transform=axes.transAxes, va="top", size="large")

axes = panels[1, 2]
inputs = np.array([-1, 0, 1, 2, 3])
shares = softmax(inputs)
bars = axes.bar(inputs, shares, color=BLUE, width=0.6)
axes.bar_label(bars, [f"{share:.0%}" for share in shares], padding=3)
axes.grid(False)
axes.set(xticks=inputs, yticks=(0, 0.5, 1), ylim=(0, 1.05))
axes.set_title("softmax", loc="left", fontweight="bold")
formula = r"$\dfrac{e^{x_i}}{\Sigma_j\, e^{x_j}}$"
axes.text(0.04, 0.94, formula, transform=axes.transAxes, va="top", size="large")

record.figure(
    "activation_functions",
    figure,
    alt="활성화 함수 여섯 개의 그래프. sigmoid는 0과 1 사이, tanh는 -1과 1 사이로 값을 압축하고, "
    "ReLU와 Leaky ReLU, ELU는 양수를 그대로 내보내며, softmax는 여러 값을 합이 1인 확률로 바꾼다.",
)
