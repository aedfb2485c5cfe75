"""What a formula states: its digits are its own, but not what it comes to.

x^2 + 3                     nothing
n = 88\\%                   88
\\text{acc} \\approx 0.88   0.88
\\text{acc 88} + x^2      88
\\mathrm{acc}\\ 98.3      98.3
88\\% \\cdot n            88
p > 1                       nothing: a bound
"""

import re
from collections.abc import Iterator

from executed_slides.markdown.stated_numbers import Number, find_stated

_RESULT = re.compile(
    r"(?:[=≈<>≤≥]|\\(?:approx|simeq|sim|[lg]eq?|equiv|to)\b)\s*(?:\{|\\mathbf\{|\\text\{)?"
    r"(?P<result>[-−]?[\d.,]+\s*(?:\\?%)?)[\s}]*\Z"
)
_TEXT = r"\\(?:text(?:bf|it|rm|sf|tt)?|mbox|math(?:rm|sf|it|tt|normal)|operatorname)"
_WORDS = re.compile(rf"{_TEXT}\{{(?P<result>[^{{}}]*)\}}")
# A number behind words, as far as TeX sets them apart: acc\ 98.3.
_AFTER_WORDS = re.compile(
    rf"(?:{_TEXT}\{{(?!\s*(?:if|and|or|for|where|let|with)\b)[^{{}}]*[^\W\d][^{{}}]+\}}"
    r"|(?<![\\A-Za-z])[A-Za-z]{2,})"
    r"(?:\s|~|:|\\(?:[ ,;:>!]|q?quad\b|enspace\b))+(?P<result>[-−]?\d[\d.,]*)"
    r"(?=\s*(?:\Z|[\\~,;&}]))(?!\s*\\(?:leq?|geq?|lt|gt|cdot|times|to|in|pm)\b)"
)
_SHARE = re.compile(r"(?<![\d.,\w])(?P<result>[\d.,]+\s* %)")
_ALL = re.compile(r"(?P<result>.+)", re.DOTALL)
# What only sets apart, or how large and bold it is: \\displaystyle 88.1\\,\\%.
_LAYOUT = re.compile(
    r"\\(?:(?:display|text|script)style|math(?:bf|it|rm|sf)|boldsymbol|bf|bm|[lL]arge|[hH]uge|q?quad)\b"
    r"|\\[ ,;:>!]|[{}~]"
)
_LETTER = re.compile(r"[A-Za-z\\]")


def find_stated_in_formula(tex: str) -> list[Number]:
    """The numbers that a formula states, each where it stands in the TeX."""
    words = tex.replace("\\%", " %")
    alone = _LAYOUT.sub(lambda found: " " * len(found[0]), words)
    parts = _find_parts(words) if _LETTER.search(alone) else _ALL.finditer(alone)
    found = {
        part.start("result") + at: len(text)
        for part in parts
        for at, text in find_stated(part["result"])
    }
    return [Number(start, tex[start : start + found[start]]) for start in sorted(found)]


def _find_parts(words: str) -> Iterator[re.Match[str]]:
    """What of a formula says something: its words, shares in percent, and what it comes to."""
    yield from _WORDS.finditer(words)
    yield from _AFTER_WORDS.finditer(words)
    yield from _SHARE.finditer(words)
    yield from _RESULT.finditer(words)
