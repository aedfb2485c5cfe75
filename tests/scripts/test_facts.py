"""The facts of a statement are those of its own part of a source, or an error with its line."""

import pytest

from executed_slides.base.errors import DeckError
from executed_slides.scripts.fingerprint import read_code
from executed_slides.scripts.helpers import Helpers
from executed_slides.scripts.script import read_script

HEAD = "# /// experiment\n# ///\n# %% Measure\n"


def test_a_statement_has_the_names_of_its_own_part_of_a_line(tmp_path):
    """A function that began on the last line of a string could not be read at all."""
    (tmp_path / "tools.py").write_text('한 = """a\nb"""; f = lambda: g()\ndef g():\n    return 1\n')
    (tmp_path / "one.py").write_text(f"{HEAD}from tools import f\nf()\n")

    code = read_code(read_script(tmp_path / "one.py", "one.py"), Helpers(tmp_path))

    assert set(code.measure.code) == {"tools.f", "tools.g"}


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("x = 1" + " + 1" * 1500, "nested too deeply to be read"),
        ("x = 0x" + "f" * 5000, "Exceeds the limit"),
        ("@print\ndef f(a, a):\n    pass\nf()", " 'a' in function definition"),
        ("def f():\n    nonlocal a\nf()", "no binding for nonlocal 'a' found"),
    ],
)
def test_what_python_cannot_follow_is_named_with_its_line(tmp_path, statement, message):
    (tmp_path / "one.py").write_text(HEAD + statement)

    with pytest.raises(DeckError) as refused:
        read_code(read_script(tmp_path / "one.py", "experiments/one.py"), Helpers(tmp_path))

    assert refused.value.message.startswith("experiments/one.py:")
    assert 4 <= int(refused.value.message.split(":")[1]) <= 5
    assert message in refused.value.message
