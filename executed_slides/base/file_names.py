"""Names of files as they can be printed: on Linux a name is bytes, and need not be text."""

import re
import unicodedata
from pathlib import Path

from executed_slides.base.errors import DeckError

# File systems take 255, of which endings and drafts need some.
_LONGEST = 200
# Control characters; and what stands for bytes that are no UTF-8, U+DC80 for 0x80 (PEP 383).
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


def spelled(name: str | Path) -> str:
    """A file's name for messages and JSON: what is no text in it is written as `\\xb0`."""
    return _UNPRINTABLE.sub(_spell, str(name))


def _spell(character: re.Match) -> str:
    code = ord(character[0])
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"
    return f"\\u{code:04x}" if code > 0xFF else f"\\x{code:02x}"


def refuse_odd_name(name: str, where: str) -> None:
    """Raises DeckError for a name of a file that Markdown, or another system, reads otherwise."""
    if unicodedata.normalize("NFC", name) != name:
        fault = "is written letter by letter in parts, as macOS writes it (NFD)"
    elif not re.fullmatch(r"\w[\w.-]*", name):
        fault = "stands in an address, where it may have letters, digits, '_', '-' and '.'"
    elif len(name.encode()) > _LONGEST:
        fault = f"is longer than {_LONGEST} bytes"
    else:
        return
    raise DeckError(f"{where} {fault}", "give it another name, in the block and where it is used")
