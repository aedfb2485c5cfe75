"""Texts and tables, from the cell to the record and back to figure cells."""

import json
import math
import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from made_records import make_record, make_run
from msgspec import ValidationError, convert, to_builtins

from executed_slides import record
from executed_slides.records.schema import Run
from executed_slides.records.tables import cells_of
from executed_slides.runs import recording
from executed_slides.runs.recorded_tables import as_table
from executed_slides.runs.recorded_values import MOST_CELLS

SCORES = [{"model": "svm", "accuracy": 0.91}, {"model": "forest", "accuracy": 0.88}]


@pytest.fixture
def outcome(tmp_path, monkeypatch):
    """What a run leaves, which tells by the record's words as in the build."""
    (tmp_path / "task.json").write_text('{"experiment": "a"}')
    monkeypatch.setenv("EXECUTED_SLIDES_TASK", str(tmp_path))
    recording.this_run.cache_clear()
    yield lambda: json.loads((tmp_path / "outcome.json").read_text())
    recording.this_run.cache_clear()


def test_texts_are_kept_letter_by_letter_and_grouped(outcome):
    record.texts(best="adam", large={"best": np.str_("SGD | *momentum*"), 1: "가"})

    assert outcome()["texts"] == {
        "best": "adam",
        "large": {"best": "SGD | *momentum*", "1": "가"},
    }


class Series:
    """As one of pandas: numbers with labels."""

    index = ("intercept", "slope")

    def tolist(self):
        return [1.5, 2]

    def to_dict(self):
        return {"intercept": 1.5, "slope": 2}


class Measured:
    """As a number of uncertainties, which is none of Python's."""

    nominal_value, std_dev = 3.1, 0.2

    def __float__(self):
        raise TypeError("can't convert it to float")


class InUnits:
    """As a quantity of Pint."""

    magnitude, units = 3.0, "metre"

    def __repr__(self):
        return "3.0 metre"

    def tolist(self):
        raise AttributeError("Magnitude 'float' does not support tolist.")


class WithUnit:
    """As a quantity of Astropy."""

    value = 3.0

    def to_value(self):
        return self.value

    def tolist(self):
        raise NotImplementedError("cannot make a list of Quantities")


MISFITS = (
    *(date(2026, 1, 2), time(12), datetime(2026, 1, 2, 3), timedelta(hours=1), 2 + 1j, b"adam"),
    *(np.datetime64("2026-01-02"), np.datetime64("2026-01-02T03", "ns"), np.timedelta64(5, "ns")),
    *(Fraction(1, 3), Decimal("0.1"), Path("model"), print, object(), None, True, 0.5, "adam"),
    *(math.nan, math.inf, 10**400, Fraction(1, 2), np.float16(0.5), np.complex64(1j), {1, 2}),
    *(np.longdouble(1) / 3, np.eye(2), [[1, 2], [3, 4]]),
    *(Series(), Measured(), InUnits(), WithUnit()),
)


@pytest.mark.parametrize("value", MISFITS, ids=lambda value: type(value).__name__)
@pytest.mark.parametrize("word", ["numbers", "texts", "series"])
def test_whoever_follows_what_is_told_has_a_value_that_is_kept(outcome, word, value):
    try:
        getattr(record, word)(x=value)
    except ValueError as error:
        told = re.search(r"record\.\w+\(.*\)(?= keeps)|sorted\(…\)|finite", str(error))
    else:
        return
    if told[0] != "finite":
        call = told[0] if "record" in told[0] else f"record.series(x={told[0]})"
        eval(call.replace("…", "(value)"), {"record": record, "value": value, "np": np})
        assert any(outcome().get(kind) for kind in ("numbers", "texts", "series", "tables"))


