"""Texts of scripts as Markdown: the little of reStructuredText that galleries write.

Heading          #### Heading            :math:`x^2`       $x^2$
-------                                  `text <address>`_ [text](address)
.. math:: x^2    $$x^2$$                 :func:`~a.b`      `a.b`
"""

import re

_ROW = r"([=~^*+#\"'`.:_-])\{number}{{2,}}[ ]*$"
_HEADING = re.compile(
    rf"(?:^{_ROW.format(number=1)}\n)?^(?P<title>[^\s=~^*+#.].*)\n^{_ROW.format(number=3)}",
    re.MULTILINE,
)
_FORMULA = re.compile(
    r"^\.\. math::[ ]*(?P<first>.*)\n(?:[ ]*\n)*(?P<rest>(?:[ \t]+\S.*(?:\n|\Z)|[ \t]*\n)*)",
    re.MULTILINE,
)
_MATH = re.compile(r":math:`([^`]*)`")
_ROLE = re.compile(r":[a-z:]+:`(?:([^`<]*?)\s*<[^`>]*>|[~!]?([^`]*))`")
_LINK = re.compile(r"`([^`<]+?)\s*<([^`<>]+)>`__?")


def as_markdown(text: str) -> str:
    """A text of a script's comments or docstring; what is Markdown already stays."""
    text = _FORMULA.sub(_as_formula, text)
    text = _HEADING.sub(r"#### \g<title>", text)
    text = _MATH.sub(r"$\1$", text)
    text = _ROLE.sub(lambda found: f"`{found[1] or found[2]}`", text)
    return _LINK.sub(r"[\1](\2)", text).strip("\n")


def _as_formula(found: re.Match[str]) -> str:
    lines = [found["first"], *found["rest"].splitlines()]
    formula = "\n".join(line.strip() for line in lines if line.strip())
    return f"\n$$\n{formula}\n$$\n\n"
