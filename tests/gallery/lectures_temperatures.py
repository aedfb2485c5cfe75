r"""
Fitting a yearly wave to the light of day
=========================================

The hours of light, month by month, follow :math:`a + b\,\cos(2\pi(t - c)/12)`.
"""
# /// experiment
# ///
from executed_slides import record

################################################################################
# The hours of light
# ------------------
import numpy as np

hours = np.array([9.8, 10.7, 11.9, 13.2, 14.3, 14.8, 14.5, 13.6, 12.4, 11.1, 10.1, 9.5])
months = np.arange(12)

import matplotlib.pyplot as plt
plt.ylabel("Hours of light")
plt.plot(months, hours, "ro")

################################################################################
# Fitting the wave
# ----------------
#
# It is linear in a cosine and a sine.
turn = 2 * np.pi * months / 12
wave = np.column_stack([np.ones(12), np.cos(turn), np.sin(turn)])
found, *_ = np.linalg.lstsq(wave, hours, rcond=None)

################################################################################
# Plotting the wave
fine = np.linspace(0, 2 * np.pi, num=200)
plt.figure()
plt.plot(months, hours, "ro")
plt.plot(fine * 6 / np.pi, found @ [np.ones(200), np.cos(fine), np.sin(fine)], "r-")
plt.ylabel(r"Hours of light, $a = %.1f$" % found[0])
record.numbers(mean_hours=found[0])
record.figure("temperatures", plt.gcf(), alt="Twelve months of light and a wave through them")

plt.show()
