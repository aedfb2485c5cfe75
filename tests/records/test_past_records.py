"""Past records are read as far as they go, each content once."""

from made_records import make_record

from executed_slides.records.past_records import (
    PastRecords,
    is_same_values,
    measurement_in,
    measurement_of,
)
from executed_slides.records.record_files import record_text

TABLE = {"columns": [{"name": "model", "cells": ["svm"]}, {"name": "score", "cells": [0.5]}]}


def test_a_past_record_says_by_the_same_keys_what_a_record_of_today_does():
    runs = [
        {"numbers": {"small": {"loss": 0.5}}, "texts": {"best": "adam"}, "tables": {"t": TABLE}},
        {"numbers": {"small": {"loss": 0.7}}, "texts": {"best": "sgd"}},
    ]
    record = make_record("a", runs, parameters={"rate": 1})

    past = measurement_in(record_text(record).encode())

    assert past == measurement_of(record)
    assert past.values == {
        "small.loss": {1: 0.5, 2: 0.7},
        "best": {1: "adam", 2: "sgd"},
        "t[0].model": {1: "svm"},
        "t[0].score": {1: 0.5},
        "parameters.rate": {None: 1},
    }


def test_a_sweep_is_told_point_by_point():
    runs = [
        {"seed": 1, "point": {"units": 4}, "numbers": {"loss": 0.5}},
        {"seed": 1, "point": {"units": 8}, "numbers": {"loss": 0.7}},
    ]

    assert measurement_of(make_record("a", runs, parameters={"units": 4})).values == {
        "at(units=4).loss": {1: 0.5},
        "at(units=8).loss": {1: 0.7},
        "parameters.units": {None: 4},
        "at(units=4).parameters.units": {None: 4},
        "at(units=8).parameters.units": {None: 8},
    }


def test_each_content_is_read_once():
    asked = []

    def read(blob):
        asked.append(blob)
        return b'{"runs": []}' if blob == "known" else None

    past = PastRecords(read)

    assert [past.at(blob) is None for blob in ("known", "lost", "known", "lost")] == [
        False,
        True,
        False,
        True,
    ]
    assert asked == ["known", "lost"]


def test_equal_values_are_of_one_kind():
    assert is_same_values({1: 1}, {1: 1.0})
    assert not is_same_values({1: 1}, {1: True})
    assert not is_same_values({1: 1}, {2: 1})
    assert not is_same_values({1: 1}, None)
    assert is_same_values(None, None)
