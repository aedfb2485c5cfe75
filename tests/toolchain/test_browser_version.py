"""The browser that draws is known by product and version, and asked no more than needed."""

import sys
from pathlib import Path

import pytest

from executed_slides.base import files
from executed_slides.base.cache import Cache
from executed_slides.base.folders import Folders
from executed_slides.toolchain import browser, installation
from executed_slides.toolchain.browser_version import find_browser_version, milestone

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="nobody asks there")


@pytest.fixture
def folders(tmp_path, monkeypatch) -> Folders:
    """A deck on a machine without a browser."""
    monkeypatch.delenv("CHROME_PATH", raising=False)
    monkeypatch.setattr(browser, "find_machine_browsers", list)
    monkeypatch.setattr(installation, "home", lambda folders: folders.root / "cache")
    return Folders(tmp_path)


def program(path: Path, answer: str) -> Path:
    path.write_text(f"#!/bin/sh\necho asked >> {path}.log\n{answer}\n")
    path.chmod(0o755)
    return path


def times_asked(path: Path) -> int:
    return len(Path(f"{path}.log").read_text().splitlines())


def test_where_there_is_none_nothing_is_said(folders):
    assert find_browser_version(folders) is None


@pytest.mark.parametrize(
    ("answer", "version"),
    [
        ("Chromium 153.0.8010.0 ", "Chromium 153.0.8010.0"),
        ("Google Chrome 131.0.6778.85 unknown", "Google Chrome 131.0.6778.85"),
        ("Chromium 130.0.6723.58 built on Debian 12", "Chromium 130.0.6723.58"),
        ("no number", None),
    ],
)
def test_it_is_what_the_browser_calls_itself(folders, tmp_path, monkeypatch, answer, version):
    chrome = program(tmp_path / "chrome", f"echo '{answer}'")
    monkeypatch.setenv("CHROME_PATH", str(chrome))

    assert find_browser_version(folders) == version


def test_one_that_does_not_start_is_passed_over(folders, tmp_path, monkeypatch):
    broken = program(tmp_path / "broken", "echo Chromium 1; exit 1")
    good = program(tmp_path / "good", "echo Chromium 2")
    monkeypatch.setattr(browser, "find_machine_browsers", lambda: [broken, good])

    assert find_browser_version(folders) == "Chromium 2"


@pytest.mark.skipif(sys.platform != "linux", reason="npm's browser is for Linux")
def test_npms_counts_once_it_is_unpacked_and_is_not_unpacked_for_this(folders, monkeypatch):
    monkeypatch.setattr("platform.machine", lambda: "x86_64")
    package = installation.modules(folders) / "@sparticuz" / "chromium"
    package.mkdir(parents=True)
    (package / "package.json").write_text('{"version": "1.2.3"}')
    assert find_browser_version(folders) is None

    home = folders.root / "cache" / "browser-1.2.3"
    (home / "lib").mkdir(parents=True)
    program(home / "chromium", "echo Chromium ${LD_LIBRARY_PATH:+3}.0")

    assert find_browser_version(folders) == "Chromium 3.0"


def test_it_is_asked_once_while_it_is_untouched(folders, tmp_path, monkeypatch):
    monkeypatch.setattr(files, "TOO_RECENT", 0)
    chrome = program(tmp_path / "chrome", "echo Chromium 2")
    monkeypatch.setenv("CHROME_PATH", str(chrome))
    cache = Cache(tmp_path / "kept")

    assert [find_browser_version(folders, cache) for _ in range(2)] == ["Chromium 2"] * 2
    assert times_asked(chrome) == 1

    program(chrome, "echo Chromium 3")

    assert find_browser_version(folders, cache) == "Chromium 3"


def test_what_was_only_mended_draws_the_same():
    assert milestone("Chromium 153.0.8010.0") == milestone("Chromium 153.0.8011.7")
    assert milestone("Chromium 153.0") != milestone("Chromium 154.0")
    assert milestone("Chromium 153.0") != milestone("Google Chrome 153.0")
