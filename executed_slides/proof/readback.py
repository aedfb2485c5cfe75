"""Reading back: what the finished slides show, beside what the Markdown says.

    slides/NAME.md ──▶ Slide: its texts, pictures, notes ◀─compare─ slides/NAME.html
                                                         ◀─compare─ slides/NAME.pdf

Everything is read anew from the files themselves, and no checksum is believed: a hand edit, a
stale page or another picture is found however it came there.
"""

import base64
import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from executed_slides.base.command_line import command
from executed_slides.base.errors import DeckError
from executed_slides.markdown.front_matter import end_of_front_matter

COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
DIRECTIVE = re.compile(
    r"\A\s*[_$]?(?:theme|style|headingDivider|lang|size|math|title|author|description|keywords|"
    r"url|image|marp|paginate|header|footer|class|color|background\w+|transition)\s*:"
)
HEADER = re.compile(r"^\s*(_?)header\s*:[ \t]*([\"']?)(.*?)\2[ \t]*$", re.MULTILINE)
# Marp's own words at the beginning of an alternative text: size, place and filters.
PICTURE_OPTION = re.compile(
    r"(?<!\S)(?:(?:w|h|width|height|blur|brightness|contrast|grayscale|hue-rotate|invert|opacity|saturate|"
    r"sepia|drop-shadow):\S*|bg|fit|cover|contain|auto|left|right|vertical)(?::\S+)?(?:\s+|$)"
)
MATH = re.compile(r"(?<!\\)\$\$.+?\$\$|(?<![\\$])\$(?=\S)[^$\n]+?(?<=\S)\$(?!\d)", re.DOTALL)
STYLE_URL = re.compile(r"url\(\s*[\"']?(.*?)[\"']?\s*\)")
LONGEST_LIST = 20
# By so much may a colour differ: browsers convert between colour spaces and round.
ROUNDING = 2


@dataclass(frozen=True)
class ShownPicture:
    """A picture on a slide: SHA-256 of its bytes, alternative text, its file as it is named."""

    sha256: str
    alt: str
    source: str


@dataclass
class ShownSlide:
    """What one slide shows, without white space: texts, running header, pictures, notes."""

    texts: list[str] = field(default_factory=list)
    header: str = ""
    pictures: list[ShownPicture] = field(default_factory=list)
    notes: str = ""

    @property
    def words(self) -> str:
        return "".join(self.texts)


@dataclass(frozen=True)
class Mismatch:
    """Where a finished file does not show what the Markdown says; slides count from 1."""

    slide: int
    message: str


def squeeze(text: str) -> str:
    """Text as it is compared: where lines break and how letters are composed does not count."""
    return re.sub(r"[\s\u2060\u200b\ufeff\u00ad]+", "", unicodedata.normalize("NFC", text))


# ---- What the Markdown says ----


def read_markdown(text: str, folder: Path) -> list[ShownSlide]:
    """The slides of a Marp Markdown; pictures are files below `folder`."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"breaks": True}).enable(["table", "strikethrough"])
    first = end_of_front_matter(text)
    slides = [ShownSlide()]
    running = read_header(slides[0], text[:first], "")
    for token in parser.parse(text[first:]):
        if token.type == "hr" and token.level == 0:
            slides.append(ShownSlide(header=running))
        elif token.type == "fence" or token.type == "code_block":
            slides[-1].texts += [line for line in map(squeeze, token.content.split("\n")) if line]
        elif token.type == "html_block":
            running = read_header(slides[-1], token.content, running)
            read_html_block(slides[-1], token.content)
        elif token.type == "inline":
            read_inline(slides[-1], token.children or [], folder)
    return slides


def read_header(slide: ShownSlide, directives: str, running: str) -> str:
    """Sets the slide's running header, and returns that of the slides after it."""
    inside = "\n".join(COMMENT.findall(directives)) or directives
    for only_here, _, text in HEADER.findall(inside):
        slide.header = squeeze(text)
        running = running if only_here else slide.header
    return running


def read_html_block(slide: ShownSlide, content: str) -> None:
    slide.notes += notes_of(content)
    content = re.sub(r"<(style|script)\b.*?</\1>", "", COMMENT.sub("", content), flags=re.DOTALL)
    if words := squeeze(re.sub(r"<[^>]*>", "", content)):
        slide.texts.append(words)


def notes_of(html: str) -> str:
    return "".join(
        squeeze(comment) for comment in COMMENT.findall(html) if not DIRECTIVE.match(comment)
    )


def read_inline(slide: ShownSlide, tokens: list[Any], folder: Path) -> None:
    words = []
    for token in tokens:
        if token.type == "image":
            source = unquote(str(token.attrs["src"]))
            alt = squeeze(PICTURE_OPTION.sub("", token.content))
            slide.pictures.append(ShownPicture(hash_file(folder / source), alt, source))
        elif token.type == "html_inline":
            slide.notes += notes_of(token.content)
        elif token.type == "text":
            words.append(token.content)
        elif token.type == "code_inline":
            words.append(token.content.replace("$", "\x00"))
    text = MATH.sub("", "".join(words)).replace("\x00", "$")
    if text := squeeze(text):
        slide.texts.append(text)


