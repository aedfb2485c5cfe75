"""Changes are measured against what the seed alone moves."""

import pytest
from made_records import make_record
from msgspec import structs

from executed_slides.diff.number_changes import (
    Change,
    changed_parts,
    circumstances,
    find_changes,
    rounded_alike,
    show_pair,
    show_share,
)
from executed_slides.records.schema import Machine


def record(*runs):
    """A record of these numbers, one dict a seed, counted from 1."""
    return make_record(runs=[{"numbers": numbers} for numbers in runs])


@pytest.mark.parametrize(
    ("old", "new", "verdict"),
    [
        ({1: 0.80, 2: 0.90}, {1: 0.85, 2: 0.90}, "within the spread of 0.10"),
        ({1: 0.80, 2: 0.90}, {1: 0.60, 2: 0.70}, "2.0 × the spread of 0.10"),
        ({1: 0.80, 2: 0.81}, {1: 0.60, 2: 1.00}, "within the spread of 0.40"),
        ({1: 25000, 2: 25000}, {1: 24999, 2: 24999}, "all seeds agree on it"),
        ({1: 0.80}, {1: 0.85}, "one seed: no spread is known"),
        ({1: 0.75, 2: 1.25}, {1: 0.5, 2: 1.5}, "what slides show did not move"),
        ({1: 1, 2: 1, 3: 2}, {1: 0, 2: 1, 3: 2}, "what slides show did not move"),
        ({1: True, 2: True}, {1: False, 2: True}, "changed"),
        (
            {1: True, 2: True, 3: True},
            {1: False, 2: True, 3: True},
            "what slides show did not move",
        ),
        ({1: 0.80}, {1: None}, "changed"),
        ({}, {1: 0.80}, "new"),
        ({1: 0.80}, {}, "gone"),
    ],
)
def test_a_step_is_said_in_units_of_the_larger_spread(old, new, verdict):
    assert Change("accuracy", old, new).verdict == verdict


def test_only_numbers_that_moved_are_changes_and_groups_have_dotted_keys():
    old = record({"samples": 4, "large": {"loss": 0.1}}, {"samples": 4, "large": {"loss": 0.2}})
    new = record({"samples": 4, "large": {"loss": 0.1}}, {"samples": 4, "large": {"loss": 0.3}})

    assert find_changes(old, new) == [Change("large.loss", {1: 0.1, 2: 0.2}, {1: 0.1, 2: 0.3})]


def test_the_step_is_that_of_what_slides_show():
    old, new = {1: 1.0, 2: 2.0, 3: 9.0}, {1: 9.0, 2: 2.5, 3: 1.0}

    assert Change("a", old, new).step == 0.5
    assert Change("a", old, new, ("mean", "median")).step == -1.5


def test_more_seeds_move_a_number_where_their_median_is_another():
    old = record({"loss": 1.0, "steps": 3})

    [change] = find_changes(old, record({"loss": 1.0, "steps": 3}, {"loss": 2.0, "steps": 3}))

    assert (change.key, change.shown) == ("loss", (1.0, 1.5))


def test_another_way_to_show_the_same_runs_moves_what_slides_show():
    old = record({"loss": 1.0, "steps": 3}, {"loss": 2.0, "steps": 3}, {"loss": 6.0, "steps": 3})

    [change] = find_changes(old, structs.replace(old, summary="mean"))

    assert (change.key, change.shown) == ("loss", (2.0, 3.0))


def test_a_number_of_another_seed_counts_where_both_sides_have_it():
    changes = find_changes(record({"a": 1}, {"a": 2}), record({"a": 1}, {"a": 3}, {"a": 4}))

    assert [change.key for change in changes] == ["a"]


def test_one_is_not_true():
    assert len(find_changes(record({"overfits": 1}), record({"overfits": True}))) == 1


def test_the_mean_is_taken_over_the_seeds_that_both_sides_have():
    assert Change("a", {1: 1.0, 2: 2.0, 3: 9.0}, {1: 1.5, 2: 2.5}).shift == 0.5


@pytest.mark.parametrize(
    ("old", "new", "alike"),
    [(0.8813, 0.88130005, True), (0.8813, 0.8814, False), (0.0, 0.0, True), (1, True, False)],
)
def test_the_last_digits_of_a_float32_are_rounding(old, new, alike):
    assert rounded_alike(old, new) is alike


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        (0.8813, 0.8790, ("0.8813", "0.8790")),
        (0.88131, 0.88132, ("0.881310", "0.881320")),
        (25000, 8982, ("25,000", "8,982")),
        (2774.31, 3012.9, ("2774.", "3013.")),
        (0.1, 0.1 + 1e-15, ("0.1", "0.100000000000001")),
        (None, 0.5, ("–", "0.5000")),
    ],
)
def test_two_values_show_the_digits_that_tell_them_apart(old, new, shown):
    assert show_pair(old, new) == shown


def test_curves_and_images_that_differ_are_named():
    old = make_record(runs=[{"series": {"loss": [1.0], "large": {"loss": [2.0]}}}])
    new = make_record(runs=[{"series": {"loss": [1.0], "large": {"loss": [2.5]}}}])

    assert changed_parts(old, new, "series") == ["large.loss"]
    assert changed_parts(old, new, "pictures") == []


def test_other_versions_and_machines_are_named():
    usual = Machine("Linux", "x86_64", 2, 25)
    old = make_record(versions={"keras": "3.15.1", "numpy": "2.4"}, machine=usual)
    larger = structs.replace(usual, cores=8)
    new = make_record(versions={"keras": "3.16.0", "numpy": "2.4"}, machine=larger)

    assert list(circumstances(old, new).values()) == [
        "keras 3.15.1 → 3.16.0",
        "machine cores 2 → 8",
    ]


def test_what_is_more_than_nothing_never_reads_as_nothing():
    assert [show_share(part) for part in (0, 0.00001, 0.0064, 1)] == [
        "none",
        "under 0.01%",
        "0.64%",
        "100%",
    ]
