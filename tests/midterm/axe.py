"""What stands in the way of a screen reader or of weak eyes, found by axe in a browser."""

import json
import tempfile
from pathlib import Path
from typing import NamedTuple

from executed_slides.base.folders import Folders
from executed_slides.base.processes import run_together
from executed_slides.base.scratch import scratch_folder
from executed_slides.markdown.themes import find_theme
from executed_slides.output import marp
from executed_slides.output.fonts import kept_subsets
from executed_slides.output.show import add_show
from executed_slides.output.single_file import inline_files
from executed_slides.output.styles import style_of, write_style
from executed_slides.toolchain.browser import Browser, bring_browser
from executed_slides.toolchain.installation import modules
from executed_slides.toolchain.node import find_node

SECONDS = 300
NPM = Path(__file__).parent / "npm"


class Looked(NamedTuple):
    """What axe says of a deck: faults by rule and slide, and how many contrasts it measured."""

    violations: list[dict]
    contrast_measured: int
    contrast_unknown: list[dict]


def draw_page(folders: Folders, name: str, template: str = "bare") -> str:
    """The HTML that Marp makes of slides/NAME.md.

    The bare template shows all slides to axe; "bespoke", which is presented, hides from it all
    but one, and has the presenter's notes.
    """
    markdown = folders.slides / f"{name}.md"
    text = markdown.read_text("utf-8")
    theme = find_theme(folders, text, folders.shown(markdown))
    style = style_of(folders, theme, text, kept_subsets(folders))
    with scratch_folder() as folder:
        desk = Path(folder)
        page = desk / "deck.html"
        draw = marp.html_command(folders, markdown, write_style(style, desk), page)
        run([*draw, "--template", template], folders, desk)
        return page.read_text("utf-8")


def present_page(folders: Folders, name: str) -> str:
    """The finished HTML of slides/NAME.md, in which axe is shown one slide after another."""
    text = (folders.slides / f"{name}.md").read_text("utf-8")
    return add_show(inline_files(draw_page(folders, name, "bespoke"), folders), text)


def look_at(folders: Folders, page: str) -> Looked:
    """What axe says of a page; its pictures are named from the slides' folder."""
    browser = bring_browser(folders)
    with (
        scratch_folder() as desk,
        tempfile.NamedTemporaryFile(dir=folders.slides, prefix=".axe-", suffix=".html") as file,
    ):
        Path(file.name).write_text(page, "utf-8")
        command = [find_node().node, Path(__file__).with_suffix(".mjs")]
        command += [modules(folders), bring_axe(), browser.executable, file.name]
        output = run(command, folders, Path(desk), browser)
    return Looked(**json.loads(output.splitlines()[-1]))


def bring_axe() -> Path:
    """The script of axe-core, installed by npm once."""
    modules = NPM / "node_modules"
    if not modules.is_dir():
        node = find_node()
        [npm] = run_together([[*node.npm, "ci"]], NPM, node.environment(), SECONDS)
        assert npm.code == 0, npm.output
    return modules / "axe-core" / "axe.min.js"


def run(command: list, folders: Folders, desk: Path, browser: Browser | None = None) -> str:
    environment = marp.environment(folders, desk, browser)
    [ended] = run_together([command], folders.root, environment, SECONDS)
    if ended.code != 0:
        raise RuntimeError(f"{command[1]}: {ended.last_lines()}")
    return ended.output
