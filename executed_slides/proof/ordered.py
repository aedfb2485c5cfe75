"""What a deck orders: the inventory that its Markdown and its records ask for.

![w:400 loss](image/loss.png)     a picture of the SHA-256 that the record has, alt "loss"
정답률 **88.2%**                     words, each letter with its place in the Markdown
"""

import re
from collections.abc import Iterator, Mapping
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from executed_slides.base.files import is_file
from executed_slides.markdown.contents import CELL, HEADING, HTML, TEXT, TITLE, Words
from executed_slides.markdown.directives import find_global
from executed_slides.markdown.html_words import HtmlPicture
from executed_slides.markdown.inside import Formula, Image, Inside
from executed_slides.markdown.places import NOTHING, OBJECT, Placed
from executed_slides.markdown.reader import SlideContents, read_deck
from executed_slides.output.show import describe_show
from executed_slides.proof.drawn_formulas import Macros
from executed_slides.proof.inventory import (
    NUMBER,
    Inventory,
    ShownPicture,
    ShownSlide,
    squeeze,
    squeeze_placed,
)
from executed_slides.proof.marp_markup import find_markup
from executed_slides.proof.pictures import STYLE_URL, inlined_picture, picture_at

_ON_SLIDE = frozenset((TEXT, HEADING, CELL, HTML))
# What a slide is drawn with, by the directive that says it.
_DRAWN_WITH = {
    "class": "class",
    "color": "color",
    "backgroundColor": "background-color",
}
_LISTED = re.compile(r"^[ \t>]*(?:[-*+][ \t]+)*(\d{1,9})[.)](?=\s)", re.MULTILINE)
_FILTER = re.compile(
    r"!\[(?:[^\]\\]|\\.)*(?<![^\s\[])(?:blur|brightness|contrast|drop-shadow|grayscale|hue-rotate|invert|opacity|"
    r"saturate|sepia)(?=[:\s\]])"
)
_STYLED_FILTER = re.compile(r"<[^>]*\bfilter\b")
_RAISED = re.compile(r"<(su[bp]|rt)\b[^>]*>(?P<signs>.*?)</\1>", re.DOTALL | re.IGNORECASE)
_TAG_BEGINS = re.compile(r"<(?P<name>[a-z][^\s/>]*)", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"[\s/]*(?P<name>[^\s=>\"'/<]+)"
    r"(?:\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s\"'>]+)))?"
)
_TAG = re.compile(r"<style.*?</style>|<[^>]*>", re.DOTALL)
_ABOUT = ("title", "author", "description", "keywords", "image", "url", "lang")


def read_order(markdown: str, folder: Path, recorded: Mapping[str, str]) -> Inventory:
    """The inventory that a Marp Markdown orders.

    Pictures are files below `folder`; those that are `recorded`, by name, have that SHA-256.
    """
    deck = read_deck(str.__str__(markdown))
    reading = _Order(deck.markdown, folder, recorded)
    about = {
        name: _text_of(given[-1].value)
        for name in _ABOUT
        if (given := find_global(deck.directives, name))
    }
    inventory = Inventory([reading.read(slide) for slide in deck.slides], about)
    _number_pages(deck.slides, inventory)
    inventory.show = describe_show(markdown)
    return inventory


def _number_pages(contents: list[SlideContents], inventory: Inventory) -> None:
    """The number that each page shows; some are not counted, and some do not show theirs."""
    for content, slide in zip(contents, inventory.slides, strict=True):
        given = content.directives.get("paginate")
        value = _text_of(given.value).lower() if given else ""
        inventory.pages += value not in ("skip", "hold")
        if value in ("true", "hold"):
            inventory.pages = max(1, inventory.pages)
            slide.page = str(inventory.pages)


