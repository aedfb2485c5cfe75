"""What a slide shows, whatever file it is in: read anew from the finished files, and compared.

    slides/NAME.md ──▶ ShownSlide: texts, pictures, notes ◀─compare─ slides/NAME.html
                                                          ◀─compare─ slides/NAME.pdf

No checksum is believed: a hand edit, a stale page or another picture is found however it came.
"""

import hashlib
import re
import unicodedata
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote


@dataclass(frozen=True)
class ShownPicture:
    """A picture on a slide: SHA-256 of its bytes, alternative text, its file as it is named."""

    sha256: str
    alt: str
    source: str

    @classmethod
    def at(cls, address: str, folder: Path, alt: str) -> "ShownPicture":
        """The picture at an address, as seen from `folder`."""
        source = unquote(address)
        try:
            digest = hashlib.sha256((folder / source).read_bytes()).hexdigest()
        except OSError:
            digest = "missing"
        return cls(digest, squeeze(alt), source)


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

    def __str__(self) -> str:
        return f"slide {self.slide} {self.message}" if self.slide else self.message


def addresses_of(tag: str, attributes: dict[str, str]) -> list[str]:
    """What a tag of HTML shows: a picture, or a film and its poster."""
    if tag == "img":
        return [attributes.get("src", "")]
    if tag in ("video", "source"):
        return [attributes[name] for name in ("src", "srcset", "poster") if attributes.get(name)]
    return []


def find_html_pictures(html: str, folder: Path) -> list[ShownPicture]:
    """The pictures and films that a piece of HTML shows, in order."""
    reader = _HtmlPictures(folder)
    reader.feed(html)
    reader.close()
    return reader.pictures


class _HtmlPictures(HTMLParser):
    def __init__(self, folder: Path):
        super().__init__()
        self.folder = folder
        self.pictures: list[ShownPicture] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        about = {name: value or "" for name, value in attributes}
        for address in addresses_of(tag, about):
            self.pictures.append(ShownPicture.at(address, self.folder, about.get("alt", "")))


def squeeze(text: str) -> str:
    """Text as it is compared: where lines break and how letters are composed does not count."""
    return re.sub(r"[\s\u2060\u200b\ufeff\u00ad]+", "", unicodedata.normalize("NFC", text))
