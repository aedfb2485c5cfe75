"""
Title: A slower look at a fast signal
Author: The author of this example
Date created: 2026/11/26
Description: How a moving mean takes noise away.
"""
# /// experiment
# ///
from executed_slides import record

"""
## What is needed
"""

import numpy as np
import matplotlib.pyplot as plt

"""
## A signal, and noise on it
"""

seconds = np.linspace(0, 10, 400)
signal = np.sin(seconds)
heard = signal + np.random.default_rng(3).normal(scale=0.4, size=seconds.size)

"""
## What a mean leaves of it
"""


def draw_pair(above, below):
    """Draws one curve above another one."""
    plt.figure(figsize=(10, 4))
    for place, curve in enumerate((above, below), 1):
        plt.subplot(2, 1, place)
        plt.plot(seconds, curve)
    record.figure("denoising", plt.gcf(), alt="Noise, and what a mean leaves of it")
    plt.show()


smooth = np.convolve(heard, np.ones(15) / 15, mode="same")
draw_pair(heard, smooth)
record.numbers(error=np.sqrt(np.mean((smooth - signal) ** 2)))
