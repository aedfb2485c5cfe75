"""A key counts the files that a run read, and is what it was before where there are none."""

from made_records import MEASURE, make_record
from msgspec.structs import replace

from executed_slides.base.files import hash_json
from executed_slides.records.keys import explain, with_key
from executed_slides.records.record_files import read_record, write_record

FORMER_PARTS = ("cells", "code", "packages", "parameters", "data", "needs", "environment")
A, B = "a" * 64, "b" * 64


def key(**read) -> str:
    return with_key(replace(MEASURE, **read)).key


def test_without_files_a_key_is_what_it_was_before_files_counted():
    former = hash_json({part: [] if part == "cells" else {} for part in FORMER_PARTS})

    assert key() == key(observed={}) == key(observed={"gone": None}) == former


def test_a_file_counts_as_much_whether_it_is_declared_or_observed():
    assert key(files={"a": A}) == key(observed={"a": A}) != key()
    assert key(files={"a": A}, observed={"b": B}) == key(files={"a": A, "b": B})
    assert key(files={"a": B}) != key(files={"a": A})


def test_a_file_is_explained_by_its_name():
    def reasons(old, new) -> list[str]:
        return explain(replace(MEASURE, **old), replace(MEASURE, **new), "experiments/a.py")

    assert reasons({"files": {"a": A}}, {"observed": {"a": B}}) == ["file a changed"]
    assert reasons({"observed": {"a": A}}, {"files": {"b": B}}) == [
        "file a is gone",
        "file b is new",
    ]
    assert reasons({"observed": {"a": A}}, {"files": {"a": A}}) == []


def test_a_record_of_the_first_format_is_read_as_it_is(tmp_path):
    path = tmp_path / "a.json"
    write_record(path, make_record(format=1))
    assert not {"files", "observed"} & set(path.read_text().split('"'))

    record = read_record(path, "results/a.json", smoke=False)

    assert record.format == 1
    assert (record.measure.files, record.measure.observed) == ({}, None)
