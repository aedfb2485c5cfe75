"""Words of an alternative text that Marp takes for a picture's size, place or filter.

![bg left:33% 40% the loss](a.png)   ──▶   "the loss", a background at the left
"""

import re

_LENGTH = r"(?:\d*\.)?\d+(?:%|ch|cm|em|ex|in|mm|pc|pt|px)?|auto"
_OPTION = re.compile(
    rf"(?:\d*\.)?\d+%|(?:w|width|h|height):(?:{_LENGTH})"
    r"|(?:blur|brightness|contrast|drop-shadow|grayscale|hue-rotate|invert|opacity|saturate|sepia)"
    r"(?::.+)?",
    re.DOTALL | re.ASCII,  # JavaScript's digits: 𝟖𝟖% is a word.
)
_BACKGROUND_OPTION = re.compile(
    r"bg|auto|contain|cover|fit|vertical|horizontal|(?:left|right)(?::(?:\d*\.)?\d+%)?",
    re.ASCII,
)
_WORD = re.compile(r"\S+")


def is_option(word: str, background: bool) -> bool:
    """Whether Marp takes a word for an option, of a background or of another picture."""
    return bool(_OPTION.fullmatch(word) or (background and _BACKGROUND_OPTION.fullmatch(word)))


def keep_words(words: str) -> str:
    """Words of which Marp takes none for an option, such as 95.5%."""
    return _WORD.sub(lambda word: _kept(word[0]), words)


def _kept(word: str) -> str:
    # A word joiner: it is not seen, nor spoken.
    return f"{word}\u2060" if is_option(word, background=True) else word
