"""Figures that show nothing: a new one that `plt.gcf()` made, axes that nobody drew on.

Matplotlib is the deck's: nothing of it is imported here.
"""

import sys
from pathlib import Path
from typing import Any

_DRAWN = ("artists", "child_axes", "images", "patches", "tables", "texts")
_DRAWN_ON_FIGURE = ("artists", "images", "legends", "lines", "patches")
_MEND = (
    "give it the figure that was drawn on, as the fig of fig, axes = plt.subplots(), or plt.gcf() "
    "before plt.show()"
)


def refuse_empty(name: str, figure: Any) -> None:
    """Raises ValueError for a Matplotlib figure on which nothing was drawn, or no finite value."""
    own = matplotlibs_of(figure)
    if own and _is_empty(own):
        if any(axes.lines or axes.collections for axes in own.axes):
            raise ValueError(
                f"figure {name!r} shows no finite value: nothing is drawn of NaN, and of no points"
            )
        raise ValueError(f"figure {name!r} shows nothing: {_MEND}")


def matplotlibs_of(figure: Any) -> Any:
    """The Matplotlib figure that this is, or on which it is, as axes and seaborn's grids are.

    Of `plt` the current one. None where there is no such.
    """
    library, pyplot = map(sys.modules.get, ("matplotlib.figure", "matplotlib.pyplot"))
    own = figure.gcf() if pyplot and figure is pyplot else getattr(figure, "figure", figure)
    own = getattr(own, "figure", own)  # A subfigure lies on one.
    return own if library and isinstance(own, library.Figure) else None


def refuse_one_colour(name: str, file: Path) -> None:
    """Raises ValueError for a picture of pixels that are all the same, such as a white page."""
    from PIL import Image

    try:
        with Image.open(file) as picture:
            *colours, opacity = picture.convert("RGBA").getextrema()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return  # What is no picture is told when it is shown.
    if opacity == (0, 0) or all(least == most for least, most in (*colours, opacity)):
        raise ValueError(f"figure {name!r} is a page of one colour: {_MEND}")


def _is_empty(figure: Any) -> bool:
    """Whether neither it nor a figure inside it shows anything; a title alone is nothing."""
    if any(getattr(figure, kind) for kind in _DRAWN_ON_FIGURE):
        return False
    if not all(map(_is_empty, figure.subfigs)):
        return False
    return not (any(map(_shows, figure.axes)) if figure.axes else figure.texts)


def _shows(axes: Any) -> bool:
    if any(getattr(axes, kind) for kind in _DRAWN):
        return True
    scattered = sys.modules["matplotlib.collections"].PathCollection
    return any(
        not isinstance(each, scattered) or _has_finite_point(each.get_offsets())
        for each in axes.collections
    ) or any(_has_finite_point(line.get_xydata()) for line in axes.lines)


def _has_finite_point(points: Any) -> bool:
    import numpy as np

    numbers: Any = np.ma.filled(np.ma.asarray(points, dtype=float), np.nan)
    return bool(np.isfinite(numbers).all(axis=1).any())
