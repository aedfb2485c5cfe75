"""How long the export of a deck takes beside Marp alone, and a build of one word that changed.

    uv run benchmarks/export.py [NAME] [--repeats N]

Both make HTML and PDF of the same slides with the same options and theme: Marp one after the
other, the export with fonts embedded, pictures put in and every file looked at. A build is a whole
process: it renders, exports, and measures the layout. Medians of several, by turns, in copies of
the deck.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from deck_copies import ROOT, copy_deck

from executed_slides.base.folders import Folders
from executed_slides.base.processes import run_together
from executed_slides.base.scratch import scratch_folder
from executed_slides.markdown.themes import find_theme
from executed_slides.output import marp
from executed_slides.output.exports import export_deck, exports
from executed_slides.output.fonts import kept_subsets
from executed_slides.output.styles import style_of, write_style
from executed_slides.toolchain.browser import bring_browser
from executed_slides.toolchain.installation import install_marp

REPEATS = 5
SECONDS = 600
MARP, OURS, WORD = "Marp, HTML then PDF", "export of both", "a word, to finished files"


def time_marp(folders: Folders, name: str) -> float:
    """Seconds of Marp's HTML and then its PDF."""
    markdown = folders.slides / f"{name}.md"
    text = markdown.read_text("utf-8")
    theme = find_theme(folders, text, name)
    browser = bring_browser(folders)
    with scratch_folder() as folder:
        desk = Path(folder)
        path = write_style(style_of(folders, theme, text, kept_subsets(folders)), desk)
        html = marp.html_command(folders, markdown, path, desk / "deck.html")
        pdf = marp.pdf_command(folders, markdown, path, desk / "deck.pdf", browser)
        environment = marp.environment(folders, desk, browser)
        began = time.perf_counter()
        for command in (html, pdf):
            [ended] = run_together([command], folders.root, environment, SECONDS)
            assert ended.code == 0, ended.output
        return time.perf_counter() - began


def time_export(folders: Folders, name: str) -> float:
    began = time.perf_counter()
    export_deck(folders, name)
    return time.perf_counter() - began


def time_word(root: Path, name: str, number: int) -> float:
    """Seconds of a build, once a word stands on the last slide."""
    template = root / "templates" / f"{name}.md.j2"
    text = template.read_text("utf-8").partition("\nword ")[0]
    template.write_text(f"{text}\nword {'abcdefghij'[number]}\n", "utf-8")
    began = time.perf_counter()
    subprocess.run([sys.executable, "build.py"], cwd=root, capture_output=True, check=False)
    return time.perf_counter() - began


def measure(name: str = "midterm", repeats: int = REPEATS) -> dict[str, float]:
    """The median seconds of each way."""
    install_marp(Folders(ROOT), lambda line: print(line, file=sys.stderr))
    with tempfile.TemporaryDirectory() as folder:
        folders, sources = copy_deck(Path(folder) / "export"), Path(folder) / "build"
        copy_deck(sources)
        # The first of each fills caches: compiled code, subsets of fonts.
        runs = [
            (time_marp(folders, name), time_export(folders, name), time_word(sources, name, n))
            for n in range(repeats + 1)
        ]
        for file in exports(folders, name):
            print(f"{file.name:<22} {file.stat().st_size / 1e6:6.2f} MB", file=sys.stderr)
    medians = map(statistics.median, zip(*runs[1:], strict=True))
    return dict(zip((MARP, OURS, WORD), medians, strict=True))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("name", nargs="?", default="midterm")
    parser.add_argument("--repeats", type=int, default=REPEATS)
    options = parser.parse_args()
    seconds = measure(options.name, options.repeats)
    for way, taken in seconds.items():
        print(f"{way:<26} {taken:6.2f} s {taken / seconds[MARP]:6.2f}")


if __name__ == "__main__":
    main()
