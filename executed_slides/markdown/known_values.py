"""Values that Marp knows of its directives; of another one it says nothing, and goes on without.

<!-- a           no slide after it, where it never ends
math: katx       formulas by MathJax all the same
size: 4:3        another size, where the theme names none of this name
"""

from executed_slides.base.errors import DeckError
from executed_slides.base.folders import Folders
from executed_slides.markdown.outline import outline_of
from executed_slides.markdown.page_size import find_sizes
from executed_slides.markdown.themes import theme_of

_TEXTS = ("theme", "lang", "math", "size", "style", "title", "author", "description", "url")
_MATH = ("mathjax", "katex")


def refuse_unknown_values(folders: Folders, markdown: str, shown: str) -> None:
    """Raises DeckError for a value that would be passed over, in a deck that messages call `shown`.

    The deck's theme is there.
    """
    _refuse_open_end(markdown, shown)
    deck = outline_of(markdown)
    for entry in (entry for name in _TEXTS for entry in deck.find_global(name)):
        if not isinstance(entry.value, str):
            raise DeckError(
                f"{shown}:{entry.line}: `{entry.key}` is no text",
                f"write one word or line behind `{entry.key}:`, in quotes if it has [ or {{",
            )
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


def _refuse_open_end(markdown: str, shown: str) -> None:
    """Raises DeckError for a comment or style that takes all that comes after it."""
    markdown = str.__str__(markdown)
    for opens, closes, name in (("<!--", "-->", "comment"), ("<style", "</style>", "style")):
        at = markdown.rfind(opens)
        if at < 0 or closes in markdown[at:]:
            continue
        # Only the reader knows whether that is one, or stands in code.
        if not _is_shown(markdown, at + len(opens)):
            line = markdown.count("\n", 0, at) + 1
            raise DeckError(
                f"{shown}:{line}: the {name} that begins here never ends: "
                "it takes all slides after it",
                f"end it with {closes}",
            )


def _is_shown(markdown: str, at: int) -> bool:
    """Whether what stands at a place is seen on a slide: words, or code."""
    from executed_slides.markdown.contents import NOTE, STYLED
    from executed_slides.markdown.reader import read_deck

    for slide in read_deck(markdown).slides:
        codes = (range(code.start, code.end) for code in slide.codes)
        words = (words.places for words in slide.words if words.kind not in (NOTE, STYLED))
        if any(at in places for places in (*codes, *words)):
            return True
    return False
