"""`audit`: what is known of a deck that somebody wrote by hand; it stays as it is."""

import argparse
from pathlib import Path

from executed_slides.base.errors import DeckError, UsageError
from executed_slides.base.files import files_in, is_there, read_utf8, write_text
from executed_slides.base.folders import Folders
from executed_slides.commands.audit_lines import count_lines, finding_lines
from executed_slides.commands.exit_codes import GOOD
from executed_slides.commands.printer import Printer
from executed_slides.proof.audit import Sources, audit_deck, sources_in, sources_of
from executed_slides.proof.audit_findings import counts_of
from executed_slides.proof.audit_template import as_template
from executed_slides.records.record_files import read_record
from executed_slides.records.schema import Record


def add_arguments(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("file", type=Path, metavar="FILE", help="the Markdown of a Marp deck")
    verb.add_argument(
        "results",
        type=Path,
        nargs="*",
        metavar="RESULTS",
        help="CSV and JSON files of other tools, in the place of this project's records",
    )
    verb.add_argument(
        "--write",
        type=Path,
        metavar="TEMPLATE",
        help="write a template with all that is certain: templates/NAME.md.j2",
    )


def run(folders: Folders, options: argparse.Namespace, printer: Printer) -> int:
    template = options.write
    if template:
        _refuse_template(template, options)
    markdown = read_utf8(options.file, str(options.file))
    sources = (
        sources_in(options.results)
        if options.results
        else _project_sources(folders, printer, template)
    )
    findings = audit_deck(markdown, options.file.resolve().parent, sources, folders)
    printer.extra["audit"] = [finding.as_json() for finding in findings]
    printer.extra["counts"] = counts_of(findings)
    for line in [*finding_lines(findings), *count_lines(findings)]:
        printer.say(line)
    if template:
        write_text(template, as_template(markdown, findings))
        printer.tell("write", options.file.name, f"=> {template}")
    return GOOD


def _refuse_template(template: Path, options: argparse.Namespace) -> None:
    if options.results:
        raise UsageError(
            "--write with files of other tools: templates ask records alone",
            "let an experiment read and record them, then audit without RESULTS",
        )
    if is_there(template):
        raise UsageError(f"{template} is there", "name a template that is not, such as a new deck")


def _project_sources(folders: Folders, printer: Printer, template: Path | None) -> Sources:
    """What this project's records give; one that cannot be read is told, and gives nothing.

    A template can be written by none: nothing is filled in yet.
    """
    records: list[Record] = []
    for path in files_in(folders.results, ".json"):
        try:
            records.append(read_record(path, folders.shown(path), folders.smoke))
        except DeckError as error:
            printer.warn(str(error))
    if not records and not template:
        raise UsageError(
            f"{folders.shown(folders.results)}/ has no record to audit by",
            "name results: audit FILE scores.csv metrics.json; or make a template of it as it is: "
            "audit FILE --write templates/NAME.md.j2",
        )
    return sources_of(records, folders)
