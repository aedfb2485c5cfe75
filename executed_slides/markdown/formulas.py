"""What a formula states: its digits are its own, but not what it comes to.

x^2 + 3                     nothing
n = 88\\%                   88
\\text{acc} \\approx 0.88   0.88
p > 1                       nothing: a bound
"""

import re

from executed_slides.markdown.stated_numbers import Number, find_stated

_RESULT = re.compile(
    r"(?:[=≈<>≤≥]|\\(?:approx|simeq|sim|[lg]eq?|equiv|to)\b)\s*(?:\{|\\mathbf\{|\\text\{)?"
    r"(?P<result>[-−]?[\d.,]+\s*(?:\\?%)?)[\s}]*\Z"
)
_LETTER = re.compile(r"[A-Za-z\\]")


def find_stated_in_formula(tex: str) -> list[Number]:
    """The numbers that a formula states, each where it stands in the TeX."""
    words = tex.replace("\\%", " %")
    start = 0
    if _LETTER.search(words):
        result = _RESULT.search(words)
        if not result:
            return []
        start, words = result.start("result"), result["result"]
    return [
        Number(start + at, tex[start + at : start + at + len(text)])
        for at, text in find_stated(words)
    ]
