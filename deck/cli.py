"""The command line: verbs, what they print, and their exit codes."""

import argparse
import json
import signal
import sys
import traceback
from pathlib import Path
from typing import Any

from deck.errors import DeckError, NoRecord, UsageError
from deck.folders import Folders

GOOD, FAILED, USAGE, STALE, INTERRUPTED = 0, 1, 2, 3, 130
VERBS = ("build", "status", "check", "artifacts")


def main(root: Path, arguments: list[str] | None = None) -> int:
    """Runs one command on the deck in `root`; returns 0 good, 1 failed, 2 usage, 3 stale."""
    options = read_arguments(sys.argv[1:] if arguments is None else arguments)
    smoke = ["--smoke"] if options.smoke else []
    printer = Printer(options.json, " ".join(["uv run build.py", *smoke]))
    folders = Folders(root.resolve(), options.smoke)
    # `kill` asks as Ctrl-C does: end the runs, leave every file whole.
    signal.signal(signal.SIGTERM, lambda *_: interrupt())
    try:
        verb = {"build": build, "status": status, "check": check, "artifacts": artifacts}
        code = verb[options.verb](folders, options, printer)
    except DeckError as error:
        printer.error(error)
        code = USAGE if isinstance(error, UsageError) else FAILED
    except KeyboardInterrupt:
        printer.warn("interrupted: every file is as it was; the next build carries on")
        code = INTERRUPTED
    printer.close(code)
    return code


def interrupt() -> None:
    raise KeyboardInterrupt


def read_arguments(arguments: list[str]) -> argparse.Namespace:
    if not arguments or (arguments[0] not in VERBS and arguments[0] not in ("-h", "--help")):
        arguments = ["build", *arguments]
    parser = argparse.ArgumentParser(
        prog="build.py",
        description="A deck whose every number, figure and code block comes from code that ran.",
        epilog="Without a verb, builds. Exit codes: 0 good, 1 failed, 2 usage, 3 stale.",
    )
    verbs = parser.add_subparsers(dest="verb", metavar="VERB")
    verb = verbs.add_parser(
        "build", help="run what is stale, render, export what changed (default)"
    )
    verb.add_argument(
        "names", nargs="*", metavar="NAME", help="only these experiments, and what they need"
    )
    verb.add_argument("--force", action="store_true", help="run again even what is up to date")
    verb.add_argument(
        "--no-run", action="store_true", help="render and export from the records there are"
    )
    verb.add_argument(
        "--jobs", type=positive, metavar="N", help="runs at once (default: one for each core)"
    )
    verb.add_argument(
        "--seeds", type=positive, metavar="N", help="fill up to N seeds; those recorded are kept"
    )
    verb.add_argument(
        "--cluster", metavar="ADDRESS", help="run on the workers of this Dask scheduler"
    )
    verbs.add_parser("status", help="what is stale and why; writes nothing")
    verbs.add_parser("check", help="prove the slides against the records; writes nothing")
    verb = verbs.add_parser(
        "artifacts", help="the trained models and features that are kept, their sizes and ages"
    )
    verb.add_argument("--clear", action="store_true", help="delete them: who needs one makes it")
    for verb in verbs.choices.values():
        verb.add_argument(
            "--smoke", action="store_true", help="tiny data made by code, into smoke/: no results"
        )
        verb.add_argument(
            "--json", action="store_true", help="one JSON object on stdout instead of lines"
        )
    return parser.parse_args(arguments)


def positive(text: str) -> int:
    if (number := int(text)) < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number


