"""Presenting: the finished slides, opened in a browser, and marked where they are stale."""

import html
import webbrowser
from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from urllib.parse import quote

from executed_slides.base.command_line import command
from executed_slides.base.errors import DeckError, NoRecord, UsageError
from executed_slides.base.events import Warn
from executed_slides.base.files import read_utf8, text_of, write_text
from executed_slides.base.folders import Folders
from executed_slides.markdown.appendix import talk_of
from executed_slides.markdown.languages import language_of
from executed_slides.markdown.routes import minutes_of, routes_of
from executed_slides.output.exports import export_deck, exports, tracked_exports
from executed_slides.output.show_length import Length, measure_length
from executed_slides.output.single_file import anchor_links
from executed_slides.proof.check import (
    find_draft_problems,
    find_stale_slides,
    find_unrenderable,
)
from executed_slides.state.problems import Problem
from executed_slides.state.project import Project
from executed_slides.template.draft_experiments import find_experiment_problems
from executed_slides.template.rendering import choose_deck, find_decks, judge_deck
from executed_slides.toolchain.installation import is_installed

KEYS = "p presenter view · f full screen · o overview · ? all keys"

_BADGE = """\
<div role="note" style="position:fixed;top:0;right:0;z-index:2147483647;padding:4px 14px;\
pointer-events:none;color:#fff;background:#b00020;font-weight:bold;font-size:18px;\
line-height:1.4">\
{}</div>
"""


def choose_route(folders: Folders, names: Sequence[str]) -> tuple[str, str]:
    """The deck and the route that `[DECK] [ROUTE]` mean; no route is the whole deck.

    Raises UsageError for what there is not.
    """
    decks = find_decks(folders.templates)
    if len(names) == 1 and names[0] not in decks:
        return _find_deck(folders, decks, names[0]), names[0]
    name = choose_deck(folders, names[0] if names else None)
    routes = _read_routes(folders, name)
    for route in names[1:]:
        if route not in routes:
            there = f"it has {', '.join(routes) or 'none'}"
            raise UsageError(f"{name} has no route {route!r}", there)
    return name, names[1] if len(names) > 1 else ""


def _find_deck(folders: Folders, decks: list[str], route: str) -> str:
    """The one deck that has this route."""
    routes = {name: _read_routes(folders, name) for name in decks}
    having = [name for name in decks if route in routes[name]]
    if len(having) == 1:
        return having[0]
    if having:
        raise UsageError(f"which deck? {' and '.join(having)} have a route {route!r}", None)
    known = ", ".join(sorted({*chain.from_iterable(routes.values())}))
    there = f"{folders.shown(folders.templates)}/ has {', '.join(decks) or 'none'}"
    raise UsageError(
        f"no deck{' and no route' if known else ''} {route!r}",
        f"{there}; routes: {known}" if known else there,
    )


def _read_routes(folders: Folders, name: str) -> dict[str, list[int]]:
    markdown = folders.slides / f"{name}.md"
    return routes_of(text_of(markdown) or "", folders.shown(markdown))


def find_slides(folders: Folders, name: str, route: str) -> list[int]:
    """The numbers of the slides of a route, or of all but the appendix."""
    markdown = text_of(folders.slides / f"{name}.md") or ""
    return _read_routes(folders, name).get(route) or [slide.number for slide in talk_of(markdown)]


def measure_route(folders: Folders, name: str, route: str) -> tuple[Length, float | None]:
    """How long a show is, and how many minutes it may take: a deck that has routes is no talk."""
    markdown = folders.slides / f"{name}.md"
    length = measure_length(folders, name, find_slides(folders, name, route))
    limit = minutes_of(text_of(markdown) or "", folders.shown(markdown))
    return length, limit if route or not _read_routes(folders, name) else None


def bring_page(folders: Folders, name: str, warn: Warn) -> Path:
    """The finished HTML of a deck, made now where Marp is there and it never was.

    Makes nothing else: who presents has no time.
    """
    page = exports(folders, name)[0]
    if page.exists():
        return page
    if not is_installed(folders):
        raise DeckError(
            f"{folders.shown(page)} is not there, nor is Marp, which draws it",
            f"{command(*([] if folders.smoke else ['--no-run']))} makes it",
        )
    warn(f"{folders.shown(page)} is not there: it is made now, and the other exports are not")
    export_deck(folders, name, [page], warn=warn)
    return page


def judge_page(project: Project, name: str) -> list[Problem]:
    """What on the way from the scripts to this deck's HTML is not as it should be."""
    folders = project.folders
    problems = [p for p in find_experiment_problems(project) if p.kind != "note"]
    others = [folders.shown(file) for file in tracked_exports(folders, name)[1:]]
    try:
        deck = judge_deck(project, name)
        problems += find_draft_problems(project, deck)
        problems += find_stale_slides(project, deck)
    except NoRecord as error:
        # The experiment without a record is a problem already, if that is what it is.
        problems += [] if problems else [find_unrenderable(name, error)]
    except DeckError as error:
        problems.append(find_unrenderable(name, error))
    return [problem for problem in problems if problem.subject not in others]


def mark_stale(folders: Folders, page: Path, problems: int) -> Path:
    """A copy of the page with a badge in a corner of every slide; its links lead where they did.

    The badge says in the deck's language how many problems there are.
    """
    words = language_of(text_of(page.with_suffix(".md")) or "")
    count = (words.one_problem if problems == 1 else words.several_problems).format(problems)
    copy = _present_folder(folders) / page.name
    made = read_utf8(page, folders.shown(page), f"`{command()}` makes it anew")
    body, end, rest = anchor_links(made, page.parent).rpartition("</body>")
    write_text(copy, body + _BADGE.format(f"{words.stale} · {count}") + end + rest)
    return copy


def lead_to_route(folders: Folders, page: Path, route: str) -> Path:
    """A page that leads to a route of the finished one.

    Of a file's address, what opens a browser may leave out the query.
    """
    address = html.escape(f"{page.resolve().as_uri()}?route={quote(route)}")
    way = _present_folder(folders) / f"{page.stem}.{route}.html"
    write_text(
        way,
        f'<!doctype html>\n<meta charset="utf-8">\n<title>{html.escape(route)}</title>\n'
        f'<meta http-equiv="refresh" content="0; url={address}">\n'
        f'<a href="{address}">{html.escape(route)}</a>\n',
    )
    return way


def _present_folder(folders: Folders) -> Path:
    return folders.state / "present" / ("smoke" if folders.smoke else "")


def open_page(page: Path) -> bool:
    """Opens a page in the user's browser; False where there is none."""
    return webbrowser.open(page.resolve().as_uri())
