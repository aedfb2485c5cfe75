"""Formulas as they are drawn: which numbers of TeX stand in a drawing, and what its macros mean.

\\newcommand{\\half}{\\frac12}   x^\\half     ──▶  x^\\frac12
\\frac{1}{2}   by KaTeX 2 before 1, MathJax 1 before 2
"""

import re
import unicodedata
from typing import NamedTuple

_DIGIT = re.compile(r"\d")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
# What of TeX has digits that are not drawn: lengths, colours, columns, and names.
_NOT_DRAWN = re.compile(
    r"\\(?:hspace|vspace|kern|mkern|hskip|rule|raise|lower|color|definecolor|textcolor|colorbox)"
    r"\*?(?:\[[^\]]*\])?(?:\{[^}]*\}|[\d.]*\w\w)?|\\\\\[[^\]]*\]|#[\dA-Fa-f]{3,6}"
    r"|\\begin\{aligned?at\*?\}\{\d+\}|\\multicolumn\{\d+\}|\\label\{[^}]*\}"
)
# Two arguments of a digit each, without braces: \frac12.
_TWO_DIGITS = re.compile(r"(\\(?:[dtc]?frac|[dt]?binom))(\d)(\d)")
_DEFINED = re.compile(
    r"\\(?:(?:re)?newcommand\*?|providecommand\*?|def|gdef)\s*\{?\s*(?P<name>\\(?:[A-Za-z]+|.))\s*\}?"
    r"\s*(?:\[(?P<count>\d)\]|(?P<listed>(?:#\d)*))\s*(?=\{)"
)
_PLACE = re.compile(r"#([1-9])")
# A macro that means itself has no end.
_MOST_STEPS, _LONGEST = 1000, 100_000


def draws_numbers(tex: str, drawn: str) -> bool:
    """Whether a drawing has the numbers of TeX, in another order where TeX has two lines or more.

    Letters are no measure: a command may be drawn by any.
    """
    meant = _TWO_DIGITS.sub(r"\1{\2}{\3}", _NOT_DRAWN.sub("", tex))
    # KaTeX has a space of no width behind what is below a line.
    shown = unicodedata.normalize("NFKC", drawn).replace("\u200b", "")
    ours, theirs = _DIGIT.findall(meant), [letter for letter in shown if letter.isdigit()]
    if ours == theirs:
        return True
    return sorted(ours) == sorted(theirs) and all(n in shown for n in _NUMBER.findall(meant))


class _Macro(NamedTuple):
    arguments: int
    body: str


class Macros:
    """The macros that the formulas of a deck define, each for all that come after it."""

    def __init__(self) -> None:
        self.known: dict[str, _Macro] = {}

    def expand(self, tex: str) -> str:
        """A formula without its definitions, and with what each macro stands for."""
        tex = self._take_definitions(tex)
        if not self.known:
            return tex
        names = "|".join(re.escape(name) for name in sorted(self.known, key=len, reverse=True))
        used = re.compile(rf"(?:{names})(?![A-Za-z])")
        for _ in range(_MOST_STEPS):
            found = used.search(tex)
            if not found or len(tex) > _LONGEST:
                break
            meaning, end = _read_use(self.known[found[0]], tex, found.end())
            tex = f"{tex[: found.start()]}{{{meaning}}}{tex[end:]}"
        return tex

    def _take_definitions(self, tex: str) -> str:
        while found := _DEFINED.search(tex):
            body, end = _read_argument(tex, found.end())
            count = int(found["count"] or 0) or len(found["listed"] or "") // 2
            self.known[found["name"]] = _Macro(count, body)
            tex = tex[: found.start()] + tex[end:]
        return tex


def _read_use(macro: _Macro, tex: str, at: int) -> tuple[str, int]:
    """What a macro stands for with the arguments behind it, and where these end."""
    given = []
    for _ in range(macro.arguments):
        argument, at = _read_argument(tex, at)
        given.append(argument)
    return _PLACE.sub(lambda place: "".join(given[int(place[1]) - 1 :][:1]), macro.body), at


def _read_argument(tex: str, at: int) -> tuple[str, int]:
    """What a macro takes from a place on, in braces or a sign alone, and where it ends."""
    while tex[at : at + 1].isspace():
        at += 1
    if tex[at : at + 1] != "{":
        sign = re.compile(r"\\(?:[A-Za-z]+|.)|.|", re.DOTALL).match(tex, at)
        return (sign[0], sign.end()) if sign else ("", at)
    depth = 0
    for found in re.compile(r"\\.|[{}]", re.DOTALL).finditer(tex, at):
        depth += {"{": 1, "}": -1}.get(found[0], 0)
        if depth == 0:
            return tex[at + 1 : found.start()], found.end()
    return tex[at + 1 :], len(tex)
