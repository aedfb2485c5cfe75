"""What is said of runs before they begin: how many, and how long they may take."""

from typing import TYPE_CHECKING

from executed_slides.commands.printer import Printer

if TYPE_CHECKING:
    from executed_slides.runs.forecast import Forecast, ForecastRuns


def tell_forecast(forecast: "Forecast", printer: Printer, cluster: bool = False) -> None:
    """A line for each experiment, and one for all; nothing where nothing would run.

    On a cluster nobody knows how many run at a time.
    """
    if not forecast.runs:
        return
    printer.extra["forecast"] = forecast.as_json()
    for each in forecast.runs:
        printer.tell("plan", each.experiment, _tell_runs(each))
    if sum(each.runs for each in forecast.runs) > 1 or cluster:
        printer.tell("plan", "all", _tell_all(forecast, cluster))


def _tell_runs(each: "ForecastRuns") -> str:
    runs = _count(each.runs, "run")
    some = f"{each.runs} of {each.of} runs" if each.runs < each.of else runs
    if not each.seconds:
        return f"{some}, no earlier run is known"
    last, least = max(each.seconds), min(each.seconds)
    took = say_seconds(last) if say_seconds(last) == say_seconds(least) else ""
    took = took or f"{say_seconds(least)} to {say_seconds(last)}"
    return f"{some}, {took}{' each' if each.runs > 1 else ''} last time"


def _tell_all(forecast: "Forecast", cluster: bool) -> str:
    runs = _count(sum(each.runs for each in forecast.runs), "run")
    if cluster:
        return f"{runs}, on the cluster"
    side = f"{forecast.side_by_side} side by side" if forecast.side_by_side > 1 else "one by one"
    if forecast.seconds is None:
        return f"{runs}, {side}; nobody knows how long"
    more = forecast.unknown
    besides = f", and {', '.join(more)} besides" if more else ""
    return f"{runs}, {side}: about {say_seconds(forecast.seconds)} if they take as long{besides}"


def say_seconds(seconds: float) -> str:
    """As one says it: 0.4 s, 41 s, 3 min, 1 h 20 min."""
    if seconds < 9.95:
        return f"{seconds:.1f} s"
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest} min" if hours else f"{minutes} min"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' if number != 1 else ''}"
