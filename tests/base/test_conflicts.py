"""Git's marks of a conflict are told as what they are, in every file that users edit."""

import pytest

from executed_slides.base.errors import Unreadable
from executed_slides.base.files import read_utf8

OURS = "x = 1\n<<<<<<< HEAD\nx = 2\n=======\nx = 3\n>>>>>>> other branch\n"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (OURS, 2),
        (OURS.replace("\n", "\r\n"), 2),
        (OURS.replace("=======", "||||||| base\nx = 0\n======="), 2),
        ("<<<<<<< HEAD\n=======\nall\n>>>>>>> b", 1),
    ],
)
def test_both_sides_of_a_merge_are_named_with_their_line(tmp_path, text, line):
    (tmp_path / "a.py").write_bytes(text.encode())

    with pytest.raises(Unreadable) as error:
        read_utf8(tmp_path / "a.py", "experiments/a.py")

    assert error.value.message == (
        f"experiments/a.py:{line}: git left both sides of a merge here, between <<<<<<< and >>>>>>>"
    )
    assert error.value.hint == (
        "keep the lines of one side, without the three marks; or take a whole file: "
        "`git checkout --ours experiments/a.py`, or --theirs"
    )


@pytest.mark.parametrize(
    "text",
    [
        "<<<<<<< HEAD\n",
        "a\n=======\nb\n",
        "\n".join(f"    {line}" for line in OURS.splitlines()),
        OURS.replace(">>>>>>> ", ">>>> "),
    ],
)
def test_what_is_no_conflict_is_read(tmp_path, text):
    (tmp_path / "a.md").write_text(text)

    assert read_utf8(tmp_path / "a.md", "a.md") == text
