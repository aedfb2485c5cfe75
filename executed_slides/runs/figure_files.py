"""Figures as files: as SVG what is made of lines, so that they are sharp on every screen.

    curves, bars, diagrams      ──▶ NAME.svg   letters as outlines, equal figures in equal bytes
    photos, meshes, heat maps   ──▶ NAME.png   they are made of pixels
    thousands of points         ──▶ NAME.png   as lines they would be too large a file
    another library's figure    ──▶ NAME.png   by its own savefig, write_image or save
    a file                      ──▶ NAME.jpg   as it is: PNG, SVG, JPEG, WebP or GIF by its bytes

Matplotlib is the deck's: nothing of it is imported here.
"""

import os
import re
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any, get_args

from executed_slides.base.picture_files import FigureFormat, find_fault_in, media_type
from executed_slides.base.svg_files import find_svg_fault
from executed_slides.runs.empty_figures import matplotlibs_of

_FORMATS: dict[str | None, FigureFormat] = {
    "image/svg+xml": "svg",
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/webp": "webp",
    "image/gif": "gif",
}
# How libraries write a figure into a file: Plotly, Altair, Plotnine, Pillow, a class of one's own.
_WRITERS = ("savefig", "write_image", "save")

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
    """Keeps a figure, or a file that has one, in a folder, in the format `asked` for or that fits.

    Raises ValueError for a format that there is not, and for what is no whole picture of one, or
    an SVG that would act or load something.
    """
    if asked not in (None, *get_args(FigureFormat)):
        there = ", ".join(get_args(FigureFormat))
        raise ValueError(f"figure {name!r} has no format {asked!r}: there are {there}")
    if isinstance(figure, str | os.PathLike):
        return _keep(Path(figure).read_bytes(), folder, name, asked)
    drawn = matplotlibs_of(figure)
    if drawn is None:
        return _write(figure, folder, name, asked)
    if not hasattr(figure, "savefig"):  # Axes, or a line on them.
        figure = drawn
    if asked not in (None, "svg", "png"):
        raise ValueError(f"figure {name!r} is of Matplotlib: its formats are svg and png")
    if asked == "svg" or (asked is None and not _shows_pixels(drawn)):
        content = _draw_svg(figure, drawn.dpi)
        if asked or len(content) <= _MOST_BYTES:
            if fault := find_svg_fault(content):
                raise ValueError(f"figure {name!r} {fault}")
            (folder / f"{name}.svg").write_bytes(content)
            return "svg"
    figure.savefig(folder / f"{name}.png", metadata={"Software": None})
    return "png"


def _write(figure: Any, folder: Path, name: str, asked: str | None) -> FigureFormat:
    """A figure as its library writes it, whatever that is."""
    write = next((w for w in _WRITERS if callable(getattr(figure, w, None))), None)
    if write is None:
        library = type(figure).__module__.partition(".")[0].replace("builtins", "Python")
        raise ValueError(
            f"figure {name!r} is a {type(figure).__name__} of {library}, which has no "
            f"{', '.join(_WRITERS)}: give the figure that was drawn on, of Matplotlib plt.gcf() "
            "before plt.show(), or the path of a picture into which its library wrote it"
        )
    # The file's name says the format; what it is in fact, its bytes do.
    path = folder / f"{name}.{asked or 'png'}"
    options = {"metadata": {"Software": None}} if write == "savefig" else {}
    call: Callable[..., Any] = getattr(figure, write)
    call(path if write == "savefig" else str(path), **options)
    return _keep(path.read_bytes(), folder, name, asked)


def _keep(content: bytes, folder: Path, name: str, asked: str | None) -> FigureFormat:
    """Keeps the content of a picture's file by the name of what it is."""
    form = _FORMATS.get(media_type(content))
    if form is None or (asked and asked != form):
        wanted = asked or ", ".join(get_args(FigureFormat))
        raise ValueError(f"figure {name!r} is a file in another format than {wanted}")
    if fault := find_fault_in(content, film=False):
        raise ValueError(f"figure {name!r} {fault}")
    (folder / f"{name}.{form}").write_bytes(content)
    return form


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
