# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     name: python3
# ---
# /// experiment
# ///
from executed_slides import record

# + nbsphinx="hidden"
# %config InlineBackend.figure_format = "retina"

from matplotlib import rcParams

rcParams["savefig.dpi"] = 100
rcParams["figure.dpi"] = 100
# -

# (waiting)=
# # Waiting for a bus
#
# Buses come by chance, one in ten minutes.

import numpy as np

np.random.seed(3)
waits = np.random.exponential(10, 3000)

# Most waits are short, and some are very long:

# +
import matplotlib.pyplot as plt

fig = plt.figure()
plt.hist(waits, 40, color="k", histtype="step")
plt.xlabel(r"$t$ in minutes")
plt.gca().set_yticks([]);
# -

print("Mean wait: {0:.1f}".format(np.mean(waits)))
record.numbers(mean=np.mean(waits))
record.figure("quickstart", fig, alt="Many short waits and a few long ones")
