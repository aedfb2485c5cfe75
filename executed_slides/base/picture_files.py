"""Picture files: of which kind each is by its bytes, and whether it is whole."""

from pathlib import Path

_SIGNATURES = {"PNG": b"\x89PNG\r\n\x1a\n", "JPEG": b"\xff\xd8\xff"}
_SVG_STARTS = (b"<svg", b"<?xml", b"<!DOCTYPE svg")
# What stands in the last so many bytes of a whole picture.
_ENDS = {"PNG": (b"IEND", 16), "JPEG": (b"\xff\xd9", 64), "SVG": (b"</svg>", 256)}
_MEDIA_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "SVG": "image/svg+xml"}


def find_picture_fault(file: Path) -> str | None:
    """Why a file is no picture, or None: it is there, of a kind we show, and has its end."""
    if not file.is_file():
        return "is not there"
    try:
        return find_fault_in(file.read_bytes())
    except OSError as error:
        return f"cannot be read: {error.strerror}"


def find_fault_in(content: bytes) -> str | None:
    """Why these bytes are no picture, or None."""
    if not content:
        return "is empty"
    kind = _find_kind(content)
    if kind is None:
        return "is no PNG, JPEG or SVG"
    mark, reach = _ENDS[kind]
    article = "an" if kind == "SVG" else "a"
    return None if mark in content[-reach:] else f"is {article} {kind} that was cut short"


def media_type(content: bytes) -> str:
    """The content type of a whole picture, such as `image/png`."""
    return _MEDIA_TYPES[_find_kind(content) or "PNG"]


def _find_kind(content: bytes) -> str | None:
    """PNG, JPEG or SVG: what a picture is by its first bytes, whatever its name says."""
    for kind, signature in _SIGNATURES.items():
        if content.startswith(signature):
            return kind
    return "SVG" if content.lstrip()[:256].startswith(_SVG_STARTS) else None
