"""The pictures that a deck's Markdown shows, found without a Markdown parser."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from executed_slides.base.command_line import command
from executed_slides.base.errors import DeckError
from executed_slides.base.picture_files import find_picture_fault
from executed_slides.markdown.front_matter import FRONT_MATTER
from executed_slides.markdown.prose import COMMENT

_FENCE = re.compile(
    r"^[ \t>]*(?:(?:[*+-]|\d+[.)])[ \t]+)*(?P<mark>`{3,}(?=[^`\n]*$)|~{3,})[^\n]*\n"
    r".*?(?:^[ \t>]*(?P=mark)[`~]*[ \t]*$|\Z)",
    re.MULTILINE | re.DOTALL,
)
_CODE = re.compile(r"(?<!`)(`+)(?!`)(?:(?!\n[ \t]*\n).)+?(?<!`)\1(?!`)", re.DOTALL)
_STYLE = re.compile(r"<style\b.*?</style>", re.DOTALL | re.IGNORECASE)

_IMAGE = re.compile(r"!\[(?:[^\]\\]|\\.)*\]\(\s*(?:<(?P<angle>[^>\n]*)>|(?P<bare>[^)\s]+))")
_HTML_IMAGE = re.compile(
    r"<(?:img|source|video|audio|iframe)\b[^>]*?\bsrc\s*=\s*[\"'](?P<bare>[^\"']+)", re.IGNORECASE
)
_CSS_URL = re.compile(r"url\(\s*[\"']?(?P<bare>[^\"')]+?)[\"']?\s*\)", re.IGNORECASE)


class Picture(NamedTuple):
    """What the Markdown calls a picture, and the line on which it does."""

    line: int
    target: str

    @property
    def is_remote(self) -> bool:
        return has_scheme(self.target) and not self.is_inline

    @property
    def is_inline(self) -> bool:
        return self.target.startswith(("data:", "#"))

    def file(self, folder: Path) -> Path:
        return folder / unquote(self.target.partition("#")[0].partition("?")[0])


def has_scheme(address: str) -> bool:
    """Whether an address names a place of its own, such as https://… or data:…"""
    return bool(re.match(r"[a-zA-Z][\w+.-]*:|//", address))


def find_pictures(markdown: str) -> list[Picture]:
    """Every picture of the deck, by line; what stands in code or in a note is none.

    Backgrounds are, whether of a directive or of a style: `url(...)` there is a picture.
    """
    without_code = _blank_matches(_CODE, _blank_matches(_FENCE, markdown))
    shown = _blank_matches(COMMENT, without_code)
    found = [*_find(_IMAGE, shown), *_find(_HTML_IMAGE, shown)]
    for place in (FRONT_MATTER, _STYLE, COMMENT):
        found += _find(_CSS_URL, _keep_matches(place, without_code))
    return sorted(set(found))


def _find(pattern: re.Pattern, text: str) -> Iterator[Picture]:
    for match in pattern.finditer(text):
        target = match.groupdict().get("angle") or match["bare"]
        yield Picture(text.count("\n", 0, match.start()) + 1, target)


def _blank_matches(pattern: re.Pattern, text: str) -> str:
    """The text without what matches, every line where it was."""
    return pattern.sub(lambda match: "\n" * match[0].count("\n"), text)


def _keep_matches(pattern: re.Pattern, text: str) -> str:
    """The text with nothing but what matches, every line where it was."""
    kept, end = [], 0
    for match in pattern.finditer(text):
        kept += ["\n" * text.count("\n", end, match.start()), match[0]]
        end = match.end()
    return "".join(kept)


def check_pictures(markdown: str, file: Path, shown: str) -> None:
    """Refuses a deck whose pictures are not whole files beside it.

    Marp only warns of a missing picture, and a remote one is blank in a room without network.
    """
    for picture in find_pictures(markdown):
        if picture.is_inline:
            continue
        where = f"{shown}:{picture.line}"
        if picture.is_remote or picture.target.startswith("/"):
            raise DeckError(
                f"{where}: {picture.target} lies outside the deck",
                "slides show without a network: keep the picture in slides/image/, "
                "or let an experiment draw it",
            )
        if fault := find_picture_fault(picture.file(file.parent)):
            raise DeckError(
                f"{where}: the picture {picture.target} {fault}",
                f"`{command()}` draws the figures of experiments anew; "
                "other pictures are put back by git",
            )
