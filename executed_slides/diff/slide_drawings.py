"""Slides as Marp draws them, before and after, cut into single ones for a page.

slides/NAME.md ──Marp──▶ head │ slide 1 │ slide 2 │ … │ tail      head + slide + tail is a page
"""

import re
from dataclasses import dataclass
from pathlib import Path

from executed_slides.base.errors import DeckError
from executed_slides.base.folders import Folders
from executed_slides.base.processes import Ended, run_together
from executed_slides.base.scratch import scratch_folder
from executed_slides.diff.sentences import split_slides
from executed_slides.markdown.themes import find_theme
from executed_slides.output import marp
from executed_slides.output.exports import read_slides
from executed_slides.output.fonts import kept_subsets
from executed_slides.output.single_file import inline_files
from executed_slides.output.styles import style_of, write_style

_SECONDS = 300
_SLIDE = re.compile(r"(?=<svg data-marpit-svg)")
_SCRIPT = re.compile(r"<script\b.*?</script>", re.DOTALL)


@dataclass(frozen=True)
class Drawn:
    """One deck's slides in HTML; each is a page between `head` and `tail`."""

    head: str
    slides: list[str]
    tail: str
    folders: Folders

    def slide(self, number: int) -> str:
        """A slide by its number, counted from 1, with its pictures inside it."""
        return inline_files(self.slides[number - 1], self.folders, lost=True)


def draw_sides(name: str, old: Folders, new: Folders) -> tuple[Drawn, Drawn]:
    """Both sides of a deck, drawn by today's Marp with their own themes. Raises DeckError."""
    texts = [read_slides(side, name) for side in (old, new)]
    with scratch_folder() as folder:
        desk = Path(folder)
        commands, drafts = [], []
        for number, (side, text) in enumerate(zip((old, new), texts, strict=True)):
            markdown = side.slides / f"{name}.md"
            theme = find_theme(side, text, side.shown(markdown))
            # The letters of both sides, so that equal themes become equal styles.
            style = style_of(side, theme, "".join(texts), kept_subsets(new))
            drafts.append(desk / f"{number}.html")
            path = write_style(style, desk / str(number))
            command = marp.html_command(new, markdown, path, drafts[-1])
            commands.append([*command, "--template", "bare"])
        endings = run_together(commands, new.root, marp.environment(new, desk, None), _SECONDS)
        sides = zip((old, new), texts, drafts, endings, strict=True)
        before, after = (
            _cut(_look_at(new, draft, ending, name), len(split_slides(text)), side, name)
            for side, text, draft, ending in sides
        )
        return before, after


def _look_at(folders: Folders, draft: Path, ending: Ended, name: str) -> str:
    marp.look_at_html(folders, draft, ending, f"slides/{name}.html")
    return draft.read_text("utf-8")


def _cut(html: str, count: int, folders: Folders, name: str) -> Drawn:
    head, *slides = _SLIDE.split(html)
    if len(slides) != count:
        raise DeckError(f"{name}: Marp draws {len(slides)} slides of {count}")
    # Marp's script, which shrinks long lines of code, stands in the last slide.
    script = "".join(_SCRIPT.findall(slides[-1]))
    last = _SCRIPT.sub("", slides[-1]).partition("</body>")[0]
    return Drawn(head, [*slides[:-1], last], f"{script}</body></html>", folders)
