"""What the finished PPTX of a deck shows: a picture a page, and its notes.

slide7.xml ──▶ its one picture  ≟  page 7 of the PDF, as it is drawn
           ──▶ its notes        ≟  the Markdown's
"""

import io
import posixpath
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from PIL import Image, ImageChops, UnidentifiedImageError
from pypdfium2 import PdfDocument

from executed_slides.base.command_line import command
from executed_slides.base.errors import DeckError
from executed_slides.proof.html_comparison import compare_notes
from executed_slides.proof.inventory import Inventory, Mismatch, squeeze
from executed_slides.proof.pdf_contents import open_pages

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
# What Marp's pages have besides their ground, which is the picture: an empty tree of shapes.
_FRAME = {f"{_P}nvGrpSpPr", f"{_P}grpSpPr"}
# Pages are compared at this size in pieces of so many pixels: two programs draw letters a little
# differently, but no piece by so much of 255 as another digit makes.
_SIZE, _PIECE, _ALIKE = (320, 180), 4, 75


class _Pages:
    """The pages of a PPTX in their order, with what each one names."""

    def __init__(self, archive: zipfile.ZipFile):
        self.archive = archive
        deck = "ppt/presentation.xml"
        named = self.relations(deck)
        listed = self.read(deck).iter(f"{_P}sldId")
        self.all = [named[page.get(f"{_R}id", "")] for page in listed]

    def read(self, part: str) -> ElementTree.Element:
        return ElementTree.fromstring(self.archive.read(part))

    def relations(self, part: str) -> dict[str, str]:
        folder, name = posixpath.split(part)
        found = self.read(f"{folder}/_rels/{name}.rels")
        return {
            one.get("Id", ""): posixpath.normpath(posixpath.join(folder, one.get("Target", "")))
            for one in found
        }

    def notes(self, page: str) -> str:
        said = ""
        for part in self.relations(page).values():
            if part.startswith("ppt/notesSlides/"):
                for shape in self.read(part).iter(f"{_P}sp"):
                    holder = shape.find(f".//{_P}ph")
                    if holder is not None and holder.get("type") == "body":
                        said += "".join(text.text or "" for text in shape.iter(f"{_A}t"))
        return squeeze(said)

    def picture(self, page: str) -> Image.Image | None:
        """The page's picture; None where it is not all that the page shows."""
        root, named = self.read(page), self.relations(page)
        shapes = [one for tree in root.iter(f"{_P}spTree") for one in tree if one.tag not in _FRAME]
        grounds = [one.get(f"{_R}embed", "") for one in root.iter(f"{_A}blip")]
        if shapes or len(grounds) != 1:
            return None
        return Image.open(io.BytesIO(self.archive.read(named[grounds[0]])))


def compare_pptx(ordered: Inventory, pptx: Path, pdf: Path | None) -> Iterator[Mismatch]:
    """Every page of the PPTX that has other notes, or looks otherwise than the PDF's.

    Raises DeckError for a file that is no whole PPTX.
    """
    try:
        with zipfile.ZipFile(pptx) as archive:
            pages = _Pages(archive)
            if len(pages.all) != len(ordered.slides):
                slides = len(ordered.slides)
                yield Mismatch(0, f"{len(pages.all)} pages, the Markdown has {slides} slides")
                return
            for number, slide in enumerate(ordered.slides, 1):
                for message in compare_notes(slide, pages.notes(pages.all[number - 1])):
                    yield Mismatch(number, message)
            if pdf:
                with open_pages(pdf) as document:
                    yield from _compare_looks(pages, document)
    except (zipfile.BadZipFile, ElementTree.ParseError, KeyError, UnidentifiedImageError) as error:
        raise DeckError(
            f"{pptx.name} cannot be read as a PPTX: {error}", f"`{command()}` makes it anew"
        ) from error


def _compare_looks(pages: _Pages, document: PdfDocument) -> Iterator[Mismatch]:
    for number, (page, drawn) in enumerate(zip(pages.all, document, strict=False), 1):
        picture = pages.picture(page)
        if picture is None:
            yield Mismatch(number, "shows more than its one picture")
            continue
        scale = 2 * _SIZE[0] / drawn.get_width()
        if not _look_alike(picture, drawn.render(scale=scale, grayscale=True).to_pil()):
            yield Mismatch(number, "looks otherwise than the PDF's page")
        drawn.close()


def _look_alike(one: Image.Image, other: Image.Image) -> bool:
    small = [image.convert("L").resize(_SIZE, Image.Resampling.BOX) for image in (one, other)]
    pieces = (_SIZE[0] // _PIECE, _SIZE[1] // _PIECE)
    differs = ImageChops.difference(*small).resize(pieces, Image.Resampling.BOX)
    _, most = differs.getextrema()
    return isinstance(most, int | float) and most < _ALIKE
