"""Marp-core in one Node process that stays, so that a deck renders in hundredths of a second.

    Markdown + theme ──JSON line──▶ marp_core.mjs ──JSON line──▶ the HTML of every slide, and CSS
                                                                or that of those that changed

It has the options of the export, so a preview shows what will be exported.
"""

import contextlib
import json
import subprocess
import tempfile
import threading
from pathlib import Path
from typing import Any, NamedTuple

from executed_slides.base.errors import DeckError
from executed_slides.base.folders import Folders
from executed_slides.base.processes import Ended, end, printed_by
from executed_slides.output.marp import core_options, node_environment
from executed_slides.output.styles import Style
from executed_slides.toolchain import installation
from executed_slides.toolchain.node import find_node

_SECONDS = 30


class DrawnSlides(NamedTuple):
    """A rendered deck: an `<svg>` with its `<section>` for every slide, the style of all, and
    the notes of each."""

    html: tuple[str, ...]
    css: str
    notes: tuple[tuple[str, ...], ...] = ()


class MarpCore:
    """The process: started when it is needed, and again when it died; gone after `close`."""

    def __init__(self, folders: Folders):
        self.folders = folders
        self.process: subprocess.Popen | None = None
        self.log = tempfile.TemporaryFile()  # noqa: SIM115 closed by `close`
        self.answered = self.has_died = False
        # What the process drew last, of which it tells the changes.
        self.drawn: DrawnSlides | None = None

    def revive(self) -> str | None:
        """Starts a Node that died after it had answered; one that never did needs mending.

        Returns what is to be said of one that died since this was asked last.
        """
        if self.answered and self.process and self.process.poll() is not None:
            self.start()
            self.has_died = True
        if not self.has_died:
            return None
        self.has_died = False
        return f"warning: Marp died, and was started again\n{self.last_words()}".rstrip()

    def last_words(self) -> str:
        return Ended(None, printed_by(self.log)).last_lines(4)

    def start(self) -> subprocess.Popen:
        """Starts Node where it does not run; it loads Marp while others work."""
        if self.process and self.process.poll() is None:
            return self.process
        self.end()
        modules = installation.modules(self.folders)
        script = Path(__file__).with_suffix(".mjs")
        self.process = subprocess.Popen(
            [find_node().node, script, modules, json.dumps(core_options(self.folders))],
            cwd=self.folders.root,
            env=node_environment(self.folders),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.log,
            # A session of its own: Ctrl-C reaches us alone. Node ends when its input does.
            start_new_session=True,
        )
        return self.process

    def render(self, markdown: str, style: Style, shown: str) -> DrawnSlides:
        """The slides of a deck in a style, whose theme messages call `shown`.

        Raises DeckError for CSS that cannot be read, and for a Node that dies twice.
        """
        task = {"markdown": markdown, **style._asdict()}
        answer = self.ask(task) or self.ask(task)
        if answer is None:
            self.has_died = False  # It is said here.
            raise DeckError(
                f"Marp died while it rendered the slides\n{self.last_words()}".rstrip(),
                installation.mend(self.folders),
            )
        if error := answer.get("error"):
            line = f":{error['line']}" if error["line"] else ""
            raise DeckError(f"{shown}{line}: {error['message']}")
        self.drawn = self.drawn_by(answer)
        return self.drawn

    def drawn_by(self, answer: dict[str, Any]) -> DrawnSlides:
        """All slides, of which an answer has places of those that are as they were."""
        last = self.drawn or DrawnSlides((), "")
        html = (last.html[it] if isinstance(it, int) else it for it in answer["slides"])
        notes = (last.notes[it] if isinstance(it, int) else tuple(it) for it in answer["notes"])
        return DrawnSlides(tuple(html), answer.get("css", last.css), tuple(notes))

    def ask(self, task: dict[str, str]) -> dict[str, Any] | None:
        """The answer to one task, or None from a process that died or did not answer in time."""
        process = self.start()
        watchdog = threading.Timer(_SECONDS, process.kill)
        watchdog.start()
        try:
            assert process.stdin and process.stdout
            process.stdin.write(json.dumps(task, ensure_ascii=False).encode() + b"\n")
            process.stdin.flush()
            answer = json.loads(process.stdout.readline())
            self.answered = True
            return answer
        except (OSError, ValueError):
            self.end()
            self.has_died = True
            return None
        finally:
            watchdog.cancel()

    def close(self) -> None:
        self.end()
        self.log.close()

    def end(self) -> None:
        if self.process:
            end(self.process)
            for stream in filter(None, (self.process.stdout, self.process.stdin)):
                with contextlib.suppress(OSError):
                    stream.close()
        self.process, self.answered, self.drawn = None, False, None
