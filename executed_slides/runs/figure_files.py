"""Figures as files: as SVG what is made of lines, so that they are sharp on every screen.

    curves, bars, diagrams      ──▶ NAME.svg   letters as outlines, equal figures in equal bytes
    photos, meshes, heat maps   ──▶ NAME.png   they are made of pixels
    thousands of points         ──▶ NAME.png   as lines they would be too large a file

Matplotlib is the deck's: nothing of it is imported here, and what is no figure of it is a PNG.
"""

import re
import sys
from io import BytesIO
from pathlib import Path
from typing import Any, Literal, get_args

from executed_slides.base.svg_files import find_svg_fault

FigureFormat = Literal["svg", "png"]

# A page holds a third more of it, in Base64, and loads it whole.
_MOST_BYTES = 200_000
# What would differ from one drawing to the next, or from one version to another.
_ABOUT = ("Creator", "Date", "Format", "Type")
_STYLE = {"svg.fonttype": "path", "svg.hashsalt": "executed-slides", "svg.image_inline": True}

_DOCTYPE = re.compile(r"<!DOCTYPE[^>]*>\s*")
_SIZE = re.compile(r'(?P<name>width|height)="(?P<points>[\d.]+)pt"')
# Matplotlib draws letters a hundred points high, and then to their size.
_LETTERS = re.compile(r"scale\((?P<hundredth>[\d.]+) -(?P=hundredth)\)")
_COORDINATES = re.compile(r'(?<=\s[dxy]=")[^"]*')
_MANY_DIGITS = re.compile(r"-?\d+\.\d{3,}")
_SPACES_AT_END = re.compile(r" +$", re.MULTILINE)


def save_figure(figure: Any, folder: Path, name: str, asked: str | None) -> FigureFormat:
    """Keeps a figure in a folder, as SVG or PNG, whichever is `asked` for or fits it.

    Raises ValueError where another format is asked for, SVG of what is no Matplotlib figure, or
    where the SVG would act or load something.
    """
    if asked not in (None, *get_args(FigureFormat)):
        raise ValueError(f"figure {name!r} has no format {asked!r}: 'svg' and 'png' are")
    drawn = _find_matplotlibs(figure)
    if asked == "svg" and drawn is None:
        raise ValueError(f"figure {name!r} is no figure of Matplotlib: it is kept as a PNG alone")
    if drawn and (asked == "svg" or (asked is None and not _shows_pixels(drawn))):
        content = _draw_svg(figure, drawn.dpi)
        if asked or len(content) <= _MOST_BYTES:
            if fault := find_svg_fault(content):
                raise ValueError(f"figure {name!r} {fault}")
            (folder / f"{name}.svg").write_bytes(content)
            return "svg"
    figure.savefig(folder / f"{name}.png", metadata={"Software": None})
    return "png"


def _find_matplotlibs(figure: Any) -> Any:
    """The Matplotlib figure that this is, or that it wraps as seaborn's grids do; or None."""
    library = sys.modules.get("matplotlib.figure")
    own = getattr(figure, "figure", figure)
    return own if library and isinstance(own, library.Figure) else None


def _shows_pixels(figure: Any) -> bool:
    """Whether something on it is made of pixels: a picture, a mesh, what was told to be so."""
    images, collections = sys.modules["matplotlib.image"], sys.modules["matplotlib.collections"]
    pictures = (images.AxesImage, images.FigureImage, images.BboxImage)
    of_pixels = (*pictures, collections.QuadMesh, collections.TriMesh)
    return bool(
        figure.findobj(
            lambda artist: (
                artist.get_visible() and (isinstance(artist, of_pixels) or artist.get_rasterized())
            )
        )
    )


def _draw_svg(figure: Any, dpi: float) -> bytes:
    memory, matplotlib = BytesIO(), sys.modules["matplotlib"]
    with matplotlib.rc_context(_STYLE):
        figure.savefig(memory, format="svg", metadata=dict.fromkeys(_ABOUT))
    asked = matplotlib.rcParams["savefig.dpi"]
    return _tidy(memory.getvalue().decode(), (dpi if asked == "figure" else asked) / 72).encode()


def _tidy(svg: str, pixels: float) -> str:
    """Matplotlib's SVG in the pixels that a PNG would have, so many a point.

    So it lies on a slide as that does, and its smallest letters are told in these pixels. Its
    coordinates have no more digits than are seen.
    """
    sizes = [100 * pixels * float(letters["hundredth"]) for letters in _LETTERS.finditer(svg)]
    smallest = f' data-smallest-text="{min(sizes):.4g}"' if sizes else ""
    svg = _DOCTYPE.sub("", svg).replace("<svg", f"<svg{smallest}", 1)
    svg = _SIZE.sub(
        lambda found: f'{found["name"]}="{pixels * float(found["points"]):.0f}"', svg, 2
    )
    svg = _COORDINATES.sub(lambda found: _MANY_DIGITS.sub(_rounded, found[0]), svg)
    return _SPACES_AT_END.sub("", svg)


def _rounded(number: re.Match[str]) -> str:
    return f"{float(number[0]):.2f}"