class _Order:
    def __init__(self, markdown: str, folder: Path, recorded: Mapping[str, str]):
        self.markdown, self.folder, self.recorded = markdown, folder, recorded
        self.macros = Macros()  # They hold from their formula to the deck's end.

    def read(self, slide: SlideContents) -> ShownSlide:
        ordered = ShownSlide()
        for words, places in find_texts(slide):
            ordered.texts.append(words)
            ordered.places += places
        for raised in _RAISED.finditer(self.markdown, slide.start, slide.end):
            ordered.raised.update(range(*raised.span("signs")))
        ordered.code = [code.content.text for code in slide.codes if code.is_block]
        ordered.marks = set(self.find_marks(slide))
        ordered.formulas = [
            squeeze(self.macros.expand(formula.content.text)) for formula in find_formulas(slide)
        ]
        ordered.header, ordered.footer = _words_of(slide.header), _words_of(slide.footer)
        ordered.notes = [squeeze(note.content.text) for note in slide.notes]
        ordered.pictures = list(self.find_pictures(slide))
        ordered.grounds = [self.picture(i) for i in slide.images if i.background]
        ordered.links = [link.target for link in slide.links]
        ordered.titles = {squeeze(words.text) for words in slide.words if words.kind == TITLE}
        html = self.markdown[slide.start : slide.end]
        for name in ("header", "footer"):
            given = slide.directives.get(name)
            html += f"\n{given.value}" if given and isinstance(given.value, str) else ""
        for tag, attributes in _find_tags(html):
            ordered.markup.update(find_markup(tag, attributes))
            if tag == "a" and "href" in attributes:
                ordered.links.append(attributes["href"])
        for name, style in _DRAWN_WITH.items():
            if given := slide.directives.get(name):
                ordered.about[style] = _text_of(given.value, " ")
        ordered.about["background-image"] = self.ground_of(slide)
        return ordered

    def ground_of(self, slide: SlideContents) -> str:
        """What a directive sets behind a slide: the SHA-256 of a picture, or what CSS draws."""
        if given := slide.directives.get("backgroundImage"):
            value = _text_of(given.value)
            address = STYLE_URL.search(value)
            return self.picture_at(address[1], "").sha256 if address else squeeze(value)
        color = slide.directives.get("backgroundColor")
        return "none" if color and color.value else ""

    def find_marks(self, slide: SlideContents) -> Iterator[str]:
        """Numbers that are drawn, and are no words: of lists, in formulas, in drawings."""
        firsts = [int(n) for n in _LISTED.findall(self.markdown, slide.start, slide.end)]
        for first in firsts:
            yield from map(str, range(first, first + len(firsts)))
        for formula in slide.formulas:
            tex = formula.content.text
            yield from NUMBER.findall(tex)
            if "\\begin{" in tex:  # Its lines may be numbered.
                yield from map(str, range(1, tex.count("\\\\") + 2))
        targets = [image.target for image in slide.images]
        for target in [*targets, *(shown.target for shown in slide.html_pictures)]:
            file = self.folder / unquote(target.partition("#")[0])
            if file.suffix.lower() == ".svg" and is_file(file):
                yield from NUMBER.findall(_TAG.sub(" ", file.read_text("utf-8", "replace")))

    def find_pictures(self, slide: SlideContents) -> Iterator[ShownPicture]:
        """What is shown on the slide, as it comes there: header, words, footer."""
        margins = [margin for margin in (slide.header, slide.footer) if margin]
        aside = {id(image) for margin in margins for image in margin.images}
        between: list[tuple[int, Image | HtmlPicture]] = [
            (image.at, image)
            for image in slide.images
            if id(image) not in aside and not image.background
        ]
        aside |= {id(picture) for margin in margins for picture in margin.pictures}
        between += [(shown.at, shown) for shown in slide.html_pictures if id(shown) not in aside]
        if slide.header:
            yield from self.find_in_margin(slide.header)
        for _, shown in sorted(between, key=lambda pair: pair[0]):
            yield self.picture(shown)
        if slide.footer:
            yield from self.find_in_margin(slide.footer)

    def find_in_margin(self, margin: Inside) -> Iterator[ShownPicture]:
        images = [image for image in margin.images if not image.background]
        between: list[Image | HtmlPicture] = [*images, *margin.pictures]
        for shown in sorted(between, key=lambda shown: shown.at):
            yield self.picture(shown)

    def picture(self, shown: Image | HtmlPicture) -> ShownPicture:
        if isinstance(shown, Image):
            alt, filtered = shown.alt.text, _FILTER
        else:
            alt, filtered = shown.alt, _STYLED_FILTER
        is_filtered = filtered.match(self.markdown, shown.at) is not None
        picture = self.picture_at(shown.target, alt)
        return picture._replace(is_filtered=is_filtered)

    def picture_at(self, address: str, alt: str) -> ShownPicture:
        picture = inlined_picture(address, alt) or picture_at(address, self.folder, alt)
        return picture._replace(sha256=self.recorded.get(picture.source, picture.sha256))


def find_formulas(slide: SlideContents) -> Iterator[Formula]:
    """A slide's formulas as they come there: header, words, footer."""
    above, below = ([*m.formulas] if m else [] for m in (slide.header, slide.footer))
    aside = {id(formula) for formula in above + below}
    between = [formula for formula in slide.formulas if id(formula) not in aside]
    yield from [*above, *sorted(between), *below]


def find_texts(slide: SlideContents) -> Iterator[tuple[str, list[int]]]:
    """The words on the page itself, code too, from top to bottom.

    Formulas and pictures are left out; words before and after one are two texts.
    """
    inline = {code.start: code.content for code in slide.codes if not code.is_block}
    found = [(c.content.text, list(c.content.places)) for c in slide.codes if c.is_block]
    for words in slide.words:
        if words.kind in _ON_SLIDE:
            found += _part_at_objects(words, inline)
    for text, places in sorted((pair for pair in found if pair[0]), key=lambda pair: pair[1][0]):
        squeezed = squeeze_placed(text, places)
        if squeezed[0]:
            yield squeezed


def _part_at_objects(
    words: Words | Placed, inline: Mapping[int, Placed]
) -> Iterator[tuple[str, list[int]]]:
    letters: list[str] = []
    places: list[int] = []
    for letter, place in zip(words.text, words.places, strict=True):
        shown = inline.get(place, NOTHING) if letter == OBJECT else Placed(letter, (place,))
        if not shown.text and letters:
            yield "".join(letters), places
            letters, places = [], []
        letters.append(shown.text)
        places += shown.places
    yield "".join(letters), places


def find_margin_texts(margin: Inside | None) -> Iterator[tuple[str, list[int]]]:
    """The words of a header or a footer, formulas and pictures left out."""
    if margin:
        inline = {code.start: code.content for code in margin.codes}
        for text, places in _part_at_objects(margin.words, inline):
            yield squeeze_placed(text, places)


def _words_of(margin: Inside | None) -> str:
    return "".join(words for words, _ in find_margin_texts(margin))


def _text_of(value: Any, between: str = ",") -> str:
    return between.join(map(str, value)) if isinstance(value, list) else str(value).strip()


def _find_tags(html: str) -> Iterator[tuple[str, dict[str, str]]]:
    """All that may be a tag, also in code and comments: what of it is shown, Marp decides."""
    for begin in _TAG_BEGINS.finditer(html):
        attributes, at = {}, begin.end()
        while found := _ATTRIBUTE.match(html, at):
            value = found["double"] or found["single"] or found["bare"] or ""
            attributes[found["name"].lower()] = unescape(value)
            at = found.end()
        yield begin["name"].lower(), attributes
