"""The words of HTML among Markdown, of which Marp shows what it allows, and the rest as text.

<b title="of 3 runs">88%</b> <script>x</script>   ──▶  88% · of 3 runs · <script>x</script>
"""

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

from executed_slides.markdown.places import NOTHING, Placed, join_placed, place_escaped

# Elements that Marp Core allows, those first that stand in a line of words; any other it shows as
# it is typed.
_IN_LINE_NAMES = """
    a abbr b bdi bdo big cite code del em i img ins kbd mark picture q ruby s small source
    span strike strong sub sup time u var wbr
"""
_BLOCK_NAMES = """
    address article aside audio blockquote br caption center col colgroup dd details div dl dt
    figcaption figure h1 h2 h3 h4 h5 h6 hr li nav ol p pre rp rt section summary table tbody td
    tfoot th thead tr ul video
"""
_IN_LINE = frozenset(_IN_LINE_NAMES.split())
ALLOWED = _IN_LINE | frozenset(_BLOCK_NAMES.split())
_FILMS = frozenset(("video", "audio", "source"))

# As the filter of Marp Core finds them: quotes mean something behind a `=` alone, and `<!-->` is
# a whole comment.
_PART = re.compile(
    r"(?P<comment><!--(?:-?>|.*?(?:-->|\Z)))"
    r"|<(?P<closes>/?)(?P<name>[a-z][a-z0-9-]*)(?P<attributes>(?:\s(?>=\s*\"[^\"]*\"|=\s*'[^']*'"
    r"|=(?!\s*[\"'])|[^<>=])*)?/?)(?:>|\Z)"
    r"|(?P<words><(?>=\s*\"[^\"]*\"|=\s*'[^']*'|=(?!\s*[\"'])|[^<>=])*>|[^<]+|<)",
    re.DOTALL | re.IGNORECASE,
)
_ATTRIBUTE = re.compile(
    r"(?P<name>[^\s=]+)\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s]*))"
)
# What it takes out of names of attributes.
_NO_NAME = re.compile(r"[^\w:.-]", re.ASCII)
# As `html.unescape` finds them.
_ENTITY = re.compile(r"&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[^\t\n\f <&#;]{1,32};?)")
_SHOWN_ADDRESSES = ("src", "srcset", "poster")
# What says from which number on a list counts.
_NUMBERING = {"ol": "start", "li": "value"}


class HtmlPicture(NamedTuple):
    """An address that HTML shows, and where its element begins; a `film` may be one."""

    at: int
    target: str
    film: bool
    alt: str


class HtmlWords(NamedTuple):
    """What a piece of HTML shows: words of one line together, words of attributes, pictures.

    `pres` are the places behind `<pre>`, where something is shown as code is; `starts` are items
    that say their own number, `<li value="88">percent`, and `number` is one of an item to come.
    """

    words: list[Placed]
    said: list[Placed]
    pictures: list[HtmlPicture]
    pres: list[int]
    starts: list[Placed]
    number: Placed


def read_html(markup: Placed) -> HtmlWords:
    """The words and pictures of HTML, in order."""
    read = HtmlWords([], [], [], [], [], NOTHING)
    letters: list[str] = []
    places: list[int] = []
    number = NOTHING

    def end_line() -> None:
        nonlocal number
        words = Placed("".join(letters), tuple(places)).strip()
        if words.text:
            read.words.append(words)
            read.starts.extend([number_item(number, words)] if number.text else [])
            number = NOTHING
        letters.clear()
        places.clear()

    for part in _PART.finditer(markup.text):
        name = (part["name"] or "").lower()
        if name in ALLOWED:
            if name not in _IN_LINE:
                end_line()
            if part["closes"]:
                continue
            attributes = _read_attributes(markup, part)
            read.said.extend(said for key, said in attributes.items() if key in ("alt", "title"))
            number = attributes.get(_NUMBERING.get(name, ""), number)
            read.pictures.extend(_find_pictures(name, markup.places[part.start()], attributes))
            if name == "pre":
                read.pres.append(markup.places[part.end() - 1] + 1)
        elif not part["comment"]:
            shown = place_escaped(markup[slice(*part.span())], _ENTITY, html.unescape)
            letters.append(shown.text)
            places.extend(shown.places)
    end_line()
    return read._replace(number=number)


def number_item(number: Placed, words: Placed) -> Placed:
    """An item of a list with its own number, as one reads both."""
    return join_placed([number, Placed(". ", [number.places[-1]] * 2), words])


def _read_attributes(markup: Placed, tag: re.Match[str]) -> dict[str, Placed]:
    """The attributes of a tag, of those with one name the first."""
    attributes: dict[str, Placed] = {}
    start, end = tag.span("attributes")
    end -= markup.text.endswith("/", start, end)
    for found in _ATTRIBUTE.finditer(markup.text, start, end):
        kind = found.lastgroup or "bare"
        typed = place_escaped(markup[slice(*found.span(kind))], _ENTITY, html.unescape)
        attributes.setdefault(_NO_NAME.sub("", found["name"]).lower(), typed)
    return attributes


def _find_pictures(name: str, at: int, attributes: dict[str, Placed]) -> Iterator[HtmlPicture]:
    """What an element shows: of a film, the film and its poster."""
    if name == "img" or name in _FILMS:
        alt = attributes["alt"].text if "alt" in attributes else ""
        for key in _SHOWN_ADDRESSES:
            if key in attributes and (target := attributes[key].text.strip()):
                yield HtmlPicture(at, target, name != "img" and key == "src", alt)
