"""A page of evidence: its geometry in whatever theme, known without a browser.

Lengths are in units, of which a screen that shows the whole page has 1280 × 720; pixels follow
from the theme's page. The style that is written with the slides sets all that takes room; colours
and fonts stay the theme's. Letters are taken a little wider than those of most fonts, so that what
is counted to fit does.
"""

import math
import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple
from unicodedata import east_asian_width

from executed_slides.markdown.page_size import PageSize

_EDGE, _TOP, _BOTTOM = 72, 54, 58
_CELL_ACROSS, _CELL_DOWN, _BORDER = 10, 4, 1
_AFTER_TITLE, _BEFORE_FACTS, _AFTER_FACTS = 10, 10, 5
# Of the value, the range and the slides that show it; a number's name has what they leave.
_COLUMNS = (254, 262, 172)
# Below this width they are shares of it, and a range stands on two lines.
_NARROW, _SHARES = 1000, (0.31, 0.18, 0.135)
_NARROW_SIGNS = frozenset(" .,:;'·|()")


class Lettering(NamedTuple):
    """Text of one kind: its size, the height of a line, and how wide letters may be, in sizes.

    In fonts whose letters are not all of one width, points, commas and spaces are narrow.
    """

    size: float
    height: float
    letter: float
    narrow: float

    def width_of(self, sign: str) -> float:
        if sign in _NARROW_SIGNS:
            return self.narrow
        return 1 if east_asian_width(sign) in "WF" else self.letter

    @lru_cache(maxsize=4096)  # noqa: B019 There are three.
    def needed(self, text: str, width: float) -> int:
        """How many lines a text takes at most, in a column of this width."""
        lines, used = 1, 0.0
        for word in text.split():
            length = self.size * sum(map(self.width_of, word))
            between = self.size * self.narrow if used else 0
            if used + between + length <= width:
                used += between + length
                continue
            # A word that is longer than a line is broken in it, and takes all of its last one.
            broken = math.ceil(length / max(width - self.size, self.size))
            lines += (used > 0) + broken - 1
            used = length if broken == 1 else width
        return lines


_TITLE = Lettering(34, 44, 0.7, 0.5)
_FACTS = Lettering(20, 27, 0.62, 0.5)
_CELL = Lettering(18, 24, 0.65, 0.5)
_NAME = Lettering(17, 24, 0.62, 0.62)

# A length of so many units.
_LENGTH = re.compile(r"\b(\d+(?:\.\d+)?)u\b")
# Text in a line has no height of its own: letters of another font would part the lines.
_RULES = f"""\
section.evidence {{ display: block; padding: {_TOP}u {_EDGE}u {_BOTTOM}u; place-content: normal; }}
section.evidence > :is(h2, p, table) {{
  position: static; float: none; width: 100%; min-width: 0; max-width: none;
  height: auto; min-height: 0; padding: 0; border-width: 0; transform: none;
}}
section.evidence :is(h2, p, table, tr, th, td, strong, a, code) {{
  height: auto; text-align: left; text-indent: 0; text-transform: none;
  letter-spacing: normal; word-spacing: normal; white-space: normal; overflow-wrap: anywhere;
}}
section.evidence :is(h2, p, table, th, td)::before {{ content: none; }}
section.evidence :is(h2, p, table, th, td)::after {{ content: none; }}
section.evidence > h2 {{
  display: block; margin: 0 0 {_AFTER_TITLE}u;
  font-size: {_TITLE.size}u; line-height: {_TITLE.height}u;
}}
section.evidence > p {{
  display: block; margin: {_BEFORE_FACTS}u 0 {_AFTER_FACTS}u;
  font-size: {_FACTS.size}u; line-height: {_FACTS.height}u;
}}
section.evidence > table {{
  display: table; table-layout: fixed; border-collapse: collapse; margin: 0; overflow: visible;
}}
section.evidence tr {{ border-width: 0; }}
section.evidence :is(th, td) {{
  box-sizing: border-box; min-width: 0;
  padding: {_CELL_DOWN}u {_CELL_ACROSS}u; border-width: 0 0 {_BORDER}u;
  font-size: {_CELL.size}u; line-height: {_CELL.height}u;
}}
section.evidence :is(strong, a, code) {{
  display: inline; margin: 0; padding: 0; border-width: 0; font-size: inherit; line-height: 0;
}}
section.evidence code {{ padding: 0 0.2em; }}
section.evidence tr:is(.here, :has(:target)) td {{
  background: color-mix(in srgb, currentcolor 16%, transparent);
}}
section.evidence td code {{ font-size: {_NAME.size}u; word-break: break-all; }}
"""


@dataclass(frozen=True)
class EvidencePage:
    """What one page holds, in units, and the style that makes it so."""

    size: PageSize

    @cached_property
    def unit(self) -> float:
        """Its pixels; on an upright page, as few as leave a table room."""
        width, height = self.size
        return max(width / 1280, min(height / 720, width / 800))

    @property
    def inside(self) -> float:
        return self.size.width / self.unit - 2 * _EDGE

    @cached_property
    def columns(self) -> tuple[float, ...]:
        others: tuple[float, ...] = _COLUMNS
        if self.inside < _NARROW:
            others = tuple(round(share * self.inside) for share in _SHARES)
        return (self.inside - sum(others), *others)

    def room(self, title: str) -> float:
        """The height that is left below a title, whichever page it is of however many."""
        above = _TOP + _TITLE.needed(f"{title} (000/000)", self.inside) * _TITLE.height
        return self.size.height / self.unit - above - _AFTER_TITLE - _BOTTOM

    def facts_height(self, facts: str) -> float:
        lines = _FACTS.needed(facts, self.inside)
        return lines * _FACTS.height + _BEFORE_FACTS + _AFTER_FACTS

    def row_height(self, first: str, *others: str) -> float:
        """What a row of a table takes: as many lines as its fullest cell."""
        name, *widths = (width - 2 * _CELL_ACROSS for width in self.columns)
        needed = [_NAME.needed(first, name - 0.4 * _NAME.size)]
        needed += [_CELL.needed(*cell) for cell in zip(others, widths, strict=True)]
        return max(needed) * _CELL.height + 2 * _CELL_DOWN + _BORDER

    def style(self) -> str:
        """The style that gives evidence slides this geometry, whatever the theme says."""
        widths = (
            f"section.evidence th:nth-child({number}) {{ width: {width}u; }}\n"
            for number, width in enumerate(self.columns, 1)
        )
        rules = _RULES + "".join(widths)
        rules = _LENGTH.sub(lambda found: f"{round(float(found[1]) * self.unit, 2):g}px", rules)
        return f"<style>\n{rules.replace(';', ' !important;')}</style>"
