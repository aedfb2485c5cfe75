"""How bright a lamp is, by a walk through what is likely.

Run it as `python lamp.py --walks 4000` for smoother curves.
"""
# /// experiment
# ///
from executed_slides import record

import argparse

import matplotlib.pyplot as plt
import numpy as np

plt.rcParams["figure.figsize"] = (8, 4)
plt.rcParams["font.size"] = 12


def log_likely(brightness, background, counts, distance):
    if brightness <= 0 or background <= 0:
        return -np.inf
    expected = background + brightness / distance**2
    return np.sum(counts * np.log(expected) - expected)


def walk(start, count, rng, *measured):
    places, here = [], np.array(start)
    height = log_likely(*here, *measured)
    for _ in range(count):
        there = here + rng.normal(scale=(25, 0.6))
        if (other := log_likely(*there, *measured)) - height > np.log(rng.random()):
            here, height = there, other
        places.append(here)
    return np.array(places)


def main(args):
    rng = np.random.default_rng(args.seed)
    distance = np.linspace(1, 12, 45)
    counts = rng.poisson(18 + 900 / distance**2)
    places = walk((700, 25), args.walks, rng, counts, distance)

    fig, axes = plt.subplots(2, sharex=True)
    for ax, values, label in zip(axes, places.T, ("brightness", "background")):
        ax.plot(values, "k", alpha=0.3)
        ax.set_ylabel(label)
    axes[-1].set_xlabel("step of the walk")
    record.numbers(brightness=np.median(places[len(places) // 2 :, 0]))
    record.figure("line", fig, alt="Where the walk went, step by step")
    plt.show()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--walks", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=7)
    main(parser.parse_args())
