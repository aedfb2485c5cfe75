"""What cells tell is kept exactly, or is an error on the line that tells it."""

import json
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from executed_slides import record
from executed_slides.runs import recording


@pytest.fixture(name="task")
def task_of_a_run(tmp_path, monkeypatch):
    def begin(**task):
        (tmp_path / "task.json").write_text(json.dumps({"experiment": "a", **task}))
        monkeypatch.setenv("EXECUTED_SLIDES_TASK", str(tmp_path))
        recording.this_run.cache_clear()
        return lambda: json.loads((tmp_path / "outcome.json").read_text())

    yield begin
    recording.this_run.cache_clear()


class Tensor:
    """As TensorFlow's, it has no `item`."""

    def numpy(self):
        return np.float32(0.5)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (np.array(3), 3),
        (np.array([[0.5]], "float32"), 0.5),
        (np.float16(0.25), 0.25),
        (np.longdouble(0.5), 0.5),
        (np.bool_(True), True),
        (np.ma.masked, None),
        (Tensor(), 0.5),
        (Decimal("0.1"), 0.1),
        (Decimal(3), 3.0),
        (Fraction(1, 2), 0.5),
        (10**30, 10**30),
        (None, None),
        (-0.0, -0.0),
    ],
)
def test_a_number_of_any_library_is_kept_as_it_is(task, given, kept):
    outcome = task()

    record.numbers(x=given)

    value = outcome()["numbers"]["x"]
    assert (value, type(value)) == (kept, type(kept))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("adam", "x is a text: record.texts(x=…) keeps texts"),
        (b"1", "x is b'1', no number"),
        (date(2026, 1, 2), "x is datetime.date(2026, 1, 2), no number"),
        (np.datetime64("2026-01-02"), "x is datetime.date(2026, 1, 2), no number"),
        (np.timedelta64(5, "Y"), "x is np.timedelta64(5,'Y'), which no number of JSON is"),
        (np.datetime64("20000-01-01"), "x is np.datetime64('20000-01-01'), which no number"),
        (np.array([5], "m8[M]"), "x is np.timedelta64(5,'M'), which no number of JSON is"),
        (np.random.default_rng(1), "x is Generator(PCG"),
        (1j, "x is 1j, no number"),
        (np.complex64(1j), "x is 1j, no number"),
        (
            Fraction(1, 3),
            "x is Fraction(1, 3), which no number of JSON is: record.numbers(x=float(…))",
        ),
        (Decimal("0.12345678901234567890"), "x is Decimal("),
        (np.longdouble(1) / 3, "which no number of JSON is: record.numbers(x=float(…))"),
        (10**400, "int too large to convert to float"),
        (np.zeros(2), "x is a row, no number: record.series("),
        ([1], "x is a row, no number"),
        (np.float32("inf"), "x is inf: a recorded number must be finite"),
    ],
)
def test_what_is_no_number_is_said_by_name(task, given, said):
    task()

    with pytest.raises(ValueError) as error:
        record.numbers(x=given)

    assert said in str(error.value)


def test_one_bad_value_takes_no_other_along(task):
    outcome = task()

    with pytest.raises(ValueError) as error:
        record.numbers(a=1, best="adam", g={"b": 2, "c": float("nan")}, date=3, d=4)

    assert outcome()["numbers"] == {"a": 1, "g": {"b": 2}, "d": 4}
    best, nan, taken = str(error.value).split("; ")
    assert best.startswith("best is a text")
    assert nan == "g.c is nan: a recorded number must be finite, or None where there is none"
    assert taken == "date: templates read the record's own by this name"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"g": {1: 2, "1": 3}}, "numbers: 'g.1' is recorded twice"),
        ({"g": {"\u00e9": 2, "e\u0301": 3}}, "numbers: 'g.\u00e9' is recorded twice"),
        (
            {"g.b": 1, "g": {"b": 2}},
            "a name is 'g.b': names are not empty, and have no dot and no control sign, as 'g_b'",
        ),
        ({"": 1}, "a name is '': names are not empty"),
        ({"\ud800": 1}, r"a name is '\ud800': names are not empty"),
        ({"g": {True: 1}}, "a name is True: names are texts or whole numbers"),
        ({"g": {0.5: 1}}, "a name is 0.5: names are texts or whole numbers"),
        ({"g": {(1, 2): 1}}, "a name is (1, 2): names are texts or whole numbers"),
    ],
)
def test_no_name_hides_another(task, values, said):
    task()

    with pytest.raises(ValueError) as error:
        record.numbers(**values)

    assert said in str(error.value)


