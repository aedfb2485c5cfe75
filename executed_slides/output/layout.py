"""Layout: whether each finished slide shows all that it holds, and large enough to read.

    slides/NAME.html ──browser──▶ edges, pictures, letters ──limits──▶ faults
    slides/NAME.pdf ──its fonts───────────────────────────────┘

What is measured is what is shipped: the HTML as it is printed, and the PDF. Faults are kept in
slides/NAME.layout.json with the SHA-256 of both, so that `read_layout` costs nothing.
"""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import structs

from executed_slides.base.command_line import command
from executed_slides.base.errors import DeckError, Unreadable
from executed_slides.base.files import Hash, naming, sha256, text_of, write_json
from executed_slides.base.folders import Folders
from executed_slides.base.scratch import scratch_folder
from executed_slides.base.typed import Stored, find_stored_fault, read_stored
from executed_slides.output.faults import Fault

if TYPE_CHECKING:
    # Neither browsers nor other programs are on the fast path.
    from executed_slides.base.processes import Program, Programs
    from executed_slides.toolchain.browser import Browser

_SECONDS = 300

# Raised when the same slides would be judged otherwise.
_GATE = "10"


def layout_file(folders: Folders, name: str) -> Path:
    return folders.slides / f"{name}.layout.json"


class _Layout(Stored, frozen=True):
    """The faults of a deck's slides, the files on which they were found, and by which rules."""

    html: str
    pdf: str | None
    gate: str
    faults: list[Fault]


def read_layout(folders: Folders, name: str, hash_of: Hash = sha256) -> list[Fault] | None:
    """The faults found when today's HTML and PDF were measured; None if they never were."""
    kept = read_stored(layout_file(folders, name), _Layout)
    if kept is None:
        return None
    try:
        today = _layout_of_today(folders, name, kept.faults, hash_of)
    except Unreadable:
        return None
    return kept.faults if kept == today else None


def find_layout_fault(folders: Folders, name: str) -> str | None:
    """Why a deck's file of faults is none, field first; None for a whole one, and where none is."""
    content = text_of(layout_file(folders, name))
    return find_stored_fault(content, _Layout) if content else None


def _layout_of_today(
    folders: Folders, name: str, faults: list[Fault], hash_of: Hash = sha256
) -> _Layout:
    html, pdf = folders.slides / f"{name}.html", folders.slides / f"{name}.pdf"
    return _Layout(hash_of(html), hash_of(pdf) if pdf.is_file() else None, _GATE, faults)


class Measuring:
    """A page that a browser measures while others are drawn: what it finds there, once it ended.

    It holds for a file with these very bytes. Where the browser fails nothing is found, and one
    that measures the finished file will say why.
    """

    def __init__(self, folders: Folders):
        self.folders = folders
        self.program: Program | None = None
        self.found: tuple[str, dict[str, Any]] | None = None

    def start(self, programs: "Programs", html: Path, desk: Path, browser: "Browser") -> None:
        desk.mkdir()
        self.html, self.result = html, desk / "layout.json"
        browsing, environment = _name_browsing(self.folders, html, self.result, browser)
        self.program = programs.start(browsing, environment)

    def end(self, programs: "Programs") -> None:
        if self.program and programs.wait_for(self.program).code == 0:
            self.found = sha256(self.html), json.loads(self.result.read_text("utf-8"))

    def found_in(self, html: str) -> dict[str, Any] | None:
        """What was found in a page with this SHA-256."""
        return self.found[1] if self.found and self.found[0] == html else None


def measure_layout(
    folders: Folders, name: str, pictures: Path | None = None, measuring: Measuring | None = None
) -> list[Fault]:
    """Measures slides/NAME.html in a browser, and the fonts of slides/NAME.pdf if it is there.

    Keeps and returns the faults, by slide. With `pictures`, leaves there a PNG of each slide,
    001.png and so on. What `measuring` found in this very page is not looked for again. Needs
    what `install_marp` installs; raises NoBrowser where there is none.
    """
    # Rules and letters are not on the fast path.
    from executed_slides.output.layout_rules import find_faults

    html = folders.slides / f"{name}.html"
    if not html.is_file():
        raise DeckError(f"{folders.shown(html)} is not there", f"`{command('--no-run')}` makes it")
    # Hashed before the browser reads: an export during the measurement is measured anew.
    measured = _layout_of_today(folders, name, [])
    known = measuring.found_in(measured.html) if measuring and not pictures else None
    faults = find_faults(measure_slides(folders, name, pictures, known))
    layout = structs.replace(measured, faults=faults)
    write_json(layout_file(folders, name), msgspec.to_builtins(layout))
    return faults


def measure_slides(
    folders: Folders, name: str, pictures: Path | None, known: dict[str, Any] | None = None
) -> dict[str, Any]:
    """All that is measured, before any judgement; what is `known` of the page counts.

    `slides`: for each one what output/layout.page.js measures; `faces`: the fonts in the HTML;
    `foreign`: text drawn in other fonts; `mark`: the fonts of a draft's mark, as a PDF names them;
    `remote`: addresses outside the machine that the page asks for; `pdf`: for each page the names
    of its fonts.
    """
    from executed_slides.output.pdf import read_pdf_fonts

    html, pdf = folders.slides / f"{name}.html", folders.slides / f"{name}.pdf"
    arguments = []
    if pictures:
        with naming(pictures):
            pictures.mkdir(parents=True, exist_ok=True)
        arguments = ["--png", str(pictures.resolve())]
    return {
        **(known or browse(folders, html, *arguments)),
        "pdf": read_pdf_fonts(pdf, folders.shown(pdf)) if pdf.is_file() else [],
    }


def browse(folders: Folders, html: Path, *arguments: str) -> dict[str, Any]:
    """What output/layout.mjs finds in a page, in a browser that leaves nothing behind."""
    from executed_slides.base.processes import run_together
    from executed_slides.toolchain.browser import bring_browser

    with scratch_folder() as folder:
        result = Path(folder) / "layout.json"
        browser = bring_browser(folders)
        browsing, environment = _name_browsing(folders, html, result, browser, *arguments)
        [ended] = run_together([browsing], folders.root, environment, _SECONDS)
        if ended.code == 0:
            return json.loads(result.read_text("utf-8"))
    how = "did not end in time" if ended.code is None else "failed"
    raise DeckError(
        f"{folders.shown(html)}: the browser that measures the layout {how}:\n"
        f"{ended.last_lines(3)}",
        f"`{command('check', '--layout')}` measures again; CHROME_PATH can name another browser",
    )


def _name_browsing(
    folders: Folders, html: Path, result: Path, browser: "Browser", *arguments: str
) -> tuple[list[str | Path], dict[str, str]]:
    """The command that measures a page, and its environment; all lies where `result` does."""
    from executed_slides.output import marp
    from executed_slides.toolchain import installation
    from executed_slides.toolchain.node import find_node

    script, modules = Path(__file__).with_suffix(".mjs"), installation.modules(folders)
    browsing: list[str | Path] = [find_node().node, script, modules]
    browsing += [browser.executable, html, result, *arguments]
    return browsing, marp.environment(folders, result.parent, browser)
