"""A PDF, as pikepdf reads it: its fonts, its links, which are led home, its notes, what it is.

A browser writes each relative link as the place that it has on the maker's machine; Marp's notes
are annotations, for which readers draw an icon into the slide.
Importing pikepdf takes a tenth of a second: this module is imported where a PDF is read.
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit
from urllib.request import url2pathname

import pikepdf

from executed_slides.base.command_line import command
from executed_slides.base.errors import DeckError

_ADDRESS = pikepdf.NamePath.A.URI
# A letter that is made bold or has colours comes as a Type 3 font, named in its descriptor only.
_NAMES = (pikepdf.NamePath.BaseFont, pikepdf.NamePath.FontDescriptor.FontName)
_SUBSET = re.compile(r"^/(?:[A-Z]{6}\+)?")


@contextmanager
def open_pdf(path: Path, shown: str) -> Iterator[pikepdf.Pdf]:
    """A PDF to work with while the block lasts.

    Raises DeckError for one that is damaged, cut short or locked, as soon as that shows.
    """
    try:
        # With its faults mended by guesses, half a PDF would pass for a whole one.
        with pikepdf.open(path, attempt_recovery=False, allow_overwriting_input=True) as pdf:
            yield pdf
            if guesses := pdf.get_warnings():
                raise pikepdf.PdfError(guesses[0])
    except (pikepdf.PikepdfError, UnicodeDecodeError) as error:
        reason = str(error).removeprefix(str(path)).lstrip(":, ")
        raise DeckError(
            f"{shown}: cannot be read as a PDF: {reason}",
            f"`{command()}` makes it anew, if the disk has room",
        ) from error


def fonts_on_page(page: pikepdf.Page) -> Iterator[pikepdf.Dictionary]:
    """The fonts of a page and of the drawings, patterns and letters on it.

    Not those of other pages, to which its links and notes lead.
    """
    for scope in page.content_scopes():
        if scope.resources is None:
            continue
        fonts: Any = scope.resources.get_dict("/Font", {})
        yield from (font for font in fonts.values() if isinstance(font, pikepdf.Dictionary))


def _name_fonts(page: pikepdf.Page) -> Iterator[str]:
    """PostScript names, without the tag of a subset, ABCDEF+."""
    for font in fonts_on_page(page):
        yield from (_SUBSET.sub("", str(font.get(name))) for name in _NAMES if name in font)


def read_pdf_fonts(path: Path, shown: str) -> list[list[str]]:
    """For each page of a PDF the PostScript names of the fonts that it draws with.

    Raises DeckError if the PDF is not whole, or has no page.
    """
    with open_pdf(path, shown) as pdf:
        pages = [sorted({*_name_fonts(page)}) for page in pdf.pages]
    if not pages:
        raise DeckError(f"{shown}: no page can be found in it", f"`{command()}` makes it anew")
    return pages


def _annotations(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Dictionary]:
    for page in pdf.pages:
        listed: Any = page.obj.get_list("/Annots", [])
        yield from (one for one in listed if isinstance(one, pikepdf.Dictionary))


def lead_links_home(path: Path, shown: str, folder: Path) -> None:
    """Names the PDF's links into the machine's files from `folder`, where it will lie.

    A PDF without such links is left as it is; equal PDFs become equal ones.
    """
    with open_pdf(path, shown) as pdf:
        abroad = [one for one in _annotations(pdf) if one.get_str(_ADDRESS, "").startswith("file:")]
        for link in abroad:
            link.A.URI = _relative(str(link.A.URI), folder)
        if abroad:
            pdf.save(deterministic_id=True)


def clear_note_icons(path: Path, shown: str) -> None:
    """Gives each note of the PDF an empty picture in place of a reader's icon.

    The icon would lie on the slide's lower edge; the text is still told where one points, and
    listed. A PDF without notes is left as it is; equal PDFs become equal ones.
    """
    with open_pdf(path, shown) as pdf:
        notes = [one for one in _annotations(pdf) if one.get("/Subtype") == "/Text"]
        if not notes:
            return
        empty = pdf.make_stream(b"", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form)
        empty.BBox = pikepdf.Array([0, 0, 20, 20])
        for note in notes:
            note.Rect = pikepdf.Array([0, 0, 20, 20])
            note.AP = pikepdf.Dictionary(N=empty)
        pdf.save(deterministic_id=True)


def write_xmp(path: Path, shown: str) -> None:
    """Says in XMP too what the PDF says of itself: title, author, language, and the like.

    Catalogues and checkers of accessibility read these there alone; equal PDFs become equal ones.
    """
    with open_pdf(path, shown) as pdf:
        language = pdf.Root.get_str("/Lang", "")
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
            xmp.load_from_docinfo(pdf.docinfo)
            if language:
                xmp["dc:language"] = {language}
        pdf.save(deterministic_id=True)


def _relative(address: str, folder: Path) -> str:
    """Where a file lies from a folder; what is no address, or of no file, stays as it is."""
    try:
        parts = urlsplit(address)
        path = Path(os.path.relpath(url2pathname(parts.path), folder)).as_posix()
    except ValueError:
        return address
    return parts._replace(scheme="", netloc="", path=quote(path)).geturl()
