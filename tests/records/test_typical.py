"""Where one run must stand for all, it is the typical one: nearest the median of a named number."""

import pytest
from made_records import make_record

from executed_slides.base.errors import DeckError
from executed_slides.records.schema import Record


def record(losses: list, typical: str = "loss", **values) -> Record:
    runs = [{"numbers": {"loss": loss, "best": {"epoch": 3}}} for loss in losses]
    return make_record("a", runs, typical=typical, **values)


def seeds(made: Record) -> list:
    return [run.seed for run in made.typical_runs()]


@pytest.mark.parametrize(
    ("losses", "seed"),
    [
        ([0.5], 1),
        ([0.9, 0.1, 0.5], 3),
        ([0.9, 0.1, 0.5, 0.4, 0.6], 3),
        ([0.1, 0.2, 0.6, 0.9], 2),  # Their median is 0.4, and 0.2 and 0.6 are as near: the earlier.
        ([0.6, 0.2, 0.9, 0.1], 1),
        ([0.1, 0.9], 1),
        ([0.5, 0.5, 0.5], 1),
        ([4, 9, 5], 3),
        ([None, 0.9, 0.5, 0.1], 3),
        ([True, 0.5, 0.7], 2),  # Yes is no number.
    ],
)
def test_it_is_the_run_nearest_the_median_and_of_two_the_earlier(losses, seed):
    assert seeds(record(losses)) == [seed]


def test_a_number_in_a_group_is_named_with_its_dots():
    made = record([0.5, 0.1, 0.9], "best.epoch")

    assert seeds(made) == [1]


def test_the_only_run_needs_no_name():
    assert seeds(record([0.5], "")) == [1]


def test_one_run_stands_for_all_at_each_point_of_a_sweep():
    runs = [
        {"seed": seed, "point": {"units": units}, "numbers": {"loss": loss}}
        for units, losses in ((4, [0.5, 0.1, 0.9]), (16, [0.2, 0.3, 0.7]))
        for seed, loss in enumerate(losses, 1)
    ]
    made = make_record("a", runs, typical="loss")

    assert [(run.point["units"], run.seed) for run in made.typical_runs()] == [(4, 1), (16, 2)]


def test_a_sweep_with_one_seed_has_nothing_to_choose():
    runs = [{"seed": 1, "point": {"units": units}} for units in (4, 16)]

    assert len(make_record("a", runs).typical_runs()) == 2


@pytest.mark.parametrize(
    ("typical", "said"),
    [
        ("", "none is named"),
        ("accuracy", "its runs have no number 'accuracy'"),
        ("best", "its runs have no number 'best'"),
    ],
)
def test_a_record_that_names_no_such_number_says_what_to_write(typical, said):
    with pytest.raises(DeckError) as error:
        record([0.5, 0.1, 0.9], typical).typical_runs()

    assert error.value.message == f"a: which of its 3 runs stands for all? {said}"
    assert error.value.hint == (
        'name a number in its block, whose middle run is typical: typical = "NUMBER"'
    )


def test_a_number_that_is_missing_in_each_run_is_none():
    with pytest.raises(DeckError, match="its runs have no number 'loss'"):
        record([None, None]).typical_runs()


def test_what_is_shown_of_a_record_changes_with_how_a_run_is_chosen():
    plain = record([0.5, 0.1, 0.9], "")
    by_loss = plain.with_ways("median", "loss")

    assert plain.shown_hash == plain.runs_hash == by_loss.runs_hash
    assert len({plain.shown_hash, by_loss.shown_hash, plain.with_ways("mean", "").shown_hash}) == 3
