"""Pictures and films of an author's own, whole ones of every kind that slides show."""

import io
from pathlib import Path

from PIL import Image

_FILMS = Path(__file__).parent / "media"

SVG = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 45" width="80" height="45">
<rect width="80" height="45" fill="#06c"/>
</svg>
"""


def own_file(form: str, color: str = "#d33") -> bytes:
    """A file of a format by its ending; films are a second of a test card, made by FFmpeg."""
    if form == "svg":
        return SVG
    if form in ("mp4", "webm"):
        return (_FILMS / f"film.{form}").read_bytes()
    content = io.BytesIO()
    Image.new("RGB", (80, 45), color).save(content, form, lossless=True)
    return content.getvalue()


FORMS = {
    "png": "image/png",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "avif": "image/avif",
    "svg": "image/svg+xml",
    "mp4": "video/mp4",
    "webm": "video/webm",
}
