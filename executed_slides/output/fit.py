"""Fit: what would make an overfull slide fit its page. Tried in a browser, and only suggested."""

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from executed_slides.base.files import files_in, read_utf8
from executed_slides.base.folders import Folders
from executed_slides.markdown.reader import read_deck
from executed_slides.markdown.slides import Slides
from executed_slides.output.exports import read_slides
from executed_slides.output.faults import Fault
from executed_slides.output.layout import browse
from executed_slides.output.layout_rules import judge_slide

_FILLED = "\ue000"
_KINDS = {"overflow", "cut", "cut code"}
_JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}")
# A line of fewer letters than this could stand anywhere.
_LETTERS = 2


@dataclass(frozen=True)
class Fit:
    """One way to make a slide fit, in a sentence."""

    slide: int
    title: str
    way: str


def suggest_fits(folders: Folders, name: str, faults: list[Fault]) -> list[Fit]:
    """Ways to make each slide fit that overflows or cuts something, the best first.

    Each was tried in a browser on slides/NAME.html, but for a split, which always helps.
    """
    titles = {fault.slide: fault.title for fault in faults if fault.kind in _KINDS}
    if not titles:
        return []
    html = folders.slides / f"{name}.html"
    measured = browse(folders, html, "--fit", ",".join(str(slide) for slide in titles))
    fits = []
    for tried in measured["fits"]:
        slide = tried["slide"]
        before = {kind for kind, *_ in judge_slide(measured["slides"][slide - 1])}
        ways = [*_find_ways(folders, name, tried, before)] or ["say less on it, or show less code"]
        fits += [Fit(slide, titles[slide], way) for way in ways]
    return fits


def _find_ways(
    folders: Folders, name: str, tried: dict[str, Any], before: AbstractSet[str]
) -> Iterator[str]:
    """The attempts of output/layout.page.js that ended well: no fault that was not there before."""

    def is_good(measured: dict[str, Any]) -> bool:
        return {kind for kind, *_ in judge_slide(measured)} <= before - _KINDS

    columns, narrower, split = tried["columns"], tried["narrower"], tried["split"]
    if columns and is_good(columns["measured"]):
        classes = columns["classes"]
        yield f"<!-- _class: {classes} -->" if classes else "take its class columns away"
    if narrower and is_good(narrower["measured"]):
        yield "width=" + " and width=".join(f"{width}" for width in narrower["widths"])
    if split:
        place = find_line(folders, name, split["text"], tried["slide"])
        line = "code line " if split["code"] else ""
        yield f"split before {line}'{split['text'][:60].strip()}'" + (
            f" ({place})" if place else ""
        )


def find_line(folders: Folders, name: str, text: str, slide: int) -> str | None:
    """Where a text stands: in a template, if that is sure, else in slides/NAME.md, else nowhere."""
    found: dict[int, list[str]] = {}
    for file in files_in(folders.templates, ".j2", below=True):
        template = read_utf8(file, folders.shown(file))
        for number, line in enumerate(template.split("\n"), 1):
            if letters := _count_letters(line, text):
                found.setdefault(letters, []).append(f"{folders.shown(file)}:{number}")
    best = found[max(found)] if found else []
    return best[0] if len(best) == 1 else _find_rendered_line(folders, name, text, slide)


def _find_rendered_line(folders: Folders, name: str, text: str, slide: int) -> str | None:
    for number, line in numbered_slide_lines(read_slides(folders, name), slide):
        if _count_letters(line, text):
            return f"{folders.shown(folders.slides)}/{name}.md:{number}"
    return None


def numbered_slide_lines(markdown: str, slide: int) -> Iterator[tuple[int, str]]:
    """The lines of a slide, counted from 1 in the whole Markdown."""
    for place in Slides(markdown).all[slide - 1 : slide]:
        first = markdown.count("\n", 0, place.start) + 1
        yield from enumerate(markdown[place.start : place.end].split("\n"), first)


def _count_letters(line: str, text: str) -> int:
    """How many letters of a template's line are in this rendered text; 0 if it is another line.

    What Jinja fills in may be anything.
    """
    typed = _JINJA.sub(_FILLED, line.strip())
    shown = "".join(words.text for slide in read_deck(typed).slides for words in slide.words)
    for said in (shown, typed):  # A line of code is shown as it is typed.
        literal = [_letters_of(part) for part in said.split(_FILLED)]
        letters = sum(map(len, literal))
        pattern = ".*?".join(map(re.escape, literal))
        if letters >= _LETTERS and re.fullmatch(pattern, _letters_of(text)):
            return letters
    return 0


def _letters_of(text: str) -> str:
    return "".join(filter(str.isalnum, text))
