"""Pictures and films of an author's own, whole ones of every kind that slides show."""

import io
from pathlib import Path

from PIL import Image

_FILMS = Path(__file__).parent / "media"
_PAPER = Image.new("L", (256, 256), 200)

SVG = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 45" width="80" height="45">
<rect width="80" height="45" fill="#06c"/>
</svg>
"""


def own_file(form: str) -> bytes:
    """A file of a format by its ending; films are a second of a test card, made by FFmpeg.

    No two pictures are alike, so that none passes for another.
    """
    if form == "svg":
        return SVG
    if form in ("mp4", "webm"):
        return (_FILMS / f"film.{form}").read_bytes()
    content = io.BytesIO()
    shades = [Image.linear_gradient("L"), Image.radial_gradient("L"), _PAPER]
    turned = shades[len(form) % 3 :] + shades[: len(form) % 3]
    picture = Image.merge("RGB", turned).resize((80, 45)).rotate(90 * len(form), fillcolor="#08f")
    picture.save(content, form, lossless=True)
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
