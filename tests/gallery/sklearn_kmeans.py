"""
========================
Nests around three trees
========================

How many trees there are is not told by where the nests lie; who asks for two
gets two.

"""

# Authors: The developers of this example
# SPDX-License-Identifier: MIT
# /// experiment
# ///
from executed_slides import record

# %%
# Nests and trees
# ---------------
#
# Nests lie around :math:`k = 3` trees, which :class:`~here.Nearest` looks for.

import numpy as np

rng = np.random.RandomState(21)
trees = np.array([[-4, 2], [3, 3], [0, -5]])
own = np.repeat([0, 1, 2], 120)
nests = trees[own] + rng.normal(size=(360, 2))

# %%
# Two trees, and three
# --------------------

import matplotlib.pyplot as plt


class Nearest:
    def __init__(self, n_trees, random_state):
        self.n_trees, self.random_state = n_trees, random_state

    def fit_predict(self, nests):
        shuffled = np.random.RandomState(self.random_state).permutation(len(nests))
        trees = nests[shuffled[: self.n_trees]]
        for _ in range(30):
            nearest = ((nests[:, None] - trees) ** 2).sum(axis=2).argmin(axis=1)
            trees = np.array([nests[nearest == tree].mean(axis=0) for tree in range(self.n_trees)])
        return nearest


fig, axs = plt.subplots(nrows=1, ncols=2, figsize=(12, 6))
for ax, count in zip(axs, (2, 3)):
    found = Nearest(n_trees=count, random_state=0).fit_predict(nests)
    ax.scatter(nests[:, 0], nests[:, 1], c=found)
    ax.set_title(f"Asked for {count}")

plt.suptitle("Nests by the tree that is nearest").set_y(0.95)
plt.show()

# %%
# In the end
# ----------
#
# Here it is known that there are three.
record.numbers(sizes={"least": int(np.bincount(found).min())})
record.figure("kmeans", fig, alt="Nests of two trees, and of three")