@pytest.mark.parametrize(
    ("tell", "fault"),
    [
        (lambda: record.numbers(best="adam"), "best is a text: record.texts(best=…) keeps texts"),
        (
            lambda: record.numbers(large={"best": "adam"}),
            'large.best is a text: record.texts(large={"best": …}) keeps texts',
        ),
        (lambda: record.series(best="adam"), "best is a text: record.texts(best=…) keeps texts"),
        (
            lambda: record.series(names=["a", "b"]),
            'names[0] is a text: record.table("NAME", {"COLUMN": […]}) keeps columns of texts',
        ),
        (
            lambda: record.numbers(names=["a", "b"]),
            'names is a row, no number: record.table("NAME", {"COLUMN": […]}) '
            "keeps columns of texts",
        ),
        (
            lambda: record.numbers(loss=[1, 2]),
            "loss is a row, no number: record.series(loss=[…]) keeps rows",
        ),
        (
            lambda: record.numbers(fit=Series()),
            "fit is a row, no number: record.numbers(fit=….to_dict()) keeps each by its label",
        ),
        (
            lambda: record.numbers(speed=InUnits()),
            "speed is 3.0 metre, no number: record.numbers(speed=….magnitude) keeps it",
        ),
        (
            lambda: record.numbers(scores=SCORES),
            "scores is a table: record.table('scores', rows) keeps tables",
        ),
        (
            lambda: record.series(scores=SCORES),
            "scores is a table: record.table('scores', rows) keeps tables",
        ),
        (
            lambda: record.texts(scores=SCORES),
            "scores is a table: record.table('scores', rows) keeps tables",
        ),
        (
            lambda: record.texts(best=0.5),
            "best is 0.5, no text: record.numbers(best=…) keeps it",
        ),
        (
            lambda: record.texts(names=["a", "b"]),
            'names is a row, no text: record.table("NAME", {"COLUMN": […]}) keeps columns of texts',
        ),
        (
            lambda: record.texts(best="\ud83d"),
            r"best is '\ud83d', which has half of a sign that is written in two",
        ),
        (
            lambda: record.numbers(day=date(2026, 1, 2)),
            "day is datetime.date(2026, 1, 2), no number: record.texts(day=str(…)) keeps it",
        ),
        (
            lambda: record.texts(finding="adam"),
            "finding: templates read the record's own by this name",
        ),
        (
            lambda: record.table("series", SCORES),
            "series: templates read the record's own by this name",
        ),
    ],
)
def test_what_belongs_elsewhere_is_told_with_the_word_that_keeps_it(outcome, tell, fault):
    with pytest.raises(ValueError) as error:
        tell()

    assert str(error.value) == fault


@pytest.mark.parametrize(
    ("first", "then", "fault"),
    [
        (lambda: record.numbers(x=1), lambda: record.texts(x="a"), "texts: 'x' is recorded twice"),
        (
            lambda: record.texts(x="a"),
            lambda: record.table("x", SCORES),
            "tables: 'x' is recorded twice",
        ),
        (
            lambda: record.table("x", SCORES),
            lambda: record.numbers(x={"y": 1}),
            "numbers: 'x.y' is recorded twice",
        ),
        (
            lambda: record.numbers(x={"y": 1}),
            lambda: record.texts(x="a"),
            "texts: 'x' is recorded twice",
        ),
    ],
)
def test_a_name_means_one_thing(outcome, first, then, fault):
    first()

    with pytest.raises(ValueError, match=fault):
        then()


def test_a_group_may_have_numbers_and_texts(outcome):
    record.numbers(large={"loss": 0.5})
    record.texts(large={"best": "adam"})

    assert (outcome()["numbers"], outcome()["texts"]) == (
        {"large": {"loss": 0.5}},
        {"large": {"best": "adam"}},
    )


class Pandas:
    """As a data frame of pandas gives its rows: those of one label are one in `to_dict()`."""

    columns = ("model", "accuracy", "epochs", "good")

    def to_dict(self, orient="dict"):
        assert orient == "list"
        return {
            "model": ["svm", "forest"],
            "accuracy": [np.float64(0.91), math.nan],
            "epochs": [np.int64(3), type("NAType", (), {})()],
            "good": [np.bool_(True), False],
        }


class Labelled(Pandas):
    """As one of pandas whose index has the names of its rows."""

    class index(list):  # noqa: N801
        names = (None,)

    def __init__(self):
        self.index = Labelled.index(["svm", "forest"])

    def to_dict(self, orient):
        return {name: cells for name, cells in super().to_dict(orient).items() if name != "model"}

    def reset_index(self):
        return Pandas()


class PolarsColumn(list):
    def to_list(self):
        return list(self)


class Polars:
    """As one of polars: columns that are none of Python's."""

    columns = ("model", "accuracy", "epochs", "good")

    def to_dict(self, *, as_series=True):
        given = Pandas().to_dict("list") | {"accuracy": [0.91, None], "epochs": [3, None]}
        return {name: PolarsColumn(cells) for name, cells in given.items()}


class Arrow:
    column_names = ("model", "accuracy", "epochs", "good")

    def to_pylist(self):
        return [
            {"model": "svm", "accuracy": 0.91, "epochs": 3, "good": True},
            {"model": "forest", "accuracy": None, "epochs": None, "good": False},
        ]


