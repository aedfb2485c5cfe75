"""Where the finished PDF of a deck does not show what the Markdown says."""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageChops
from pypdfium2 import PdfDocument, PdfiumError, PdfPage
from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

from executed_slides.base.command_line import command
from executed_slides.base.errors import DeckError
from executed_slides.base.picture_files import is_raster
from executed_slides.proof.inventory import NUMBER, Inventory, Mismatch, ShownSlide, squeeze
from executed_slides.proof.vector_pictures import Line, lacks_lines, read_lines

_LONGEST_QUOTE = 48
# Drawn by pictures; the letters of others are compared without them too.
_EMOJI = re.compile(
    "(?:[#*\\d]\ufe0f?\u20e3)+|"
    "[\u200d\u20e3\u2139\u2194-\u21aa\u231a-\u23ff\u25aa-\u27bf\u2934\u2935\u2b05-\u2b55\u3030"
    "\u303d\u3297\u3299\ufe0e\ufe0f\U0001f000-\U0001faff\U000e0020-\U000e007f]+"
)
# By so much may a colour differ: browsers convert between colour spaces and round.
_ROUNDING = 2


def compare_pdf(ordered: Inventory, pdf: Path, marks: Collection[str] = ()) -> Iterator[Mismatch]:
    """Every page of the PDF that lacks a text or picture of its slide, or shows other numbers.

    `marks` are words that the engine itself puts onto each page, which must be there too. Raises
    DeckError for a file that is encrypted or no whole PDF.
    """
    with open_pages(pdf) as document:
        if len(document) != len(ordered.slides):
            slides = len(ordered.slides)
            yield Mismatch(0, f"{len(document)} pages, the Markdown has {slides} slides")
            return
        yield from _compare_about(ordered, pdf)
        for number, slide in enumerate(ordered.slides, 1):
            page = document[number - 1]
            images = _find_images(page)
            marked = replace(slide, texts=[*slide.texts, *marks])
            found = compare_words(marked, read_words(page), {slide.page, str(ordered.pages)})
            # What a filter draws is a picture there, and no text: if nothing else stands for it.
            is_drawn = len(images) > len(slide.pictures) + len(slide.grounds)
            for message in found.all_but_drawn if is_drawn else found.all:
                yield Mismatch(number, message)
            for message in _compare_pictures(slide, images, pdf.parent):
                yield Mismatch(number, message)
            for message in _compare_drawings(slide, read_lines(page), pdf.parent):
                yield Mismatch(number, message)
            page.close()


def _compare_about(ordered: Inventory, file: Path) -> Iterator[Mismatch]:
    """What a PDF says of itself otherwise, in either of the two places where readers look."""
    from executed_slides.output.pdf import open_pdf

    with open_pdf(file, file.name) as pdf:
        xmp = pdf.open_metadata()
        titles = [str(pdf.docinfo.get("/Title", "")), xmp.get("dc:title", "")]
        languages = [pdf.Root.get_str("/Lang", ""), *xmp.get("dc:language", ())]
    for name, what, said in (("title", "titled", titles), ("lang", "in the language", languages)):
        meant = ordered.about.get(name)
        for other in dict.fromkeys(said):
            if meant is not None and squeeze(other) != squeeze(meant):
                yield Mismatch(0, f"is {what} {other!r}, not {meant!r}")


def compare_handout(ordered: Inventory, pdf: Path, talk: int) -> Iterator[Mismatch]:
    """Every slide of the first `talk` of which the handout lacks words, notes or a picture."""
    with open_pages(pdf) as document:
        pages = [document[number] for number in range(len(document))]
        words = [read_words(page) for page in pages]
        images = [_find_images(page) for page in pages]
        lines = [read_lines(page) for page in pages]
        for page in pages:
            page.close()
    slides = ordered.slides[:talk]
    ordered_images = sum(len([*slide.pictures, *slide.grounds]) for slide in slides)
    is_drawn = sum(map(len, images)) > ordered_images
    here = 0
    for number, slide in enumerate(slides, 1):
        both = replace(slide, texts=[*slide.texts, *slide.notes])
        # How many slides are on a page depends on their notes; one of many goes on to the next.
        around = [
            (at, compare_words(both, "".join(words[at : at + 2]), ()).lacking)
            for at in range(here, min(here + 2, len(pages)))
        ]
        here, lacking = min(around, key=lambda found: len(found[1]))
        shown = [image for on_page in images[here : here + 2] for image in on_page]
        for text in [] if is_drawn else lacking:
            yield Mismatch(number, f"lacks {_shorten(text)!r}")
        drawn = [line for on_page in lines[here : here + 2] for line in on_page]
        for message in _compare_pictures(slide, shown, pdf.parent):
            yield Mismatch(number, message)
        for message in _compare_drawings(slide, drawn, pdf.parent):
            yield Mismatch(number, message)


