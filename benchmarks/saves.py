"""Whether a preview grows with the saves that it follows: memory, open files, threads, files kept.

    uv run benchmarks/saves.py [SAVES]

A tiny deck is saved again and again, one save as soon as the one before is on its slide: mostly
its template, now and then its theme, a helper of its experiments, a picture and a new file. One
row after 100, 1,000 and 10,000 saves, for the watching process and for Marp's.
"""

import sys
import tempfile
import time
from contextlib import redirect_stdout
from pathlib import Path

import psutil

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from onlooker import Listener, Watcher  # noqa: E402
from real_decks import grey_png, lend_marp  # noqa: E402
from tiny_deck import SOURCES, build  # noqa: E402

from executed_slides.base.folders import Folders  # noqa: E402

SAVES = 10_000
TEMPLATE = SOURCES["templates/talk.md.j2"]


def save(root: Path, number: int) -> None:
    """The numbered save; Markdown takes a number that is spelled by letters for a word."""
    word = "".join("abcdefghij"[int(digit)] for digit in str(number))
    if number % 50 == 10:
        (root / "themes" / "plain.css").write_text(f"/* @theme plain */\n/* {word} */\n")
    if number % 50 == 20:
        (root / "experiments" / "helper.py").write_text(
            f"{SOURCES['experiments/helper.py']}\n# {word}\n"
        )
    if number % 50 == 30:
        (root / "slides" / "media" / "grey.png").write_bytes(grey_png(1 + number % 9))
    if number % 50 == 40:
        (root / "templates" / f"{word}.md.j2").write_text(word)
        (root / "templates" / f"{word}.md.j2").unlink()
    (root / "templates" / "talk.md.j2").write_text(f"{TEMPLATE}\n\nsaid {word}.\n")


def said(number: int) -> str:
    return f"said {''.join('abcdefghij'[int(digit)] for digit in str(number))}."


def row(process: psutil.Process) -> str:
    return (
        f"{process.memory_info().rss / 1e6:>8.1f} {process.num_fds():>6} {process.num_threads():>8}"
    )


def files(root: Path) -> int:
    return sum(1 for path in root.rglob("*") if path.is_file())


def main() -> None:
    saves = int(sys.argv[1]) if sys.argv[1:] else SAVES
    with tempfile.TemporaryDirectory() as folder:
        with redirect_stdout(sys.stderr):
            root = build(Path(folder).resolve() / "deck", SOURCES)
        lend_marp(Folders(root))
        (root / "slides" / "media").mkdir(parents=True)
        watcher = Watcher(root)
        listener = Listener(watcher.url)
        listener.see(lambda state: state["slides"])
        print(f"{'saves':>7} {'MB':>8} {'files':>6} {'threads':>8}   Marp's {'kept':>8} {'ms':>6}")
        began = time.monotonic()
        for number in range(1, saves + 1):
            save(root, number)
            listener.see(
                lambda state, n=number: any(said(n) in s for s in state["slides"].values())
            )
            listener.told.clear()
            if number in (10, 100, 1_000, 3_000, 10_000, 20_000, saves):
                took = 1000 * (time.monotonic() - began) / number
                own = psutil.Process(watcher.process.pid)
                node = [
                    child
                    for child in own.children(recursive=True)
                    if "marp" in " ".join(child.cmdline())
                ]
                others = " ".join(row(child) for child in node[:1])
                print(f"{number:>7,} {row(own)} {others} {files(root):>6} {took:>6.0f}", flush=True)
        listener.close()
        watcher.close()


if __name__ == "__main__":
    main()
