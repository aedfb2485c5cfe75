"""A handout to print: three slides an A4 page, each with its notes beside it.

slides and notes ──▶ one page of HTML ──browser──▶ slides/NAME.handout.pdf
"""

import re
from collections.abc import Sequence
from pathlib import Path

from executed_slides.base.files import write_text
from executed_slides.base.folders import Folders
from executed_slides.output.marp import SLIDE
from executed_slides.output.single_file import anchor_links, inline_files
from executed_slides.toolchain import installation
from executed_slides.toolchain.browser import Browser
from executed_slides.toolchain.node import find_node

SLIDES_A_PAGE = 3
LINES = 8

_NOTE = re.compile(
    r"<div class=\"bespoke-marp-note\" data-index=\"(?P<index>\d+)\"[^>]*>(?P<note>.*?)</div>",
    re.DOTALL,
)

# Marp's own rules for paper give each slide a page; these come after them and overrule them.
_STYLE = """
<style>
@page {
  size: A4 portrait;
  margin: 12mm 12mm 15mm;
  @bottom-center { content: counter(page) " / " counter(pages); font-size: 9pt; }
}
html, body { height: auto !important; overflow: visible !important; background: #fff !important; }
body { break-inside: auto !important; }
article.handout {
  display: grid;
  grid-template-columns: 118mm 1fr;
  gap: 6mm;
  min-height: 88mm;
  box-sizing: border-box;
  padding-bottom: 3mm;
  break-inside: avoid;
}
article.handout svg[data-marpit-svg] {
  display: block !important;
  width: 118mm !important;
  height: 66.4mm !important;
  break-before: auto !important;
  outline: 0.3mm solid #8a94a0;
  outline-offset: -0.3mm;
}
article.handout section { break-before: auto !important; }
article.handout > aside {
  color: #1c2530;
  font-size: 9.5pt;
  line-height: 1.45;
  overflow-wrap: anywhere;
}
article.handout > aside > p { margin: 0 0 2mm; white-space: pre-line; }
article.handout > aside img.emoji { height: 1em; vertical-align: -0.1em; }
article.handout > aside > .number { color: #556070; font-size: 8.5pt; }
article.handout > aside > hr { margin: 7mm 0 0; border: 0; border-top: 0.2mm solid #b8c1ca; }
</style>
"""


def compose_handout(
    slides: str, deck: str, numbers: Sequence[int], frame: tuple[str, str] = ("", "")
) -> str:
    """One page: slides of the page `slides` by their numbers, with the notes `deck` has for them.

    A slide without notes gets lines to write on; each stands between the two tags of `frame`.
    """
    notes = {int(found["index"]): found["note"] for found in _NOTE.finditer(deck)}
    before, parts, after = part_page(slides)
    rows = [
        _compose_row(parts[number - 1].join(frame), place, notes.get(number - 1))
        for place, number in enumerate(numbers, 1)
    ]
    return before + _STYLE + "".join(rows) + after


def part_page(page: str) -> tuple[str, list[str], str]:
    """What a page has before its slides, the slides, and what it has after them."""
    starts = [found.start() for found in SLIDE.finditer(page)]
    end = page.rindex("</svg>") + len("</svg>")
    ends = [*starts[1:], end]
    parts = [page[start:stop] for start, stop in zip(starts, ends, strict=True)]
    return page[: starts[0]], parts, page[end:]


def _compose_row(slide: str, number: int, note: str | None) -> str:
    beside = note or "<hr>" * LINES
    aside = f'<aside><p class="number">{number}</p>{beside}</aside>'
    return f'<article class="handout">{slide}{aside}</article>\n'


def write_page(
    folders: Folders, slides: Path, deck: Path, page: Path, numbers: Sequence[int]
) -> None:
    """Writes the handout of Marp's pages `slides` and `deck` to `page`, with all in it."""
    handout = compose_handout(slides.read_text("utf-8"), deck.read_text("utf-8"), numbers)
    handout = inline_files(handout, folders)
    write_text(page, anchor_links(handout, folders.slides))


def print_command(folders: Folders, page: Path, draft: Path, browser: Browser) -> list[str | Path]:
    """A command that prints a page to the PDF `draft`."""
    script = Path(__file__).with_suffix(".mjs")
    modules = installation.modules(folders)
    return [find_node().node, script, modules, browser.executable, page, draft]
