"""How far a share that was counted on some samples may lie from that of all: its interval.

E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal of
the American Statistical Association 22, 1927; for what is worked out of several shares, the
distances of each are added as squares: R. G. Newcombe, "Interval estimation for the difference
between independent proportions", Statistics in Medicine 17, 1998.
"""

import math
from collections.abc import Callable
from statistics import NormalDist
from typing import Any, NamedTuple

_Z = NormalDist().inv_cdf(0.975)  # An interval of 95 %.


class Noise(NamedTuple):
    """How far below and above a number the true one may lie, by the sampling alone."""

    below: float
    above: float


def noise_of_share(share: float, of: int) -> Noise:
    """The distances to both ends of Wilson's interval, of a share of so many."""
    spread = _Z * math.sqrt(share * (1 - share) / of + _Z**2 / (4 * of**2))
    middle = share + _Z**2 / (2 * of)
    low, high = ((middle + side * spread) / (1 + _Z**2 / of) for side in (-1, 1))
    return Noise(share - max(low, 0.0), min(high, 1.0) - share)


def noise_of(count: Callable[..., Any], values: list[Any], noises: list[Noise | None]) -> Noise:
    """The noise of what `count` makes of values that have these noises; none for exact ones."""
    made = count(*values)
    below = above = 0.0
    for place, noise in enumerate(noises):
        if noise is None:
            continue
        steps = []
        at_nothing = [-values[place]] if -noise.below < -values[place] < noise.above else []
        for change in (-noise.below, noise.above, *at_nothing):  # Where `abs` turns.
            moved = [*values]
            moved[place] = moved[place] + change
            steps.append(count(*moved) - made)
        below, above = math.hypot(below, min(*steps, 0)), math.hypot(above, max(*steps, 0))
    return Noise(below, above)


def is_beyond(left: float, right: float, of_left: Noise, of_right: Noise) -> bool:
    """Whether two shares lie further apart than sampling explains."""
    lower, higher = (of_left, of_right) if left < right else (of_right, of_left)
    return abs(left - right) > math.hypot(lower.above, higher.below)
