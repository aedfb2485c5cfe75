"""The theme of a deck: a file in themes/, or one of those that Marp brings along.

theme: plain    themes/plain.css, also where Marp has one of that name
theme: gaia     Marp's own
                no theme: Marp's `default`

A file builds on another one by `@import "plain";`, as on one of Marp's.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from executed_slides.base.errors import DeckError
from executed_slides.base.files import files_in, read_utf8, text_of
from executed_slides.base.folders import Folders
from executed_slides.markdown.directives import Directive
from executed_slides.markdown.front_matter import inside_of_front_matter, read_front_matter
from executed_slides.markdown.outline import outline_of
from executed_slides.markdown.yaml_entries import find_fault

DEFAULT = "default"
BUILT_IN = (DEFAULT, "gaia", "uncover")

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
# What Marp reads in comments of a theme: `@theme plain`, `@size 4:3 960px 720px`.
_META = re.compile(r"^[/*!\s]*@([\w-]+)[ \t]+(.+?)[ \t*/]*$", re.MULTILINE)
# One that a theme builds on; what stands in a comment is none.
_IMPORT = re.compile(
    r"/\*.*?\*/|@import(?:-theme)?\s+[\"'](?P<name>[\w-]+)[\"']\s*;", re.DOTALL | re.IGNORECASE
)
_NAMING = re.compile(r"@theme[ \t]+\S+")


class Theme(NamedTuple):
    """A theme by its name, and its file, which may not be there; Marp's own have none."""

    name: str
    file: Path | None

    def read(self, folders: Folders) -> str:
        """Its CSS, that of files in themes/ on which it builds first; nothing of Marp's own.

        Raises Unreadable, and DeckError for a file by another name than its own: editors, which
        go by that, would not find it. Also for one that builds on what is not there.
        """
        return "".join(self._read_parts(folders, {self.name}))

    def files(self, folders: Folders) -> list[Path]:
        """Its file, be it there or not, and those on which that builds."""
        found: dict[Path, None] = {}
        left = [self.file] if self.file else []
        while left:
            file = left.pop()
            if file not in found:
                found[file] = None
                names = _find_bases(text_of(file) or "")
                left += [base for name in names if (base := _file_of(folders, name)).is_file()]
        return [*found]

    def _read_parts(self, folders: Folders, seen: set[str]) -> Iterator[str]:
        if self.file is None:
            return
        css = self._read_file(folders)
        for name in _find_bases(css):
            base = _theme_by_name(folders, name)
            if base.file and not base.file.is_file():
                raise DeckError(
                    f"{self.shown(folders)}: builds on a theme '{name}' that is not there",
                    _name_there(folders),
                )
            if base.file and name not in seen:
                seen.add(name)
                yield from (_NAMING.sub("", part) for part in base._read_parts(folders, seen))
        yield _IMPORT.sub(lambda found: _keep_import(found, folders, self.name), css)

    def _read_file(self, folders: Folders) -> str:
        assert self.file
        css = read_utf8(self.file, self.shown(folders))
        names = [value for key, value in read_metas(css) if key == "theme"]
        if names[-1:] != [self.name]:
            raise DeckError(
                f"{self.shown(folders)}: says no `@theme {self.name}`",
                f"Marp knows a theme by a comment such as /* @theme {self.name} */",
            )
        return css

    def shown(self, folders: Folders) -> str:
        """How messages name it."""
        return folders.shown(self.file) if self.file else f"Marp's theme {self.name}"


def _find_bases(css: str) -> list[str]:
    return [found["name"] for found in _IMPORT.finditer(css) if found["name"]]


def _keep_import(found: re.Match, folders: Folders, own: str) -> str:
    """What is left of an import: nothing where the file stands before it."""
    is_put_in = (
        found["name"] and found["name"] != own and _file_of(folders, found["name"]).is_file()
    )
    return "" if is_put_in else found[0]


def _file_of(folders: Folders, name: str) -> Path:
    return folders.themes / f"{name}.css"


def _name_there(folders: Folders) -> str:
    own = sorted(file.stem for file in files_in(folders.themes, ".css"))
    return (
        f"{folders.shown(folders.themes)}/ has {', '.join(own) or 'none'}; "
        f"Marp has {', '.join(BUILT_IN)}"
    )


def read_metas(css: str) -> Iterator[tuple[str, str]]:
    """What the comments of a theme tell Marp, in order."""
    for comment in _COMMENT.findall(css):
        yield from _META.findall(comment)


def theme_of(folders: Folders, markdown: str) -> Theme:
    """The theme of a deck, be there such a one or not."""
    entries = named_themes(markdown)
    return _theme_by_name(folders, entries[-1].value if entries else DEFAULT)


def named_themes(markdown: str) -> list[Directive]:
    """Where a deck names its theme; the last place counts."""
    named = outline_of(markdown).find_global("theme")
    # Marp would take a comment behind it for a part of the name, and say nothing.
    themes = [
        given._replace(value=given.value.partition("#")[0].strip())
        for given in named
        if isinstance(given.value, str)
    ]
    return [theme for theme in themes if theme.value]


def _theme_by_name(folders: Folders, name: str) -> Theme:
    own = {file.stem: file for file in files_in(folders.themes, ".css")}
    if name not in own and name in BUILT_IN:
        return Theme(name, None)
    return Theme(name, own.get(name, _file_of(folders, name)))


def _refuse_unread(markdown: str, shown: str) -> None:
    front = read_front_matter(markdown)
    if not front.is_closed:
        raise DeckError(
            f"{shown}:1: the front matter is never closed, and would be the whole deck",
            "end it by a line of --- before the first slide",
        )
    if not front.is_yaml:
        line, fault = find_fault(inside_of_front_matter(markdown), in_front=True)
        raise DeckError(
            f"{shown}:{line + 1}: the front matter is no YAML, and Marp would read nothing of it: "
            f"{fault}",
            "it has each key once, as in `theme: plain`; a value with signs stands in quotes",
        )


def find_theme(folders: Folders, markdown: str, shown: str) -> Theme:
    """The theme of a deck, which messages call `shown`.

    Raises DeckError for one that is not there, and for a front matter that cannot be read: of
    neither would Marp say anything.
    """
    _refuse_unread(markdown, shown)
    own = [file.stem for file in files_in(folders.themes, ".css")]
    for entry in named_themes(markdown):
        if entry.value not in (*own, *BUILT_IN):
            raise DeckError(
                f"{shown}:{entry.line}: there is no theme '{entry.value}'",
                _name_there(folders),
            )
    return theme_of(folders, markdown)
