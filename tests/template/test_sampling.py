"""A share that was counted on samples has the interval that is published for it."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from executed_slides.template.sampling import Noise, is_beyond, noise_of, noise_of_share


def wilson(correct: int, of: int) -> tuple[float, float]:
    below, above = noise_of_share(correct / of, of)
    return round(correct / of - below, 4), round(correct / of + above, 4)


@pytest.mark.parametrize(
    ("correct", "of", "interval"),
    [
        # R. G. Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in
        # Medicine 17, 1998, table I, score method.
        (81, 263, (0.2553, 0.3662)),
        (15, 148, (0.0624, 0.1605)),
        (0, 20, (0.0, 0.1611)),
        (1, 29, (0.0061, 0.1718)),
        # By the same formula.
        (8, 10, (0.4902, 0.9433)),
        (20, 20, (0.8389, 1.0)),
        (1, 1, (0.2065, 1.0)),
        (0, 1, (0.0, 0.7935)),
        (50, 100, (0.4038, 0.5962)),
    ],
)
def test_a_share_has_wilsons_interval(correct, of, interval):
    assert wilson(correct, of) == interval


@pytest.mark.parametrize(
    ("one", "other", "interval"),
    [
        # R. G. Newcombe, "Interval estimation for the difference between independent proportions",
        # Statistics in Medicine 17, 1998, table II, method 10.
        ((56, 70), (48, 80), (0.0524, 0.3339)),
        ((9, 10), (3, 10), (0.1705, 0.8090)),
        ((6, 7), (2, 7), (0.0582, 0.8062)),
        ((5, 56), (0, 29), (-0.0381, 0.1926)),
        ((0, 10), (0, 20), (-0.1611, 0.2775)),
        ((10, 10), (0, 20), (0.6791, 1.0)),
    ],
)
def test_a_difference_of_shares_has_newcombes_interval(one, other, interval):
    shares = [correct / of for correct, of in (one, other)]
    noises = [noise_of_share(correct / of, of) for correct, of in (one, other)]

    below, above = noise_of(lambda a, b: a - b, shares, noises)

    difference = shares[0] - shares[1]
    assert (round(difference - below, 4), round(difference + above, 4)) == interval


@pytest.mark.parametrize(
    ("one", "other", "beyond"),
    [
        ((56, 70), (48, 80), True),  # Its interval, above, has no zero in it.
        ((5, 56), (0, 29), False),
        ((81, 100), (79, 100), False),
        ((8100, 10000), (7900, 10000), True),
        ((50, 100), (50, 100), False),
    ],
)
def test_shares_differ_where_the_interval_of_their_difference_has_no_zero(one, other, beyond):
    shares = [correct / of for correct, of in (one, other)]
    noises = [noise_of_share(correct / of, of) for correct, of in (one, other)]

    assert is_beyond(*shares, *noises) is beyond
    assert is_beyond(*reversed(shares), *reversed(noises)) is beyond


def test_the_noise_of_points_is_a_hundred_times_that_of_the_share():
    noise = noise_of_share(0.8, 100)

    assert noise_of(lambda a: 100 * a, [0.8], [noise]) == pytest.approx(
        (100 * noise.below, 100 * noise.above)
    )


def test_what_is_left_to_one_has_the_noise_the_other_way_round():
    noise = noise_of_share(0.8, 100)

    assert noise_of(lambda a: 1 - a, [0.8], [noise]) == pytest.approx((noise.above, noise.below))


def test_an_exact_number_adds_none():
    noise = noise_of_share(0.8, 100)

    assert noise_of(lambda a, b: a - b, [0.8, 0.5], [noise, None]) == pytest.approx(noise)


def test_a_difference_without_its_sign_may_be_none():
    noise = Noise(0.25, 0.25)

    below, _ = noise_of(abs, [0.125], [noise])

    assert 0.125 - below == 0


@given(st.integers(1, 10_000), st.data())
def test_an_interval_lies_within_zero_and_one_and_around_the_share(of, data):
    correct = data.draw(st.integers(0, of))

    below, above = noise_of_share(correct / of, of)

    assert below >= -1e-12
    assert above >= -1e-12
    assert correct / of - below >= -1e-12
    assert correct / of + above <= 1 + 1e-12


@given(st.integers(1, 1000), st.data())
def test_what_fails_has_the_interval_of_what_succeeds_the_other_way_round(of, data):
    correct = data.draw(st.integers(0, of))

    own, other = noise_of_share(correct / of, of), noise_of_share((of - correct) / of, of)

    assert math.isclose(own.below, other.above, abs_tol=1e-9)


@given(st.integers(1, 500), st.data())
def test_more_samples_tell_more(of, data):
    share = data.draw(st.integers(0, of)) / of

    few, many = noise_of_share(share, of), noise_of_share(share, 10 * of)

    assert many.below <= few.below + 1e-12
    assert many.above <= few.above + 1e-12
