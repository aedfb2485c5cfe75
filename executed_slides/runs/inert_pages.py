"""Inert pages: what a run put out is shown, and nothing of it acts in who reads it.

outputs ──without those that are programs──▶ nbconvert ──these tags alone──▶ a page ──its policy──▶
"""

from copy import deepcopy
from functools import cache
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

# What the browser itself refuses: scripts, forms, frames, and whatever is not on this machine.
POLICY = (
    "default-src 'none'; img-src 'self' file: data:; style-src 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'"
)
# Outputs that are programs of a page; beside each there is a text that says the same.
_PROGRAMS = ("application/javascript", "application/vnd.", "text/javascript")
_TAGS = """
    a abbr b blockquote br caption code col colgroup dd del details div dl dt em figcaption figure
    h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp small span strong sub summary sup
    table tbody td tfoot th thead tr u ul var wbr
"""
_ATTRIBUTES = {"class", "id", "style", "title", "lang", "dir", "align"}
_OF_TAGS = {
    "a": {"href"},
    "col": {"span"},
    "details": {"open"},
    "img": {"alt", "src", "width", "height"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
_LINKED = {"http", "https", "mailto", ""}


def without_programs(cells: list[Any]) -> list[Any]:
    """Cells without widgets and JavaScript, which do nothing on a page that runs nothing."""
    cells = deepcopy(cells)
    for cell in cells:
        for output in cell.get("outputs", []):
            for kind in list(output.get("data", {})):
                if kind.startswith(_PROGRAMS):
                    del output.data[kind]
    return cells


def leave_inert(body: str) -> str:
    """HTML of which only text, tables, links, and pictures that lie in or beside it are left."""
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(body, "html.parser")
    for program in soup(["script", "style", "template", "noscript"]):
        program.decompose()  # Of other tags their text is kept.
    with _CLEANING:
        return str(_cleaner().clean(str(soup)))


# One parser for all pages, and it reads one at a time; runs that end together have a page each.
_CLEANING = Lock()


@cache
def _cleaner() -> Any:
    from bleach.css_sanitizer import CSSSanitizer
    from bleach.sanitizer import Cleaner

    return Cleaner(
        tags=_TAGS.split(),
        attributes=_is_inert,
        protocols=[*_LINKED, "data"],
        css_sanitizer=CSSSanitizer(),
        strip=True,
    )


def _is_inert(tag: str, attribute: str, value: str) -> bool:
    if attribute not in _ATTRIBUTES | _OF_TAGS.get(tag, set()):
        return False
    if attribute == "src":
        return value.startswith("data:image/") or _lies_beside(value)
    return attribute != "href" or _scheme_of(value) in _LINKED


def _lies_beside(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return not (parts.scheme or parts.netloc or parts.path.startswith(("/", "\\")))


def _scheme_of(address: str) -> str:
    try:
        # Browsers read over white space and control characters in it.
        return urlsplit("".join(c for c in address if c > " ")).scheme
    except ValueError:
        return "unreadable"
