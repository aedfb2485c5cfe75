"""`build`: what is stale runs, slides are rendered, and exported where they changed."""

import argparse
import time
from collections.abc import Sequence
from functools import cache

from executed_slides.base.command_line import command
from executed_slides.base.errors import DeckError, NoRecord
from executed_slides.base.events import Ready
from executed_slides.base.files import sha256
from executed_slides.base.folders import Folders
from executed_slides.base.witness import Witness
from executed_slides.commands.arguments import positive, refuse_unknown_names
from executed_slides.commands.exit_codes import FAILED, GOOD, code_of
from executed_slides.commands.forecast_lines import tell_forecast
from executed_slides.commands.kept_verdict import AskedVerb, GoodVerdict, keep
from executed_slides.commands.printer import Printer
from executed_slides.output.exports import find_stale_exports
from executed_slides.output.layout import read_layout
from executed_slides.output.up_to_date import write_exports, write_layout
from executed_slides.proof.check import find_draft_problems, find_layout_faults
from executed_slides.proof.finished_files import find_altered_html
from executed_slides.proof.marp_settings import find_unfollowed_settings
from executed_slides.state.problems import Problem, find_stale_experiments
from executed_slides.state.project import Project, read_project, want_seeds
from executed_slides.template.markdown_files import is_written, write_slides
from executed_slides.template.rendering import Rendered, find_decks, judge_deck


def add_arguments(verb: argparse.ArgumentParser) -> None:
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


def run(folders: Folders, options: argparse.Namespace, printer: Printer) -> int:
    refuse_unknown_names(folders, options.names)
    began = time.time_ns()
    with Witness(without=str(folders.state / "cache")) as witness:
        code = _tell_up_to_date(folders, options, printer)
    if code is None:
        return _make(folders, options, printer)
    is_all = not any((options.smoke, options.names, options.seeds, options.asked))
    if code == GOOD and is_all and "problems" not in printer.extra:
        verdict = GoodVerdict(began, (*printer.events[-1].values(),), printer.extra)
        keep(str(folders.root), AskedVerb("build", command()), verdict, witness)
    return code


def _tell_up_to_date(folders: Folders, options: argparse.Namespace, printer: Printer) -> int | None:
    """Says so where there is nothing to do, and returns the exit code; None otherwise."""
    project = read_project(folders)
    up_to_date = _find_up_to_date(project, options)
    if up_to_date is None:
        return None
    printer.tell("--", "slides", "up to date")
    drafts = {deck.name: find_draft_problems(project, deck) for deck in up_to_date}
    problems = _tell_drafts(folders, drafts, printer)
    problems += [p for deck in up_to_date for p in find_altered_html(project, deck)]
    return _tell_left(folders, [], problems, printer)


def _make(folders: Folders, options: argparse.Namespace, printer: Printer) -> int:
    """Runs, renders and exports what there is to do."""
    from executed_slides.output.preparation import Preparation
    from executed_slides.runs.build_lock import sole_build
    from executed_slides.runs.leftover_runs import sweep_dead_leftovers

    with sole_build(folders, printer.warn):
        sweep_dead_leftovers(folders)
        project = read_project(folders)
        with Preparation(folders, printer.warn) as preparation:
            if not options.no_run and _run_stale(project, options, printer):
                # The slides would show code that has not run beside numbers of code that has.
                printer.tell("--", "slides", "as they were, since an experiment failed")
                return FAILED
            failed, drafts, altered = _make_decks(project, options, printer, preparation.ready)
            problems = _tell_drafts(folders, drafts, printer) + altered
            if failed:
                _tell_left(folders, [], problems, printer)
                return FAILED
        left = find_stale_experiments(read_project(folders))
    for note in find_unfollowed_settings(folders):
        printer.warn(f"note: {note.subject} {note.reason}\nhint: {note.mend}")
    return _tell_left(folders, left, problems, printer, is_part=bool(options.names))


