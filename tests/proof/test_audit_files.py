"""Files of other tools: which numbers they give, and by which cell or path."""

import json

import pytest

from executed_slides.base.errors import DeckError
from executed_slides.proof import audit_files
from executed_slides.proof.audit_files import known_in_file


def given(tmp_path, name: str, content: str | bytes) -> dict[str, float]:
    """The numbers of a file, by their keys."""
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return {known.key.removeprefix(f"{name}: "): known.value for known in known_in_file(path)}


def test_a_cell_is_named_by_its_rows_words_and_its_column(tmp_path):
    assert given(tmp_path, "a.csv", "model,acc,runs\nplain,0.88,3\n\nlarge,0.9,5\n") == {
        "plain, acc (row 2)": 0.88,
        "plain, runs (row 2)": 3,
        "large, acc (row 3)": 0.9,
        "large, runs (row 3)": 5,
    }


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("0,88", 0.88),
        ("1.234,5", 1234.5),
        ("88,2 %", 0.882),
        ("−3", -3),
        ("2e-05", 2e-05),
        ("7", 7),
    ],
)
def test_between_semicolons_a_comma_is_decimal(tmp_path, cell, value):
    assert given(tmp_path, "a.csv", f"x;y\na;{cell}\n") == {"a, y (row 2)": pytest.approx(value)}


def test_between_commas_one_marks_thousands(tmp_path):
    assert given(tmp_path, "a.csv", 'x,y\na,"1,234"\n') == {"a, y (row 2)": 1234}


def test_excel_writes_a_mark_in_front_and_tabs(tmp_path):
    assert given(tmp_path, "a.tsv", "x\ty\na\t1\n".encode("utf-8-sig")) == {"a, y (row 2)": 1}


def test_columns_of_one_name_or_none_are_told_apart_by_their_place(tmp_path):
    assert given(tmp_path, "a.csv", "acc,acc,\n0.5,0.6,0.7\n") == {
        "acc (column 1) (row 2)": 0.5,
        "acc (column 2) (row 2)": 0.6,
        "(column 3) (row 2)": 0.7,
    }


def test_words_dates_and_versions_are_no_numbers(tmp_path):
    assert given(tmp_path, "a.csv", "a,b,c\n2026-01-02,1.2.3,n/a\n") == {}


def test_json_has_paths(tmp_path):
    values = {"test": {"acc": 0.9, "ok": True}, "runs": [{"loss": 0.1}, {"loss": None}]}

    assert given(tmp_path, "a.json", json.dumps(values)) == {
        "test.acc": 0.9,
        "runs[0].loss": 0.1,
    }


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.json", "{", "a.json: no JSON: "),
        ("a.xlsx", "", "a.xlsx is no CSV and no JSON"),
        ("a.csv", "정확도\n".encode("cp949"), "a.csv:1: byte 1 of the file"),
    ],
)
def test_what_cannot_be_read_is_told(tmp_path, name, content, message):
    with pytest.raises(DeckError) as told:
        given(tmp_path, name, content)

    assert message in told.value.message


@pytest.mark.parametrize(
    ("limit", "most", "size"),
    [("_MOST", 5, "more than 5 numbers"), ("_MOST_BYTES", 1_999_999, "more than 1 MB")],
)
def test_data_rather_than_results_is_refused_with_the_limit(
    limit, most, size, tmp_path, monkeypatch
):
    monkeypatch.setattr(audit_files, limit, most)
    assert len(given(tmp_path, "fits.csv", "x\n" + "1\n" * 5)) == 5

    with pytest.raises(DeckError) as told:
        given(tmp_path, "data.csv", "x\n" + "1\n" * 6 + "\n" * 2_000_000)

    assert told.value.message.startswith(f"data.csv has {size}, ")
    assert told.value.hint.startswith("write the results in it to a file of their own: ")


def test_an_empty_table_gives_nothing(tmp_path):
    assert given(tmp_path, "a.csv", "") == {}
