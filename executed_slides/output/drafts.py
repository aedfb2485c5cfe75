"""Drafts of a deck's exports: drawn by Marp and a browser side by side, finished, looked at.

NAME.md ──Marp──▶ HTML ── with its pictures put in ──▶ one file
                  PDF  ── with its links led home
                  PPTX
                  bare HTML + notes ──browser──▶ handout, a PDF
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from executed_slides.base.errors import DeckError
from executed_slides.base.files import naming, read_utf8
from executed_slides.base.folders import Folders
from executed_slides.base.processes import Ended, Programs, run_together
from executed_slides.markdown.appendix import talk_of
from executed_slides.markdown.slides import Slides, refuse_other_count
from executed_slides.output import handout, marp
from executed_slides.output.layout import Measuring
from executed_slides.output.show import add_show
from executed_slides.output.single_file import inline_files
from executed_slides.output.styles import Style, write_style
from executed_slides.toolchain.browser import Browser, bring_browser

Command = Sequence[str | Path]


@dataclass
class _DraftFolder:
    """A folder of its own for drafts, and what they are drawn from."""

    folders: Folders
    markdown: Path
    place: Path
    theme: Path
    seconds: float
    browser: Browser | None = None

    def needed_browser(self) -> Browser:
        """The browser that draws what Marp alone does not, looked for once."""
        self.browser = self.browser or bring_browser(self.folders)
        return self.browser

    def draft(self, form: str) -> Path:
        return self.place / f"deck.{form}"

    def form(self, file: Path) -> str:
        """`html`, `pdf`, `pptx` or `handout.pdf`."""
        return file.name.removeprefix(f"{self.markdown.stem}.")

    @property
    def environment(self) -> dict[str, str]:
        return marp.environment(self.folders, self.place, self.browser)

    def run(self, command: Command) -> Ended:
        [ended] = run_together([command], self.folders.root, self.environment, self.seconds)
        return ended


def draw_drafts(
    folders: Folders,
    markdown: Path,
    style: Style,
    wanted: list[Path],
    place: Path,
    seconds: float,
    measuring: Measuring | None = None,
) -> tuple[dict[Path, Path], DeckError | None]:
    """Drafts of the wanted files in the folder `place`, and why others are none.

    The HTML is drawn always: it tells how many pages the others must have. While these are drawn
    `measuring` looks at it.
    """
    desk = _DraftFolder(folders, markdown, place, write_style(style, place), seconds)
    html = folders.slides / f"{markdown.stem}.html"
    drafts: dict[Path, Path] = {}
    faults: dict[Path, DeckError] = {}
    commands = _name_commands(desk, [file for file in wanted if file != html], faults)
    with Programs(folders.root, seconds) as programs:
        drawing = marp.html_command(folders, markdown, desk.theme, desk.draft("html"))
        page = programs.start(drawing, desk.environment)
        others = {file: programs.start(c, desk.environment) for file, c in commands.items()}
        ended = programs.wait_for(page)
        slides = marp.look_at_html(folders, desk.draft("html"), ended, folders.shown(html))
        text = read_utf8(markdown, folders.shown(markdown))
        refuse_other_count(Slides(text), slides, folders.shown(markdown))
        if html in wanted:
            drafts[html] = _finish_html(desk, html, text)
        if measuring and drafts and others:
            measuring.start(programs, drafts[html], place / "measured", desk.needed_browser())
        for file, program in others.items():
            try:
                _finish_draft(desk, file, programs.wait_for(program), slides, len(talk_of(text)))
                drafts[file] = desk.draft(desk.form(file))
            except DeckError as error:
                faults[file] = error
        if measuring:
            measuring.end(programs)
    return {file: drafts[file] for file in wanted if file in drafts}, _join_errors(
        [faults[file] for file in wanted if file in faults]
    )


def _name_commands(
    desk: _DraftFolder, files: list[Path], faults: dict[Path, DeckError]
) -> dict[Path, Command]:
    """What draws each of the files; of those that nothing here can draw, `faults` gets why."""
    commands: dict[Path, Command] = {}
    for file in files:
        try:
            desk.needed_browser()
            commands[file] = _draw_command(desk, desk.form(file))
        except DeckError as error:
            shown = desk.folders.shown(file)
            faults[file] = DeckError(f"{shown}: {error.message}", error.hint)
    return commands


def _draw_command(desk: _DraftFolder, form: str) -> Command:
    folders, markdown, theme = desk.folders, desk.markdown, desk.theme
    if form == "handout.pdf":
        return marp.bare_command(folders, markdown, theme, desk.draft("bare.html"))
    drawing = marp.pptx_command if form == "pptx" else marp.pdf_command
    return drawing(folders, markdown, theme, desk.draft(form), desk.needed_browser())


def _finish_draft(desk: _DraftFolder, file: Path, ended: Ended, slides: int, talk: int) -> None:
    """Makes a good draft of what Marp left, or says why it is none.

    Of all `slides` the handout has those of the `talk`.
    """
    form, shown = desk.form(file), desk.folders.shown(file)
    draft = desk.draft(form)
    if form == "pptx":
        marp.look_at_pptx(draft, ended, shown, slides)
        return
    from executed_slides.output.pdf import clear_note_icons, lead_links_home, write_xmp

    pages = range(slides, slides + 1)
    if form == "handout.pdf":
        ended = _print_handout(desk, ended, shown, talk)
        pages = range(-(-talk // handout.SLIDES_A_PAGE), talk + 1)
    marp.look_at_pdf(draft, ended, shown, slides, pages)
    with naming(file):
        lead_links_home(draft, shown, desk.folders.slides)
        clear_note_icons(draft, shown)
        write_xmp(draft, shown)


def _print_handout(desk: _DraftFolder, ended: Ended, shown: str, talk: int) -> Ended:
    bare, page = desk.draft("bare.html"), desk.draft("handout.html")
    marp.look_at_html(desk.folders, bare, ended, shown)
    handout.write_page(desk.folders, bare, desk.draft("html"), page, range(1, talk + 1))
    draft = desk.draft("handout.pdf")
    ended = desk.run(handout.print_command(desk.folders, page, draft, desk.needed_browser()))
    marp.check_ending(draft, ended, shown, marp.try_again(), "the browser")
    return ended


def _finish_html(desk: _DraftFolder, html: Path, markdown: str) -> Path:
    """The page that Marp drew as it is shipped, beside that."""
    content = inline_files(desk.draft("html").read_text("utf-8"), desk.folders)
    content = add_show(content, markdown)
    page = desk.place / "page.html"
    with naming(html):
        page.write_text(content, "utf-8")
    return page


def _join_errors(faults: list[DeckError]) -> DeckError | None:
    if len(faults) < 2:
        return faults[0] if faults else None
    hints = dict.fromkeys(fault.hint for fault in faults if fault.hint)
    return DeckError("\n".join(fault.message for fault in faults), "\n      ".join(hints) or None)
