"""The command line: which verb is meant, and what becomes of errors and interruptions."""

import gc
import io
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from executed_slides.base.bytecode import keep_bytecode
from executed_slides.base.command_line import command, started_as, typed
from executed_slides.base.errors import DeckError, UsageError
from executed_slides.commands.exit_codes import FAILED, GOOD, INTERRUPTED, USAGE
from executed_slides.commands.limits import limit_reached
from executed_slides.commands.printer import Printer, has_streams
from executed_slides.commands.signals import Interrupted, heard_signals

if TYPE_CHECKING:
    import argparse

# Each has a module of its name: the arguments that it takes, and `run`, which gives an exit code.
VERBS = {
    "init": "a new project that builds at once, also inside a repository that exists",
    "build": "run what is stale, render, export what changed (default)",
    "status": "what is stale and why; changes nothing",
    "check": "prove the slides against the records; changes nothing",
    "rerun": "run experiments again, in a scratch folder, and compare",
    "diff": "what a retraining changed: numbers, claims, slides and figures",
    "uses": "where slides show a value, and where all on a slide comes from; changes nothing",
    "history": "how a value moved over the revisions of its record; changes nothing",
    "watch": "a preview in the browser that follows every save",
    "present": "open the slides in a browser; says on every slide if they are stale",
    "crate": "slides, records and provenance as one archive (RO-Crate)",
    "audit": "what records give of a deck that somebody wrote by hand; changes nothing",
    "accept": "keep a record whose change is harmless by your own judgement",
    "clean": "what killed builds and former code left, shown with its size; --yes removes it",
    "artifacts": "the trained models and features that are kept, their sizes and ages",
}
# What may say again what it said when all was good.
_BELIEVE = {(): "build", ("build",): "build", ("check",): "check"}


def main(root: Path, arguments: list[str] | None = None) -> int:
    """Runs one command on the project in `root`: what this process was asked, or `arguments`.

    Returns 0 good, 1 failed, 2 usage, 3 stale or a draft, 130 interrupted, 143 by `kill`.
    """
    if arguments is None:  # Else this process is another program's.
        keep_bytecode()
    # A check makes no garbage worth a twentieth of its time to look for it.
    gc.set_threshold(100_000)
    has_streams()
    with heard_signals():
        try:
            # What a verb needs takes a moment to load, in which one may think better of it.
            words = sys.argv[1:] if arguments is None else arguments
            _speak_utf8()
            code = say_unchanged(root, words)
            if code is not None:
                return code
            options = read_arguments(words)
            with typed(started_as(), options.smoke):
                return run(root, options)
        except Interrupted as stop:
            return 128 + stop.number


def _speak_utf8() -> None:
    if isinstance(sys.stdout, io.TextIOWrapper):
        # What another program reads is UTF-8, on Windows too, whose code page is the terminal's.
        encoding = None if sys.stdout.isatty() else "utf-8"
        # The name of a file need not be text, and a terminal need not know all signs.
        sys.stdout.reconfigure(encoding=encoding, errors="backslashreplace")


def say_unchanged(root: Path, words: list[str]) -> int | None:
    """Says what the last check or build said, and returns its exit code; None for no good one.

    None also where anything may have changed since, or more is asked for. It is asked before
    anything is loaded that only a full check needs.
    """
    from executed_slides.commands.kept_verdict import AskedVerb, recall, since

    as_json = words[-1:] == ["--json"]
    verb = _BELIEVE.get((*words[: len(words) - as_json],))
    if verb is None:
        return None
    with typed(started_as(), smoke=False):
        verdict = recall(str(root.resolve()), AskedVerb(verb, command()))
    if verdict is None:
        return None
    printer = Printer(as_json)
    printer.told_problems(verdict.extra.get("problems", []))
    printer.extra = verdict.extra
    event, subject, detail = verdict.event
    printer.tell(event, subject, f"{detail}; unchanged since {since(verdict.began)}")
    return printer.close(GOOD)


def run(root: Path, options: "argparse.Namespace") -> int:
    from executed_slides.base.folders import Folders

    printer = Printer(options.json)
    try:
        code = options.module.run(Folders(root.resolve(), options.smoke), options, printer)
    except DeckError as error:
        printer.error(error)
        code = USAGE if isinstance(error, UsageError) else FAILED
    except (OSError, MemoryError) as error:
        reached = limit_reached(error)
        if reached is None:
            raise
        printer.error(reached)
        code = FAILED
    except KeyboardInterrupt as stop:
        printer.warn("interrupted: every file is as it was; the next build carries on")
        code = 128 + stop.number if isinstance(stop, Interrupted) else INTERRUPTED
    return printer.close(code)


def read_arguments(arguments: list[str]) -> "argparse.Namespace":
    """What was asked for; `module` is that of the verb, the only one that is imported."""
    import argparse

    if not arguments or arguments[0] not in (*VERBS, "-h", "--help"):
        arguments = ["build", *arguments]
    parser = argparse.ArgumentParser(
        prog=started_as(),
        description="Slides whose every number, figure and code block comes from code that ran.",
        epilog="Without a verb, builds. Exit codes: 0 good, 1 failed, 2 usage, 3 stale or a draft.",
    )
    verbs = parser.add_subparsers(dest="verb", metavar="VERB")
    # The others only stand in the help, and each takes a moment to make.
    shown = [arguments[0]] if arguments[0] in VERBS else [*VERBS]
    for name in shown:
        about = VERBS[name]
        verb = verbs.add_parser(name, help=about, description=about.capitalize())
        if name == arguments[0]:
            module = import_module(f"executed_slides.commands.{name}")
            module.add_arguments(verb)
            verb.set_defaults(module=module)
            _add_common_arguments(verb)
    return parser.parse_args(arguments)


def _add_common_arguments(verb: "argparse.ArgumentParser") -> None:
    verb.add_argument(
        "--smoke", action="store_true", help="tiny data made by code, into smoke/: no results"
    )
    verb.add_argument(
        "--json", action="store_true", help="one JSON object on stdout instead of lines"
    )
