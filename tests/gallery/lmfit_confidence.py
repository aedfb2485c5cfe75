# /// experiment
# ///
from executed_slides import record
import numpy as np
import matplotlib.pyplot as plt

hours = np.linspace(0, 8, 60)
rng = np.random.RandomState(5)
warmth = 20 + 60 * np.exp(-hours / 2.5) + rng.randn(60)

rooms = np.linspace(18, 22, 40)
times = np.linspace(2.2, 2.8, 40)
missed = np.array([[((r + 60 * np.exp(-hours / t) - warmth) ** 2).sum() for r in rooms] for t in times])
likely = np.exp((missed.min() - missed) / 2)

fig, (left, right) = plt.subplots(1, 2, figsize=(12.8, 4.8))
left.plot(hours, warmth, 'o', markersize=3)
left.set_ylabel('a cup of tea')
filled = right.contourf(rooms, times, likely, np.linspace(0, 1, 11))
fig.colorbar(filled, ax=right)
right.set_xlabel('the room')
right.set_ylabel('hours')
plt.show()

record.numbers(room=rooms[missed.min(axis=0).argmin()])
record.figure("confidence", fig, alt="A cup that cools, and how well its room is known")
