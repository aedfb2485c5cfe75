"""The browser by which Kaleido draws Plotly's figures, as one path: it asks for no more than that.

npm's browser needs variables beside its path ──▶ a script beside it that sets them and starts it
"""

import os
import shlex
from contextlib import suppress
from functools import cache

from executed_slides.base.errors import DeckError
from executed_slides.base.files import text_of, whole
from executed_slides.base.folders import Folders
from executed_slides.toolchain.browser import Browser, bring_browser, find_machine_browsers
from executed_slides.toolchain.installation import install_marp

_LAUNCHER = "for-figures"
# With which packages a script draws by a browser.
DRAW_BY_BROWSER = frozenset({"kaleido", "plotly"})


def find_named_browser() -> str | None:
    """What the user's environment names for figures, or for the PDF."""
    return os.environ.get("BROWSER_PATH") or os.environ.get("CHROME_PATH")


def bring_figure_browser(folders: Folders) -> str | None:
    """The machine's browser, or npm's, brought where it is not yet.

    None where there is none, which Kaleido says then in its own words.
    """
    with suppress(DeckError):
        if not find_machine_browsers():
            _try_to_install(folders)
        return _as_one_path(bring_browser(folders))
    return None


@cache
def _try_to_install(folders: Folders) -> None:
    """Once: every run asks, and where there is no network npm takes a minute to say so."""
    with suppress(DeckError):
        install_marp(folders)


def _as_one_path(browser: Browser) -> str:
    if not browser.environment:
        return str(browser.executable)
    launcher = browser.executable.with_name(_LAUNCHER)
    settings = [f"{name}={value}" for name, value in browser.environment.items()]
    command = shlex.join(["exec", "env", *settings, str(browser.executable)])
    script = f'#!/bin/sh\n{command} "$@"\n'
    if text_of(launcher) != script:
        with whole(launcher) as draft:
            draft.write_text(script, "utf-8")
            draft.chmod(0o755)
    return str(launcher)
