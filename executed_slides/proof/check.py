"""Check: walks from the slides back to the scripts, and changes nothing.

HTML, PDF ◀── slides/NAME.md ◀── claims, numbers ◀── records ◀── scripts, data
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path

from executed_slides.base.command_line import command
from executed_slides.base.errors import DeckError, NoRecord, Unreadable
from executed_slides.base.files import (
    Hash,
    is_there,
    read_content,
    read_utf8,
    sha256,
    text_of,
)
from executed_slides.base.folders import Folders
from executed_slides.markdown.known_values import refuse_unknown_values
from executed_slides.markdown.pictures import find_lost_pictures
from executed_slides.markdown.themes import find_theme
from executed_slides.output.exports import (
    EDITED,
    browsers_of,
    find_stale_exports,
    was_exported,
)
from executed_slides.output.layout import find_layout_fault, layout_file, read_layout
from executed_slides.proof.finished_files import find_altered_html
from executed_slides.state.problems import Problem, find_stale_experiments
from executed_slides.state.project import Project
from executed_slides.template.draft_experiments import find_experiment_problems
from executed_slides.template.rendering import Rendered, false_claims, find_decks, judge_deck


def check_deck(project: Project) -> tuple[list[Problem], list[Rendered]]:
    """Everything on the way from slides to scripts that is not as it should be, in all decks."""
    problems = find_experiment_problems(project)
    rendered = []
    for name in find_decks(project.folders.templates):
        found, deck = check_slides(project, name)
        problems += found
        rendered += [deck] if deck else []
    return problems, rendered


def check_slides(project: Project, name: str) -> tuple[list[Problem], Rendered | None]:
    """What is wrong with one deck, its experiments apart, and the deck if it can be rendered."""
    try:
        deck = judge_deck(project, name)
    except NoRecord as error:
        # The experiment without a record is a problem already, if that is what it is.
        is_told = bool(find_stale_experiments(project))
        return [] if is_told else [find_unrenderable(name, error)], None
    except DeckError as error:
        return [find_unrenderable(name, error)], None
    hash_of = cache(sha256)  # An export is asked for by its own record and by its layout's.
    problems = find_draft_problems(project, deck)
    stale = find_stale_slides(project, deck, hash_of)
    markdown = project.folders.shown(project.folders.slides / f"{name}.md")
    if all(problem.subject != markdown for problem in stale):
        problems += _find_stale_provenance(project, deck)
    problems += find_other_html(project, deck, stale, hash_of)
    faults = find_layout_faults(project.folders, name, hash_of)
    if faults is None:
        faults = [] if stale else [_unmeasured(project.folders, name)]
    others = [] if stale else find_other_browsers(project, name)
    return problems + stale + faults + others, deck


def find_unrenderable(name: str, error: DeckError) -> Problem:
    return Problem("failed", f"{name}.md.j2", error.message, error.hint or "mend the template")


def find_draft_problems(project: Project, deck: Rendered) -> list[Problem]:
    """Why a deck is but a draft: numbers that come from nowhere, and claims that are false."""
    problems = [Problem("draft", found.place, str(found), found.mend) for found in deck.unbound]
    if project.folders.smoke:
        return problems
    return problems + [Problem("draft", *told) for told in false_claims(deck)]


def find_stale_slides(project: Project, deck: Rendered, hash_of: Hash = sha256) -> list[Problem]:
    folders = project.folders
    path = folders.slides / f"{deck.name}.md"
    if not is_there(path):
        return [Problem("stale", folders.shown(path), "is missing", command())]
    problems = _find_other_markdown(project, path, deck)
    if undrawable := _find_undrawable(folders, deck):
        return problems + undrawable
    kind = "stale" if was_exported(folders, deck.name) else "note"
    try:
        stale = find_stale_exports(folders, deck.name, hash_of=hash_of)
    except Unreadable as error:
        html = folders.shown(folders.slides / f"{deck.name}.html")
        return [*problems, Problem("failed", html, error.message, error.hint or command())]
    return problems + [
        Problem(kind, folders.shown(file), reason, command()) for file, reason in stale
    ]


def find_other_html(
    project: Project, deck: Rendered, stale: list[Problem], hash_of: Hash = sha256
) -> list[Problem]:
    """What the HTML shows otherwise than the deck orders, unless it is of other slides anyhow."""
    folders = project.folders
    html = folders.shown(folders.slides / f"{deck.name}.html")
    markdown = folders.shown(folders.slides / f"{deck.name}.md")
    reasons = {problem.subject: problem.reason for problem in stale}
    if markdown in reasons or reasons.get(html, EDITED) != EDITED:
        return []
    return find_altered_html(project, deck, hash_of)


def _find_undrawable(folders: Folders, deck: Rendered) -> list[Problem]:
    """What stops every export, however often one builds: no theme, or a lost file of one's own."""
    markdown, shown = str.__str__(deck.markdown), folders.shown(folders.slides / f"{deck.name}.md")
    lost = find_lost_pictures(markdown, folders, deck.name)
    # A lost figure is a problem of its experiment, which can draw it again.
    errors = [error for file, error in lost if not file.is_relative_to(folders.image)]
    try:
        find_theme(folders, markdown, shown)
        refuse_unknown_values(folders, markdown, shown)
    except DeckError as error:
        errors.insert(0, error)
    html = folders.shown(folders.slides / f"{deck.name}.html")
    return [Problem("failed", html, e.message, e.hint or command()) for e in errors]


