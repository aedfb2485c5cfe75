"""
How far a bee gets
==================

A bee turns to any side after each metre;
how far is it from its hive by then?
"""
# /// experiment
# ///
from executed_slides import record

import numpy as np
import matplotlib.pyplot as plt

# As many bees, and as many turns
bees, turns = 300, 80

rng = np.random.default_rng(8)
headings = np.exp(1j * rng.uniform(0, 2 * np.pi, (bees, turns)))
away = np.abs(np.cumsum(headings, axis=1))
middle = np.median(away, axis=0)
metres = 1 + np.arange(turns)

plt.figure(figsize=(4, 3))
plt.plot(metres, middle, "g.", metres, np.sqrt(np.log(2) * metres), "y-")
plt.xlabel(r"$n$ metres flown")
plt.ylabel(r"$\tilde{d}_n$")
plt.tight_layout()
record.numbers(distance=middle[-1])
record.figure("random_walk", plt.gcf(), alt="Distance by metres flown, beside its root")
plt.show()
