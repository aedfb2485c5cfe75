#!/usr/bin/env python
# coding: utf-8

# DO NOT EDIT
# Made from the notebook brakes.ipynb.
# Edit the notebook, and sync this file.
#
# flake8: noqa

# # How long a car takes to stop
# /// experiment
# ///
from executed_slides import record

import matplotlib.pyplot as plt
import numpy as np

np.random.seed(40)

# ## By its speed
#
# Drivers see, and then brake:

speed = np.random.uniform(5, 35, 80)
metres = 1.1 * speed + speed**2 / 14 + np.random.normal(scale=4, size=80)
terms = np.column_stack((speed, speed**2))

# The two terms:

found, missed, *_ = np.linalg.lstsq(terms, metres, rcond=None)
explained = 1 - missed[0] / ((metres - metres.mean()) ** 2).sum()
print("Found: ", found)
print("Explained: ", explained)

# And both beside what was measured.

order = np.argsort(speed)
fig, ax = plt.subplots(figsize=(8, 6))

ax.plot(speed, metres, "o", label="measured")
ax.plot(speed[order], speed[order] * 1.1, "b-", label="before the brake")
ax.plot(speed[order], (terms @ found)[order], "r--.", label="found")
ax.legend(loc="best")
record.numbers(explained=explained)
record.figure("ols", fig, alt="Metres to stop by speed, and a curve through them")
