"""Experiments tell the record, figure cells read it back, and nobody edits it unseen."""

import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from executed_slides import record
from executed_slides.base.errors import DeckError
from executed_slides.records.record import read_record, record_text, seal, write_record
from executed_slides.runs import recording


@pytest.fixture
def task(tmp_path, monkeypatch):
    """Runs the record's words as the build does: with a task folder."""

    def begin(**task):
        (tmp_path / "task.json").write_text(json.dumps({"experiment": "a", **task}))
        monkeypatch.setenv("EXECUTED_SLIDES_TASK", str(tmp_path))
        recording.this_run.cache_clear()
        return lambda: json.loads((tmp_path / "outcome.json").read_text())

    yield begin
    recording.this_run.cache_clear()


def test_numbers_keep_full_precision_and_lose_numpy(task):
    outcome = task()

    record.numbers(
        accuracy=np.float64(0.1) + np.float64(0.2), epochs=np.int64(3), good=np.bool_(True)
    )

    assert outcome()["numbers"] == {"accuracy": 0.30000000000000004, "epochs": 3, "good": True}


def test_groups_grow_by_several_calls(task):
    outcome = task()

    record.numbers(large={"loss": 1.0})
    record.numbers(small={"loss": 2.0}, large={"epoch": 3})

    assert outcome()["numbers"] == {"large": {"loss": 1.0, "epoch": 3}, "small": {"loss": 2.0}}


@pytest.mark.parametrize("value", [math.nan, math.inf, "text", [1]])
def test_a_number_that_is_none_is_refused(task, value):
    task()

    with pytest.raises(ValueError, match="loss is"):
        record.numbers(loss=value)


def test_a_number_recorded_twice_is_refused(task):
    task()
    record.numbers(loss=1.0)

    with pytest.raises(ValueError, match="numbers: 'loss' is recorded twice"):
        record.numbers(loss=2.0)


def test_a_name_that_templates_use_otherwise_is_refused(task):
    task()

    with pytest.raises(ValueError, match="series: templates read"):
        record.numbers(series=1)


def test_a_point_that_is_not_finite_is_a_gap(task):
    outcome = task()

    record.series(loss=np.array([1.0, np.nan, 3.0]))

    assert outcome()["series"] == {"loss": [1.0, None, 3.0]}


def test_figure_cells_read_what_was_recorded(task):
    task(runs=[{"seed": 1, "numbers": {"large": {"epoch": 4}}, "series": {"loss": [1.0]}}])

    run = record.run()

    assert (run.seed, run.numbers.large.epoch, run.series.loss) == (1, 4, [1.0])
    with pytest.raises(AttributeError, match="no 'small' here, only large"):
        run.numbers.small  # noqa: B018 the reading is the test


def test_a_script_run_by_hand_keeps_nothing(tmp_path, monkeypatch):
    monkeypatch.delenv("EXECUTED_SLIDES_TASK", raising=False)
    monkeypatch.chdir(tmp_path)
    recording.this_run.cache_clear()

    record.numbers(loss=1.0)
    record.numbers(loss=2.0)

    assert record.run().numbers.loss == 2.0
    assert list(tmp_path.iterdir()) == []
    recording.this_run.cache_clear()


RECORD = {"format": 1, "experiment": "a", "smoke": False}
NUMBERS = st.dictionaries(
    st.text(),
    st.floats(allow_nan=False, allow_infinity=False)
    | st.integers()
    | st.text()
    | st.lists(st.floats(allow_nan=False, allow_infinity=False) | st.none()),
)


@given(NUMBERS)
def test_a_record_reads_back_as_it_was_written(tmp_path_factory, numbers):
    path = tmp_path_factory.mktemp("records") / "a.json"
    write_record(path, {**RECORD, "numbers": numbers})

    assert read_record(path, "results/a.json", smoke=False)["numbers"] == numbers


@given(NUMBERS, st.data())
def test_a_record_cut_short_never_reads(tmp_path_factory, numbers, data):
    path = tmp_path_factory.mktemp("records") / "a.json"
    text = record_text(seal({**RECORD, "numbers": numbers}))
    path.write_text(text[: data.draw(st.integers(0, len(text) - 2))], "utf-8")

    with pytest.raises(DeckError, match=r"results/a.json: not a whole record"):
        read_record(path, "results/a.json", smoke=False)


@given(st.floats(allow_nan=False, allow_infinity=False), st.data())
def test_a_number_edited_by_hand_is_found(tmp_path_factory, value, data):
    other = data.draw(st.floats(allow_nan=False, allow_infinity=False).filter(lambda x: x != value))
    path = tmp_path_factory.mktemp("records") / "a.json"
    sealed = seal({**RECORD, "numbers": {"loss": value}})
    path.write_text(record_text({**sealed, "numbers": {"loss": other}}), "utf-8")

    with pytest.raises(DeckError, match=r"results/a.json: edited after its run"):
        read_record(path, "results/a.json", smoke=False)


@pytest.mark.parametrize("constant", ["NaN", "Infinity", "-Infinity"])
def test_a_record_with_what_is_no_number_is_refused(tmp_path, constant):
    path = tmp_path / "a.json"
    path.write_text(
        record_text(seal({**RECORD, "numbers": {"loss": 7.5}})).replace("7.5", constant)
    )

    with pytest.raises(DeckError, match=f"not a whole record: {constant} is no number"):
        read_record(path, "results/a.json", smoke=False)


@pytest.mark.parametrize(
    ("made", "whose"), [(2, "a newer"), (99, "a newer"), (0, "another"), ("x", "another")]
)
def test_a_record_of_another_format_says_whose_and_what_to_do(tmp_path, made, whose):
    path = tmp_path / "a.json"
    write_record(path, {**RECORD, "format": made})

    with pytest.raises(DeckError) as error:
        read_record(path, "results/a.json", smoke=False)

    assert error.value.message == (
        f"results/a.json: made by {whose} version of the deck (record format {made}, "
        "this one reads 1)"
    )
    assert error.value.hint.startswith("git pull" if whose == "a newer" else "uv run build.py a")
    assert "uv run build.py a runs the experiment again" in error.value.hint


def test_a_series_stands_on_one_line():
    assert '"loss": [1.0, 2.5, null]' in record_text({"loss": [1.0, 2.5, None]})
