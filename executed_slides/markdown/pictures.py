"""The pictures and films that a deck's Markdown shows.

    ![Our logo](media/logo.svg) · <video src="media/demo.mp4"> ──▶ slides/media/, the author's own
    ![Loss](image/loss.png)                                    ──▶ slides/image/, drawn by runs

Each lies beside the slides, whole, before Marp is asked for anything.
"""

import os
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from executed_slides.base.command_line import command
from executed_slides.base.errors import DeckError
from executed_slides.base.files import is_file
from executed_slides.base.folders import Folders
from executed_slides.base.picture_files import find_picture_fault
from executed_slides.markdown.outline import outline_of

_COLOUR = re.compile(r"#(?:[\da-f]{3,4}){1,2}|(?:rgb|hsl)a?\(.*\)|[a-z]+", re.IGNORECASE)
_COLOUR_MEND = (
    'for a colour, Marp has <!-- _backgroundColor: "#fff0e0" --> and <!-- _color: navy -->; '
    "a picture's name has an ending"
)


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
    def name(self) -> str:
        """The address as one reads it."""
        return unquote(self.target)

    @property
    def is_remote(self) -> bool:
        return has_scheme(self.target) and not self.is_inline

    @property
    def is_inline(self) -> bool:
        return self.target.startswith(("data:", "#"))

    @property
    def is_colour(self) -> bool:
        """Whether it is what Marp took for a colour in former years."""
        return bool(_COLOUR.fullmatch(self.name))

    def file(self, folder: Path) -> Path:
        name = unquote(self.target.partition("#")[0].partition("?")[0])
        return folder / name.replace("\0", "%00")  # In no file's name can be a NUL.


def has_scheme(address: str) -> bool:
    """Whether an address names a place of its own, such as https://… or data:…"""
    return bool(re.match(r"[a-zA-Z][\w+.-]*:|//", address))


def find_pictures(markdown: str) -> list[Picture]:
    """Every picture of the deck, by line; what stands in code or in a note is none.

    Backgrounds are, whether of a directive or of a style: `url(...)` there is a picture.
    """
    return [Picture(*address) for address in outline_of(markdown).pictures]


def find_lost_pictures(
    markdown: str, folders: Folders, name: str
) -> Iterator[tuple[Path, DeckError]]:
    """Every file that a deck shows and that is not there, or lies elsewhere, and what to say."""
    for picture in find_pictures(markdown):
        where = _where(folders, name, picture)
        file = picture.file(folders.slides)
        if picture.is_colour and not is_file(file):
            yield file, DeckError(f"{where}: {picture.name} is no picture", _COLOUR_MEND)
            continue
        if picture.is_inline:
            continue
        is_elsewhere = picture.is_remote or picture.target.startswith("/")
        place = "outside the deck" if is_elsewhere else folders.find_outside(file)
        if place:
            yield (
                file,
                DeckError(
                    f"{where}: {picture.name} lies {place}",
                    "slides show without a network and elsewhere: keep the file in slides/media/, "
                    "or let an experiment draw it",
                ),
            )
        elif not is_file(file):
            message = f"{where}: the {picture.kind} {picture.name} is not there"
            yield file, DeckError(message, _how_to_mend(folders, file))


def check_pictures(markdown: str, folders: Folders, name: str) -> None:
    """Refuses a deck whose pictures and films are not whole files beside it.

    Names all of them at once. Marp only warns of a missing picture, and a remote one is blank in a
    room without network.
    """
    errors = [error for _, error in find_lost_pictures(markdown, folders, name)]
    errors = errors or list(_find_damaged(markdown, folders, name))
    if errors:
        hints = dict.fromkeys(error.hint for error in errors if error.hint)
        raise DeckError("\n".join(error.message for error in errors), "; ".join(hints))


def _find_damaged(markdown: str, folders: Folders, name: str) -> Iterator[DeckError]:
    for picture in find_pictures(markdown):
        if picture.is_inline:
            continue
        file = picture.file(folders.slides)
        if fault := find_picture_fault(file, picture.film):
            where = _where(folders, name, picture)
            message = f"{where}: the {picture.kind} {picture.name} {fault}"
            yield DeckError(message, _how_to_mend(folders, file))


def _where(folders: Folders, name: str, picture: Picture) -> str:
    return f"{folders.shown(folders.slides / name)}.md:{picture.line}"


def _how_to_mend(folders: Folders, file: Path) -> str:
    """What to do about a picture that is not there, or not whole."""
    if near := _find_near_name(file):
        return f"there is {near}: write the name as it is"
    if Path(os.path.normpath(file)).is_relative_to(folders.image):
        others = [file.with_suffix(ending) for ending in (".svg", ".png")]
        if drawn := next(filter(is_file, others), None) if not is_file(file) else None:
            return f"the figure is {drawn.name} now: write that, or `figure({file.stem!r})`"
        return f"`{command()}` draws the figures of experiments anew"
    name = Path(os.path.normpath(file)).relative_to(folders.slides)
    if name.parts[0] != "media" and not is_file(file):
        return _how_to_move(name)
    return (
        "put the whole file there: pictures and films of your own lie in slides/media/, "
        "and git puts back those that it has"
    )


def _how_to_move(name: Path) -> str:
    """Where an author's own picture belongs that a deck names elsewhere, with its whole folder."""
    own = "pictures and films of your own lie in slides/media/"
    if len(name.parts) == 1:
        return f"{own}: put it there, and write media/{name} for {name}"
    folder = name.parts[0]
    return f"{own}: put those of {folder}/ there, and write media/ for {folder}/"


def _find_near_name(file: Path) -> str | None:
    """A file that differs in capitals alone, or in how the letters of its name are composed."""
    if is_file(file) or not os.path.isdir(file.parent):  # noqa: PTH112 Path's may raise
        return None
    there = (other.name for other in file.parent.iterdir())
    return next((name for name in there if _plain(name) == _plain(file.name)), None)


def _plain(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
