"""
Between the soundings of a lake
===============================

"""
# /// experiment
# ///
from executed_slides import record

# %%
# The soundings
# -------------
import numpy as np

along = np.linspace(0, 3, 14)
depth = 8 * np.sin(along) ** 2 + np.random.default_rng(2).normal(scale=0.2, size=14)

# %%
# Lines from one to the next
every_metre = np.linspace(0, 3, 200)
lines = np.interp(every_metre, along, depth)
record.numbers(off=np.abs(lines - 8 * np.sin(every_metre) ** 2).max())

# %%
# The profile
import matplotlib.pyplot as plt

fig = plt.figure(figsize=(6, 4))
plt.plot(along, -depth, "o", ms=6, label="soundings")
plt.plot(every_metre, -lines, label="lines between them")
plt.legend()
plt.show()
record.figure("interpolation", fig, alt="Soundings and the lines between them")
