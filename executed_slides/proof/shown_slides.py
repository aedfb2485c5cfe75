"""What a slide shows, whatever file it is in: read anew from the finished files, and compared.

    slides/NAME.md ──▶ ShownSlide: texts, pictures, notes ◀─compare─ slides/NAME.html
                                                          ◀─compare─ slides/NAME.pdf

No checksum is believed: a hand edit, a stale page or another picture is found however it came.
"""

import hashlib
import re
import unicodedata
from dataclasses import dataclass, field
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


def squeeze(text: str) -> str:
    """Text as it is compared: where lines break and how letters are composed does not count."""
    return re.sub(r"[\s\u2060\u200b\ufeff\u00ad]+", "", unicodedata.normalize("NFC", text))
