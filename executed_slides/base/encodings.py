"""Which encoding a text is in that is not UTF-8, as far as that can be said simply."""

import codecs
import re

_MARKS = {
    # The mark of UTF-32 begins with that of UTF-16.
    "UTF-32": (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE),
    "UTF-16": (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE),
}
_LONE = re.compile(rb"(?<![\x80-\xff])[\x80-\xff](?![\x80-\xff])")


def find_no_text(content: bytes) -> int | None:
    """Where bytes stop being a text in UTF-8, counted from 0; None where all of them are one.

    A NUL is a character of UTF-8, but of no text.
    """
    nul = content.find(b"\0")
    try:
        content.decode()
    except UnicodeDecodeError as error:
        return min(error.start, nul) if nul >= 0 else error.start
    return nul if nul >= 0 else None


def guess_encoding(content: bytes) -> str | None:
    """What a text that is not UTF-8 is probably in; None where nothing simple says so."""
    for name, marks in _MARKS.items():
        if content.startswith(marks):
            return name
    if b"\0" in content:
        return "UTF-16" if _is_utf_16(content) else None
    foreign = content.translate(None, bytes(range(128)))
    if not foreign:
        return None
    if _is_korean(foreign.decode("euc_kr", "replace")):
        return "CP949 (EUC-KR)"
    # Words of Western Europe have few letters beyond ASCII, and seldom two in a row.
    lone = len(_LONE.findall(content))
    return "Latin-1 or a relative, such as Windows-1252" if lone >= len(foreign) / 2 else None


def _is_korean(text: str) -> bool:
    """Whether the letters are Hangul; in another encoding's bytes there are others, or none."""
    letters = [c for c in text if c.isalpha() or c == "\ufffd"]
    return sum("가" <= c <= "힣" for c in letters) > 0.8 * len(letters)


def _is_utf_16(content: bytes) -> bool:
    """ASCII in UTF-16 is a letter and a NUL in turn, as is most of a script or a theme."""
    rare, often = sorted(half.count(0) / len(content) for half in (content[::2], content[1::2]))
    return often > 0.2 and rare < 0.05
