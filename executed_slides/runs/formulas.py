r"""Formulas of Markdown cells and of outputs as MathML, which a page draws without a network.

$y = x^2$   $$y = x^2$$   \begin{align} … \end{align}   ──▶ <math>…</math>

What is no TeX that can be read stays as it is written.
"""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from xml.etree import ElementTree

# Where nbconvert puts Markdown, and what a library wrote as TeX.
_PLACES = ".text_cell_render, .output_latex, .output_markdown"
_CODE = ("pre", "code", "a")
_ENVIRONMENTS = "equation|align|gather|eqnarray|multline"
_FORMULA = re.compile(
    rf"\$\$(?P<display>.+?)\$\$"
    rf"|(?P<environment>\\begin\{{(?:{_ENVIRONMENTS})\*?\}}.+?\\end\{{(?:{_ENVIRONMENTS})\*?\}})"
    # As Pandoc has it, for a price in dollars is none.
    r"|(?<![\\$])\$(?P<inline>[^\s$](?:[^$]*[^\s$\\])?)\$(?!\d)",
    re.DOTALL,
)
_ONE_LINE = re.compile(r"\\(?:begin|end)\{(?:equation|multline)\*?\}")
_LINES = re.compile(r"\\(begin|end)\{(?:align|gather|eqnarray)\*?\}")
_TAGS = """
    math menclose mfenced mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot
    mrow mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover none
"""
_ATTRIBUTES = """
    accent alttext columnalign columnlines columnspacing depth display displaystyle fence form
    height largeop linebreak linethickness lspace mathvariant maxsize minsize movablelimits notation
    rowlines rowspacing rspace scriptlevel separator stretchy symmetric voffset width
"""


def draw_formulas(body: str) -> str:
    """A page's HTML with its formulas drawn; without any it is as it was."""
    if "$" not in body and "\\begin{" not in body:
        return body
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(body, "html.parser")
    drawn = 0
    for place in soup.select(_PLACES):
        for text in place.find_all(string=_FORMULA):
            if text.find_parent(_CODE) is None:
                parts = [*_parts_of(str(text))]
                drawn += any(is_math for _, is_math in parts)
                text.replace_with(*(_node_of(part, is_math) for part, is_math in parts))
    return str(soup) if drawn else body


def _node_of(part: str, is_math: bool) -> Any:
    from bs4 import BeautifulSoup
    from bs4.element import NavigableString

    return BeautifulSoup(part, "html.parser") if is_math else NavigableString(part)


def _parts_of(text: str) -> Iterator[tuple[str, bool]]:
    """A text's parts in their order, each formula among them as MathML."""
    at = 0
    for found in _FORMULA.finditer(text):
        tex = found["inline"] or found["display"] or found["environment"]
        if math := as_mathml(tex, inline=found["inline"] is not None):
            yield text[at : found.start()], False
            yield math, True
            at = found.end()
    yield text[at:], False


def as_mathml(tex: str, *, inline: bool = False) -> str | None:
    """A formula as MathML in which nothing acts or loads; None where it cannot be read."""
    from latex2mathml.converter import convert_to_element

    lines = _LINES.sub(r"\\\1{align*}", _ONE_LINE.sub("", tex)).strip()
    try:
        math = convert_to_element(lines, display="inline" if inline else "block")
    except Exception:  # It says in many ways that something is no TeX that it reads.
        return None
    math.attrib.pop("xmlns", None)
    math.set("alttext", tex)
    for element in math.iter():
        if element.tag not in _TAGS.split():
            return None
        element.attrib = {k: v for k, v in element.attrib.items() if k in _ATTRIBUTES.split()}
        element.text = unescape(element.text or "")
        if re.match(r"\\[a-zA-Z]", element.text):
            return None  # A command that it does not know.
    return ElementTree.tostring(math, encoding="unicode", short_empty_elements=False)
