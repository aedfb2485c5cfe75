"""Parameters are plain values."""

import pytest

from executed_slides.base.errors import DeckError
from executed_slides.scripts.script import read_script

HEAD = '# /// experiment\n# ///\n# %% Parameters tags=["parameters"]\n'


def test_a_parameter_of_a_number_that_python_does_not_write_out_is_no_plain_value(tmp_path):
    (tmp_path / "one.py").write_text(f"{HEAD}x = 0x{'f' * 5000}\n")

    with pytest.raises(DeckError) as refused:
        read_script(tmp_path / "one.py", "one.py")

    assert refused.value.message.startswith("one.py:4: parameter 'x' is not a plain value")
