"""
Many small panels
=================

"""
# /// experiment
# ///
from executed_slides import record
import numpy as np
import matplotlib as mpl
import matplotlib.pyplot as plt

mpl.rcParams.update({"axes.spines.top": False, "axes.spines.right": False, "xtick.direction": "in"})


class Panels:
    """As much of a grid's as this example uses."""

    def __init__(self, tides, wide, size):
        high = -(-len(tides) // wide)
        self.figure, axes = plt.subplots(high, wide, figsize=(wide * size, high * size))
        self.tides, self.axes = tides, axes

    def map(self, draw, **options):
        for ax, tide in zip(self.axes.flat, self.tides):
            draw(ax, tide, **options)
        return self

    def savefig(self, *args, **kwargs):
        self.figure.savefig(*args, **kwargs)


# Tides of twelve harbours, each with its own delay
rs = np.random.RandomState(11)
delays = rs.uniform(0, 12, (12, 1))
tides = (1 + rs.rand(12, 1)) * np.cos(2 * np.pi * (np.arange(25) - delays) / 12.4)

# A panel for each of them
panels = Panels(tides, wide=4, size=1.5)
panels.map(lambda ax, tide, **options: ax.plot(tide, **options), marker=".")
panels.figure.tight_layout(w_pad=1)
record.numbers(harbours=len(tides), highest=tides.max())
record.figure("facets", panels, alt="Tides of twelve harbours")
