"""Marp turns one Markdown into HTML, PDF or PPTX, and what it made is looked at.

Marp ends well on much that is wrong: it says nothing of a missing theme, and only warns of
a missing picture.
"""

import os
import re
import zipfile
from collections.abc import Container
from pathlib import Path
from typing import Any

from executed_slides.base.command_line import command
from executed_slides.base.environment import allowed
from executed_slides.base.errors import DeckError
from executed_slides.base.files import write_json
from executed_slides.base.folders import Folders
from executed_slides.base.processes import Ended
from executed_slides.base.user_cache import has_home
from executed_slides.output.single_file import find_remote
from executed_slides.toolchain import installation
from executed_slides.toolchain.browser import Browser
from executed_slides.toolchain.node import find_node

# The browser itself tags the text, for screen readers.
_PDF_OPTIONS: dict[str, Any] = {
    "pdf": True,
    "pdfNotes": True,
    "pdfOutlines": {"pages": False, "headings": True},
}
_PPTX_OPTIONS: dict[str, Any] = {"pptx": True}

ENGINE = Path(__file__).parent / "marp_engine.mjs"

_OF_BROWSERS = ("CHROME_NO_SANDBOX", "FONTCONFIG_FILE", "FONTCONFIG_PATH", "XDG_RUNTIME_DIR")

# Marp leaves such a theme out, and ends well.
_REFUSED_THEME = re.compile(
    r"Cannot register theme CSS.*?\((?:.*?:(?P<line>\d+):(?P<column>\d+):)?\s*(?P<fault>[^)]+)",
    re.DOTALL,
)
SLIDE = re.compile(r"<svg\b[^>]*\bdata-marpit-svg\b")
_PPTX_PAGE = re.compile(r"ppt/slides/slide\d+\.xml")


def emoji_pictures(folders: Folders) -> Path:
    """Where the pictures of emoji lie, by the hexadecimal numbers of their signs, if installed."""
    return installation.modules(folders) / "@discordapp" / "twemoji" / "dist" / "svg"


def core_options(folders: Folders) -> dict[str, Any]:
    """How Marp is asked to draw every output: as it does by itself, and without a network.

    Emoji and the fonts of KaTeX would come from remote hosts; here they come with Marp, and
    `marp_engine.mjs` puts those that a deck shows into it.
    """
    emoji = emoji_pictures(folders).parent
    fonts = installation.modules(folders) / "katex" / "dist" / "fonts"
    return {
        "emoji": {"twemoji": {"base": emoji.as_posix()}},
        "math": {"lib": "mathjax", "katexFontPath": fonts.as_posix()},
    }


def try_again() -> str:
    return f"`{command('--no-run')}` tries again; CHROME_PATH can name another browser"


def html_command(folders: Folders, markdown: Path, theme: Path, draft: Path) -> list[str | Path]:
    return _marp_command(folders, markdown, theme, draft, {})


def bare_command(folders: Folders, markdown: Path, theme: Path, draft: Path) -> list[str | Path]:
    """HTML with the slides one below the other, and without what turns them."""
    return _marp_command(folders, markdown, theme, draft, {"template": "bare"})


def pdf_command(
    folders: Folders, markdown: Path, theme: Path, draft: Path, browser: Browser
) -> list[str | Path]:
    options = {**_PDF_OPTIONS, **_in_browser(browser)}
    return _marp_command(folders, markdown, theme, draft, options)


def pptx_command(
    folders: Folders, markdown: Path, theme: Path, draft: Path, browser: Browser
) -> list[str | Path]:
    """PPTX whose pages are pictures; notes are notes there too."""
    options = {**_PPTX_OPTIONS, **_in_browser(browser)}
    return _marp_command(folders, markdown, theme, draft, options)


def _in_browser(browser: Browser) -> dict[str, Any]:
    return {
        "browserPath": str(browser.executable),
        "allowLocalFiles": True,
        "browserTimeout": 120,
    }


