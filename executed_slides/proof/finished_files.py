"""Finished files: whether HTML, PDF, PPTX and handout show what a deck orders, and no more.

The HTML is looked at by every build and check; the verdict is kept by the hashes of all that it
follows from. The others are read back when they are asked for.
"""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

from executed_slides.base.command_line import command
from executed_slides.base.errors import DeckError
from executed_slides.base.files import Hash, is_there, sha256
from executed_slides.base.folders import Folders
from executed_slides.markdown.appendix import talk_of
from executed_slides.output.exports import exports, tracked_exports
from executed_slides.proof.inventory import Mismatch
from executed_slides.state.problems import Problem
from executed_slides.state.project import Project
from executed_slides.template.bound_text import Binding, spans_of
from executed_slides.template.rendering import Rendered, records_of
from executed_slides.toolchain.installation import is_installed


def find_altered_html(
    project: Project, deck: Rendered, hash_of: Hash = sha256, made_now: bool = False
) -> list[Problem]:
    """Everything in which the finished HTML is another one than was ordered.

    One that is not so when it was `made_now` will not be so the next time either.
    """
    folders = project.folders
    html, _ = exports(folders, deck.name)
    if not is_there(html):
        return []
    recorded = _recorded_pictures(project)
    order = hashlib.sha256(repr((str.__str__(deck.markdown), sorted(recorded.items()))).encode())
    decides = (hash_of(html), order.hexdigest(), str(is_installed(folders)))
    messages = project.cache.get("shown", deck.name, *decides)
    if messages is None:
        messages = [str(found) for found in _compare_html(folders, deck, html, recorded)]
        project.cache.put("shown", deck.name, *decides, value=messages)
    shown = folders.shown(html)
    anew = _make_anew(shown, deck.name)
    return [
        Problem("stale", shown, message, _rewrite(deck.name, message) if made_now else anew)
        for message in messages
    ]


def _rewrite(name: str, message: str) -> str:
    """Of a file that was made this moment, and that nobody edited."""
    if " has notes that say " in message:
        return (
            f"write the note in templates/{name}.md.j2 on a line of its own, with an empty one "
            "before it: Marp drops one that stands beside a background, ![bg](…)"
        )
    return (
        f"Marp makes this of what templates/{name}.md.j2 says there: take out signs such as "
        "% _ * < & [ around these words, or write \\ before them"
    )


def _make_anew(shown: str, name: str) -> str:
    return (
        f"delete {shown}, then {command()}; what was changed in it belongs into "
        f"templates/{name}.md.j2"
    )


def _recorded_pictures(project: Project) -> dict[str, str]:
    """The SHA-256 of each recorded figure, by its name beside the slides."""
    return {
        Path(figure.file).relative_to("slides").as_posix(): figure.sha256
        for record in records_of(project).values()
        for figure in record.figures.values()
    }


def _compare_html(
    folders: Folders, deck: Rendered, html: Path, recorded: dict[str, str]
) -> Iterator[Mismatch]:
    # A deck that was compared before loads nothing of this.
    from executed_slides.output.marp import emoji_pictures
    from executed_slides.proof.html_comparison import compare_html
    from executed_slides.proof.html_contents import read_finished_html
    from executed_slides.proof.ordered import read_order

    try:
        shown = read_finished_html(html, emoji_pictures(folders))
    except DeckError as error:
        yield Mismatch(0, error.message)
        return
    yield from compare_html(read_order(deck.markdown, html.parent, recorded), shown, _keys_of(deck))


def _keys_of(deck: Rendered) -> Callable[[int], str | None]:
    """By which name a record was asked for what stands at a place, said as a template says it."""
    spans = [
        span
        for span in spans_of(deck.markdown)
        if isinstance(span.source, Binding) and span.source.experiments
    ]

    def key_at(place: int) -> str | None:
        here = [span for span in spans if span.start <= place < span.end]
        inner = min(here, key=lambda span: span.end - span.start, default=None)
        return inner.source.key if inner else None

    return key_at


def find_altered_exports(project: Project, deck: Rendered) -> list[Problem]:
    """Every finished file that shows something else than the deck orders, read from itself."""
    from executed_slides.proof.ordered import read_order
    from executed_slides.proof.pdf_contents import compare_handout, compare_pdf
    from executed_slides.proof.pptx_contents import compare_pptx

    folders = project.folders
    ordered = read_order(deck.markdown, folders.slides, _recorded_pictures(project))
    marks = [deck.mark] if deck.mark else []
    _, pdf = exports(folders, deck.name)
    problems = []
    for file in tracked_exports(folders, deck.name):
        form = file.name.removeprefix(f"{deck.name}.")
        if form == "html" or not is_there(file):
            continue
        if form == "pptx":
            found = compare_pptx(ordered, file, pdf if is_there(pdf) else None)
        elif form == "pdf":
            found = compare_pdf(ordered, file, marks)
        else:
            found = compare_handout(ordered, file, len(talk_of(deck.markdown)))
        shown = folders.shown(file)
        try:
            reasons = [str(mismatch) for mismatch in found]
        except DeckError as error:
            reasons = [error.message]
        problems += [
            Problem("stale", shown, reason, _make_anew(shown, deck.name)) for reason in reasons
        ]
    return problems
