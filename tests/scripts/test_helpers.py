"""A helper is a Python file of experiments/, or an error by name."""

import pytest

from executed_slides.base.errors import Unreadable
from executed_slides.scripts.helpers import Helpers


@pytest.mark.parametrize("name", ["tools.py", "tools/__init__.py"])
def test_a_helper_that_is_a_link_to_nowhere_is_no_other_package(tmp_path, name):
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).symlink_to("nowhere")
    helpers = Helpers(tmp_path)

    for _ in range(2):
        with pytest.raises(Unreadable, match=f"{tmp_path.name}/{name} is a link to nowhere"):
            helpers.find("tools")