def _run_stale(project: Project, options: argparse.Namespace, printer: Printer) -> int:
    """Runs what is stale, and returns how many experiments failed."""
    from executed_slides.runs.execution import mark_again, run_experiments
    from executed_slides.runs.forecast import forecast_runs

    if options.seeds:
        want_seeds(project, options.names, options.seeds)
    mark_again(project, options.names, options.force, printer.tell)
    forecast = forecast_runs(project, options.names, options.force, options.jobs)
    tell_forecast(forecast, printer, bool(options.cluster))
    return run_experiments(
        project,
        options.names,
        options.force,
        options.jobs,
        printer.tell,
        cluster=options.cluster,
        warn=printer.warn,
    )


def _make_decks(
    project: Project, options: argparse.Namespace, printer: Printer, ready: Ready
) -> tuple[int, dict[str, list[Problem]], list[Problem]]:
    """Renders, exports and measures each deck.

    Returns how many could not be made, by deck why it is but a draft, and what the HTML shows
    otherwise than was ordered. What is wrong with one stops no other.
    """
    failed = 0
    drafts: dict[str, list[Problem]] = {}
    altered: list[Problem] = []
    for name in find_decks(project.folders.templates):
        try:
            deck = write_slides(project, name, printer.tell)
            drafts[name] = find_draft_problems(project, deck)
            altered += _finish_deck(project, deck, options.asked or [], printer, ready)
        except DeckError as error:
            if options.names and isinstance(error, NoRecord):
                printer.tell("--", "slides", f"as they were: {error.message}")
            else:
                printer.error(error)
                failed += 1
    return failed, drafts, altered


def _finish_deck(
    project: Project, deck: Rendered, asked: Sequence[str], printer: Printer, ready: Ready
) -> list[Problem]:
    """Exports and measures a deck; returns what its HTML shows otherwise than was ordered."""
    folders, name = project.folders, deck.name
    is_old = all(file.suffix != ".html" for file, _ in find_stale_exports(folders, name))
    measuring = write_exports(folders, name, ready, printer.tell, printer.warn, asked)
    write_layout(folders, name, ready, printer.tell, printer.warn, measuring)
    return find_altered_html(project, deck, made_now=not is_old)


def _find_up_to_date(project: Project, options: argparse.Namespace) -> list[Rendered] | None:
    """All decks, where there is nothing to do for any; None otherwise. Reads only."""
    if options.seeds:
        want_seeds(project, options.names, options.seeds)
    if options.force or find_stale_experiments(project):
        return None
    folders, hash_of = project.folders, cache(sha256)
    decks = []
    try:
        for name in find_decks(folders.templates):
            deck = judge_deck(project, name)
            if (
                not is_written(project, deck)
                or find_stale_exports(folders, name, options.asked or [], hash_of)
                or read_layout(folders, name, hash_of) is None
            ):
                return None
            decks.append(deck)
    except DeckError:
        return None
    return decks


def _tell_drafts(
    folders: Folders, drafts: dict[str, list[Problem]], printer: Printer
) -> list[Problem]:
    """Says which decks are drafts, and returns why."""
    for name, problems in drafts.items():
        if problems:
            count = f"{len(problems)} problem{'s' if len(problems) != 1 else ''}"
            shown = folders.shown(folders.slides / f"{name}.md")
            printer.tell("draft", shown, f"{count}: every page says so")
    return [problem for problems in drafts.values() for problem in problems]


def _tell_left(
    folders: Folders,
    stale: list[Problem],
    problems: list[Problem],
    printer: Printer,
    is_part: bool = False,
) -> int:
    """Says what a build could not mend; what is stale is no fault of a build of a part."""
    decks = find_decks(folders.templates)
    faults = [fault for name in decks for fault in find_layout_faults(folders, name) or []]
    # A note is said when the slides are measured; all of a smoke build are.
    faults = [fault for fault in faults if folders.smoke or fault.kind != "note"]
    if stale or problems or faults:
        printer.problems([*stale, *problems, *faults])
    return code_of([*([] if is_part else stale), *problems, *faults])