@pytest.mark.parametrize(
    "rows",
    [
        Pandas(),
        Labelled(),
        Polars(),
        Arrow(),
        Arrow().to_pylist(),
        tuple(Arrow().to_pylist()),
        iter(Arrow().to_pylist()),
        Pandas().to_dict("list"),
        {name: np.array(cells, object) for name, cells in Pandas().to_dict("list").items()},
    ],
)
def test_rows_columns_and_data_frames_are_one_table(outcome, rows):
    record.table("scores", rows, key="model")

    assert outcome()["tables"] == {
        "scores": {
            "columns": [
                {"name": "model", "cells": ["svm", "forest"]},
                {"name": "accuracy", "cells": [0.91, None]},
                {"name": "epochs", "cells": [3, None]},
                {"name": "good", "cells": [True, False]},
            ],
            "key": "model",
        }
    }


@pytest.mark.parametrize("method", ["__arrow_c_stream__", "__dataframe__"])
def test_a_frame_that_only_arrow_reads_says_so_where_there_is_no_arrow(method):
    frame = type("Lazy", (), {method: lambda self: None})()

    with pytest.raises(ValueError, match="a Lazy gives its rows to pyarrow alone, which is not"):
        as_table(frame, "scores")


def test_a_frame_that_only_arrow_reads_is_read_by_it(monkeypatch):
    class Library:
        table = from_dataframe = staticmethod(lambda frame: Arrow())

    monkeypatch.setattr("executed_slides.runs.recorded_tables.import_module", lambda name: Library)
    for method in ("__arrow_c_stream__", "__dataframe__"):
        frame = type("Lazy", (), {method: lambda self: None})()

        assert as_table(frame, "scores") == as_table(Arrow(), "scores")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ([1, 2, None], [1, 2, None]),
        ([1, 2.5], [1.0, 2.5]),
        ([0.1 + 0.2, Decimal("0.1"), Fraction(1, 4)], [0.30000000000000004, 0.1, 0.25]),
        ([2**70, 1], [2**70, 1]),
        ([np.float32(0.1)], [0.10000000149011612]),
        ([math.nan, None], [None, None]),
        ([None, "a\nb|c", ""], [None, "a\nb|c", ""]),
        ([True, np.bool_(False)], [True, False]),
        ([], []),
    ],
)
def test_cells_are_exact_and_columns_of_one_kind(given, kept):
    [column] = as_table({"x": given}, "t").columns

    assert list(map(repr, column.cells)) == list(map(repr, kept))


class Doubled:
    columns = ("x", "x")

    def to_dict(self, orient):
        return {"x": [1]}


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ([{"a": 1, "b": 2}, {"a": 1}], "t[1] lacks 'b': rows have the same columns, and None"),
        ([{"a": 1}, {"a": 1, "b": 2}], "t[1] alone has 'b': rows have the same columns"),
        ({"a": [1, 2], "b": [1]}, "t: column 'b' has 1 cells, and 'a' 2"),
        ({"a": [1, "b"]}, "t: column 'a' mixes whole numbers and texts"),
        ({"a": [True, 1]}, "t: column 'a' mixes yes or no and whole numbers"),
        ({"a": [2**70 + 1, 0.5]}, "t.a[0] is 1180591620717411303425, which no real number is"),
        ({"a": [[1]]}, "t.a[0] is [1]: a cell holds one value"),
        ({"a": [{"b": 1}]}, "t.a[0] is {'b': 1}: a cell holds one value"),
        ({"a": [math.inf]}, "t.a[0] is inf: a recorded number must be finite"),
        ({"a": [date(2026, 1, 2)]}, "t.a[0] is datetime.date(2026, 1, 2), which no cell holds"),
        ({"a": ["\ud83d"]}, r"t.a[0] is '\ud83d', which has half of a sign"),
        ({"a": np.array([5], "m8[Y]")}, "t.a[0] is np.timedelta64(5,'Y'), which no number"),
        ({"a": {3, 1}}, "t.a is {1, 3}, which has no order: sorted(…) gives it one"),
        ({"a": 1}, "t.a is 1, no column: columns are lists of cells"),
        ({"a": "abc"}, "t.a is 'abc', no column"),
        ({1: [1], "1": [2]}, "t: two columns are called '1'"),
        (Doubled(), "t: two columns are called 'x'"),
        ({"a.b": [1]}, "a name is 'a.b': names are not empty, and have no dot"),
        ([], "t has no columns: rows are [{"),
        ([[1, 2]], "t[0] is [1, 2], no row: rows are [{"),
        (0.5, "t is 0.5, no table: rows are [{"),
        ({"a": [1], "b": range(MOST_CELLS)}, "t has 1,000,001 cells: a record keeps 1,000,000"),
    ],
)
def test_what_is_no_table_is_told_by_its_cell(rows, fault):
    with pytest.raises(ValueError) as error:
        as_table(rows, "t")

    assert str(error.value).startswith(fault)