@contextmanager
def open_pages(pdf: Path) -> Iterator[PdfDocument]:
    try:
        document = PdfDocument(pdf)
    except PdfiumError as error:
        raise DeckError(
            f"{pdf.name} cannot be read as a PDF: {error}", f"`{command()}` makes it anew"
        ) from error
    with document:
        yield document


def read_words(page: PdfPage) -> str:
    """The words of a page, as they are compared. A hyphen at a line's end is no letter of them."""
    return _plain(page.get_textpage().get_text_range().replace("\ufffe", ""))


class WordMismatches(NamedTuple):
    """What a page's words lack, the numbers that they have besides, and what of them is left."""

    lacking: list[str]
    strange: list[str]
    rest: str

    @property
    def all(self) -> list[str]:
        lacking = [f"lacks {_shorten(text)!r}" for text in self.lacking]
        strange = [f"shows {', '.join(self.strange)}, which the Markdown does not"]
        return lacking + (strange if self.strange else [])

    @property
    def all_but_drawn(self) -> list[str]:
        return self.all if self.strange or any(map(str.isalpha, self.rest)) else []


def compare_words(slide: ShownSlide, page: str, besides: Collection[str]) -> WordMismatches:
    """What a page's words lack of a slide's, and what numbers they have that it has not.

    `besides` are words that may stand there too.
    """
    rest, lacking = page, []
    parted: list[str] = []
    for runs in sorted(_find_runs(slide), key=lambda runs: -len("".join(runs))):
        text = _plain("".join(runs))
        if text in rest:
            rest = rest.replace(text, " ", 1)
        else:
            parted += [part for run in runs for part in _EMOJI.split(run) if part]
    for part in sorted(parted, key=len, reverse=True):
        text = _plain(part)
        if text in rest:
            rest = rest.replace(text, " ", 1)
        elif _is_right_to_left(text) and not Counter(text) - Counter(rest):
            rest = _without_letters(rest, text)
        else:
            lacking.append(part)
    # A running header or footer may be hidden on some pages.
    margins = {part for text in (slide.header, slide.footer) for part in _EMOJI.split(_plain(text))}
    for margin in sorted(margins | {*besides}, key=len, reverse=True):
        if margin and not margin.isdigit():
            rest = rest.replace(margin, " ")
    return WordMismatches(lacking, _find_strange(rest, {*slide.marks, *besides}), rest)


def _find_strange(rest: str, known: Collection[str]) -> list[str]:
    """The numbers that are left, and none of these."""
    plain = {_plain(mark).rstrip(".") for mark in known}
    numbers = (number.rstrip(".") for number in NUMBER.findall(rest))
    return [number for number in numbers if number not in plain]


def _find_runs(slide: ShownSlide) -> Iterator[list[str]]:
    """Each text in the runs that a PDF may part: what is raised or lowered is beside its line."""
    at = 0
    for text in slide.texts:
        raised = [place in slide.raised for place in slide.places[at : at + len(text)]]
        raised += [False] * (len(text) - len(raised))
        at += len(text)
        groups = groupby(zip(text, raised, strict=True), lambda pair: pair[1])
        yield ["".join(letter for letter, _ in group) for _, group in groups]


def _is_right_to_left(text: str) -> bool:
    """Such words stand in a PDF as they are drawn."""
    return any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in text)


def _without_letters(page: str, text: str) -> str:
    for letter in text:
        page = page.replace(letter, "", 1)
    return page


def _shorten(text: str) -> str:
    return text if len(text) <= _LONGEST_QUOTE else f"{text[:_LONGEST_QUOTE]}…"


def _plain(text: str) -> str:
    """Text as a PDF can tell it: ligatures are their letters, and capitals may be the style's."""
    return squeeze(unicodedata.normalize("NFKC", squeeze(text)).casefold())


def _find_images(page: PdfPage) -> list[Image.Image]:
    return [
        image.get_bitmap(render=False).to_pil().convert("RGB")
        for image in page.get_objects(filter=[FPDF_PAGEOBJ_IMAGE])
    ]


def _compare_pictures(slide: ShownSlide, shown: list[Image.Image], folder: Path) -> Iterator[str]:
    for picture in [*slide.grounds, *slide.pictures]:
        # A drawing becomes lines there, a film one of its pictures, and a filter other pixels.
        if picture.is_filtered or _is_drawn_otherwise(folder / picture.source):
            continue
        if not any(_same_pixels(folder / picture.source, other) for other in shown):
            yield f"does not show {picture.source}"


def _compare_drawings(slide: ShownSlide, shown: list[Line], folder: Path) -> Iterator[str]:
    """Where figures that are SVG have other lines; an author's drawing may be anything."""
    for picture in slide.pictures:
        is_figure = picture.source.startswith("image/") and picture.source.endswith(".svg")
        if is_figure and not picture.is_filtered and lacks_lines(folder / picture.source, shown):
            yield f"does not show {picture.source}"


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
