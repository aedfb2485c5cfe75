"""What the finished HTML of a deck shows, and where that is not what the Markdown says."""

import base64
import hashlib
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import takewhile
from pathlib import Path
from urllib.parse import unquote

from executed_slides.base.command_line import command
from executed_slides.base.files import read_utf8
from executed_slides.proof.shown_slides import (
    Mismatch,
    ShownPicture,
    ShownSlide,
    addresses_of,
    squeeze,
)

_STYLE_URL = re.compile(r"url\(\s*[\"']?(.*?)[\"']?\s*\)")


class _DeckParser(HTMLParser):
    """Collects the words, pictures and notes of each slide of Marp's HTML."""

    VOID = frozenset(("img", "br", "hr", "meta", "link", "input", "source", "wbr"))
    SILENT = frozenset(("style", "script", "mjx-container", "footer"))

    def __init__(self, folder: Path):
        super().__init__()
        self.folder = folder
        self.slides: list[ShownSlide] = []
        self.open: list[str] = []
        self.slide_depth = self.silent_depth = self.note_depth = 0
        self.note: ShownSlide | None = None

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        about = {name: value or "" for name, value in attributes}
        if tag not in self.VOID:
            self.open.append(tag)
        depth = len(self.open)
        if "data-marpit-svg" in about:
            self.slides.append(ShownSlide())
            self.slide_depth = depth
        elif "bespoke-marp-note" in about.get("class", "").split() and "data-index" in about:
            index = int(about["data-index"])
            self.note = self.slides[index] if index < len(self.slides) else None
            self.note_depth = depth
        if tag in self.SILENT and not self.silent_depth:
            self.silent_depth = depth
        if self.slide_depth and not self.silent_depth:
            for address in addresses_of(tag, about):
                self.take_picture(address, about.get("alt", ""))
            if tag not in ("img", "section"):
                for address in _STYLE_URL.findall(about.get("style", "")):
                    self.take_picture(address, "")

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.open:
            return
        while self.open and self.open.pop() != tag:
            pass
        depth = len(self.open)
        self.slide_depth = self.slide_depth if depth >= self.slide_depth else 0
        self.silent_depth = self.silent_depth if depth >= self.silent_depth else 0
        if depth < self.note_depth:
            self.note, self.note_depth = None, 0

    def handle_data(self, data: str) -> None:
        if self.note:
            self.note.notes += squeeze(data)
        elif self.slide_depth and not self.silent_depth and (words := squeeze(data)):
            if "header" in self.open:
                self.slides[-1].header += words
            else:
                self.slides[-1].texts.append(words)

    def take_picture(self, address: str, alt: str) -> None:
        if found := re.match(r"data:[^,]*?(;base64)?,", address):
            body = address[found.end() :]
            content = base64.b64decode(body) if found[1] else unquote(body).encode()
            digest = hashlib.sha256(content).hexdigest()
            picture = ShownPicture(digest, squeeze(alt), "inlined")
        else:
            picture = ShownPicture.at(address, self.folder, alt)
        self.slides[-1].pictures.append(picture)


def _read_html(html: Path) -> list[ShownSlide]:
    """The slides of a finished HTML, its pictures inlined or lying beside it."""
    parser = _DeckParser(html.parent)
    parser.feed(read_utf8(html, html.name, f"`{command()}` makes it anew"))
    parser.close()
    return parser.slides


def compare_html(meant: list[ShownSlide], html: Path) -> Iterator[Mismatch]:
    """Every slide whose words, pictures or notes in the HTML are not those of the Markdown."""
    shown = _read_html(html)
    if len(meant) != len(shown):
        yield Mismatch(0, f"{len(shown)} slides, the Markdown has {len(meant)}")
        return
    for number, (ours, theirs) in enumerate(zip(meant, shown, strict=True), 1):
        if ours.words != theirs.words:
            yield Mismatch(number, f"shows {_first_difference(theirs.words, ours.words)}")
        if ours.header != theirs.header:
            yield Mismatch(number, f"is headed {theirs.header!r}, not {ours.header!r}")
        if [p.sha256 for p in ours.pictures] != [p.sha256 for p in theirs.pictures]:
            names = ", ".join(p.source for p in ours.pictures) or "none"
            yield Mismatch(number, f"shows other pictures than {names}")
        elif [p.alt for p in ours.pictures] != [p.alt for p in theirs.pictures]:
            yield Mismatch(number, "an alternative text is not the Markdown's")
        if ours.notes != theirs.notes:
            yield Mismatch(number, f"its notes say {_first_difference(theirs.notes, ours.notes)}")


def _first_difference(shown: str, meant: str, width: int = 24) -> str:
    """The place where two texts part: `'…정확도 88.3%'`, not `'…정확도 88.2%'`."""
    same = len(list(takewhile(lambda pair: pair[0] == pair[1], zip(shown, meant, strict=False))))
    place = slice(max(0, same - width // 2), same + width)
    return f"{shown[place]!r}, not {meant[place]!r}"
