"""Several runs are shown as one value: their median, or their mean where a block says so."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from executed_slides.records.summaries import summarise


@pytest.mark.parametrize(
    ("values", "median"),
    [
        ([0.5], 0.5),
        ([0.25, 0.75], 0.5),
        ([0.9, 0.1, 0.5], 0.5),
        ([0.1, 0.2, 0.4, 9.0], 0.30000000000000004),
        ([4], 4),
        ([4, 9], 4),
        ([9, 4, 5], 5),
        ([9, 4, 5, 6], 5),
        ([4, 0.5], 2.25),
        ([3, 4.0], 3.5),
        ([0, 0, 7], 0),
        ([-1.5, -2.5], -2.0),
    ],
)
def test_runs_are_shown_as_their_median(values, median):
    assert summarise(values) == median


@pytest.mark.parametrize(
    ("values", "mean"),
    [([0.5], 0.5), ([0.25, 0.75], 0.5), ([1, 2, 6], 3.0), ([1, 2], 1.5), ([0.1] * 10, 0.1)],
)
def test_a_block_that_says_mean_is_shown_by_it(values, mean):
    assert summarise(values, "mean") == mean


def test_one_run_is_shown_as_it_is():
    assert repr(summarise([4], "mean")) == "4"


def test_the_median_of_whole_numbers_was_measured_in_a_run():
    shown = summarise([3, 4, 8, 9])

    assert (shown, type(shown)) == (4, int)


@pytest.mark.parametrize(
    ("answers", "most"),
    [
        ([True], True),
        ([True, True, False], True),
        ([True, False, False], False),
        ([True, False], False),
        ([False], False),
        ([None, True], True),
    ],
)
@pytest.mark.parametrize("way", ["median", "mean"])
def test_of_yes_and_no_it_is_what_most_runs_say(answers, most, way):
    assert summarise(answers, way) is most


@pytest.mark.parametrize(
    ("values", "shown"),
    [([None, 7], 7), ([None, 7, 9, None, 8], 8), ([0.5, None], 0.5), ([None, None], None)],
)
def test_what_a_run_lacks_is_left_out(values, shown):
    assert summarise(values) == shown


def test_of_texts_it_is_the_first():
    assert summarise(["adam", "sgd"]) == "adam"


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=9))
def test_it_is_the_median_and_the_mean_of_numpy(values):
    assert summarise(values) == float(np.median(values))
    assert summarise(values, "mean") == pytest.approx(float(np.mean(values)), rel=1e-9, abs=1e-9)


@given(st.lists(st.integers(), min_size=1, max_size=9))
def test_of_whole_numbers_at_least_half_are_no_less_and_half_no_greater(values):
    shown = summarise(values)

    assert shown in values
    assert 2 * sum(value <= shown for value in values) >= len(values)
    assert 2 * sum(value >= shown for value in values) >= len(values)
