"""A record is read whole, unedited and of its own shape, or refused by file and field."""

import copy
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_records import make_record, make_run, write_values
from msgspec import structs, to_builtins

from executed_slides.base.errors import DeckError
from executed_slides.records.record_files import read_record, record_text, seal, write_record
from executed_slides.records.schema import FORMAT, Artifact, Figure, Record, Run

FLOATS = st.floats(allow_nan=False, allow_infinity=False)
NUMBERS = st.recursive(
    st.dictionaries(st.text(), FLOATS | st.integers() | st.booleans() | st.none()),
    lambda inner: st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
SERIES = st.dictionaries(st.text(), st.lists(FLOATS | st.integers() | st.none()))


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return tmp_path_factory.mktemp("records") / "a.json"


def read(path) -> Record:
    return read_record(path, "results/a.json", smoke=False)


@given(NUMBERS, SERIES)
def test_a_record_reads_back_as_it_was_written(path, numbers, series):
    record = make_record(runs=[{"numbers": numbers, "series": series}])
    write_record(path, record)

    assert read(path) == seal(record)
    assert record_text(read(path)) == path.read_text("utf-8")


@given(NUMBERS, st.data())
def test_a_record_cut_short_never_reads(path, numbers, data):
    text = record_text(seal(make_record(runs=[{"numbers": numbers}])))
    path.write_text(text[: data.draw(st.integers(0, len(text) - 2))], "utf-8")

    with pytest.raises(DeckError, match=r"results/a.json: not a whole record"):
        read(path)


@given(FLOATS, st.data())
def test_a_number_edited_by_hand_is_found(path, value, data):
    other = data.draw(FLOATS.filter(lambda x: x != value))
    sealed = seal(make_record(runs=[{"numbers": {"loss": value}}]))
    edited = structs.replace(sealed, runs=[make_run(numbers={"loss": other})])
    path.write_text(record_text(edited), "utf-8")

    with pytest.raises(DeckError, match=r"results/a.json: edited after its run"):
        read(path)


@pytest.mark.parametrize("constant", ["NaN", "Infinity", "-Infinity"])
def test_a_record_with_what_is_no_number_is_refused(path, constant):
    record = seal(make_record(runs=[{"numbers": {"loss": 7.5}}]))
    path.write_text(record_text(record).replace("7.5", constant))

    with pytest.raises(DeckError, match=f"not a whole record: {constant} is no number"):
        read(path)


@pytest.mark.parametrize(
    ("made", "whose"), [(FORMAT + 1, "a newer"), (99, "a newer"), (0, "another"), ("x", "another")]
)
def test_a_record_of_another_format_says_whose_and_what_to_do(path, made, whose):
    write_values(path, {**to_builtins(make_record()), "format": made, "what_comes_later": 1})

    with pytest.raises(DeckError) as error:
        read(path)

    assert error.value.message == (
        f"results/a.json: made by {whose} version of executed-slides (record format {made}, "
        f"this one reads {FORMAT})"
    )
    assert error.value.hint.startswith("update " if whose == "a newer" else "uv run build.py a")
    assert "uv run build.py a runs the experiment again" in error.value.hint


@pytest.mark.parametrize(
    ("place", "value", "said"),
    [
        (["finding"], 5, "finding: expected str, got int"),
        (["runs"], {}, "runs: expected array, got object"),
        (["runs"], [], "runs: expected array of length >= 1"),
        (["runs", 0, "seed"], "one", "runs[0].seed: expected int or nothing, got str"),
        (["runs", 0, "seed"], True, "runs[0].seed: expected int or nothing, got bool"),
        (["runs", 0, "loss"], 0.5, "runs[0]: unknown field loss"),
        (["runs", 0, "numbers", "loss"], "low", "runs[0]: number loss is 'low'"),
        (["runs", 0, "numbers", "large"], {"loss": [1]}, "runs[0]: number large.loss is [1]"),
        (["runs", 0, "series", "loss"], [0.5, "x"], "runs[0]: series loss [1]: expected "),
        (["runs", 0, "series", "loss"], 0.5, "runs[0]: series loss expected array, got float"),
        (["runs", 0, "point"], {"units": [4]}, "runs[0].point[...]: expected "),
        (["measure", "data"], [], "measure.data: expected object, got array"),
        (["measure", "code"], {"a": 1}, "measure.code[...]: expected str, got int"),
        (["machine", "cores"], "two", "machine.cores: expected int or nothing, got str"),
        (
            ["figures", "a", "file"],
            "/etc/passwd",
            "figures[...].file: expected a text of another form",
        ),
        (["figures", "a", "file"], "slides/image/../../x.png", "figures[...].file: expected"),
        (
            ["figures", "a", "file"],
            "slides/image/..",
            "figures[...].file: expected a text of another form",
        ),
        (
            ["figures", "a", "sha256"],
            "short",
            "figures[...].sha256: expected a text of another form",
        ),
        (["evidence"], {"../x.html": "0" * 64}, "evidence: expected a text of another form"),
    ],
)
def test_a_record_of_another_shape_names_file_and_field(path, place, value, said):
    figure = Figure("slides/image/a.png", "0" * 64, "Loss")
    values = to_builtins(make_record(runs=[{"numbers": {"loss": 1}}], figures={"a": figure}))
    put(values, place, value)
    if place[0] == "measure":
        del values["draw"]["key"], values["measure"]["key"]
        values["draw"]["key"] = values["measure"]["key"] = ""
    write_sealed(path, values)

    with pytest.raises(DeckError) as error:
        read(path)

    assert error.value.message.startswith(f"results/a.json: {said}")
    assert error.value.hint == (
        "uv run build.py a runs the experiment again; git checkout results/a.json brings it back"
    )


@pytest.mark.parametrize("name", ["/tmp/model.keras", "../model.keras", "a/b", "..", "", "a\\b"])
def test_an_artifact_lies_nowhere_but_in_its_folder(path, name):
    values = to_builtins(make_record())
    values["runs"][0]["artifacts"] = {name: to_builtins(Artifact("0" * 64, 9))}
    write_sealed(path, values)

    with pytest.raises(DeckError, match=r"results/a.json: runs\[0\].artifacts: expected a text of"):
        read(path)


@pytest.mark.parametrize("part", ["measure", "draw"])
def test_a_key_is_that_of_its_parts(path, part):
    values = to_builtins(make_record())
    values[part]["code"] = {"helper.double": "0123"}
    write_sealed(path, values)

    with pytest.raises(DeckError, match=r"results/a.json: a key is not that of its parts"):
        read(path)


def test_a_record_from_before_a_field_came_reads_with_its_default(path):
    optional = {"point", "pictures", "artifacts", "resumed", "machine"}
    values = to_builtins(make_record())
    assert not optional & values["runs"][0].keys()
    write_sealed(path, values)

    [run] = read(path).runs

    assert run == Run(seed=1, numbers={}, series={}, seconds=0.0)
    assert (run.point, run.artifacts, run.resumed, run.machine) == ({}, {}, False, None)


def test_a_record_is_not_changed_by_who_has_it(path):
    write_record(path, make_record())
    record = read(path)

    with pytest.raises(AttributeError):
        record.finding = "another"


def test_a_series_stands_on_one_line():
    assert '"loss": [1.0, 2.5, null]' in record_text(
        make_record(runs=[{"series": {"loss": [1.0, 2.5, None]}}])
    )


def put(values: Any, place: list, value: Any) -> None:
    for key in place[:-1]:
        values = values[key]
    values[place[-1]] = value


def write_sealed(path, values: dict[str, Any]) -> None:
    """The values as they are, with the checksum of just these."""
    from executed_slides.records.record_files import checksum_of

    path.write_text(json.dumps({**copy.deepcopy(values), "sha256": checksum_of(values)}), "utf-8")
