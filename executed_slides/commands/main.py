"""The command line: verbs, what they print, and their exit codes."""

import argparse
import contextlib
import json
import signal
import sys
import traceback
from pathlib import Path
from typing import Any

from executed_slides.base.errors import DeckError, NoRecord, UsageError
from executed_slides.base.folders import Folders

GOOD, FAILED, USAGE, STALE, INTERRUPTED = 0, 1, 2, 3, 130
VERBS = ("build", "status", "check", "watch", "present", "diff", "crate", "artifacts")


def main(root: Path, arguments: list[str] | None = None) -> int:
    """Runs one command on the deck in `root`; returns 0 good, 1 failed, 2 usage, 3 stale."""
    options = read_arguments(sys.argv[1:] if arguments is None else arguments)
    smoke = ["--smoke"] if options.smoke else []
    printer = Printer(options.json, " ".join(["uv run build.py", *smoke]))
    folders = Folders(root.resolve(), options.smoke)
    # `kill` asks as Ctrl-C does: end the runs, leave every file whole.
    signal.signal(signal.SIGTERM, lambda *_: interrupt())
    try:
        verb = {
            "build": build,
            "status": status,
            "check": check,
            "watch": watch,
            "present": present,
            "diff": diff,
            "crate": crate,
            "artifacts": artifacts,
        }
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
        "--pptx",
        action="append_const",
        dest="asked",
        const="pptx",
        help="PowerPoint too, its pages pictures with notes; then kept up to date",
    )
    verb.add_argument(
        "--handout",
        action="append_const",
        dest="asked",
        const="handout.pdf",
        help="a handout to print too: three slides a page, notes beside them",
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
    verbs.add_parser("status", help="what is stale and why; changes nothing")
    verb = verbs.add_parser("check", help="prove the slides against the records; changes nothing")
    verb.add_argument(
        "--read-back",
        action="store_true",
        help="also read the finished HTML and PDF word by word and pixel by pixel",
    )
    verb.add_argument(
        "--claims", action="store_true", help="list every claim: values, margins, seeds"
    )
    verb.add_argument(
        "--unused", action="store_true", help="list recorded numbers that no slide shows"
    )
    verb.add_argument(
        "--layout",
        action="store_true",
        help="measure in a browser whether slides show all they have",
    )
    verb.add_argument(
        "--png", type=Path, metavar="FOLDER", help="the same, and leave a picture of each slide"
    )
    verb.add_argument(
        "--fit", action="store_true", help="the same, and try what makes overfull slides fit"
    )
    add_watch(verbs)
    add_present(verbs)
    add_rerun(verb)
    add_diff(verbs)
    verbs.add_parser("crate", help="slides, records and provenance as one archive (RO-Crate)")
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


def add_watch(verbs: Any) -> None:
    verb = verbs.add_parser("watch", help="a preview in the browser that follows every save")
    verb.add_argument("name", nargs="?", metavar="NAME", help="the deck, if there are several")
    verb.add_argument("--port", type=positive, metavar="N", help="default: any free one")
    verb.add_argument("--no-open", action="store_true", help="open no browser")
    verb.add_argument("--run", action="store_true", help="train what is stale without being asked")


def add_present(verbs: Any) -> None:
    verb = verbs.add_parser(
        "present", help="open the slides in a browser; says on every slide if they are stale"
    )
    verb.add_argument("name", nargs="?", metavar="NAME", help="the deck, if there are several")
    verb.add_argument("--strict", action="store_true", help="do not open slides that are stale")
    verb.add_argument("--no-open", action="store_true", help="only say which file is to be opened")


def add_rerun(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "--rerun",
        nargs="*",
        metavar="NAME",
        help="run these experiments again, in a scratch folder, and compare (all for no NAME)",
    )
    verb.add_argument("--first-seed", action="store_true", help="rerun with the first seed only")
    verb.add_argument("--jobs", type=positive, metavar="N", help="reruns at once")


def add_diff(verbs: Any) -> None:
    verb = verbs.add_parser(
        "diff", help="what a retraining changed: numbers, claims, slides and figures"
    )
    verb.add_argument(
        "revision", nargs="?", default="HEAD", metavar="REV", help="a git revision (default: HEAD)"
    )
    verb.add_argument(
        "--html", type=Path, metavar="FILE", help="a page with slides and figures side by side"
    )
    verb.add_argument("--markdown", action="store_true", help="Markdown, for a pull request")


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
        from executed_slides.runs.notebook import ANSI, CellFailed

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

    def say(self, text: str) -> None:
        if not self.as_json:
            print(text, flush=True)

    def warn(self, text: str) -> None:
        print(text, file=sys.stderr, flush=True)

    def findings(self, findings: list[Any]) -> None:
        self.extra["findings"] = [finding.as_json() for finding in findings]
        if not self.as_json:
            for finding in findings:
                print(f"{finding.kind:<7} {finding.subject}   {finding.reason}")
                print(f"        mend: {finding.mend}")

    def details(self, lines: list[str]) -> None:
        if not self.as_json:
            for line in lines:
                print(f"        {line}", flush=True)

    def close(self, code: int) -> None:
        if self.as_json:
            print(
                json.dumps({"code": code, "events": self.events, **self.extra}, ensure_ascii=False)
            )


def status(folders: Folders, options: argparse.Namespace, printer: Printer) -> int:
    from executed_slides.state.experiments import read_workshop
    from executed_slides.state.problems import find_stale_experiments

    workshop = read_workshop(folders)
    findings = find_stale_experiments(workshop)
    printer.findings(findings)
    stale = {finding.subject for finding in findings}
    for name in workshop.experiments:
        if name not in stale:
            printer.tell("--", name, "up to date")
    return code_of(findings)


def check(folders: Folders, options: argparse.Namespace, printer: Printer) -> int:
    if options.rerun is not None:
        return rerun(folders, options, printer)
    if options.first_seed or options.jobs:
        raise UsageError("--first-seed and --jobs are of --rerun")
    from executed_slides.base.cache import Cache
    from executed_slides.proof.check import check_deck
    from executed_slides.state.experiments import read_workshop

    if options.layout or options.png or options.fit:
        measure_decks(folders, options, printer)
    # What is read back is proven from nothing but the files themselves.
    workshop = read_workshop(folders, Cache() if options.read_back else None)
    findings, decks = check_deck(workshop)
    if options.read_back:
        from executed_slides.proof.check import find_altered_exports

        findings += [f for deck in decks for f in find_altered_exports(workshop, deck)]
    if options.claims:
        findings += list_claims(decks, printer)
    if options.unused:
        from executed_slides.proof.unused_numbers import find_unused

        findings += find_unused(workshop, decks)
    printer.findings(findings)
    code = code_of(findings)
    if code == GOOD:
        claims = sum(len(deck.claims) for deck in decks)
        detail = f"{len(workshop.experiments)} records current, {claims} claims true"
        printer.tell("good", ", ".join(f"slides/{deck.name}.md" for deck in decks), detail)
    return code


def present(folders: Folders, options: argparse.Namespace, printer: Printer) -> int:
    from executed_slides.state.experiments import read_workshop
    from executed_slides.watch import presentation as presenter

    name = presenter.choose_deck(folders, options.name)
    page = presenter.find_page(folders, name, printer.warn)
    findings = presenter.judge_page(read_workshop(folders), name)
    count = f"{len(findings)} finding{'s' if len(findings) != 1 else ''}"
    printer.tell("stale" if findings else "good", folders.shown(page), count)
    printer.findings(findings)
    if findings and options.strict:
        return code_of(findings)
    if findings:
        page = presenter.mark_stale(folders, page, count)
    printer.tell("open", folders.shown(page), presenter.KEYS)
    if not options.no_open and not presenter.open_page(page):
        raise DeckError("there is no browser to open the slides", f"open {page} in one")
    return code_of(findings)


def rerun(folders: Folders, options: argparse.Namespace, printer: Printer) -> int:
    from dataclasses import asdict

    from executed_slides.diff.rerun import OUTSIDE, rerun_experiments

    refuse_unknown_names(folders, options.rerun)
    names, first, jobs = options.rerun, options.first_seed, options.jobs
    outcome = rerun_experiments(folders, names, first, jobs, printer.tell)
    printer.findings(outcome.stale)
    printer.extra["rerun"] = [asdict(repetition) for repetition in outcome.repetitions]
    for repetition in outcome.repetitions:
        printer.tell(repetition.verdict, repetition.name, repetition.summary)
        printer.details(repetition.details)
    if outcome.failures:
        return FAILED
    outside = any(repetition.verdict == OUTSIDE for repetition in outcome.repetitions)
    return STALE if outside or outcome.stale else GOOD


def diff(folders: Folders, options: argparse.Namespace, printer: Printer) -> int:
    from executed_slides.diff.difference import compare
    from executed_slides.diff.revision import laid_out

    if folders.smoke:
        raise UsageError("diff compares results, and a smoke build has none")
    if options.json and options.markdown:
        raise UsageError("--json and --markdown at once", "run diff twice")
    with laid_out(folders, options.revision) as revision:
        difference = compare(revision, folders)
        if options.html:
            from executed_slides.base.files import write_text
            from executed_slides.diff.as_page import page_of

            write_text(options.html, page_of(difference, folders, printer.warn))
    if options.json:
        from executed_slides.diff.as_json import as_json

        printer.extra["diff"] = as_json(difference)
    elif options.markdown:
        from executed_slides.diff.as_markdown import markdown_of

        print(markdown_of(difference), end="")
    else:
        from executed_slides.diff.as_text import print_difference

        print_difference(difference)
    if options.html and not options.markdown:
        printer.tell("page", options.revision, f"=> {options.html}")
    return GOOD


def list_claims(decks: list[Any], printer: Printer) -> list[Any]:
    """Prints every claim of the decks; returns the notes on those that are in doubt."""
    from executed_slides.proof.claim_margins import claims_as_json, describe_claims, find_doubts

    printer.extra["claims"] = [claim for deck in decks for claim in claims_as_json(deck)]
    for deck in decks:
        for lines in describe_claims(deck):
            printer.say("claim   " + "\n        ".join(lines))
    return [doubt for deck in decks for doubt in find_doubts(deck)]


def measure_decks(folders: Folders, options: argparse.Namespace, printer: Printer) -> None:
    from executed_slides.commands.build import describe_faults
    from executed_slides.output.fit import suggest_fits
    from executed_slides.output.layout import measure_layout
    from executed_slides.output.node import install_marp
    from executed_slides.template.rendering import find_decks

    install_marp(folders, printer.warn)
    decks = find_decks(folders.templates)
    for name in decks:
        png = options.png / name if options.png and len(decks) > 1 else options.png
        faults = measure_layout(folders, name, png)
        html = folders.shown(folders.slides / f"{name}.html")
        printer.tell("measure", html, describe_faults(faults))
        for fit in suggest_fits(folders, name, faults) if options.fit else []:
            printer.tell("fit", f"slide {fit.slide}", fit.way)


def crate(folders: Folders, options: argparse.Namespace, printer: Printer) -> int:
    from executed_slides.proof.check import check_deck
    from executed_slides.proof.crate import write_crate
    from executed_slides.state.experiments import read_workshop

    if folders.smoke:
        raise UsageError("a crate is for results, and a smoke build has none")
    workshop = read_workshop(folders)
    findings, decks = check_deck(workshop)
    # Slides that show too little are still what the records say.
    findings = [finding for finding in findings if finding.kind != "layout"]
    printer.findings(findings)
    if (code := code_of(findings)) != GOOD:
        return code
    for deck in decks:
        printer.tell("crate", deck.name, f"=> {folders.shown(write_crate(workshop, deck))}")
    return GOOD


def artifacts(folders: Folders, options: argparse.Namespace, printer: Printer) -> int:
    from executed_slides.runs.artifacts import clear_artifacts, describe, list_artifacts
    from executed_slides.state.experiments import read_workshop

    workshop = read_workshop(folders)
    kept = clear_artifacts(workshop) if options.clear else list_artifacts(workshop)
    for artifact in kept:
        printer.tell("cleared" if options.clear else "kept", artifact.file.name, describe(artifact))
    total = sum(artifact.size for artifact in kept)
    printer.tell("--", folders.shown(folders.artifacts), f"{total / 1e6:9.1f} MB")
    return GOOD


def watch(folders: Folders, options: argparse.Namespace, printer: Printer) -> int:
    from executed_slides.watch.watching import watch_deck

    with contextlib.suppress(KeyboardInterrupt):
        watch_deck(
            folders,
            options.name,
            options.port,
            not options.no_open,
            options.run,
            printer.tell,
            printer.warn,
        )
    return GOOD


def code_of(findings: list[Any]) -> int:
    kinds = {finding.kind for finding in findings}
    return FAILED if "failed" in kinds else STALE if kinds & {"stale", "layout"} else GOOD


def build(folders: Folders, options: argparse.Namespace, printer: Printer) -> int:
    from executed_slides.commands import build as builder
    from executed_slides.state.experiments import read_workshop, want_seeds
    from executed_slides.state.problems import find_stale_experiments

    refuse_unknown_names(folders, options.names)
    asked = options.asked or []
    if not builder.plan(folders, options.force, asked, names=options.names, seeds=options.seeds):
        printer.tell("--", "slides", "up to date")
        return tell_left(folders, [], printer)
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
            builder.write_exports(folders, printer.tell, printer.warn, asked)
            builder.measure_layouts(folders, printer.tell, printer.warn)
        except NoRecord as error:
            if not options.names:
                raise
            printer.tell("--", "slides", f"as they were: {error.message}")
        left = [f for f in find_stale_experiments(read_workshop(folders)) if f.kind == "stale"]
    return tell_left(folders, left, printer, is_part=bool(options.names))


def tell_left(folders: Folders, stale: list[Any], printer: Printer, is_part: bool = False) -> int:
    """Says what a build could not mend; what is stale is no fault of a build of a part."""
    from executed_slides.proof.check import find_layout_faults
    from executed_slides.template.rendering import find_decks

    decks = find_decks(folders.templates)
    faults = [fault for name in decks for fault in find_layout_faults(folders, name) or []]
    if stale or faults:
        printer.findings([*stale, *faults])
    return code_of(faults if is_part else [*stale, *faults])


def refuse_unknown_names(folders: Folders, names: list[str]) -> None:
    from executed_slides.scripts.script import find_scripts

    there = [path.stem for path in find_scripts(folders.experiments)]
    for name in names:
        if name not in there:
            raise UsageError(f"no experiment {name!r}", f"experiments are {', '.join(there)}")
