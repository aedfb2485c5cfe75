"""
=====================
What more samples buy
=====================
How a polynomial gains from more of them.
"""
# /// experiment
# ///
from executed_slides import record

import matplotlib.pyplot as plt
import numpy as np


def draw_gain(degree, title, axes=None, counts=(15, 40, 75, 110, 150)):
    """
    Draws the errors on points of the fit and on others, by how many there are.

    Parameters
    ----------
    degree : of the polynomial
    """
    rng = np.random.default_rng(0)
    x = rng.uniform(-1, 1, 200)
    y = np.sin(3 * x) + rng.normal(scale=0.3, size=x.size)
    errors = []
    for count in counts:
        fit = np.polynomial.Polynomial.fit(x[:count], y[:count], degree)
        errors.append([np.mean((fit(x[part]) - y[part]) ** 2) for part in (slice(count), slice(150, 200))])
    if axes is None:
        _, axes = plt.subplots(figsize=(6, 4))
    axes.set_title(title)
    axes.plot(counts, np.array(errors), "o-", label=["of the fit", "others"])
    axes.legend(loc="best")
    return plt, errors


_, errors = draw_gain(5, r"A polynomial of $d=5$")
plt.tight_layout()
record.numbers(test_error=errors[-1][1])
record.figure("learning_curve", plt.gcf(), alt="Errors by the number of samples")
plt.show()
