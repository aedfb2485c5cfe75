"""A file's name can be printed and put into JSON, whatever bytes it is made of."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from executed_slides.base.file_names import spelled


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("발표 2.py", "발표 2.py"),
        (os.fsdecode("가.txt".encode("cp949")), r"\xb0\xa1.txt"),
        ("a\nb\x1b[31m\x7f.py", r"a\x0ab\x1b[31m\x7f.py"),
        ("\ud800.py", r"\ud800.py"),
    ],
)
def test_what_is_no_text_in_a_name_is_written_as_numbers(name, shown):
    assert spelled(name) == shown


@given(st.binary(max_size=20))
def test_every_name_can_be_printed(name):
    assert "\n" not in spelled(os.fsdecode(name)).encode().decode()
