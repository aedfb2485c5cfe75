"""Presenting: the finished slides, opened in a browser, and marked where they are stale."""

import webbrowser
from pathlib import Path

from executed_slides.base.command_line import command
from executed_slides.base.errors import DeckError, NoRecord
from executed_slides.base.events import Warn
from executed_slides.base.files import read_utf8, text_of, write_text
from executed_slides.base.folders import Folders
from executed_slides.markdown.languages import language_of
from executed_slides.output.exports import export_deck, exports, tracked_exports
from executed_slides.output.installation import is_installed
from executed_slides.output.single_file import anchor_links
from executed_slides.proof.check import (
    find_draft_problems,
    find_stale_slides,
    find_unrenderable,
)
from executed_slides.state.problems import Problem, find_stale_experiments
from executed_slides.state.project import Project
from executed_slides.template.rendering import judge_deck

KEYS = "p presenter view · f full screen · o overview"

_BADGE = """\
<div role="note" style="position:fixed;top:0;right:0;z-index:2147483647;padding:4px 14px;\
pointer-events:none;color:#fff;background:#b00020;font-weight:bold;font-size:18px;\
line-height:1.4">\
{}</div>
"""


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
    problems = find_stale_experiments(project)
    others = [folders.shown(file) for file in tracked_exports(folders, name)[1:]]
    try:
        deck = judge_deck(project, name)
        problems += find_draft_problems(project, deck)
        problems += find_stale_slides(project, deck)
    except NoRecord:
        pass  # The experiment without a record is a problem already.
    except DeckError as error:
        problems.append(find_unrenderable(name, error))
    return [problem for problem in problems if problem.subject not in others]


def mark_stale(folders: Folders, page: Path, problems: int) -> Path:
    """A copy of the page with a badge in a corner of every slide; its links lead where they did.

    The badge says in the deck's language how many problems there are.
    """
    words = language_of(text_of(page.with_suffix(".md")) or "")
    count = (words.one_problem if problems == 1 else words.several_problems).format(problems)
    copy = folders.state / "present" / ("smoke" if folders.smoke else "") / page.name
    made = read_utf8(page, folders.shown(page), f"`{command()}` makes it anew")
    html = anchor_links(made, page.parent)
    body, end, rest = html.rpartition("</body>")
    write_text(copy, body + _BADGE.format(f"{words.stale} · {count}") + end + rest)
    return copy


def open_page(page: Path) -> bool:
    """Opens a page in the user's browser; False where there is none."""
    return webbrowser.open(page.resolve().as_uri())
