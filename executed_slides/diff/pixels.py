"""Pixels: two drawings of one figure laid over each other.

grey     what both show
red      ink that is gone
blue     ink that is new
"""

import io
from dataclasses import dataclass
from typing import Any

PAPER, GONE, CAME = (255, 255, 255), (214, 39, 40), (31, 95, 191)


@dataclass(frozen=True)
class Comparison:
    """How much of a figure's area differs (0 to 1), both sizes, and a PNG with the difference."""

    share: float
    old_size: tuple[int, int]
    new_size: tuple[int, int]
    marked: bytes


def compare_pixels(old: bytes, new: bytes) -> Comparison | None:
    """Lays two PNGs over each other, at their top left corners; None for what is no picture."""
    from PIL import Image, ImageChops, ImageFilter

    try:
        before, after = _on_paper(old), _on_paper(new)
    except (OSError, SyntaxError, ValueError):
        return None
    size = max(before.width, after.width), max(before.height, after.height)
    first, second = _on_sheet(before, size), _on_sheet(after, size)
    red, green, blue = ImageChops.difference(first, second).split()
    differs = ImageChops.lighter(ImageChops.lighter(red, green), blue).point(lambda v: v and 255)
    share = differs.histogram()[255] / (size[0] * size[1])
    # A line one pixel wide would be lost in a picture that the page shows smaller.
    wide = differs.filter(ImageFilter.MaxFilter(3))
    darker = ImageChops.subtract(first.convert("L"), second.convert("L")).point(lambda v: v and 255)
    came = ImageChops.darker(wide, darker.filter(ImageFilter.MaxFilter(3)))
    marked = Image.blend(second.convert("L").convert("RGB"), Image.new("RGB", size, PAPER), 0.75)
    marked.paste(GONE, mask=wide)
    marked.paste(CAME, mask=came)
    memory = io.BytesIO()
    marked.save(memory, "PNG", optimize=True)
    return Comparison(share, before.size, after.size, memory.getvalue())


def _on_paper(png: bytes) -> Any:
    """A PNG as RGB, its transparent parts white."""
    from PIL import Image

    picture = Image.open(io.BytesIO(png)).convert("RGBA")
    paper = Image.new("RGBA", picture.size, (*PAPER, 255))
    return Image.alpha_composite(paper, picture).convert("RGB")


def _on_sheet(picture: Any, size: tuple[int, int]) -> Any:
    from PIL import Image

    sheet = Image.new("RGB", size, PAPER)
    sheet.paste(picture)
    return sheet
