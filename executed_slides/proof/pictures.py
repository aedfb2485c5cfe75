"""Pictures by their bytes: inlined in a page, or lying beside it."""

import base64
import hashlib
import re
from pathlib import Path
from urllib.parse import unquote

from executed_slides.base.errors import Unreadable
from executed_slides.base.files import read_content
from executed_slides.proof.inventory import ShownPicture, squeeze

_INLINED = re.compile(r"data:[^,]*?(;base64)?,")
STYLE_URL = re.compile(r"url\(\s*[\"']?(.*?)[\"']?\s*\)")
# Attributes that name what a tag shows.
SOURCES = ("src", "srcset", "poster")


def find_sources(tag: str, attributes: dict[str, str]) -> list[str]:
    """What a tag of HTML shows: a picture, or a film and its poster."""
    if tag == "img" or tag in ("video", "audio", "source"):
        return [attributes[name] for name in SOURCES if attributes.get(name)]
    return []


def inlined_picture(address: str, alt: str) -> ShownPicture | None:
    """The picture that a `data:` address holds."""
    found = _INLINED.match(address)
    if not found:
        return None
    body = address[found.end() :].partition("#")[0]
    content = base64.b64decode(body) if found[1] else unquote(body).encode()
    return ShownPicture(hashlib.sha256(content).hexdigest(), squeeze(alt), "inlined")


def picture_at(address: str, folder: Path, alt: str) -> ShownPicture:
    """The picture at an address, as seen from `folder`."""
    source = unquote(address.partition("#")[0].partition("?")[0])
    try:
        digest = hashlib.sha256(read_content(folder / source, source)).hexdigest()
    except (Unreadable, ValueError):
        digest = "missing"
    return ShownPicture(digest, squeeze(alt), source)
