"""Recorded numbers as templates see them: a number that knows its other seeds' values."""

from typing import Any

from deck.sweep import find_point, points_of, split


class Measured:
    """What a number of a record knows beside its value (the first seed's)."""

    name: str
    values: list[Any]


class Real(float, Measured):
    """A measured real number: `imdb.test_accuracy`."""


class Count(int, Measured):
    """A measured whole number: `imdb.overfit_epoch`."""


def measured(name: str, values: list[Any]) -> Any:
    """The first value as a number that carries `name` and the values of all seeds.

    True, False and None cannot carry anything and stay what they are.
    """
    first = values[0]
    if first is None or isinstance(first, bool):
        return first
    number = Real(first) if isinstance(first, float) else Count(first)
    number.name, number.values = name, values
    return number


class View:
    """A record, or a group of its numbers, with its keys as attributes: `capacity.large`."""

    def __init__(self, name: str, values: dict[str, Any], kind: str = "number"):
        self._name, self._values, self._kind = name, values, kind

    def __getitem__(self, key: str) -> Any:
        return self._values[key]

    def __contains__(self, key: str) -> bool:
        return key in self._values


def view(record: dict[str, Any]) -> View:
    """A record for templates: its numbers, and parameters, series, seeds, finding, date."""
    if points_of(record):
        return view_of_sweep(record)
    name = record["experiment"]
    numbers = group(name, [run["numbers"] for run in record["runs"]])
    return View(
        name,
        numbers
        | {
            "parameters": View(f"{name}.parameters", record["parameters"], "parameter"),
            "series": View(f"{name}.series", record["runs"][0]["series"], "series"),
            "seeds": [run["seed"] for run in record["runs"]],
            "finding": record["finding"],
            "date": record["date"],
        },
    )


def view_of_sweep(record: dict[str, Any]) -> View:
    """A record that sweeps: a view for each point, `c.at(units=4)`, and `c.points` for loops."""
    name, points = record["experiment"], [view(part) for part in split(record)]
    swept = points_of(record)[0]
    shared = {key: value for key, value in record["parameters"].items() if key not in swept}
    return View(
        name,
        {
            "points": points,
            "at": lambda **wanted: points[find_point(record, wanted)],
            "parameters": View(f"{name}.parameters", shared, "parameter"),
            "seeds": list(dict.fromkeys(run["seed"] for run in record["runs"])),
            "finding": record["finding"],
            "date": record["date"],
        },
    )


def group(name: str, runs: list[dict[str, Any]]) -> dict[str, Any]:
    """Numbers of one group over all runs; a run may lack what another recorded."""
    values = {}
    for key, first in runs[0].items():
        others = [run[key] for run in runs if key in run]
        if isinstance(first, dict):
            values[key] = View(f"{name}.{key}", group(f"{name}.{key}", others))
        else:
            values[key] = measured(f"{name}.{key}", others)
    return values


def percent(value: float, digits: int = 1) -> str:
    """0.8813 → 88.1%"""
    return f"{100 * value:.{digits}f}%"


def fixed(value: float, digits: int = 2) -> str:
    """0.29431 → 0.29"""
    return f"{value:.{digits}f}"


def thousands(value: float) -> str:
    """2774.3 → 2,774"""
    return f"{value:,.0f}"


FORMATS = {"percent": percent, "fixed": fixed, "thousands": thousands}


def spread(value: Measured, form: str = "thousands", *digits: int) -> str:
    """The least and the greatest value over all seeds: 87.9–88.4%, or one where they agree."""
    write = FORMATS[form]
    low, high = write(min(value.values), *digits), write(max(value.values), *digits)
    if low == high:
        return low
    return f"{low.removesuffix('%')}–{high}" if low.endswith("%") else f"{low}–{high}"
