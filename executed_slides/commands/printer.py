"""What a command prints: calm lines, one an event; or one JSON object for machines."""

import json
import sys
import traceback
from typing import TYPE_CHECKING, Any

from executed_slides.base.command_line import command
from executed_slides.base.errors import DeckError

if TYPE_CHECKING:
    from executed_slides.state.problems import Problem


class Printer:
    """Calm lines on stdout, one an event; warnings and errors on stderr; or one JSON object."""

    def __init__(self, as_json: bool):
        self.as_json = as_json
        self.events: list[dict[str, Any]] = []
        self.extra: dict[str, Any] = {}

    def tell(
        self, event: str, subject: str, detail: str = "", error: BaseException | None = None
    ) -> None:
        if error:
            words = str(error) or type(error).__name__  # MemoryError says nothing of itself.
            detail = words.splitlines()[0].removeprefix("error: ")
        self.events.append({"event": event, "subject": subject, "detail": detail})
        if not self.as_json:
            print(f"{event:<7} {subject:<16} {detail}".rstrip(), flush=True)
        if error:
            self.failure(subject, error)

    def failure(self, name: str, error: BaseException) -> None:
        from executed_slides.runs.notebook import ANSI, CellFailed

        if isinstance(error, CellFailed):
            print(f"error: {error.place}: {error}", file=sys.stderr)
            plain = error.traceback if sys.stderr.isatty() else ANSI.sub("", error.traceback)
            print(error.output, plain, sep="\n", file=sys.stderr)
            print(f"hint: {command(name)} runs it again", file=sys.stderr)
        elif isinstance(error, DeckError):
            print(error, file=sys.stderr)
        else:
            traceback.print_exception(error, file=sys.stderr)

    def error(self, error: DeckError) -> None:
        self.events.append({"event": "error", "subject": "", "detail": error.message})
        print(error, file=sys.stderr)

    def say(self, text: str) -> None:
        if not self.as_json:
            print(text, flush=True)

    def warn(self, text: str) -> None:
        print(text, file=sys.stderr, flush=True)

    def problems(self, problems: "list[Problem]") -> None:
        self.extra["problems"] = [problem.as_json() for problem in problems]
        if not self.as_json:
            for problem in problems:
                print(f"{problem.kind:<7} {problem.subject}   {problem.reason}")
                print(f"        mend: {problem.mend}")

    def details(self, lines: list[str]) -> None:
        if not self.as_json:
            for line in lines:
                print(f"        {line}", flush=True)

    def close(self, code: int) -> None:
        if self.as_json:
            print(
                json.dumps({"code": code, "events": self.events, **self.extra}, ensure_ascii=False)
            )