def _find_other_markdown(project: Project, path: Path, deck: Rendered) -> list[Problem]:
    """Why slides/NAME.md is not, byte for byte, what templates and records give."""
    fresh = deck.markdown.encode()

    def explain(there: bytes) -> str:
        from executed_slides.proof.reasons import explain_markdown
        from executed_slides.template.provenance import provenance_file, provenance_text

        written = text_of(provenance_file(project.folders, deck.name)) or ""
        return explain_markdown(there, fresh, written, provenance_text(project, deck))

    return _find_other_text(project.folders, path, fresh.__eq__, explain)


def _find_other_text(
    folders: Folders, path: Path, is_good: Callable[[bytes], bool], explain: Callable[[bytes], str]
) -> list[Problem]:
    """What is wrong with a file of slides/ that templates and records give."""
    shown = folders.shown(path)
    try:
        there = read_content(path, shown)
        if is_good(there):
            return []
        read_utf8(path, shown)
        reason = explain(there)
    except Unreadable as error:
        reason = error.message
    return [Problem("stale", shown, reason, command())]


def _find_stale_provenance(project: Project, deck: Rendered) -> list[Problem]:
    """Why the provenance of slides that are as they should be is not theirs."""
    from executed_slides.template.provenance import (
        provenance_file,
        provenance_text,
        without_templates,
    )

    path = provenance_file(project.folders, deck.name)
    if not is_there(path):
        return [Problem("stale", project.folders.shown(path), "is missing", command())]
    today = provenance_text(project, deck)

    def is_good(there: bytes) -> bool:
        return without_templates(there) == without_templates(today.encode())

    def explain(there: bytes) -> str:
        from executed_slides.proof.reasons import explain_provenance

        return explain_provenance(there.decode(), today)

    return _find_other_text(project.folders, path, is_good, explain)


def find_layout_faults(folders: Folders, name: str, hash_of: Hash = sha256) -> list[Problem] | None:
    """What the finished slides of a deck do not show; None while they are not measured.

    In a smoke build these are notes: its numbers and sentences are not those that will be shown.
    """
    shown = folders.shown(folders.slides / f"{name}.html")
    faults = read_layout(folders, name, hash_of)
    if faults is None:
        return None
    return [
        Problem(
            "note" if folders.smoke or fault.is_note else "layout", shown, fault.message, fault.mend
        )
        for fault in faults
    ]


def find_other_browsers(project: Project, name: str) -> list[Problem]:
    """Notes on exports that another browser drew than the one that would draw them now.

    They are whole and of today's slides, so they are not stale; drawn anew they may look otherwise.
    """
    drawn = browsers_of(project.folders, name)
    if not drawn:
        return []
    from executed_slides.toolchain.browser_version import find_browser_version, milestone

    here = find_browser_version(project.folders, project.cache)
    return [
        Problem(
            "note",
            shown,
            f"drawn by {browser}, and {here} draws here",
            f"delete {shown}, then {command()}",
        )
        for file, browser in drawn.items()
        if here and milestone(here) != milestone(browser)
        for shown in [project.folders.shown(file)]
    ]


def _unmeasured(folders: Folders, name: str) -> Problem:
    shown = folders.shown(folders.slides / f"{name}.html")
    fault = find_layout_fault(folders, name)
    reason = "its layout is not measured yet"
    if fault:
        reason = f"{folders.shown(layout_file(folders, name))} says nothing of its layout: {fault}"
    return Problem("stale", shown, reason, command("check", "--layout"))
