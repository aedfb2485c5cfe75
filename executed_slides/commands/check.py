"""`check`: the slides proven against the records; nothing is changed."""

import argparse
import time
from pathlib import Path

from executed_slides.base.cache import Cache
from executed_slides.base.command_line import command
from executed_slides.base.errors import DeckError
from executed_slides.base.folders import Folders
from executed_slides.base.witness import Witness
from executed_slides.commands.exit_codes import FAILED, GOOD, code_of, worst
from executed_slides.commands.kept_verdict import AskedVerb, GoodVerdict, forget, keep
from executed_slides.commands.printer import Printer
from executed_slides.output.exports import was_exported
from executed_slides.proof.check import check_deck
from executed_slides.proof.finished_files import find_altered_exports
from executed_slides.proof.ghost_files import find_ghost_files
from executed_slides.proof.marp_settings import find_unfollowed_settings
from executed_slides.state.acceptance import find_accepted
from executed_slides.state.problems import Problem
from executed_slides.state.project import Project, read_project
from executed_slides.template.rendering import Rendered, find_decks


def add_arguments(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "--full",
        action="store_true",
        help="read all files, also where none has changed since the last good check",
    )
    verb.add_argument(
        "--read-back",
        action="store_true",
        help="also read the finished HTML and PDF word by word and pixel by pixel",
    )
    verb.add_argument(
        "--claims", action="store_true", help="list every claim: values, margins, seeds"
    )
    verb.add_argument(
        "--unused",
        action="store_true",
        help="list recorded numbers that no slide shows, and idle constants",
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


def run(folders: Folders, options: argparse.Namespace, printer: Printer) -> int:
    asked = options.read_back, options.claims, options.unused, options.png, options.fit
    if options.smoke or options.layout or any(asked):
        return _prove(folders, options, printer)
    began = time.time_ns()
    with Witness(without=str(folders.state / "cache")) as witness:
        code = _prove(folders, options, printer)
    if code == GOOD:
        said = (*printer.events[-1].values(),)
        keep(
            str(folders.root),
            AskedVerb("check", command()),
            GoodVerdict(began, said, printer.extra),
            witness,
        )
    else:
        forget(str(folders.root))
    return code


def _prove(folders: Folders, options: argparse.Namespace, printer: Printer) -> int:
    measures = options.layout or options.png or options.fit
    measured = _measure_decks(folders, options, printer) if measures else GOOD
    # What is read back is proven from nothing but the files themselves.
    project = read_project(folders, Cache() if options.read_back else None)
    problems, decks = check_deck(project)
    problems += [*find_accepted(project), *find_unfollowed_settings(folders)]
    problems += find_ghost_files(project, decks)
    if options.read_back:
        problems += [p for deck in decks for p in find_altered_exports(project, deck)]
    if options.claims:
        _list_claims(decks, printer)
    if options.unused:
        problems += _list_unused(project, decks)
    printer.problems(problems)
    code = worst([code_of(problems), measured])
    exported = {deck.name: was_exported(folders, deck.name) for deck in decks}
    printer.extra["exported"] = exported
    if code == GOOD:
        claims = sum(len(deck.claims) for deck in decks)
        detail = f"{len(project.experiments)} records current, {claims} claims true"
        if unseen := [name for name, is_exported in exported.items() if not is_exported]:
            detail += f"; not exported, so no finished slides were seen: {', '.join(unseen)}"
        printer.tell("good", ", ".join(f"slides/{deck.name}.md" for deck in decks), detail)
    return code


def _list_claims(decks: list[Rendered], printer: Printer) -> None:
    """Prints every claim of the decks: its sentence, what each run says of it, and by how much."""
    from executed_slides.proof.claim_margins import describe_claims
    from executed_slides.template.provenance import claims_as_json

    printer.extra["claims"] = [claim for deck in decks for claim in claims_as_json(deck)]
    for deck in decks:
        for lines in describe_claims(deck):
            printer.say("claim   " + "\n        ".join(lines))


def _list_unused(project: Project, decks: list[Rendered]) -> list[Problem]:
    """Notes on recorded numbers that no slide shows, and on reasons for nothing.

    A deck that cannot be rendered may show any of the experiments that its templates name.
    """
    from executed_slides.proof.unused_numbers import find_idle_reasons, find_unused
    from executed_slides.template.deck_templates import find_named_experiments, find_templates

    unread = {*find_decks(project.folders.templates)} - {deck.name for deck in decks}
    templates = [path for name in unread for path in find_templates(project, name)]
    named = find_named_experiments(project, templates)
    unused = [note for note in find_unused(project, decks) if note.subject not in named]
    return unused + find_idle_reasons(decks)


def _measure_decks(folders: Folders, options: argparse.Namespace, printer: Printer) -> int:
    """Measures each deck; what is wrong with one stops no other."""
    from executed_slides.toolchain.installation import install_marp

    install_marp(folders, printer.warn)
    decks = find_decks(folders.templates)
    codes = [GOOD]
    for name in decks:
        try:
            png = options.png / name if options.png and len(decks) > 1 else options.png
            _measure_deck(folders, name, png, options.fit, printer)
        except DeckError as error:
            printer.error(error)
            codes.append(FAILED)
    return worst(codes)


def _measure_deck(
    folders: Folders, name: str, png: Path | None, fit: bool, printer: Printer
) -> None:
    from executed_slides.output.fit import suggest_fits
    from executed_slides.output.layout import measure_layout
    from executed_slides.output.show_length import measure_length
    from executed_slides.output.up_to_date import describe_faults

    faults = measure_layout(folders, name, png)
    page = folders.slides / f"{name}.html"
    printer.tell("measure", folders.shown(page), describe_faults(faults))
    printer.tell("length", folders.shown(page), str(measure_length(folders, name)))
    for suggestion in suggest_fits(folders, name, faults) if fit else []:
        printer.tell("fit", f"slide {suggestion.slide}", suggestion.way)
