"""How long it takes from a save to the painted slide, beside other previews of Markdown.

    uv run benchmarks/previews.py [--edits N] [--ours]

The midterm deck, in copies: ours from its templates and records, `marp -s` the Markdown that it
rendered, reveal-md and Slidev the same without pictures and styles, which they would read
otherwise. A word on one slide is saved again and again, as a typist does; a real browser that
shows that slide says when it has painted it, in all four the same way. Medians of milliseconds;
`lost` are saves that a page did not show within five seconds, since it was loading anew.
`--ours` needs no network: it leaves the other previews out.
"""

import argparse
import json
import os
import queue
import re
import socket
import statistics
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from deck_copies import copy_deck
from peers import bring_previews

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from onlooker import Watcher  # noqa: E402

from executed_slides.base.folders import Folders  # noqa: E402
from executed_slides.base.processes import end  # noqa: E402
from executed_slides.base.scratch import scratch_folder  # noqa: E402
from executed_slides.markdown.slides import Slides  # noqa: E402
from executed_slides.output.marp import environment  # noqa: E402
from executed_slides.toolchain.browser import bring_browser  # noqa: E402
from executed_slides.toolchain.installation import modules  # noqa: E402
from executed_slides.toolchain.node import find_node  # noqa: E402

EDITS = 20
PAUSE_SECONDS = 1
# In the longest file of the deck.
WORDS = "재사용 가능하다!"
SECONDS = 5
START_SECONDS = 120
ATTEMPTS = 20
OURS = "watch"


class Shown(NamedTuple):
    """A preview that runs: the file that one edits, and where a browser sees it."""

    file: Path
    url: str


class Times(NamedTuple):
    """Milliseconds from save to painted slide, the median, and how many saves were not shown."""

    median: float
    lost: int


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--edits", type=int, default=EDITS)
    parser.add_argument("--ours", action="store_true", help="no other previews")
    options = parser.parse_args()
    times = measure(options.edits, options.ours)
    print(f"{'preview':<12} {'ms':>7} {'ratio':>6} {'lost':>5}")
    for name, taken in times.items():
        ratio = taken.median / times[OURS].median
        print(f"{name:<12} {taken.median:>7.0f} {ratio:>6.2f} {taken.lost:>5}")


def measure(edits: int = EDITS, is_alone: bool = False) -> dict[str, Times]:
    """What some edits took, by preview."""
    times = {}
    with scratch_folder() as folder:
        root = Path(folder).resolve()
        copy_deck(root)
        text = (root / "slides" / "midterm.md").read_text("utf-8")
        slide = Slides(text).at(text.index(WORDS)).number
        for name, start in ({OURS: watch} if is_alone else PREVIEWS).items():
            with start(root, slide) as shown, look_at(shown.url) as painted:
                times[name] = time_edits(shown.file, painted, edits)
    return times


def time_edits(file: Path, painted: "Painted", edits: int) -> Times:
    """From each save until its word is painted."""
    original = file.read_text("utf-8")
    assert WORDS in original

    def save(word: str) -> float:
        saved = time.time()
        file.write_text(original.replace(WORDS, f"{WORDS} saved {word}.", 1), "utf-8")
        return saved

    for attempt in range(ATTEMPTS):  # A page that has just been opened may not listen yet.
        save(spelled(attempt))
        if painted.when(spelled(attempt)):
            break
    taken = []
    for edit in range(edits):
        time.sleep(PAUSE_SECONDS)
        saved = save(spelled(100 + edit))
        if shown := painted.when(spelled(100 + edit)):
            taken.append(1000 * (shown - saved))
    return Times(statistics.median(taken), edits - len(taken))


def spelled(number: int) -> str:
    """Slides show no digits that come from nowhere."""
    return "".join("abcdefghij"[int(digit)] for digit in str(number))


class Painted:
    """When the words were painted that a browser tells of."""

    def __init__(self, stream: Iterable[str]):
        self.words: queue.Queue = queue.Queue()
        threading.Thread(target=self.read, args=(stream,), daemon=True).start()

    def read(self, stream: Iterable[str]) -> None:
        for line in stream:
            self.words.put(json.loads(line))

    def when(self, word: str, seconds: float = SECONDS) -> float | None:
        """When a word was painted, in seconds since the epoch; None if it is not in time."""
        deadline = time.monotonic() + seconds
        with suppress(queue.Empty):
            while told := self.words.get(timeout=max(0, deadline - time.monotonic())):
                if told["word"] == word:
                    return told["painted"]
        return None


