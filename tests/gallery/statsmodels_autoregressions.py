# /// experiment
# ///
from executed_slides import record
# # A pond remembers
#
# Its level today tells much of tomorrow's.

import warnings

import matplotlib.pyplot as plt
import numpy as np

warnings.simplefilter("ignore")
np.set_printoptions(precision=3, suppress=True)
plt.style.use("ggplot")
plt.rc("figure", figsize=(16, 8))
plt.rc("font", size=14)

# Rain comes by chance, and a part of the water stays.

rain = np.random.default_rng(6).gamma(0.5, size=300)
level = [0.0]
for drops in rain:
    level.append(0.85 * level[-1] + drops)
level = np.array(level)

# Yesterday and the day before:

before = np.column_stack([level[1:-1], level[:-2], np.ones(len(level) - 2)])
weights, *_ = np.linalg.lstsq(before, level[2:], rcond=None)
weights

# And what they tell:

fig, ax = plt.subplots()
ax.plot(level[2:])
ax.plot(before @ weights)
plt.show()
record.numbers(yesterday=weights[0])
record.figure("autoregressions", fig, alt="The level of a pond and what its past tells")
