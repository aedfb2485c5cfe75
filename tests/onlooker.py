"""Watching the watcher: a preview in a process of its own, and a browser that looks at it."""

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil

from executed_slides.base.folders import Folders
from executed_slides.base.processes import end
from executed_slides.base.scratch import scratch_folder
from executed_slides.output.marp import environment
from executed_slides.toolchain.browser import bring_browser
from executed_slides.toolchain.installation import modules
from executed_slides.toolchain.node import find_node

COMMAND = """
import sys
from pathlib import Path
from executed_slides.commands.main import main
sys.argv[0] = "build.py"
sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
"""
SECONDS = 120


class Lines:
    """The lines that a program prints, to be waited for."""

    def __init__(self, stream: Any):
        self.lines: queue.Queue = queue.Queue()
        threading.Thread(target=self.read, args=(stream,), daemon=True).start()

    def read(self, stream: Any) -> None:
        for line in stream:
            self.lines.put(line.rstrip("\n"))
        self.lines.put(None)

    def wait_for(self, wanted: Callable[[str], Any]) -> Any:
        """What `wanted` makes of the first line that it finds true."""
        heard = []
        while True:
            try:
                line = self.lines.get(timeout=SECONDS)
            except queue.Empty:
                raise TimeoutError("\n".join(["heard only:", *heard])) from None
            if line is None:
                raise EOFError("\n".join(["it ended after:", *heard]))
            heard.append(line[:1000])
            if found := wanted(line):
                return found


def hear_signals() -> None:
    """As in a terminal: what starts the tests may have told its children to ignore signals."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


class Watcher:
    """`build.py watch` as a user starts it; `err` and `out` are what it prints."""

    def __init__(self, root: Path, *arguments: str, **options: Any):
        self.process = subprocess.Popen(
            [sys.executable, "-c", COMMAND, str(root), "watch", "--no-open", *arguments],
            **{"stdin": subprocess.DEVNULL, "preexec_fn": hear_signals, **options},
            env={name: value for name, value in os.environ.items() if name != "DECK_DATA"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.out, self.err = Lines(self.process.stdout), Lines(self.process.stderr)
        started = self.out.wait_for(lambda line: "=> http" in line and line)
        self.url = started.partition("=> ")[2].split()[0]

    def children(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def close(self) -> int:
        """The exit code, once it has ended; a second time, the same."""
        self.process.terminate()
        return self.process.wait(SECONDS)


class Listener:
    """A browser without a window: `see` waits for what the preview tells."""

    def __init__(self, url: str):
        self.response = urllib.request.urlopen(f"{url}events", timeout=SECONDS)
        self.slides: dict[str, str] = {}
        self.told: list[dict[str, Any]] = []

    def see(self, wanted: Callable[[dict[str, Any]], Any]) -> dict[str, Any]:
        """The first state that is as wanted: its `slides` are all, `changed` those just told."""
        deadline = time.monotonic() + SECONDS
        for line in self.response:
            if time.monotonic() > deadline:
                said = [{**state, "slides": "", "css": ""} for state in self.told]
                raise TimeoutError(f"told only: {said}")
            if line.startswith(b"data: "):
                message = json.loads(line.removeprefix(b"data: "))
                self.slides |= message["slides"]
                slides = {int(n): self.slides[n] for n in self.slides if int(n) <= message["count"]}
                state = {**message, "changed": sorted(message["slides"]), "slides": slides}
                self.told.append(state)
                if wanted(state):
                    return state
        raise EOFError("the preview ended")

    def close(self) -> None:
        self.response.close()


class Onlooker:
    """A browser; `see` waits for what it shows."""

    def __init__(self, folders: Folders):
        browser = bring_browser(folders)
        self.desk = scratch_folder()
        self.process = subprocess.Popen(
            [
                find_node().node,
                Path(__file__).with_suffix(".mjs"),
                modules(folders),
                browser.executable,
            ],
            env=environment(folders, Path(self.desk.name), browser),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
            start_new_session=True,
        )
        self.out = Lines(self.process.stdout)

    def do(self, **task: Any) -> None:
        """`open=URL`, `press=KEY`, `click=LABEL`, `picture=FILE` or `hide=WHETHER`."""
        line = json.dumps(task)
        print(line, file=self.process.stdin)

    def see(self, wanted: Callable[[dict[str, Any]], Any]) -> dict[str, Any]:
        """The first thing shown that is as wanted: slide, text, problems, stale, busy, times."""

        def look(line: str) -> dict[str, Any] | None:
            words = json.loads(line)
            if "fault" in words:
                raise AssertionError(words["fault"])
            return words if "slide" in words and wanted(words) else None

        return self.out.wait_for(look)

    def do_and_read(self, **task: Any) -> dict[str, Any]:
        """Presses a key or clicks; what the card is, once it `says` something, and the slide."""
        self.do(**task)
        return self.out.wait_for(lambda line: json.loads(line).get("card"))

    def close(self) -> None:
        self.process.stdin.close()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            end(self.process)
        self.desk.cleanup()
