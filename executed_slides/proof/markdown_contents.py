"""What the Markdown of a deck says that its slides shall show, read by the parser that Marp has."""

import re
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from executed_slides.markdown.front_matter import end_of_front_matter
from executed_slides.markdown.prose import COMMENT
from executed_slides.proof.shown_slides import (
    ShownPicture,
    ShownSlide,
    find_html_pictures,
    squeeze,
)

_MARP_DIRECTIVE = re.compile(
    r"\A\s*[_$]?(?:theme|style|headingDivider|lang|size|math|title|author|description|keywords|"
    r"url|image|marp|paginate|header|footer|class|color|background\w+|transition)\s*:"
)
_HEADER = re.compile(r"^\s*(_?)header\s*:[ \t]*([\"']?)(.*?)\2[ \t]*$", re.MULTILINE)
# Marp's own words at the beginning of an alternative text: size, place and filters.
_PICTURE_OPTION = re.compile(
    r"(?<!\S)(?:(?:w|h|width|height|blur|brightness|contrast|grayscale|hue-rotate|invert|opacity|saturate|"
    r"sepia|drop-shadow):\S*|bg|fit|cover|contain|auto|left|right|vertical)(?::\S+)?(?:\s+|$)"
)
_MATH = re.compile(r"(?<!\\)\$\$.+?\$\$|(?<![\\$])\$(?=\S)[^$\n]+?(?<=\S)\$(?!\d)", re.DOTALL)


def read_markdown(text: str, folder: Path) -> list[ShownSlide]:
    """The slides of a Marp Markdown; pictures are files below `folder`."""
    parser = MarkdownIt("commonmark", {"breaks": True}).enable(["table", "strikethrough"])
    first = end_of_front_matter(text)
    slides = [ShownSlide()]
    running = _read_header(slides[0], text[:first], "")
    for token in parser.parse(text[first:]):
        if token.type == "hr" and token.level == 0:
            slides.append(ShownSlide(header=running))
        elif token.type == "fence" or token.type == "code_block":
            slides[-1].texts += [line for line in map(squeeze, token.content.split("\n")) if line]
        elif token.type == "html_block":
            running = _read_header(slides[-1], token.content, running)
            _read_html_block(slides[-1], token.content)
            slides[-1].pictures += find_html_pictures(COMMENT.sub("", token.content), folder)
        elif token.type == "inline":
            _read_inline(slides[-1], token.children or [], folder)
    return slides


def _read_header(slide: ShownSlide, directives: str, running: str) -> str:
    """Sets the slide's running header, and returns that of the slides after it."""
    inside = "\n".join(COMMENT.findall(directives)) or directives
    for only_here, _, text in _HEADER.findall(inside):
        slide.header = squeeze(text)
        running = running if only_here else slide.header
    return running


def _read_html_block(slide: ShownSlide, content: str) -> None:
    slide.notes += _notes_of(content)
    content = re.sub(r"<(style|script)\b.*?</\1>", "", COMMENT.sub("", content), flags=re.DOTALL)
    if words := squeeze(re.sub(r"<[^>]*>", "", content)):
        slide.texts.append(words)


def _notes_of(html: str) -> str:
    return "".join(
        squeeze(comment) for comment in COMMENT.findall(html) if not _MARP_DIRECTIVE.match(comment)
    )


def _read_inline(slide: ShownSlide, tokens: list[Token], folder: Path) -> None:
    words = []
    for token in tokens:
        if token.type == "image":
            alt = _PICTURE_OPTION.sub("", token.content)
            slide.pictures.append(ShownPicture.at(str(token.attrs["src"]), folder, alt))
        elif token.type == "html_inline":
            slide.notes += _notes_of(token.content)
            slide.pictures += find_html_pictures(COMMENT.sub("", token.content), folder)
        elif token.type == "text":
            words.append(token.content)
        elif token.type == "code_inline":
            words.append(token.content.replace("$", "\x00"))
    text = _MATH.sub("", "".join(words)).replace("\x00", "$")
    if text := squeeze(text):
        slide.texts.append(text)