class Printer:
    """Calm lines on stdout, one an event; warnings and errors on stderr; or one JSON object."""

    def __init__(self, as_json: bool, command: str):
        self.as_json, self.command = as_json, command
        self.events: list[dict[str, Any]] = []
        self.extra: dict[str, Any] = {}

    def tell(
        self, event: str, subject: str, detail: str = "", error: Exception | None = None
    ) -> None:
        if error:
            detail = str(error).splitlines()[0].removeprefix("error: ")
        self.events.append({"event": event, "subject": subject, "detail": detail})
        if not self.as_json:
            print(f"{event:<7} {subject:<16} {detail}".rstrip(), flush=True)
        if error:
            self.failure(subject, error)

    def failure(self, name: str, error: Exception) -> None:
        from deck.notebook import ANSI, CellFailed

        if isinstance(error, CellFailed):
            print(f"error: {error.place}: {error}", file=sys.stderr)
            plain = error.traceback if sys.stderr.isatty() else ANSI.sub("", error.traceback)
            print(error.output, plain, sep="\n", file=sys.stderr)
            print(f"hint: {self.command} {name} runs it again", file=sys.stderr)
        elif isinstance(error, DeckError):
            print(error, file=sys.stderr)
        else:
            traceback.print_exception(error, file=sys.stderr)

    def error(self, error: DeckError) -> None:
        self.events.append({"event": "error", "subject": "", "detail": error.message})
        print(error, file=sys.stderr)

    def warn(self, text: str) -> None:
        print(text, file=sys.stderr, flush=True)

    def findings(self, findings: list[Any]) -> None:
        self.extra["findings"] = [finding.as_json() for finding in findings]
        if not self.as_json:
            for finding in findings:
                print(f"{finding.kind:<7} {finding.subject}   {finding.reason}")
                print(f"        mend: {finding.mend}")

    def close(self, code: int) -> None:
        if self.as_json:
            print(
                json.dumps({"code": code, "events": self.events, **self.extra}, ensure_ascii=False)
            )


def status(folders: Folders, options: argparse.Namespace, printer: Printer) -> int:
    from deck.check import find_stale_experiments
    from deck.experiments import read_workshop

    workshop = read_workshop(folders)
    findings = find_stale_experiments(workshop)
    printer.findings(findings)
    stale = {finding.subject for finding in findings}
    for name in workshop.experiments:
        if name not in stale:
            printer.tell("--", name, "up to date")
    return code_of(findings)


def check(folders: Folders, options: argparse.Namespace, printer: Printer) -> int:
    from deck.check import check_deck
    from deck.experiments import read_workshop

    workshop = read_workshop(folders)
    findings, decks = check_deck(workshop)
    printer.findings(findings)
    code = code_of(findings)
    if code == GOOD:
        claims = sum(len(deck.claims) for deck in decks)
        detail = f"{len(workshop.experiments)} records current, {claims} claims true"
        printer.tell("good", ", ".join(f"slides/{deck.name}.md" for deck in decks), detail)
    return code


def artifacts(folders: Folders, options: argparse.Namespace, printer: Printer) -> int:
    from deck.artifacts import clear_artifacts, describe, list_artifacts
    from deck.experiments import read_workshop

    workshop = read_workshop(folders)
    kept = clear_artifacts(workshop) if options.clear else list_artifacts(workshop)
    for artifact in kept:
        printer.tell("cleared" if options.clear else "kept", artifact.file.name, describe(artifact))
    total = sum(artifact.size for artifact in kept)
    printer.tell("--", folders.shown(folders.artifacts), f"{total / 1e6:9.1f} MB")
    return GOOD


def code_of(findings: list[Any]) -> int:
    kinds = {finding.kind for finding in findings}
    return FAILED if "failed" in kinds else STALE if "stale" in kinds else GOOD


def build(folders: Folders, options: argparse.Namespace, printer: Printer) -> int:
    from deck import build as builder
    from deck.check import find_stale_experiments
    from deck.experiments import read_workshop, want_seeds

    refuse_unknown_names(folders, options.names)
    if not builder.plan(folders, options.force, names=options.names, seeds=options.seeds):
        printer.tell("--", "slides", "up to date")
        return GOOD
    with builder.sole_build(folders, printer.warn):
        workshop = read_workshop(folders)
        if options.seeds:
            want_seeds(workshop, options.names, options.seeds)
        if not options.no_run and builder.run_experiments(
            workshop,
            options.names,
            options.force,
            options.jobs,
            printer.tell,
            cluster=options.cluster,
            warn=printer.warn,
        ):
            # The slides would show code that has not run beside numbers of code that has.
            printer.tell("--", "slides", "as they were, since an experiment failed")
            return FAILED
        try:
            builder.write_slides(workshop, printer.tell)
            builder.write_exports(folders, printer.tell, printer.warn)
        except NoRecord as error:
            if not options.names:
                raise
            printer.tell("--", "slides", f"as they were: {error.message}")
        left = [f for f in find_stale_experiments(read_workshop(folders)) if f.kind == "stale"]
    printer.findings(left)
    return STALE if left and not options.names else GOOD


def refuse_unknown_names(folders: Folders, names: list[str]) -> None:
    from deck.script import find_scripts

    there = [path.stem for path in find_scripts(folders.experiments)]
    for name in names:
        if name not in there:
            raise UsageError(f"no experiment {name!r}", f"experiments are {', '.join(there)}")
