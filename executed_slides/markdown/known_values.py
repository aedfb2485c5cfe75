"""Values that Marp knows of its directives; of another one it says nothing, and goes on without.

math: katx       formulas by MathJax all the same
size: 4:3        another size, where the theme names none of this name
"""

from executed_slides.base.errors import DeckError
from executed_slides.base.folders import Folders
from executed_slides.markdown.outline import outline_of
from executed_slides.markdown.page_size import find_sizes
from executed_slides.markdown.themes import theme_of

_MATH = ("mathjax", "katex")


def refuse_unknown_values(folders: Folders, markdown: str, shown: str) -> None:
    """Raises DeckError for a value that would be passed over, in a deck that messages call `shown`.

    The deck's theme is there.
    """
    deck = outline_of(markdown)
    for entry in deck.find_global("math"):
        if entry.value not in (*_MATH, ""):
            raise DeckError(
                f"{shown}:{entry.line}: Marp has no `math: {entry.value}`",
                f"it has {' and '.join(_MATH)}; a dollar that begins no formula is written \\$",
            )
    theme = theme_of(folders, markdown)
    for entry in deck.find_global("size"):
        sizes = find_sizes(folders, theme)
        if entry.value and entry.value not in sizes:
            raise DeckError(
                f"{shown}:{entry.line}: {theme.shown(folders)} has no `size: {entry.value}`",
                f"it has {', '.join(sizes) or 'none'}; a theme names one by a comment such as "
                f"/* @size {entry.value} 960px 720px */",
            )
