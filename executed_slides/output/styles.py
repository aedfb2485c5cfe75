"""Styles: a deck's theme as Marp is given it, with its fonts in it.

themes/plain.css + fonts ──▶ NAME.css ──▶ Marp, which draws in that theme and no other
"""

from pathlib import Path
from typing import NamedTuple

from executed_slides.base.files import write_text
from executed_slides.base.folders import Folders
from executed_slides.markdown.themes import Theme
from executed_slides.output.fonts import embed_fonts


class Style(NamedTuple):
    """A theme's name and its CSS, which is empty where Marp itself has the theme."""

    name: str
    css: str


def style_of(folders: Folders, theme: Theme, characters: str, cache: Path) -> Style:
    """A theme for a deck that shows these characters; `cache` keeps subsets of its fonts."""
    css = theme.read(folders)
    if theme.file:
        css = embed_fonts(css, theme.file.parent, characters, cache)
    return Style(theme.name, css)


def write_style(style: Style, folder: Path) -> Path:
    """The path by which Marp's commands take a style: no file where Marp itself has the theme."""
    path = folder / f"{style.name}.css"
    if style.css:
        write_text(path, style.css)
    return path
