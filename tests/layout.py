"""Whether every slide of a deck fits its page, measured in a browser.

    python tests/layout.py [NAME] [--png FOLDER]

prints the slides that overflow or show a broken picture, and exits with 1 if there are any.
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from deck import marp
from deck.browser import find_browser
from deck.children import run_together
from deck.export import find_theme
from deck.folders import Folders
from deck.fonts import embed_fonts
from deck.node import find_node

SECONDS = 300


class Layout(NamedTuple):
    """How one slide lies on its page; overflow in the slide's own pixels."""

    slide: int
    title: str
    overflow_px_bottom: int
    overflow_px_right: int
    broken_images: list[str]

    @property
    def fits(self) -> bool:
        return not (self.overflow_px_bottom or self.overflow_px_right or self.broken_images)


def measure_deck(folders: Folders, name: str, pictures: Path | None = None) -> list[Layout]:
    """The layout of every slide of slides/NAME.md; PNGs of them in `pictures` if given."""
    markdown = folders.slides / f"{name}.md"
    text = markdown.read_text("utf-8")
    theme = find_theme(folders, text, folders.shown(markdown))
    css = embed_fonts(theme.read_text("utf-8"), theme.parent, text, folders.state / "fonts")
    browser = find_browser(folders)
    with tempfile.TemporaryDirectory(prefix="deck-", ignore_cleanup_errors=True) as folder:
        desk = Path(folder)
        (desk / "theme.css").write_text(css, "utf-8")
        # Pictures are named from the slides' folder, so the page must lie in it.
        with tempfile.NamedTemporaryFile(
            dir=folders.slides, prefix=".layout-", suffix=".html"
        ) as page:
            draw = marp.html_command(folders, markdown, desk / "theme.css", desk / "deck.html")
            output = ["--template", "bare", "--output", page.name]
            measure = [find_node().node, Path(__file__).with_suffix(".mjs")]
            measure += [folders.root / "node_modules", browser.executable, page.name]
            if pictures:
                pictures.mkdir(parents=True, exist_ok=True)
                measure.append(pictures)
            run([*draw, *output], folders, desk, browser)
            slides = run(measure, folders, desk, browser)
    return [Layout(**slide) for slide in json.loads(slides.splitlines()[-1])]


def run(command, folders: Folders, desk: Path, browser) -> str:
    environment = marp.environment(folders, desk, browser)
    [ended] = run_together([command], folders.root, environment, SECONDS)
    if ended.code != 0:
        raise RuntimeError(f"{command[1]}: {ended.last_lines()}")
    return ended.output


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("name", nargs="?", default="midterm")
    parser.add_argument("--png", type=Path, metavar="FOLDER", help="leave a picture of each slide")
    parser.add_argument("--root", type=Path, default=Path(__file__).parent.parent)
    arguments = parser.parse_args()
    slides = measure_deck(Folders(arguments.root.resolve()), arguments.name, arguments.png)
    for slide in slides:
        if not slide.fits:
            print(json.dumps(slide._asdict(), ensure_ascii=False))
    return 1 if any(not slide.fits for slide in slides) else 0


if __name__ == "__main__":
    sys.exit(main())
