"""What a command prints: calm lines, one an event; or one JSON object for machines."""

import json
import os
import sys
from contextlib import suppress
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from executed_slides.base.command_line import command
from executed_slides.base.errors import DeckError
from executed_slides.commands.limits import limit_reached

if TYPE_CHECKING:
    from executed_slides.state.problems import Problem


def has_streams() -> None:
    """Opens those of stdin, stdout and stderr that who started us has closed.

    The next file to be opened would be taken for it by programs that we start.
    """
    for number, name, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # It gets the lowest number that is free: this one.
        if getattr(sys, name) is None:
            stream = open(number, mode, encoding="utf-8", closefd=False)  # noqa: SIM115 it stays open
            setattr(sys, name, stream)


class _Line:
    """A stream that goes on taking lines when nobody takes them from it: work goes on."""

    def __init__(self, name: str):
        self.name = name
        self.fault: OSError | None = None

    def print(self, *words: object, **how: Any) -> None:
        try:
            if not self.fault:
                print(*words, file=getattr(sys, self.name), flush=True, **how)
        except OSError as error:
            self.fault = error
            # Python would try again to write what it still holds when it ends.
            with suppress(OSError, ValueError), open(os.devnull, "w") as nowhere:  # noqa: PTH123
                os.dup2(nowhere.fileno(), getattr(sys, self.name).fileno())


class Printer:
    """Calm lines on stdout, one an event; warnings and errors on stderr; or one JSON object.

    A reader who goes, as `head` does, stops no command.
    """

    def __init__(self, as_json: bool):
        self.as_json = as_json
        self.out, self.err = _Line("stdout"), _Line("stderr")
        self.events: list[dict[str, Any]] = []
        self.extra: dict[str, Any] = {}

    def tell(
        self, event: str, subject: str, detail: str = "", error: BaseException | None = None
    ) -> None:
        error = limit_reached(error) or error
        if error:
            words = str(error) or type(error).__name__  # MemoryError says nothing of itself.
            detail = words.splitlines()[0].removeprefix("error: ")
        self.events.append({"event": event, "subject": subject, "detail": detail})
        if not self.as_json:
            self.out.print(f"{event:<7} {subject:<16} {detail}".rstrip())
        if error:
            self.failure(subject, error)

    def failure(self, name: str, error: BaseException) -> None:
        from executed_slides.runs.notebook import ANSI, CellFailed

        notes = getattr(error, "__notes__", [])
        if isinstance(error, CellFailed):
            self.err.print(f"error: {error.place}: {error}")
            plain = error.traceback if sys.stderr.isatty() else ANSI.sub("", error.traceback)
            self.err.print(error.output, plain, sep="\n")
            self.err.print(f"hint: {command(name)} runs it again", *notes, sep="\nhint: ")
        elif isinstance(error, DeckError):
            self.err.print(error, *notes, sep="\nhint: ")
        else:
            import traceback

            self.err.print("".join(traceback.format_exception(error)), end="")

    def error(self, error: DeckError) -> None:
        self.events.append({"event": "error", "subject": "", "detail": error.message})
        self.err.print(error)

    def say(self, text: str) -> None:
        if not self.as_json:
            self.out.print(text)

    def warn(self, text: str) -> None:
        self.err.print(text)

    def problems(self, problems: "list[Problem]") -> None:
        self.told_problems([problem.as_json() for problem in problems])

    def told_problems(self, problems: list[dict[str, str]]) -> None:
        """The same, of problems as JSON has them; what mends several in a row is said once."""
        self.extra["problems"] = problems
        for told, following in zip_longest(problems, problems[1:]):
            self.say("{kind:<7} {subject}   {reason}".format(**told))
            if not following or following["mend"] != told["mend"]:
                self.say("        mend: {mend}".format(**told))

    def details(self, lines: list[str]) -> None:
        if not self.as_json:
            for line in lines:
                self.out.print(f"        {line}")

    def close(self, code: int) -> int:
        """Prints what is still to be said, and gives the exit code: that of unread lines is 1."""
        if self.as_json:
            words = {"code": code, "events": self.events, **self.extra}
            self.out.print(json.dumps(words, ensure_ascii=False))
        fault = self.out.fault
        if fault is None or isinstance(fault, BrokenPipeError):
            return code
        self.err.print(f"error: stdout cannot be written: {fault.strerror}")
        return code or 1