@contextmanager
def look_at(url: str) -> Iterator[Painted]:
    """What a browser says that looks at a page."""
    folders = Folders(ROOT)
    browser = bring_browser(folders)
    script = Path(__file__).with_suffix(".mjs")
    with scratch_folder() as desk:
        process = subprocess.Popen(
            [find_node().node, script, modules(folders), browser.executable, url],
            env=environment(folders, Path(desk), browser),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        try:
            yield Painted(process.stdout)
        finally:
            process.stdin.close()
            end(process)


@contextmanager
def watch(root: Path, slide: int) -> Iterator[Shown]:
    watcher = Watcher(root)
    [chapter] = [
        path for path in (root / "templates" / "midterm").iterdir() if WORDS in path.read_text()
    ]
    try:
        yield Shown(chapter, f"{watcher.url}#{slide}")
    finally:
        watcher.close()


@contextmanager
def marp(root: Path, slide: int) -> Iterator[Shown]:
    program = modules(Folders(ROOT)) / "@marp-team" / "marp-cli" / "marp-cli.js"
    options = ("--server", "--watch", "--html", "--theme-set", root / "themes", "--no-config-file")
    port = free_port()
    command = [program, *options, "--", root / "slides"]
    with served(command, root, port, "midterm.md", PORT=str(port)) as url:
        yield Shown(root / "slides" / "midterm.md", f"{url}#{slide}")


@contextmanager
def reveal(root: Path, slide: int) -> Iterator[Shown]:
    program = bring_previews() / "reveal-md" / "bin" / "reveal-md.js"
    file, port = write_plain(root, "reveal"), free_port()
    command = [program, file, "--watch", "--port", str(port), "--disable-auto-open"]
    with served(command, file.parent, port, file.name) as url:
        yield Shown(file, f"{url}#/{slide - 1}")


@contextmanager
def slidev(root: Path, slide: int) -> Iterator[Shown]:
    packages = bring_previews()
    program = packages / "@slidev" / "cli" / "bin" / "slidev.mjs"
    file, port = write_plain(root, "slidev"), free_port()
    # A slide that begins with a list would be taken for its own settings.
    pages = re.split(r"^---$", file.read_text("utf-8"), flags=re.MULTILINE)
    file.write_text("\n".join(f"---\nlayout: default\n---\n\n{page.strip()}\n" for page in pages))
    (file.parent / "node_modules").symlink_to(packages)
    command = [program, file.name, "--port", str(port), "--no-open"]
    with served(command, file.parent, port, "") as url:
        yield Shown(file, f"{url}{slide}")


PREVIEWS = {OURS: watch, "marp -s": marp, "reveal-md": reveal, "Slidev": slidev}


def write_plain(root: Path, name: str) -> Path:
    """The deck as Markdown of slides, code and lists alone."""
    text = (root / "slides" / "midterm.md").read_text("utf-8")
    text = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL)
    text = re.sub(
        r"<style.*?</style>|<!--.*?-->|!\[[^\]]*\]\([^)]*\)|</?\w[^>\n]*>",
        "",
        text,
        flags=re.DOTALL,
    )
    (root / name).mkdir()
    file = root / name / "deck.md"
    file.write_text(text.strip(), "utf-8")
    return file


@contextmanager
def served(
    command: list[str | Path], folder: Path, port: int, page: str, **variables: str
) -> Iterator[str]:
    """The address of a page, once a program serves it."""
    url = f"http://localhost:{port}/{page}"
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [find_node().node, *command],
            cwd=folder,
            env=os.environ | variables,
            stdin=subprocess.PIPE,  # Slidev ends with it.
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            wait_for(url, process)
            yield url
        finally:
            end(process)


def wait_for(url: str, process: subprocess.Popen) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=START_SECONDS).close()
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(f"{process.args} did not serve {url}")


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


if __name__ == "__main__":
    main()