@pytest.mark.parametrize(
    ("key", "fault"),
    [
        ("b", "t: the key 'b' is no column: there are model, loss, none"),
        ("loss", "t: the key 'loss' has real numbers, which need not be equal in another run"),
        ("none", "t: row 1 has no 'none', which is the key"),
        ("model", "t: two rows have the key model = 'svm'"),
    ],
)
def test_a_key_tells_each_row_from_the_others(key, fault):
    rows = {"model": ["svm", "svm"], "loss": [0.5, 0.5], "none": [1, None]}

    with pytest.raises(ValueError) as error:
        as_table(rows, "t", key)

    assert str(error.value) == fault


def table(*rows, key=""):
    return to_builtins(as_table(list(rows), "t", key))


def test_rows_of_several_runs_are_put_together_by_key_or_by_number():
    one = as_table([{"m": "a", "x": 1}, {"m": "b", "x": 2}], "t", "m")
    two = as_table([{"m": "b", "x": 3}, {"m": "c", "x": None}], "t", "m")

    assert dict(cells_of({1: one, 2: two})) == {
        "[0].m": {1: "a"},
        "[0].x": {1: 1},
        "[1].m": {1: "b", 2: "b"},
        "[1].x": {1: 2, 2: 3},
        "[2].m": {2: "c"},
        "[2].x": {2: None},
    }
    by_number = {
        seed: convert({**to_builtins(t), "key": ""}, type(t)) for seed, t in enumerate((one, two))
    }
    assert dict(cells_of(by_number)) == {
        "[0].m": {0: "a", 1: "b"},
        "[0].x": {0: 1, 1: 3},
        "[1].m": {0: "b", 1: "c"},
        "[1].x": {0: 2},  # The other run has none there.
    }


def test_figure_cells_read_texts_and_rows(tmp_path, monkeypatch):
    monkeypatch.delenv("EXECUTED_SLIDES_TASK", raising=False)
    monkeypatch.chdir(tmp_path)
    recording.this_run.cache_clear()
    record.texts(large={"best": "adam"})
    record.table("scores", SCORES)

    run = record.run()

    assert run.texts.large.best == "adam"
    assert run.tables.scores == SCORES
    assert [row.accuracy for row in run.tables.scores] == [0.91, 0.88]
    recording.this_run.cache_clear()


def test_records_without_texts_and_tables_hash_as_before():
    plain = make_record("a", [{"numbers": {"x": 1}}])
    empty = make_record("a", [{"numbers": {"x": 1}, "texts": {}, "tables": {}}])

    assert plain.runs_hash == empty.runs_hash
    assert "texts" not in to_builtins(plain.runs[0])


@pytest.mark.parametrize(
    "other",
    [
        {"texts": {"best": "sgd"}},
        {"tables": {"t": table({"a": 1, "b": 2.0}), "u": table({"a": 1})}},
        {"tables": {"t": table({"b": 2.0, "a": 1})}},  # In another order.
        {"tables": {"t": table({"a": 1, "b": 2.5})}},
        {"tables": {"t": table({"a": 1, "b": 2.0}, key="a")}},
    ],
)
def test_texts_cells_and_the_order_of_columns_count_in_the_hash(other):
    usual = {"texts": {"best": "adam"}, "tables": {"t": table({"a": 1, "b": 2.0})}}

    assert make_record("a", [usual]).runs_hash != make_record("a", [usual | other]).runs_hash


@pytest.mark.parametrize(
    ("run", "fault"),
    [
        ({"texts": {"best": 1}}, "text best is 1"),
        ({"numbers": {"x": 1}, "texts": {"x": "a"}}, "two values are called x"),
        ({"numbers": {"t": 1}, "tables": {"t": table({"a": 1})}}, "two values are called t"),
        (
            {"tables": {"t": {"columns": [{"name": "a", "cells": [1, "b"]}]}}},
            "column 'a' mixes whole numbers and texts",
        ),
        (
            {"tables": {"t": {"columns": [{"name": "a", "cells": [[1]]}]}}},
            "got `array`",
        ),
    ],
)
def test_a_record_that_was_edited_to_none_is_refused(run, fault):
    with pytest.raises(ValidationError, match=fault):
        make_run(**run)


def test_a_run_comes_back_from_its_file_as_it_was():
    run = make_run(texts={"best": "adam"}, tables={"t": table({"a": 1, "b": 2.0, "c": None})})

    assert convert(json.loads(json.dumps(to_builtins(run))), Run) == run
