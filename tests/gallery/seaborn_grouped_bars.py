"""
Bars in groups
==============

_thumb: .4, .5
"""
# /// experiment
# ///
from executed_slides import record
import matplotlib.pyplot as plt
import numpy as np
plt.style.use("seaborn-v0_8-whitegrid")

rng = np.random.default_rng(0)
breads = {
    (flour, rise): rng.normal(mean + 40 * (rise == "long"), 25, 50)
    for flour, mean in (("rye", 420), ("wheat", 510))
    for rise in ("short", "long")
}

# A bar for each flour and each time to rise
g, ax = plt.subplots(figsize=(6, 6))
for place, (group, volumes) in enumerate(breads.items()):
    ax.bar(place, volumes.mean(), yerr=volumes.std(), alpha=.6, label=", ".join(group))
ax.spines[["left", "top", "right"]].set_visible(False)
ax.set(xlabel="", ylabel="Volume of a loaf (ml)")
g.legend()
record.numbers(largest=max(volumes.mean() for volumes in breads.values()))
record.figure("grouped_bars", g, alt="Volume of loaves by flour and rise")
