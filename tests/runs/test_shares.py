"""A share remembers of how many it was counted, from the cell to the record."""

import json
from fractions import Fraction

import numpy as np
import pytest
from made_records import make_record, make_run
from msgspec import ValidationError

from executed_slides import record
from executed_slides.runs import recording
from executed_slides.template.record_views import view_record


@pytest.fixture
def outcome(tmp_path, monkeypatch):
    """What a run leaves, which tells by the record's words as in the build."""
    (tmp_path / "task.json").write_text('{"experiment": "a"}')
    monkeypatch.setenv("EXECUTED_SLIDES_TASK", str(tmp_path))
    recording.this_run.cache_clear()
    yield lambda: json.loads((tmp_path / "outcome.json").read_text())
    recording.this_run.cache_clear()


@pytest.fixture
def by_hand(tmp_path, monkeypatch):
    monkeypatch.delenv("EXECUTED_SLIDES_TASK", raising=False)
    monkeypatch.chdir(tmp_path)
    recording.this_run.cache_clear()
    yield
    recording.this_run.cache_clear()


@pytest.mark.parametrize(
    ("correct", "of", "value"),
    [
        (881, 1000, 0.881),
        (np.int64(881), np.int32(1000), 0.881),
        (np.sum(np.array([True, False, True])), 4, 0.5),
        (np.array(3), np.array(4), 0.75),
        (0, 1, 0.0),
        (5, 5, 1.0),
        (1, 3, 1 / 3),
    ],
)
def test_a_share_is_a_number_from_0_to_1_that_knows_its_whole(correct, of, value):
    share = record.share(correct, of=of)

    assert (share, share.of, type(share.of)) == (value, int(of), int)
    assert 100 * share == 100 * value


@pytest.mark.parametrize(
    ("correct", "of"),
    [
        (True, 2),
        (1, True),
        (np.bool_(True), 2),
        (3.0, 4),
        (3, 4.0),
        (np.float32(3), 4),
        (None, 4),
        (3, None),
        ("3", "4"),
        ([3], 4),
        (np.array([3]), 4),
        (Fraction(3), 4),
    ],
)
def test_what_is_no_whole_number_is_no_count(correct, of):
    with pytest.raises(ValueError, match="both are whole numbers, how many were so, of how many"):
        record.share(correct, of=of)


@pytest.mark.parametrize(("correct", "of"), [(0, 0), (5, 3), (-1, 3), (1, -3), (-1, -3)])
def test_a_share_is_of_some_among_all(correct, of):
    with pytest.raises(ValueError) as error:
        record.share(correct, of=of)

    assert str(error.value) == f"a share of {correct} of {of}: it is of some among all"


def test_the_whole_is_named():
    with pytest.raises(TypeError, match="positional argument"):
        record.share(3, 4)


def test_the_outcome_has_the_number_and_of_how_many(outcome):
    record.numbers(accuracy=record.share(881, of=1000), loss=0.25)
    record.numbers(large={"accuracy": record.share(9, of=np.int64(10))})

    assert outcome()["numbers"] == {"accuracy": 0.881, "loss": 0.25, "large": {"accuracy": 0.9}}
    assert outcome()["shares"] == {"accuracy": 1000, "large.accuracy": 10}


def test_what_is_worked_out_of_a_share_is_none(outcome):
    record.numbers(error=1 - record.share(881, of=1000))

    assert "shares" not in outcome()


def test_a_share_recorded_twice_is_refused_and_the_first_one_stays(outcome):
    record.numbers(accuracy=record.share(1, of=2))

    with pytest.raises(ValueError, match="'accuracy' is recorded twice"):
        record.numbers(accuracy=record.share(3, of=4))
    assert (outcome()["numbers"], outcome()["shares"]) == ({"accuracy": 0.5}, {"accuracy": 2})


def test_a_point_of_a_curve_may_be_a_share(outcome):
    record.series(accuracy=[record.share(1, of=2), record.share(3, of=4)])

    assert outcome()["series"] == {"accuracy": [0.5, 0.75]}
    assert "shares" not in outcome()


def test_by_hand_a_cell_may_be_run_again(by_hand):
    record.numbers(accuracy=record.share(1, of=2))
    record.numbers(accuracy=record.share(3, of=4))

    assert record.run().numbers.accuracy == 0.75


def test_a_build_keeps_it_in_the_record(deck):
    deck.edit("experiments/b.py", "record.numbers(", "record.numbers(hit=record.share(3, of=4), ")

    assert deck.run("build", "b").code == 0
    [run] = deck.record("b")["runs"]
    assert (run["numbers"]["hit"], run["shares"]) == (0.75, {"hit": 4})


@pytest.mark.parametrize(
    ("shares", "said"),
    [
        ({"accuracy": 0}, "Expected `int` >= 1"),
        ({"accuracy": -3}, "Expected `int` >= 1"),
        ({"accuracy": 2.5}, "Expected `int`, got `float`"),
        ({"accuracy": "3"}, "Expected `int`, got `str`"),
        ({"other": 3}, "share other is None"),
        ({"loss": 3}, "share loss is 1.5"),
        ({"good": 3}, "share good is True"),
        ({"missing": 3}, "share missing is None"),
        ({"large": 3}, "share large is None"),
    ],
)
def test_a_record_with_a_share_of_nothing_is_refused(shares, said):
    numbers = {"accuracy": 0.5, "loss": 1.5, "good": True, "missing": None, "large": {"x": 0.5}}

    with pytest.raises((ValidationError, TypeError), match=said):
        make_run(numbers=numbers, shares=shares)


def test_templates_know_how_far_sampling_may_move_it():
    runs = [{"numbers": {"accuracy": 0.8, "large": {"hit": 0.5}}, "shares": {"accuracy": 10}}]
    view = view_record(make_record("a", runs))

    below, above = view["accuracy"].noise[None]

    assert (round(0.8 - below, 4), round(0.8 + above, 4)) == (0.4902, 0.9433)
    assert view["large"]["hit"].noise == {}


def test_each_run_and_each_point_has_its_own():
    runs = [
        {"seed": seed, "point": {"n": n}, "numbers": {"hit": 0.5}, "shares": {"hit": 10 * n * seed}}
        for n in (1, 100)
        for seed in (1, 2)
    ]
    view = view_record(make_record("a", runs))

    noises = [[noise.below for noise in point["hit"].noise.values()] for point in view["points"]]

    assert noises[0][0] > noises[0][1] > noises[1][0] > noises[1][1]
