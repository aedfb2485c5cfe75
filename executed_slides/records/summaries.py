"""Several runs as one: the value that stands for what each of them measured."""

from collections.abc import Iterable
from statistics import fmean, median, median_low, mode
from typing import Any, Literal

Way = Literal["median", "mean"]


def summarise(values: Iterable[Any], way: Way = "median") -> Any:
    """The median of all runs, or their mean; of whole numbers one that a run measured.

    Of yes and no, and of texts, it is what most runs say. What is missing in some runs is left out.
    """
    there = [value for value in values if value is not None]
    if all(isinstance(value, bool) for value in there):
        return 2 * sum(there) > len(there) if there else None
    if there and all(isinstance(value, str) for value in there):
        return mode(there)
    if len(there) == 1 or not all(isinstance(value, int | float) for value in there):
        return there[0]
    if way == "mean":
        return fmean(there)
    return (median_low if all(isinstance(value, int) for value in there) else median)(there)
