"""Where the finished PDF of a deck does not show what the Markdown says."""

import re
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageChops
from pypdfium2 import PdfDocument, PdfiumError, PdfPage
from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

from executed_slides.base.command_line import command
from executed_slides.base.errors import DeckError
from executed_slides.base.picture_files import is_raster
from executed_slides.proof.shown_slides import Mismatch, ShownSlide, squeeze

_LONGEST_LIST, _LONGEST_QUOTE = 20, 48
# By so much may a colour differ: browsers convert between colour spaces and round.
_ROUNDING = 2


def compare_pdf(meant: list[ShownSlide], pdf: Path) -> Iterator[Mismatch]:
    """Every page of the PDF that lacks a text or picture of its slide, or shows other numbers.

    Raises DeckError for a file that is encrypted or no whole PDF.
    """
    try:
        document = PdfDocument(pdf)
    except PdfiumError as error:
        raise DeckError(
            f"{pdf.name} cannot be read as a PDF: {error}", f"`{command()}` makes it anew"
        ) from error
    with document:
        if len(document) != len(meant):
            yield Mismatch(0, f"{len(document)} pages, the Markdown has {len(meant)} slides")
            return
        for number, slide in enumerate(meant, 1):
            page = document[number - 1]
            text = squeeze(page.get_textpage().get_text_range().replace("\ufffe", ""))
            yield from _compare_words(number, slide, text, len(meant))
            yield from _compare_pictures(number, slide, page, pdf.parent)
            page.close()


def _compare_words(number: int, slide: ShownSlide, page: str, slides: int) -> Iterator[Mismatch]:
    rest = page
    for text in sorted(slide.texts, key=len, reverse=True):
        if text not in rest:
            shown = text if len(text) <= _LONGEST_QUOTE else f"{text[:_LONGEST_QUOTE]}…"
            yield Mismatch(number, f"lacks {shown!r}")
        rest = rest.replace(text, " ", 1)
    # What is left are bullets, the numbers of lists, the page's own number out of all, and the
    # running header, which some pages hide.
    rest = rest.replace(slide.header or " ", " ", 1)
    numbers = re.findall(r"\d[\d,.%]*", rest)
    if strange := [word for word in numbers if not _is_structure(word, (number, slides))]:
        yield Mismatch(number, f"shows {', '.join(strange)}, which the Markdown does not")


def _is_structure(word: str, pages: tuple[int, int]) -> bool:
    digits = word.rstrip(".")
    is_item = digits.isdigit() and word.endswith(".") and int(digits) <= _LONGEST_LIST
    return is_item or (digits.isdigit() and int(digits) in pages)


def _compare_pictures(
    number: int, slide: ShownSlide, page: PdfPage, folder: Path
) -> Iterator[Mismatch]:
    if not slide.pictures:
        return
    shown = [
        image.get_bitmap(render=False).to_pil().convert("RGB")
        for image in page.get_objects(filter=[FPDF_PAGEOBJ_IMAGE])
    ]
    for picture in slide.pictures:
        # A drawing becomes shapes there, and a film one of its pictures.
        if _is_drawn_otherwise(folder / picture.source):
            continue
        if not any(_same_pixels(folder / picture.source, other) for other in shown):
            yield Mismatch(number, f"does not show {picture.source}")


def _is_drawn_otherwise(file: Path) -> bool:
    try:
        return not is_raster(file.read_bytes())
    except OSError:
        return False


def _same_pixels(file: Path, shown: Image.Image) -> bool:
    with Image.open(file) as image:
        picture = image.convert("RGB")
    return any(_is_same(part, shown) for part in _parts_of(picture, shown.size))


def _parts_of(picture: Image.Image, size: tuple[int, int]) -> Iterator[Image.Image]:
    """A picture, or its middle in this size: some browsers cut a background to its place."""
    width, height = size
    across, down = picture.width - width, picture.height - height
    if min(across, down) == 0:  # It fills its place in one direction.
        for left in {across // 2, -(-across // 2)}:
            for top in {down // 2, -(-down // 2)}:
                yield picture.crop((left, top, left + width, top + height))


def _is_same(part: Image.Image, shown: Image.Image) -> bool:
    differs = ImageChops.difference(part, shown)
    return not differs.point(lambda difference: max(0, difference - _ROUNDING)).getbbox()
