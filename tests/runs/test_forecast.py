"""Before anything runs it is said what will, and how long that took last time."""

from dataclasses import replace

import pytest
from msgspec import structs

from executed_slides.base.folders import Folders
from executed_slides.commands.forecast_lines import say_seconds, tell_forecast
from executed_slides.commands.printer import Printer
from executed_slides.runs import forecast
from executed_slides.runs.forecast import ForecastRuns, forecast_runs
from executed_slides.state.project import read_project, want_seeds


@pytest.fixture
def project(deck, monkeypatch):
    """The tiny deck, whose runs took 40 and 60 seconds for A, 30 for B, on a large machine."""
    monkeypatch.setattr(forecast, "whole_memory", lambda: 64.0)
    took = {"a": [40.0, 60.0], "b": [30.0]}

    def read():
        project = read_project(Folders(deck.root))
        for name, experiment in [*project.experiments.items()]:
            if experiment.record:
                pairs = zip(experiment.record.runs, took[name], strict=True)
                runs = [structs.replace(run, seconds=seconds) for run, seconds in pairs]
                reusable = {run.variant: run for run in runs if run.variant in experiment.reusable}
                record = structs.replace(experiment.record, runs=runs)
                project.put(replace(experiment, record=record, reusable=reusable))
        return project

    return read


def lines(expected, cluster=False) -> list[str]:
    printer = Printer(as_json=True)
    tell_forecast(expected, printer, cluster)
    return [f"{event['subject']}: {event['detail']}" for event in printer.events]


def test_what_is_up_to_date_is_not_expected_and_not_told(project):
    expected = forecast_runs(project(), [], jobs=2)

    assert (expected.runs, expected.seconds, lines(expected)) == ([], None, [])


def test_all_runs_of_what_changed_and_of_what_needs_it_are_expected(deck, project):
    deck.edit("experiments/a.py", "steps = 3", "steps = 4")

    expected = forecast_runs(project(), [], jobs=2)

    assert expected.runs == [
        ForecastRuns("a", 2, 2, (40.0, 60.0)),
        ForecastRuns("b", 1, 1, (30.0,)),
    ]
    # B waits for both runs of A, which go side by side.
    assert expected.seconds == 90.0
    assert lines(expected) == [
        "a: 2 runs, 40 s to 60 s each last time",
        "b: 1 run, 30 s last time",
        "all: 3 runs, 2 side by side: about 2 min if they take as long",
    ]


@pytest.mark.parametrize(("jobs", "seconds"), [(1, 130.0), (2, 90.0), (8, 90.0)])
def test_runs_side_by_side_take_as_long_as_the_longest_and_as_all_by_their_number(
    deck, project, jobs, seconds
):
    deck.edit("experiments/a.py", "steps = 3", "steps = 4")

    assert forecast_runs(project(), [], jobs=jobs).seconds == seconds


def test_runs_that_do_not_fit_into_the_memory_together_wait_for_each_other(deck, project):
    deck.edit("experiments/a.py", "# seeds = 2", "# seeds = 2\n# memory = 40")
    deck.edit("experiments/a.py", "steps = 3", "steps = 4")

    assert forecast_runs(project(), ["a"], jobs=2).seconds == 100.0


def test_of_more_seeds_the_new_ones_alone_are_expected_as_long_as_the_others(project):
    read = project()
    want_seeds(read, ["a"], 4)

    expected = forecast_runs(read, ["a"], jobs=2)

    assert expected.runs == [ForecastRuns("a", 2, 4, (50.0, 50.0))]
    assert lines(expected) == [
        "a: 2 of 4 runs, 50 s each last time",
        "all: 2 runs, 2 side by side: about 50 s if they take as long",
    ]


def test_what_unknown_says_so_and_is_counted_apart(deck, project):
    deck.edit("experiments/a.py", "steps = 3", "steps = 4")
    (deck.root / "results/b.json").unlink()

    expected = forecast_runs(project(), [], jobs=2)

    assert expected.unknown == ["b"]
    assert lines(expected)[1:] == [
        "b: 1 run, no earlier run is known",
        "all: 3 runs, 2 side by side: about 60 s if they take as long, and b besides",
    ]


def test_where_nothing_ever_ran_nobody_knows(deck, project):
    for name in ("a", "b"):
        (deck.root / f"results/{name}.json").unlink()

    assert lines(forecast_runs(project(), [], jobs=1)) == [
        "a: 2 runs, no earlier run is known",
        "b: 1 run, no earlier run is known",
        "all: 3 runs, one by one; nobody knows how long",
    ]


def test_what_is_forced_runs_with_all_its_runs_and_nothing_else(project):
    assert forecast_runs(project(), ["b"], force=True, jobs=2).runs == [
        ForecastRuns("b", 1, 1, (30.0,))
    ]


def test_on_a_cluster_nobody_knows_how_many_run_at_a_time(deck, project):
    deck.edit("experiments/a.py", "steps = 3", "steps = 4")

    assert lines(forecast_runs(project(), []), cluster=True)[-1] == "all: 3 runs, on the cluster"


def test_a_new_look_of_figures_runs_nothing(deck, project):
    deck.edit("experiments/a.py", 'f"total {', 'f"Total {')

    assert forecast_runs(project(), []).runs == []


def test_the_same_is_numbers_for_programs(deck, project):
    deck.edit("experiments/a.py", "steps = 3", "steps = 4")
    printer = Printer(as_json=True)

    tell_forecast(forecast_runs(project(), ["a"], jobs=2), printer)

    assert printer.extra["forecast"] == {
        "runs": [{"experiment": "a", "runs": 2, "of": 2, "seconds": [40.0, 60.0]}],
        "side_by_side": 2,
        "seconds": 60.0,
        "unknown": [],
    }


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0.04, "0.0 s"),
        (9.94, "9.9 s"),
        (9.96, "10 s"),
        (89.4, "89 s"),
        (90, "2 min"),
        (3570, "1 h 0 min"),
        (4800, "1 h 20 min"),
    ],
)
def test_seconds_are_said_as_one_says_them(seconds, said):
    assert say_seconds(seconds) == said