def hash_file(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return "missing"


# ---- What the HTML shows ----


class DeckParser(HTMLParser):
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
            if tag == "img":
                self.take_picture(about.get("src", ""), about.get("alt", ""))
            elif tag != "section":
                for source in STYLE_URL.findall(about.get("style", "")):
                    self.take_picture(source, "")

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

    def take_picture(self, source: str, alt: str) -> None:
        if found := re.match(r"data:[^,]*?(;base64)?,", source):
            body = source[found.end() :]
            content = base64.b64decode(body) if found[1] else unquote(body).encode()
            digest, source = hashlib.sha256(content).hexdigest(), "inlined"
        else:
            source = unquote(source)
            digest = hash_file(self.folder / source)
        self.slides[-1].pictures.append(ShownPicture(digest, squeeze(alt), source))


def read_html(path: Path) -> list[ShownSlide]:
    """The slides of a finished HTML, its pictures inlined or lying beside it."""
    parser = DeckParser(path.parent)
    try:
        parser.feed(path.read_text("utf-8"))
    except UnicodeDecodeError as error:
        raise DeckError(
            f"{path.name} is not UTF-8: it was saved by another program",
            f"`{command()}` makes it anew",
        ) from error
    parser.close()
    return parser.slides


def compare_html(meant: list[ShownSlide], shown: list[ShownSlide]) -> Iterator[Mismatch]:
    """Every slide whose words, pictures or notes in the HTML are not those of the Markdown."""
    if len(meant) != len(shown):
        yield Mismatch(0, f"{len(shown)} slides, the Markdown has {len(meant)}")
        return
    for number, (ours, theirs) in enumerate(zip(meant, shown, strict=True), 1):
        if ours.words != theirs.words:
            yield Mismatch(number, f"shows {first_difference(theirs.words, ours.words)}")
        if ours.header != theirs.header:
            yield Mismatch(number, f"is headed {theirs.header!r}, not {ours.header!r}")
        if [p.sha256 for p in ours.pictures] != [p.sha256 for p in theirs.pictures]:
            names = ", ".join(p.source for p in ours.pictures) or "none"
            yield Mismatch(number, f"shows other pictures than {names}")
        elif [p.alt for p in ours.pictures] != [p.alt for p in theirs.pictures]:
            yield Mismatch(number, "an alternative text is not the Markdown's")
        if ours.notes != theirs.notes:
            yield Mismatch(number, f"its notes say {first_difference(theirs.notes, ours.notes)}")


def first_difference(shown: str, meant: str, width: int = 24) -> str:
    """The place where two texts part: `'…정확도 88.3%'`, not `'…정확도 88.2%'`."""
    start = next(
        (i for i, (a, b) in enumerate(zip(shown, meant, strict=False)) if a != b),
        min(len(shown), len(meant)),
    )
    begin = max(0, start - width // 2)
    ours, theirs = meant[begin : start + width], shown[begin : start + width]
    return f"{theirs!r}, not {ours!r}"


# ---- What the PDF shows ----


def compare_pdf(meant: list[ShownSlide], path: Path, folder: Path) -> Iterator[Mismatch]:
    """Every page of the PDF that lacks a text or picture of its slide, or shows other numbers.

    `folder` is the one from which the slides name their pictures. Raises DeckError for a file
    that is encrypted or no whole PDF.
    """
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        document = PdfDocument(path)
    except PdfiumError as error:
        raise DeckError(
            f"{path.name} cannot be read as a PDF: {error}", f"`{command()}` makes it anew"
        ) from error
    with document:
        if len(document) != len(meant):
            yield Mismatch(0, f"{len(document)} pages, the Markdown has {len(meant)} slides")
            return
        for number, slide in enumerate(meant, 1):
            page = document[number - 1]
            text = squeeze(page.get_textpage().get_text_range().replace("\ufffe", ""))
            yield from compare_words(number, slide, text, len(meant))
            yield from compare_pictures(number, slide, page, folder)
            page.close()


def compare_words(number: int, slide: ShownSlide, page: str, slides: int) -> Iterator[Mismatch]:
    rest = page
    for text in sorted(slide.texts, key=len, reverse=True):
        if text not in rest:
            yield Mismatch(number, f"lacks {shorten_text(text)!r}")
        rest = rest.replace(text, " ", 1)
    # What is left are bullets, the numbers of lists, the page's own number out of all, and the
    # running header, which some pages hide.
    rest = rest.replace(slide.header or " ", " ", 1)
    words = re.findall(r"\d[\d,.%]*", rest)
    strange = [word for word in words if not is_structure(word, (number, slides))]
    if strange:
        yield Mismatch(number, f"shows {', '.join(strange)}, which the Markdown does not")


def is_structure(word: str, pages: tuple[int, int]) -> bool:
    digits = word.rstrip(".")
    if not digits.isdigit():
        return False
    return int(digits) in pages or (word.endswith(".") and int(digits) <= LONGEST_LIST)


def shorten_text(text: str, width: int = 48) -> str:
    return text if len(text) <= width else f"{text[:width]}…"


def compare_pictures(number: int, slide: ShownSlide, page: Any, folder: Path) -> Iterator[Mismatch]:
    from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

    if not slide.pictures:
        return
    shown = [
        image.get_bitmap(render=False).to_pil().convert("RGB")
        for image in page.get_objects(filter=[FPDF_PAGEOBJ_IMAGE])
    ]
    for picture in slide.pictures:
        if not any(same_pixels(folder / picture.source, other) for other in shown):
            yield Mismatch(number, f"does not show {picture.source}")


def same_pixels(file: Path, shown: Any) -> bool:
    from PIL import Image, ImageChops

    with Image.open(file) as image:
        if image.size != shown.size:
            return False
        extrema = ImageChops.difference(image.convert("RGB"), shown).getextrema()
    return all(high <= ROUNDING for _, high in extrema)
