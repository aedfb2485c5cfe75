"""The pictures and films that a deck's Markdown shows, found without a Markdown parser.

    ![Our logo](media/logo.svg) · <video src="media/demo.mp4"> ──▶ slides/media/, the author's own
    ![Loss](image/loss.png)                                    ──▶ slides/image/, drawn by runs

Each lies beside the slides, whole, before Marp is asked for anything.
"""

import html
import os
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from executed_slides.base.command_line import command
from executed_slides.base.errors import DeckError
from executed_slides.base.folders import Folders
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

_IMAGE = re.compile(
    r"!\[(?:[^\]\\]|\\.)*\]\(\s*(?:<(?P<angle>[^>\n]*)>|(?P<bare>(?:[^()\s]|\([^()\s]*\))+))"
)
_TAG = re.compile(r"<(?P<name>img|source|video|audio|iframe)\b[^>]*", re.IGNORECASE)
_SOURCE = re.compile(
    r"\s(?P<name>src|srcset|poster)\s*=\s*(?:\"(?P<double>[^\"]+)|'(?P<single>[^']+)|(?P<bare>[^\s\"'>]+))",
    re.IGNORECASE,
)
_CSS_URL = re.compile(r"url\(\s*[\"']?(?P<bare>[^\"')]+?)[\"']?\s*\)", re.IGNORECASE)


class Picture(NamedTuple):
    """What the Markdown calls a picture, and the line on which it does.

    `film` tells what may be one: the source of a `<video>`.
    """

    line: int
    target: str
    film: bool = False

    @property
    def kind(self) -> str:
        return "film" if self.film else "picture"

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
    found = [*_find(_IMAGE, shown), *_find_in_tags(shown)]
    for place in (FRONT_MATTER, _STYLE, COMMENT):
        found += _find(_CSS_URL, _keep_matches(place, without_code))
    return sorted(set(found))


def _find(pattern: re.Pattern, text: str) -> Iterator[Picture]:
    for match in pattern.finditer(text):
        target = match.groupdict().get("angle") or match["bare"]
        yield Picture(_line_of(text, match), target)


def _find_in_tags(text: str) -> Iterator[Picture]:
    """What HTML shows: of a film, the film and its poster."""
    for tag in _TAG.finditer(text):
        for source in _SOURCE.finditer(tag[0]):
            target = html.unescape(source["double"] or source["single"] or source["bare"])
            film = tag["name"].lower() != "img" and source["name"].lower() == "src"
            yield Picture(_line_of(text, tag), target.strip(), film)


def _line_of(text: str, match: re.Match) -> int:
    return text.count("\n", 0, match.start()) + 1


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


def find_lost_pictures(
    markdown: str, folders: Folders, name: str
) -> Iterator[tuple[Path, DeckError]]:
    """Every file that a deck shows and that is not there, or lies elsewhere, and what to say."""
    for picture in find_pictures(markdown):
        if picture.is_inline:
            continue
        where = _where(folders, name, picture)
        file = picture.file(folders.slides)
        is_elsewhere = picture.is_remote or picture.target.startswith("/")
        place = "outside the deck" if is_elsewhere else folders.find_outside(file)
        if place:
            yield (
                file,
                DeckError(
                    f"{where}: {picture.target} lies {place}",
                    "slides show without a network and elsewhere: keep the file in slides/media/, "
                    "or let an experiment draw it",
                ),
            )
        elif not file.is_file():
            message = f"{where}: the {picture.kind} {picture.target} is not there"
            yield file, DeckError(message, _how_to_mend(folders, file))


def check_pictures(markdown: str, folders: Folders, name: str) -> None:
    """Refuses a deck whose pictures and films are not whole files beside it.

    Marp only warns of a missing picture, and a remote one is blank in a room without network.
    """
    for _, error in find_lost_pictures(markdown, folders, name):
        raise error
    for picture in find_pictures(markdown):
        if picture.is_inline:
            continue
        file = picture.file(folders.slides)
        if fault := find_picture_fault(file, picture.film):
            where = _where(folders, name, picture)
            raise DeckError(
                f"{where}: the {picture.kind} {picture.target} {fault}",
                _how_to_mend(folders, file),
            )


def _where(folders: Folders, name: str, picture: Picture) -> str:
    return f"{folders.shown(folders.slides / name)}.md:{picture.line}"


def _how_to_mend(folders: Folders, file: Path) -> str:
    """What to do about a picture that is not there, or not whole."""
    if near := _find_near_name(file):
        return f"there is {near}: write the name as it is"
    if Path(os.path.normpath(file)).is_relative_to(folders.image):
        return f"`{command()}` draws the figures of experiments anew"
    return (
        "put the whole file there: pictures and films of your own lie in slides/media/, "
        "and git puts back those that it has"
    )


def _find_near_name(file: Path) -> str | None:
    """A file that differs in capitals alone, or in how the letters of its name are composed."""
    if file.exists() or not file.parent.is_dir():
        return None
    there = (other.name for other in file.parent.iterdir())
    return next((name for name in there if _plain(name) == _plain(file.name)), None)


def _plain(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
