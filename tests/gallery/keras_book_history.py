# /// experiment
# ///
from executed_slides import record
# ### Telling two kinds of points apart

import numpy as np

rng = np.random.default_rng(1)
seen, unseen = rng.normal(size=(60, 40)), rng.normal(size=(200, 40))
kinds, other_kinds = ((x[:, 0] + rng.normal(size=len(x)) > 0) * 1.0 for x in (seen, unseen))


class History:
    def __init__(self):
        self.history = {"loss": [], "val_loss": [], "accuracy": [], "val_accuracy": []}


def fit(epochs, rate=0.5):
    weights, history = np.zeros(40), History()
    for _ in range(epochs):
        for name, x, y in (("", seen, kinds), ("val_", unseen, other_kinds)):
            p = 1 / (1 + np.exp(-x @ weights))
            history.history[name + "loss"].append(-np.mean(np.log(np.where(y > 0, p, 1 - p))))
            history.history[name + "accuracy"].append(np.mean((p > 0.5) == (y > 0)))
        p = 1 / (1 + np.exp(-seen @ weights))
        weights -= rate * seen.T @ (p - kinds) / len(kinds)
    return history


history = fit(epochs=20).history
steps = np.arange(20) + 1

# **How the losses part**

import matplotlib.pyplot as plt
plt.plot(steps, history["loss"], "bo", label="seen")
plt.plot(steps, history["val_loss"], "b", label="unseen")
plt.ylabel("loss")
plt.legend()
plt.show()

# **And how the accuracies do**

plt.clf()
plt.plot(steps, history["accuracy"], "bo", label="seen")
plt.plot(steps, history["val_accuracy"], "b", label="unseen")
plt.ylabel("accuracy")
plt.legend()
record.numbers(val_accuracy=history["val_accuracy"][-1])
record.figure("history", plt.gcf(), alt="Accuracy by epoch")
plt.show()
