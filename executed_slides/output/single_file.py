"""One file that shows on any machine: what a page loads from beside it, put into it.

    <img src="image/a.png"> · url(image/a.png) ──▶ data:image/png;base64,…

The very bytes of each file go in, so that a picture on a slide stays provably the record's.
Links, such as those to the evidence, stay links.
"""

import base64
import functools
import html as markup
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

from executed_slides.base.errors import DeckError
from executed_slides.base.files import read_content
from executed_slides.base.folders import Folders
from executed_slides.base.picture_files import SHOWN, find_fault_in, media_type
from executed_slides.markdown.pictures import has_scheme

# See `_rewrite`: of an element, an attribute and an address it makes an address.
_AddressChange = Callable[[str, str, str], str]

_ADDRESSES = {"src", "srcset", "href", "xlink:href", "poster", "data"}
_ATTRIBUTES = r"(?:[^>\"']|\"[^\"]*\"|'[^']*')*+"
_PART = re.compile(
    r"<!--.*?-->"
    rf"|(?P<opening><(?P<block>script|style)\b{_ATTRIBUTES}>)(?P<content>.*?)(?=</(?P=block)\b)"
    rf"|(?P<tag><(?P<name>[a-z][^\s/>]*){_ATTRIBUTES}>)",
    re.DOTALL | re.IGNORECASE,
)
# Every attribute, so that none is looked for in the value of another.
_ATTRIBUTE = re.compile(
    r"(?P<before>\s(?P<name>[^\s=>\"'/]+)\s*=\s*)"
    r"(?P<quote>[\"']?)(?P<value>(?<=\")[^\"]*|(?<=')[^']*|(?<=[=\s])[^\s\"'>]+)",
    re.IGNORECASE,
)
_CSS_ADDRESS = re.compile(
    r"(?P<before>url\(\s*|@import\s+(?=[\"']))"
    r"(?P<quote>[\"']?)(?P<address>(?<=\")[^\"]*|(?<=')[^']*|(?<=[(\s])[^\s\"')]+)",
    re.IGNORECASE,
)
# A `<link>` that says where a page is published loads nothing: Marp's directive `url` makes one.
_NAMES_A_PLACE = re.compile(r"\srel=[\"']?(?:canonical|author|license|help)\b", re.IGNORECASE)


def _rewrite(page: str, change: _AddressChange) -> str:
    """The page with `change(element, attribute, address)` in place of each address in it.

    Addresses are those of attributes and, as attribute `url`, those of styles. All that does
    not change stays byte for byte; texts, scripts and comments are left alone.
    """

    def rewrite_style(element: str, style: str) -> str:
        return _CSS_ADDRESS.sub(
            lambda found: (
                found["before"] + found["quote"] + change(element, "url", found["address"])
            ),
            style,
        )

    def rewrite_attribute(element: str, found: re.Match) -> str:
        name, value = found["name"].lower(), markup.unescape(found["value"])
        new = value
        if name == "style":
            new = rewrite_style(element, value)
        elif name in _ADDRESSES:
            new = change(element, name, value)
        escaped = found["value"] if new == value else markup.escape(new)
        return found["before"] + found["quote"] + escaped

    def rewrite_tag(element: str, tag: str) -> str:
        if element == "link" and _NAMES_A_PLACE.search(tag):
            element = "a"
        return _ATTRIBUTE.sub(functools.partial(rewrite_attribute, element), tag)

    def rewrite_part(part: re.Match) -> str:
        if part["tag"]:
            return rewrite_tag(part["name"].lower(), part["tag"])
        if part["opening"]:
            block = part["block"].lower()
            is_style = block == "style"
            content = rewrite_style(block, part["content"]) if is_style else part["content"]
            return rewrite_tag(block, part["opening"]) + content
        return part[0]

    return _PART.sub(rewrite_part, page)


def _is_loaded(element: str, attribute: str) -> bool:
    """Whether a page loads an address by itself; a link waits for a click."""
    return attribute != "href" or element in ("link", "image", "use")


def inline_files(page: str, folders: Folders, lost: bool = False) -> str:
    """The page with every file beside the slides that it loads put into it, as a `data:` address.

    Equal files give an equal page. Raises DeckError for a file that is no whole picture or film,
    or lies elsewhere; where some may be `lost`, their addresses stay. What is not of this machine
    is left for `find_remote` to find.
    """

    @functools.cache
    def embed(target: str) -> str:
        content = _read_picture(folders, target)
        return f"data:{media_type(content)};base64,{base64.b64encode(content).decode()}"

    def change(element: str, attribute: str, address: str) -> str:
        if not _is_loaded(element, attribute) or not _is_file(address):
            return address
        target, mark, fragment = address.partition("#")
        try:
            return embed(target.partition("?")[0]) + mark + fragment
        except DeckError:
            if lost:
                return address
            raise

    return _rewrite(page, change)


def _is_file(address: str) -> bool:
    """Whether an address names a file beside the page."""
    return bool(address) and not address.startswith("#") and not has_scheme(address)


def _read_picture(folders: Folders, target: str) -> bytes:
    file, slides = folders.slides / unquote(target), folders.shown(folders.slides)
    if place := folders.find_outside(file):
        fault: str | None = f"lies {place}"
    elif not file.is_file():
        fault = "is not there"
    else:
        content = read_content(file, f"{slides}/{target}")
        fault = find_fault_in(content)
    if fault:
        raise DeckError(
            f"{slides}/: the picture {target} {fault}",
            f"a slide shows files that lie beside it, as in ![](image/NAME.png): {SHOWN}",
        )
    return content


def find_remote(page: str) -> str | None:
    """The first address that the page would load from elsewhere, or None."""
    found: list[str] = []

    def note(element: str, attribute: str, address: str) -> str:
        if _is_loaded(element, attribute) and has_scheme(address) and not _is_data(address):
            found.append(address)
        return address

    _rewrite(page, note)
    return found[0] if found else None


def _is_data(address: str) -> bool:
    return address[:5].lower() == "data:"


def anchor_links(page: str, folder: Path) -> str:
    """The page with its relative links led to `folder`, so that it can lie elsewhere."""

    def change(element: str, attribute: str, address: str) -> str:
        if _is_loaded(element, attribute) or not _is_file(address):
            return address
        target, mark, fragment = address.partition("#")
        return (folder / unquote(target)).resolve().as_uri() + mark + fragment

    return _rewrite(page, change)
