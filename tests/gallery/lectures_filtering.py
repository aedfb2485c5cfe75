"""
=======================
A lamp behind the noise
=======================

Waves that are short are taken away from a picture.
"""
# /// experiment
# ///
from executed_slides import record

############################################################
# The picture
############################################################

import numpy as np
import matplotlib.pyplot as plt

rows, columns = np.mgrid[0:64, 0:64]
lamp = np.exp(-((rows - 32) ** 2 + (columns - 24) ** 2) / 200)
seen = lamp + 0.2 * np.random.default_rng(0).normal(size=lamp.shape)

plt.figure()
plt.imshow(seen, plt.cm.gray)
plt.title("As it was seen")

############################################################
# Long waves alone
############################################################

waves = np.fft.rfft2(seen)
lengths = np.hypot(np.fft.fftfreq(64)[:, np.newaxis], np.fft.rfftfreq(64))
waves[lengths > 0.1] = 0

############################################################
# What they show
############################################################

shown = np.fft.irfft2(waves)

plt.figure()
plt.imshow(shown, plt.cm.gray)
plt.title("Of long waves")
record.numbers(noise_left=np.std(shown - lamp) / np.std(seen - lamp))
record.figure("filtering", plt.gcf(), alt="The picture without its noise")
plt.show()
