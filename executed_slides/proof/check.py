"""Check: walks from the slides back to the scripts, and changes nothing.

HTML, PDF ◀── slides/NAME.md ◀── claims, numbers ◀── records ◀── scripts, data
"""

from executed_slides.base.errors import DeckError, NoRecord
from executed_slides.base.folders import Folders
from executed_slides.output.exports import exports, find_stale_exports, was_exported
from executed_slides.output.layout import read_layout
from executed_slides.state.experiments import Workshop
from executed_slides.state.problems import BUILD, Finding, find_stale_experiments
from executed_slides.template.rendering import Rendered, false_claims, find_decks, judge_deck
from executed_slides.template.typed_numbers import MEND


def check_deck(workshop: Workshop) -> tuple[list[Finding], list[Rendered]]:
    """Everything on the way from slides to scripts that is not as it should be."""
    findings = find_stale_experiments(workshop)
    rendered = []
    for name in find_decks(workshop.folders.templates):
        try:
            deck = judge_deck(workshop, name)
        except NoRecord:
            continue  # The experiment without a record is a finding already.
        except DeckError as error:
            findings.append(Finding("failed", f"{name}.md.j2", error.message, error.hint or BUILD))
            continue
        rendered.append(deck)
        findings += find_unbound_numbers(deck)
        findings += find_false_claims(workshop, deck)
        findings += find_stale_provenance(workshop, deck)
        stale = find_stale_slides(workshop, deck)
        faults = find_layout_faults(workshop.folders, name)
        if faults is None:
            faults = [] if stale else [unmeasured(workshop.folders, name)]
        findings += stale + faults
    return findings, rendered


def find_unbound_numbers(deck: Rendered) -> list[Finding]:
    """Every number in a slide's words that no record, parameter or reason stands behind."""
    return [Finding("failed", unbound.place, str(unbound), MEND) for unbound in deck.unbound]


def find_false_claims(workshop: Workshop, deck: Rendered) -> list[Finding]:
    if workshop.folders.smoke:
        return []
    mend = "reword the sentence, or give the other one after {% otherwise %}"
    return [
        Finding("stale", f"templates/{claim.template}:{claim.line}", message, mend)
        for claim, message in false_claims(deck)
    ]


def find_stale_slides(workshop: Workshop, deck: Rendered) -> list[Finding]:
    folders = workshop.folders
    mend = f"{BUILD} --smoke" if folders.smoke else BUILD
    path = folders.slides / f"{deck.name}.md"
    if not path.exists():
        return [Finding("stale", folders.shown(path), "is missing", mend)]
    findings = []
    if line := differing_line(path.read_bytes(), deck.markdown.encode()):
        reason = f"line {line} is not what templates and records give"
        findings.append(Finding("stale", folders.shown(path), reason, mend))
    kind = "stale" if was_exported(folders, deck.name) else "note"
    for file, reason in find_stale_exports(folders, deck.name):
        findings.append(Finding(kind, folders.shown(file), reason, mend))
    return findings


def find_altered_exports(workshop: Workshop, deck: Rendered) -> list[Finding]:
    """Every slide of the finished HTML and PDF that shows something else than the Markdown."""
    from executed_slides.proof.readback import compare_html, compare_pdf, read_html, read_markdown

    folders = workshop.folders
    html, pdf = exports(folders, deck.name)
    meant = read_markdown(str(deck.markdown), folders.slides)
    findings = []
    for file, compare in (
        (html, lambda: compare_html(meant, read_html(html))),
        (pdf, lambda: compare_pdf(meant, pdf, folders.slides)),
    ):
        if not file.exists():
            continue
        shown = folders.shown(file)
        mend = f"delete {shown}, then {BUILD}"
        try:
            differences = list(compare())
        except DeckError as error:
            findings.append(Finding("stale", shown, error.message, mend))
            continue
        for difference in differences:
            where = f"slide {difference.slide} " if difference.slide else ""
            findings.append(Finding("stale", shown, f"{where}{difference.message}", mend))
    return findings


def find_stale_provenance(workshop: Workshop, deck: Rendered) -> list[Finding]:
    from executed_slides.template.provenance import provenance_file, provenance_text

    folders = workshop.folders
    mend = f"{BUILD} --smoke" if folders.smoke else BUILD
    path = provenance_file(folders, deck.name)
    if not path.exists():
        return [Finding("stale", folders.shown(path), "is missing", mend)]
    if line := differing_line(path.read_bytes(), provenance_text(workshop, deck).encode()):
        reason = f"line {line} is not what templates and records give"
        return [Finding("stale", folders.shown(path), reason, mend)]
    return []


def find_layout_faults(folders: Folders, name: str) -> list[Finding] | None:
    """What the finished slides of a deck do not show; None while they are not measured.

    In a smoke build these are notes: its numbers and sentences are not those that will be shown.
    """
    shown = folders.shown(folders.slides / f"{name}.html")
    kind = "note" if folders.smoke else "layout"
    faults = read_layout(folders, name)
    if faults is None:
        return None
    return [Finding(kind, shown, fault.message, fault.mend) for fault in faults]


def unmeasured(folders: Folders, name: str) -> Finding:
    shown = folders.shown(folders.slides / f"{name}.html")
    mend = " ".join([BUILD, "check --layout", *(["--smoke"] if folders.smoke else [])])
    return Finding("stale", shown, "its layout is not measured yet", mend)


def differing_line(there: bytes, fresh: bytes) -> int | None:
    """The first line in which two texts differ, counted from 1, or None."""
    if there == fresh:
        return None
    old, new = there.split(b"\n"), fresh.split(b"\n")
    pairs = zip(old, new, strict=False)
    return next((n for n, (a, b) in enumerate(pairs, 1) if a != b), min(len(old), len(new)) + 1)
