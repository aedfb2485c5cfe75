"""Plotly's figures are drawn by a browser that one path names, whichever the machine has."""

import subprocess
import sys

import pytest

from executed_slides.base.errors import DeckError, NoBrowser
from executed_slides.base.folders import Folders
from executed_slides.toolchain import figure_browser
from executed_slides.toolchain.browser import Browser
from executed_slides.toolchain.figure_browser import bring_figure_browser, find_named_browser


@pytest.fixture
def bring(tmp_path, monkeypatch):
    """Brings a figure browser where `bring_browser` gives this one.

    `there` are those of the machine; who is installed for is noted in `installed`.
    """

    def bring(browser: Browser | None, there=(), installed=None) -> str | None:
        installed = [] if installed is None else installed

        def give(folders: Folders) -> Browser:
            if browser is None:
                raise NoBrowser("there is no browser", "install one")
            return browser

        monkeypatch.setattr(figure_browser, "install_marp", installed.append)
        monkeypatch.setattr(figure_browser, "find_machine_browsers", lambda: there)
        monkeypatch.setattr(figure_browser, "bring_browser", give)
        return bring_figure_browser(Folders(tmp_path))

    return bring


@pytest.mark.parametrize(
    ("shell", "named"),
    [
        ({}, None),
        ({"CHROME_PATH": "/opt/chrome"}, "/opt/chrome"),
        ({"CHROME_PATH": "/opt/chrome", "BROWSER_PATH": "/opt/own"}, "/opt/own"),
    ],
)
def test_the_browser_that_is_named_for_pdfs_draws_figures_too(monkeypatch, shell, named):
    for name in ("CHROME_PATH", "BROWSER_PATH"):
        monkeypatch.delenv(name, raising=False)
    for name, path in shell.items():
        monkeypatch.setenv(name, path)

    assert find_named_browser() == named


def test_a_browser_of_the_machine_is_its_own_path(bring, tmp_path):
    chrome, installed = tmp_path / "chrome", []

    assert bring(Browser(chrome, {}), [chrome], installed) == str(chrome)
    assert installed == []


@pytest.mark.skipif(sys.platform == "win32", reason="npm's browser is for Linux")
def test_npms_browser_starts_with_all_that_it_needs(bring, tmp_path):
    chromium = tmp_path / "my browsers" / "chromium"
    chromium.parent.mkdir()
    chromium.write_text('#!/bin/sh\necho "$FONTS:$1:$2"\n')
    chromium.chmod(0o755)

    path = bring(Browser(chromium, {"FONTS": "of two words"}))
    again = bring(Browser(chromium, {"FONTS": "of three words, '\""}))

    assert path == again
    started = subprocess.run([path, "--a", "b c"], capture_output=True, text=True, check=True)
    assert started.stdout == "of three words, '\":--a:b c\n"


def test_where_there_is_none_kaleido_is_left_to_say_so(bring):
    installed = []

    assert bring(None, (), installed) is None
    assert len(installed) == 1


def test_where_it_cannot_be_installed_no_second_run_tries(bring, tmp_path, monkeypatch):
    """Offline, each run of a deck with Plotly had waited for npm, and nobody was told."""
    tried = []

    def install(folders):
        tried.append(folders)
        raise DeckError("npm ci failed", "go online")

    bring(None)
    monkeypatch.setattr(figure_browser, "install_marp", install)
    elsewhere = Folders(tmp_path / "elsewhere")

    assert [bring_figure_browser(elsewhere) for _ in range(3)] == [None, None, None]
    assert tried == [elsewhere]
