"""Marp is installed once for all decks of a user, whole or not at all."""

import os
import sys
from pathlib import Path

import pytest

from executed_slides.base.errors import DeckError
from executed_slides.base.folders import Folders
from executed_slides.output.preparation import Preparation
from executed_slides.toolchain import installation
from executed_slides.toolchain.installation import install_marp, is_installed, modules
from executed_slides.toolchain.node import Node

INSTALLS = """
import pathlib, sys
assert pathlib.Path("package-lock.json").is_file()
pathlib.Path("node_modules").mkdir()
pathlib.Path("node_modules/arguments").write_text(" ".join(sys.argv[1:]))
"""
FAILS = """
import pathlib, sys
tries = pathlib.Path(__file__).with_name("tries")
tries.write_text(tries.read_text() + "x" if tries.exists() else "x")
pathlib.Path("node_modules").mkdir()
print("npm error code ENOTFOUND", file=sys.stderr)
print("npm error network request failed", file=sys.stderr)
sys.exit(1)
"""
HANGS = """
import pathlib, time
pathlib.Path(__file__).with_name("started").touch()
time.sleep(600)
"""


@pytest.fixture
def npm(tmp_path, monkeypatch):
    """Writes what `npm` does, as Python; the cache is a user's own, and empty."""
    monkeypatch.setattr("platformdirs.user_cache_path", lambda *_, **__: tmp_path / "cache")

    def write(script: str) -> Folders:
        (tmp_path / "npm.py").write_text(script)
        fake = Node(tmp_path / "node", (sys.executable, tmp_path / "npm.py"))
        monkeypatch.setattr(installation, "find_node", lambda: fake)
        return Folders(tmp_path / "deck")

    return write


def test_marp_is_installed_by_npm_ci_for_all_decks(npm, tmp_path):
    folders = npm(INSTALLS)

    assert install_marp(folders) is True
    assert (modules(folders) / "arguments").read_text().startswith("ci ")
    assert modules(Folders(tmp_path / "other")) == modules(folders)


def test_an_installed_marp_is_left_alone(npm):
    folders = npm(INSTALLS)
    install_marp(folders)
    npm(FAILS)

    assert install_marp(folders) is False


def test_an_engine_with_another_lock_file_installs_beside_it(npm, tmp_path, monkeypatch):
    folders = npm(INSTALLS)
    install_marp(folders)
    first = modules(folders)
    monkeypatch.setattr(installation, "version", lambda: "0123456789abcdef0")

    assert install_marp(folders) is True
    assert modules(folders).parent.name == "marp-0123456789abcdef"
    assert first.is_dir()


def test_a_failing_npm_is_quoted_and_tried_again(npm):
    folders = npm(FAILS)

    with pytest.raises(DeckError) as error:
        install_marp(folders)

    assert error.value.message == (
        "Marp cannot be installed: `npm ci` failed:\n"
        "npm error code ENOTFOUND\n"
        "npm error network request failed"
    )
    assert not is_installed(folders)
    npm(INSTALLS)
    assert install_marp(folders) is True


def test_an_interrupted_installation_is_done_again(npm, monkeypatch):
    folders = npm(INSTALLS)

    def interrupt(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("executed_slides.base.processes.run_together", interrupt)
        with pytest.raises(KeyboardInterrupt):
            install_marp(folders)

    assert not is_installed(folders)
    assert install_marp(folders) is True


@pytest.fixture
def private(tmp_path, monkeypatch):
    """The folder that takes the place of a home's."""
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path))
    return tmp_path / f"executed-slides.{os.getuid()}"


def test_a_cache_that_is_closed_to_us_is_replaced_by_a_private_folder(
    npm, tmp_path, private, monkeypatch
):
    folders = npm(INSTALLS)
    monkeypatch.setattr("os.access", lambda path, mode: Path(path) != tmp_path)

    assert install_marp(folders) is True
    assert modules(folders).is_relative_to(private)


def test_a_user_without_a_home_installs_nothing_into_the_deck(npm, private, monkeypatch):
    """A project that came with a Marp of its own would have it run."""
    folders = npm(INSTALLS)
    monkeypatch.setattr("platformdirs.user_cache_path", lambda *_, **__: Path("~/.cache"))

    assert modules(folders).is_relative_to(private)


def test_marp_is_brought_while_other_work_is_done(npm):
    folders = npm(INSTALLS)
    told = []

    with Preparation(folders, told.append) as preparation:
        preparation.ready()

        assert is_installed(folders)
    assert told == ["npm ci: installs Marp and a browser, about 200 MB, for all decks of yours"]


def test_what_failed_is_tried_once_for_all_decks_of_a_build(npm, tmp_path):
    with Preparation(npm(FAILS), print) as preparation:
        for _ in ("one deck", "another"):
            with pytest.raises(DeckError, match="Marp cannot be installed"):
                preparation.ready()

    assert (tmp_path / "tries").read_text() == "x"


def test_an_installation_that_nobody_waits_for_ends_with_its_build(npm, tmp_path):
    folders = npm(HANGS)

    with Preparation(folders, print):
        while not (tmp_path / "started").exists():
            pass

    assert not is_installed(folders)