def test_whole_numbers_of_numpy_name_as_python_s_do(task):
    outcome = task()

    record.numbers(loss={np.int64(4): 0.5, 16: 0.25})

    assert outcome()["numbers"] == {"loss": {"4": 0.5, "16": 0.25}}


@pytest.mark.parametrize("name", ["items", "keys", "values", "get", "names", "at", "pop", "copy"])
def test_a_number_called_as_a_dict_s_method_reads_back_as_a_number(task, name):
    task(runs=[{"seed": 1, "numbers": {name: 5, "g": {name: 6}}}])

    run = record.run()

    assert (getattr(run.numbers, name), getattr(run.numbers.g, name)) == (5, 6)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ([np.float32(0.5), Decimal("0.1"), Fraction(1, 4)], [0.5, 0.1, 0.25]),
        (np.array([True, False]), [1, 0]),
        (range(3), [0, 1, 2]),
        ((x for x in (1.5, None, float("inf"))), [1.5, None, None]),
        (np.ma.array([1, 2], mask=[False, True]), [1, None]),
        ([Tensor()], [0.5]),
        ([], []),
    ],
)
def test_a_curve_of_any_library_is_kept_as_it_is(task, given, kept):
    outcome = task()

    record.series(x=given)

    assert outcome()["series"]["x"] == kept
    assert not any(isinstance(point, bool) for point in outcome()["series"]["x"])


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (np.zeros((2, 2)), "x[0] is a row too: a curve has one dimension"),
        (np.zeros(1_000_001), "x has 1,000,001 points: a record keeps 1,000,000 at most"),
        ("abc", "x is a text: record.texts(x=…)"),
        (3, "x is 3, no row: record.numbers("),
        ([1, "2"], "x[1] is a text: record.table("),
        ([Fraction(1, 3)], "x[0] is Fraction(1, 3), which no number of JSON is"),
    ],
)
def test_what_is_no_curve_is_said_by_name(task, given, said):
    task()

    with pytest.raises(ValueError) as error:
        record.series(x=given)

    assert said in str(error.value)


@pytest.mark.parametrize(
    "image", [np.zeros((2, 2)), np.zeros((0, 2), "uint8"), np.zeros(3, "uint8"), 5, {"a": 1}]
)
def test_what_is_no_picture_is_said_by_name(task, image):
    task()

    with pytest.raises(ValueError, match=r"x is \w+ of shape .* no picture|a is int64"):
        record.pictures(x=image)


def test_what_a_block_does_not_declare_is_refused_at_once(task):
    task(declared={"data": ["rows.csv"], "artifacts": [], "figures": []}, runs=[])

    with pytest.raises(ValueError, match=r"artifact 'm' is not declared: .* artifacts = \['m'\]"):
        record.artifact("m")
    with pytest.raises(ValueError, match=r"data 'x' is not declared: .* data = \['x'\]"):
        record.data("x", None)


@pytest.mark.parametrize("name", ["../x", "/tmp/x", "", "a b"])
def test_a_figure_lies_nowhere_but_in_its_folder(task, tmp_path, name):
    task(runs=[{"seed": 1}], declared={"data": [], "artifacts": [], "figures": ["a"]})

    with pytest.raises(ValueError, match="is not declared"):
        record.figure(name, None, alt="")

    assert not list(Path(tmp_path.parent).glob("x*"))


def test_figure_cells_record_nothing(task):
    task(runs=[{"seed": 1}])
    with pytest.raises(ValueError, match=r"record.numbers in a figure cell"):
        record.numbers(x=1)
    with pytest.raises(ValueError, match=r"record.artifact in a figure cell"):
        record.artifact("x")


def test_an_alternative_text_that_is_none_is_refused_on_its_line(task):
    task(runs=[{"seed": 1}])

    with pytest.raises(ValueError, match="surrogates not allowed"):
        record.figure("a", None, alt="half \ud83d")
