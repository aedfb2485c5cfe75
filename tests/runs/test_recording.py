"""Experiments tell the record, and figure cells read it back."""

import json
import math
import subprocess
import sys
from threading import Event, Thread, current_thread

import numpy as np
import pytest
from PIL import Image

from executed_slides import record
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


def test_the_engine_s_name_leads_to_the_record_too():
    script = "import executed_slides as es; print(es.record.numbers.__name__); es.recorded"

    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)

    assert told.stdout == "numbers\n"
    assert "module 'executed_slides' has no attribute 'recorded'" in told.stderr


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

    with pytest.raises(ValueError) as error:
        record.numbers(loss=2.0)

    assert str(error.value) == (
        "numbers: 'loss' is recorded twice; each of a loop has a name of its own, "
        'record.numbers(**{f"loss_{i}": …}), or is a point of one curve, record.series(loss=[…])'
    )


def test_a_name_that_templates_use_otherwise_is_refused(task):
    task()

    with pytest.raises(ValueError, match="series: templates read"):
        record.numbers(series=1)


def test_a_point_that_is_not_finite_is_a_gap(task):
    outcome = task()

    record.series(loss=np.array([1.0, np.nan, 3.0]))

    assert outcome()["series"] == {"loss": [1.0, None, 3.0]}


def test_what_pandas_has_where_nothing_is_is_a_gap_too(task):
    outcome = task()
    missing = type("NAType", (), {})()

    record.series(loss=[1, missing, 3])
    record.numbers(best=missing)

    assert (outcome()["series"], outcome()["numbers"]) == ({"loss": [1, None, 3]}, {"best": None})


def test_figure_cells_read_what_was_recorded(task):
    task(runs=[{"seed": 1, "numbers": {"large": {"epoch": 4}}, "series": {"loss": [1.0]}}])

    run = record.run()

    assert (run.seed, run.numbers.large.epoch, run.series.loss) == (1, 4, [1.0])
    with pytest.raises(AttributeError, match="no 'small' here, only large"):
        run.numbers.small  # noqa: B018 the reading is the test


def test_who_sorts_what_was_recorded_sorts_a_copy(task):
    """`record.run().series.loss.sort()` had sorted the record."""
    outcome = task(parameters={"layers": [[3, 1]]})
    record.series(loss=[3.0, 1.0], large={"loss": [2.0, 0.0]})

    run = record.run()
    run.series.loss.sort()
    run.series.large.loss.append(7.0)
    run.parameters.layers[0].append(7)
    record.numbers(best=1.0)

    assert outcome()["series"] == {"loss": [3.0, 1.0], "large": {"loss": [2.0, 0.0]}}
    assert record.run().parameters.layers == [[3, 1]]


def test_threads_that_record_side_by_side_lose_nothing(task, monkeypatch):
    """One that was slow to write had written what was known before another's word."""
    outcome = task()
    written, write = Event(), recording.write_compact_json
    second = Thread(target=lambda: record.numbers(second=2))

    def write_slowly(path, value):
        if current_thread() is second:
            write(path, value)
            written.set()
        elif not written.is_set():
            second.start()
            written.wait(0.1)
            write(path, value)

    monkeypatch.setattr(recording, "write_compact_json", write_slowly)
    record.numbers(first=1)
    second.join()

    assert outcome()["numbers"] == {"first": 1, "second": 2}


def test_a_figure_that_was_refused_may_be_given_anew(task):
    outcome = task()
    with pytest.raises(ValueError, match="which has no savefig"):
        record.figure("a", object(), alt="Nothing")

    record.figure("a", Image.effect_noise((9, 9), 50), alt="Noise")

    assert outcome()["figures"] == {"a": {"alt": "Noise", "format": "png"}}


def test_a_script_run_by_hand_keeps_nothing(tmp_path, monkeypatch):
    monkeypatch.delenv("EXECUTED_SLIDES_TASK", raising=False)
    monkeypatch.chdir(tmp_path)
    recording.this_run.cache_clear()

    record.numbers(loss=1.0)
    record.numbers(loss=2.0)

    assert record.run().numbers.loss == 2.0
    assert list(tmp_path.iterdir()) == []
    recording.this_run.cache_clear()


def test_by_hand_a_figure_that_the_build_would_refuse_is_refused(tmp_path, monkeypatch):
    monkeypatch.delenv("EXECUTED_SLIDES_TASK", raising=False)
    (tmp_path / "experiments").mkdir()
    monkeypatch.chdir(tmp_path)
    recording.this_run.cache_clear()
    lines = pytest.importorskip("matplotlib.figure").Figure()
    lines.subplots().plot([1, 2])

    record.figure("lines", lines, alt="A line")
    with pytest.raises(ValueError, match="figure 'none' is a NoneType"):
        record.figure("none", None, alt="Nothing")
    with pytest.raises(FileNotFoundError, match=r"no file 'lost.png' in the project"):
        record.figure("lost", "lost.png", alt="Gone")

    assert [path.name for path in tmp_path.iterdir()] == ["experiments"]
    recording.this_run.cache_clear()


def test_points_of_a_series_lose_numpy_too(task):
    outcome = task()
    third = np.float32(1) / 3

    record.series(loss=[np.float64(0.5), third, np.int64(2), np.float32("nan"), None, 1, 0.25])
    record.series(curves={"mean": np.array([1.5, np.inf])})

    assert outcome()["series"] == {
        "loss": [0.5, float(third), 2, None, None, 1, 0.25],
        "curves": {"mean": [1.5, None]},
    }
