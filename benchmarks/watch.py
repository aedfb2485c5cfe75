"""How long it takes from saving a template to the changed slide in the browser.

    uv run benchmarks/watch.py [--figures]

Thirty edits of the real deck (a copy of it), watched by a real browser: medians in
milliseconds, and their parts. With --figures, edits of a figure cell too, which are drawn anew.
"""

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from deck_copies import copy_deck  # noqa: E402
from onlooker import Onlooker, Watcher  # noqa: E402

from executed_slides.base.folders import Folders  # noqa: E402
from executed_slides.base.scratch import scratch_folder  # noqa: E402
from executed_slides.markdown.slides import Slides  # noqa: E402

Sees = Callable[[dict, int], bool]

EDITS = 30
# In the longest file of the deck.
WORDS = "재사용 가능하다!"
FIGURE = "image/binary_graph.png"
# A quick typist's, who saves after each word.
PAUSE_SECONDS = 0.3
FIGURE_EDITS = 5
PARTS = {
    "file event": ("saved", "seen"),
    "scripts and records": ("seen", "read"),
    "Jinja": ("read", "jinja"),
    "Marp": ("jinja", "marp"),
    "to the browser, into the page": ("marp", "there"),
    "save to slide": ("saved", "there"),
    "save to slide, painted": ("saved", "painted"),
}


def time_edits(
    browser: Onlooker, file: Path, old: str, new: str, edits: int, sees: Sees
) -> list[dict]:
    """The times of each edit, in which `new` takes the place of `old`."""
    original = file.read_text("utf-8")
    assert old in original, f"{file.name} has no {old!r}"
    taken = []
    for edit in range(edits):
        text = original.replace(old, new.format(letter(edit)), 1)
        saved = time.time()
        file.write_text(text, "utf-8")
        shown = browser.see(lambda words, edit=edit: sees(words, edit))
        taken.append({"saved": saved, **shown["times"]})
        time.sleep(PAUSE_SECONDS)
    file.write_text(original, "utf-8")
    return taken


def find_slide(markdown: str, words: str) -> int:
    return Slides(markdown).at(markdown.index(words)).number


def letter(edit: int) -> str:
    """Slides show no digits that come from nowhere."""
    return "abcdefghijklmnopqrstuvwxyz"[edit % 26]


def report(title: str, taken: list[dict], parts: dict[str, tuple[str, str]]) -> None:
    print(f"\n{title:<32} {'median':>7} {'least':>7} {'most':>7}  ms")
    for name, (start, end) in parts.items():
        spent = [1000 * (times[end] - times[start]) for times in taken]
        print(
            f"  {name:<30} {statistics.median(spent):>7.1f} {min(spent):>7.1f} {max(spent):>7.1f}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--edits", type=int, default=EDITS)
    parser.add_argument("--figures", action="store_true", help="redraw a figure too")
    options = parser.parse_args()
    with scratch_folder() as folder:
        folders = copy_deck(Path(folder).resolve())
        watcher, browser = Watcher(folders.root), None
        try:
            browser = Onlooker(folders)
            markdown = (folders.slides / "midterm.md").read_text("utf-8")
            slide = find_slide(markdown, WORDS)
            browser.do(open=f"{watcher.url}#{slide}")
            count = browser.see(lambda words: WORDS in words["text"])["count"]
            print(f"{count} slides, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
            [chapter] = [
                path
                for path in (folders.templates / "midterm").iterdir()
                if WORDS in path.read_text("utf-8")
            ]
            taken = time_edits(
                browser,
                chapter,
                WORDS,
                f"{WORDS} {{}}",
                options.edits,
                lambda words, edit: f"{WORDS} {letter(edit)}" in words["text"],
            )
            report("template", taken, PARTS)
            if options.figures:
                time_figures(folders, browser, watcher, find_slide(markdown, FIGURE))
        finally:
            if browser:
                browser.close()
            watcher.close()


def time_figures(folders: Folders, browser: Onlooker, watcher: Watcher, slide: int) -> None:
    """A figure cell draws another line, and the picture of it comes to its slide."""
    browser.do(open=f"{watcher.url}#{slide}")
    browser.see(lambda words: words["slide"] == slide and words["pictures"])
    taken = time_edits(
        browser,
        folders.experiments / "imdb.py",
        "loss_and_accuracy(run.series, run.numbers.overfit_epoch)",
        "loss_and_accuracy(run.series, run.numbers.overfit_epoch + ord('{}') % 5)",
        FIGURE_EDITS,
        lambda words, edit: slide in words["changed"],
    )
    report("figure cell", taken, {"save to new picture": ("saved", "there")})


if __name__ == "__main__":
    main()
