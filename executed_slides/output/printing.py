"""Printing: the slides of a talk as a finished page shows them, on paper.

slides/NAME.html ──▶ a page of the route's slides alone ──browser──▶ a PDF, or a handout
"""

import re
import shutil
from collections.abc import Sequence
from pathlib import Path

from executed_slides.base.command_line import command
from executed_slides.base.files import naming, read_utf8, whole, write_text
from executed_slides.base.folders import Folders
from executed_slides.base.processes import run_together
from executed_slides.base.scratch import scratch_folder
from executed_slides.output import handout, marp
from executed_slides.output.single_file import anchor_links
from executed_slides.toolchain.browser import bring_browser

_SECONDS = 300
_PAGE = re.compile(r"(?<=\sdata-marpit-pagination=\")\d+(?=\")")
_PAGES = re.compile(r"(?<=\sdata-marpit-pagination-total=\")\d+(?=\")")
# By which a theme's rules know slides, in a page that turns them.
_FRAME = ('<div id=":$p">', "</div>")
_SCRIPT = re.compile(r"<script\b.*?</script>", re.DOTALL)


def print_show(folders: Folders, html: Path, numbers: Sequence[int], file: Path) -> None:
    """Prints these slides of the finished page `html` to the PDF `file`, numbered anew."""
    page = read_utf8(html, folders.shown(html), f"`{command()}` makes it anew")
    _print(folders, html.parent, choose_slides(page, numbers), file, len(numbers))


def print_handout(folders: Folders, html: Path, numbers: Sequence[int], file: Path) -> None:
    """Prints a handout of these slides: three a page, with their notes."""
    page = read_utf8(html, folders.shown(html), f"`{command()}` makes it anew")
    parted = handout.compose_handout(_renumber(page, numbers), page, numbers, _FRAME)
    _print(folders, html.parent, _without_show(parted), file, len(numbers))


def choose_slides(page: str, numbers: Sequence[int]) -> str:
    """A finished page that has these slides alone, and nothing that turns them."""
    before, parts, after = handout.part_page(_renumber(page, numbers))
    return _without_show(before + "".join(parts[number - 1] for number in numbers) + after)


def _renumber(page: str, numbers: Sequence[int]) -> str:
    before, parts, after = handout.part_page(page)
    for place, number in enumerate(numbers, 1):
        part = _PAGE.sub(str(place), parts[number - 1])
        parts[number - 1] = _PAGES.sub(str(len(numbers)), part)
    return before + "".join(parts) + after


def _without_show(page: str) -> str:
    """The page without the scripts that would take slides away, one of Marp's and ours."""
    before, parts, after = handout.part_page(page)
    left = _SCRIPT.sub(lambda script: "" if "bespoke" in script[0] else script[0], after)
    return before + "".join(parts) + left


def _print(folders: Folders, home: Path, page: str, file: Path, slides: int) -> None:
    from executed_slides.output.pdf import lead_links_home, write_xmp

    browser = bring_browser(folders)
    shown = folders.shown(file)
    with scratch_folder() as folder:
        desk = Path(folder)
        source, draft = desk / "page.html", desk / "page.pdf"
        write_text(source, anchor_links(page, home))
        environment = marp.environment(folders, desk, browser)
        printing = handout.print_command(folders, source, draft, browser)
        [ended] = run_together([printing], folders.root, environment, _SECONDS)
        marp.check_ending(draft, ended, shown, marp.try_again(), "the browser")
        least = -(-slides // handout.SLIDES_A_PAGE)
        marp.look_at_pdf(draft, ended, shown, slides, range(least, slides + 1))
        with naming(file):
            lead_links_home(draft, shown, file.parent)
            write_xmp(draft, shown)
            with whole(file) as place:
                shutil.copyfile(draft, place)