def _marp_command(
    folders: Folders, markdown: Path, theme: Path, draft: Path, options: dict[str, Any]
) -> list[str | Path]:
    """A command that draws `draft`; its settings lie beside it, where no argument is swallowed.

    `theme` is the path that `write_style` gives.
    """
    marp = installation.modules(folders) / "@marp-team" / "marp-cli" / "marp-cli.js"
    if not marp.is_file():
        raise DeckError("there is no Marp, which draws the slides", f"`{command()}` installs it")
    settings = draft.with_suffix(draft.suffix + ".json")
    drawing = {
        **options,
        "engine": str(ENGINE),
        "options": {**core_options(folders), "theme": theme.stem},
        "themeSet": [str(theme)] if theme.is_file() else [],
        "output": str(draft),
    }
    write_json(settings, drawing)
    # Marp reads stdin when it is not a terminal, and could wait there.
    return [find_node().node, marp, "--no-stdin", "--config-file", settings, markdown]


def environment(folders: Folders, desk: Path, browser: Browser | None) -> dict[str, str]:
    """Marp leaves its browser's profiles in the temporary folder: here one that goes with them.

    It also wants a home, which a container's user may not have.
    """
    names = ["TMPDIR", "TEMP", "TMP"]
    if not has_home():
        names.append("HOME")
    private = dict.fromkeys(names, str(desk))
    return {**node_environment(folders), **(browser.environment if browser else {}), **private}


def node_environment(folders: Folders) -> dict[str, str]:
    """What Marp and a browser see: no language, options or modules of their user's Node."""
    theirs = {name: os.environ[name] for name in _OF_BROWSERS if name in os.environ}
    # Node's compiled code would lie in the temporary folder too, and be gone the next time. What
    # lay in the project could be a stranger's.
    kept = {"NODE_COMPILE_CACHE": str(installation.home(folders) / "node")}
    return {**allowed(os.environ), **theirs, **kept}


def look_at_html(folders: Folders, draft: Path, marp: Ended, shown: str) -> int:
    """The number of slides in a draft that is whole and shows without a network."""
    check_ending(draft, marp, shown, installation.mend(folders))
    if refused := _REFUSED_THEME.search(marp.output):
        place = f", line {refused['line']}, column {refused['column']}" if refused["line"] else ""
        raise DeckError(
            f"{shown}: the theme cannot be read{place}: {' '.join(refused['fault'].split())}",
            "mend the CSS in themes/, then run the same again",
        )
    html = draft.read_text("utf-8")
    slides = len(SLIDE.findall(html))
    if not slides or not html.rstrip().endswith("</html>"):
        raise DeckError(f"{shown}: Marp wrote no whole page", "run the same again")
    remote = find_remote(html)
    if remote:
        raise DeckError(
            f"{shown}: {remote} would be loaded from the network",
            "slides show without one: keep the file beside the slides, or take it out",
        )
    return slides


def look_at_pdf(draft: Path, marp: Ended, shown: str, slides: int, pages: Container[int]) -> None:
    """Refuses a PDF that is not whole, or whose number of pages is none of `pages`."""
    from executed_slides.output.pdf import fonts_on_page, open_pdf

    check_ending(draft, marp, shown, try_again())
    with open_pdf(draft, shown) as pdf:
        there = len(pdf.pages)
        has_letters = any(True for page in pdf.pages for _ in fonts_on_page(page))
    if there not in pages:
        raise DeckError(f"{shown}: {there} pages for {slides} slides", try_again())
    if not has_letters:
        raise DeckError(
            f"{shown}: the browser drew no letter, for it found no font on this machine",
            "install any font, such as the package fonts-dejavu-core, then run the same again",
        )


def look_at_pptx(draft: Path, marp: Ended, shown: str, slides: int) -> None:
    """Refuses a PPTX that is not whole or does not have a page for every slide."""
    check_ending(draft, marp, shown, try_again())
    try:
        with zipfile.ZipFile(draft) as archive:
            damaged, names = archive.testzip(), archive.namelist()
    except zipfile.BadZipFile:
        damaged, names = draft.name, []
    if damaged:
        raise DeckError(f"{shown}: the PPTX was cut short", "make room, then run the same again")
    there = sum(bool(_PPTX_PAGE.fullmatch(name)) for name in names)
    if there != slides:
        raise DeckError(f"{shown}: {there} pages for {slides} slides", try_again())


def check_ending(draft: Path, ended: Ended, shown: str, hint: str, who: str = "Marp") -> None:
    if ended.code is None:
        raise DeckError(f"{shown}: {who} did not end in time and was stopped", hint)
    if ended.code != 0 or not draft.is_file():
        raise DeckError(f"{shown}: {who} failed:\n{ended.last_lines()}", hint)
