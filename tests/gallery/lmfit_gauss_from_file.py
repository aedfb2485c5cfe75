#!/usr/bin/env python
# <begin bell.py>
# /// experiment
# ///
from executed_slides import record
import matplotlib.pyplot as plt
from numpy import average, exp, linspace, loadtxt, sqrt

data = loadtxt('sieve.dat')
size = data[:, 0]
share = data[:, 1]


def bell(x, height, middle, width):
    """A bell around its middle"""
    return height * exp(-(x-middle)**2 / (2*width**2))


middle = average(size, weights=share)
width = sqrt(average((size-middle)**2, weights=share))

print(f'middle: {middle:.3f}  width: {width:.3f}')

fine = linspace(0, 3, 200)
plt.plot(size, share, 'o')
plt.plot(fine, bell(fine, 0.2, 1, 1), '--', label='a guess')
plt.plot(fine, bell(fine, share.max(), middle, width), '-', label='by its moments')
plt.legend()
record.numbers(middle=middle, width=width)
record.figure('gauss_from_file', plt.gcf(), alt='Grains by size and a bell through them')
plt.show()
# <end bell.py>
