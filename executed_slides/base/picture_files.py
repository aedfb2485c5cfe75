"""Pictures and films as files: of which kind each is by its bytes, and whether it is whole."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Literal, NamedTuple

from executed_slides.base import containers
from executed_slides.base.picture_sizes import MOST_PIXELS, find_size
from executed_slides.base.svg_files import find_svg_fault

# The formats of figures, each by how its files end.
FigureFormat = Literal["svg", "png", "jpg", "webp", "gif"]


class _Kind(NamedTuple):
    """A kind of file that slides show: how it is called, served, known, and known to be whole."""

    name: str
    media_type: str
    begins: Callable[[bytes], bool]
    is_whole: Callable[[bytes], bool]

    @property
    def is_film(self) -> bool:
        return self.media_type.startswith("video/")


_SVG_STARTS = (b"<svg", b"<?xml", b"<!DOCTYPE svg", b"<!--")
_KINDS = (
    _Kind(
        "PNG",
        "image/png",
        lambda content: content.startswith(b"\x89PNG\r\n\x1a\n"),
        lambda content: b"IEND" in content[-16:],
    ),
    _Kind(
        "JPEG",
        "image/jpeg",
        lambda content: content.startswith(b"\xff\xd8\xff"),
        lambda content: b"\xff\xd9" in content[-64:],
    ),
    _Kind(
        "GIF",
        "image/gif",
        lambda content: content.startswith((b"GIF87a", b"GIF89a")),
        containers.is_whole_gif,
    ),
    _Kind(
        "WebP",
        "image/webp",
        lambda content: content[:4] == b"RIFF" and content[8:12] == b"WEBP",
        containers.is_whole_riff,
    ),
    _Kind(
        "AVIF",
        "image/avif",
        lambda content: bool({b"avif", b"avis"} & {*containers.brands_of(content)}),
        lambda content: containers.is_whole_boxes(content, (b"meta", b"mdat")),
    ),
    _Kind(
        "SVG",
        "image/svg+xml",
        lambda content: _text_start(content).startswith(_SVG_STARTS) and b"<svg" in content,
        lambda content: b"</svg>" in content[-256:],
    ),
    _Kind(
        "MP4",
        "video/mp4",
        # QuickTime and HEIC have boxes too; browsers show neither.
        lambda content: any(
            brand.startswith((b"iso", b"mp4", b"avc1", b"M4V", b"dash"))
            for brand in containers.brands_of(content)
        ),
        lambda content: containers.is_whole_boxes(content, (b"moov", b"mdat")),
    ),
    _Kind(
        "WebM",
        "video/webm",
        lambda content: containers.doc_type_of(content) == b"webm",
        containers.is_whole_webm,
    ),
)
SHOWN = "PNG, JPEG, GIF, WebP, AVIF, SVG, MP4 or WebM"


def find_picture_fault(file: Path, film: bool = True) -> str | None:
    """Why a file cannot be shown, or None: it is there, of a kind we show, and whole.

    Without `film`, one of these is none that can be shown.
    """
    if not os.path.isfile(file):  # noqa: PTH113 Path's may raise
        return "is not there"
    try:
        return find_fault_in(file.read_bytes(), film)
    except OSError as error:
        return f"cannot be read: {error.strerror}"


def find_fault_in(content: bytes, film: bool = True) -> str | None:
    """Why these bytes are no picture or film that slides show, or None."""
    if not content:
        return "is empty"
    kind = _find_kind(content)
    if kind is None:
        return f"is no {SHOWN}"
    if not kind.is_whole(content):
        article = "an" if kind.name in ("SVG", "AVIF", "MP4") else "a"
        return f"is {article} {kind.name} that was cut short"
    if (size := find_size(content)) and size[0] * size[1] > MOST_PIXELS:
        most = f"more than {MOST_PIXELS // 1_000_000} million"
        return f"has {size[0]:,} × {size[1]:,} pixels, {most}: draw it smaller"
    if kind.is_film and not film:
        return 'is a film, which <video controls src="…"></video> shows'
    return find_svg_fault(content) if kind.name == "SVG" else None


def media_type(content: bytes) -> str | None:
    """The content type of a picture or film, such as `image/png`; None for another file."""
    kind = _find_kind(content)
    return kind.media_type if kind else None


def is_raster(content: bytes) -> bool:
    """Whether these bytes are a picture of pixels: no drawing, and no film."""
    kind = _find_kind(content)
    return bool(kind and not kind.is_film and kind.name != "SVG")


def _find_kind(content: bytes) -> _Kind | None:
    """What a file is by its first bytes, whatever its name says."""
    return next((kind for kind in _KINDS if kind.begins(content)), None)


def _text_start(content: bytes) -> bytes:
    return content[:512].removeprefix(b"\xef\xbb\xbf").lstrip()
