"""Prose: the words of Marp's Markdown that an audience reads or hears, each in its place.

What is none is listed here, rule by rule: front matter, code, directives, formulas, addresses,
the numbers of headings and lists.
"""

import re

FRONT_MATTER = re.compile(
    r"\A(?P<dashes>-{3,})[^\n]*\n(?:.*?\n)?? {0,3}(?P=dashes)-*[ \t]*(?:\n|\Z)", re.DOTALL
)

# Stands for what is not words but holds a place among them: code, an expression of a template.
OBJECT = "\ufffc"

_FENCE = re.compile(
    r"^([ \t>]*(?:[-*+]|\d+[.)])?[ \t]*)(?P<fence>`{3,}|~{3,})[^\n`]*\n"
    r".*?(?:^[ \t>]*(?P=fence)[`~]*[ \t]*$|\Z)",
    re.MULTILINE | re.DOTALL,
)
COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
_DIRECTIVE = re.compile(r"\s*[_$]?[A-Za-z]\w*\s*:(?:\s|$)")
_CODE_SPAN = re.compile(  # Within one paragraph, item or cell.
    r"(?<!`)(`+)(?!`)(?:(?!\n\s*(?:\n|[-*+>#|]|\d+[.)]\s)).)+?(?<!`)\1(?!`)", re.DOTALL
)
_FORMULA = re.compile(
    r"(?<!\\)\$\$(?P<block>.+?)\$\$"
    r"|(?<![\\$\w])\$(?P<inline>[^\s$](?:[^$\n]*[^\s$\\])?)\$(?![\d$])",
    re.DOTALL,
)
_FORMULA_RESULT = re.compile(r"(?:[=≈<>]|\\approx|\\simeq|\\[lg]eq?)\s*(-?[\d.,]+(?:\\?%)?)\s*\Z")
_IMAGE = re.compile(r"(!\[(?P<background>(?:[^\]]*\s)?bg\b)?[^\]]*\])\(")
_IMAGE_SIZE = re.compile(r"(?<![^\s\[])[a-z-]+:\S+")
_BACKGROUND_SIZE = re.compile(r"(?<=\s)[\d.]+%(?=[\s\]])")
_SKIPPED = (
    re.compile(r"<(style|script)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE),
    re.compile(r"</?[A-Za-z][^<>]*>"),
    re.compile(r"^[ ]{0,3}\[[^\]\n]+\]:[ \t]*\S.*$", re.MULTILINE),
    re.compile(r"(?<=\])\((?:[^()\n]|\([^()\n]*\))*\)"),
    re.compile(r"\[\^[^\]\s]+\]"),
    re.compile(r"\b(?:https?://|www\.)[^\s<>)\]]+"),
    re.compile(r"&#?\w+;"),
)
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")
_NUMBERING = (
    # A heading's number: 2.1. and 2.1, and not the 3 of "3 layers".
    re.compile(r"^[ \t>]*#{1,6}[ \t]+(?P<number>\d+(?:\.\d+)+\.?|\d+\.)(?=\s)", re.MULTILINE),
    # 1. and 1) and, in a table of contents, 1.2. as well.
    re.compile(r"^[ \t>]*(?:[-*+][ \t]+)*(?P<number>\d{1,9}(?:\.\d+)*[.)])(?=\s)", re.MULTILINE),
)


def blank_structure(markdown: str, front_matter: bool) -> str:
    """The words alone, each where it was; the rest is blank, or OBJECT where words go on."""
    words = FRONT_MATTER.sub(blank_match, markdown) if front_matter else markdown
    words = _FENCE.sub(blank_match, words)
    words = COMMENT.sub(_blank_comment, words)
    words = _CODE_SPAN.sub(lambda found: cover(found[0], OBJECT), words)
    if "$" in words:
        words = _FORMULA.sub(_blank_formula, words)
    words = _IMAGE.sub(_blank_sizes, words)
    if "@" in words:
        words = _ADDRESS.sub(blank_match, words)
    for pattern in _SKIPPED:
        words = pattern.sub(blank_match, words)
    for pattern in _NUMBERING:
        words = pattern.sub(_blank_number, words)
    return words


def blank_code(markdown: str) -> str:
    """The text without code, whose places are blank."""
    return _CODE_SPAN.sub(blank_match, _FENCE.sub(blank_match, markdown))


def is_directive(comment: str) -> bool:
    """Whether a comment is for Marp; any other is a note that the speaker will say."""
    return _DIRECTIVE.match(comment) is not None


def blank_match(found: re.Match) -> str:
    return cover(found[0], " ")


def cover(text: str, mark: str) -> str:
    """The mark in place of each character but line ends."""
    return "\n".join([mark * len(line) for line in text.split("\n")])


def _blank_number(found: re.Match) -> str:
    """A heading's or an item's number is the end of what matches."""
    length = len(found["number"])
    return found[0][:-length] + " " * length


def _blank_sizes(found: re.Match) -> str:
    """An image's alternative text without Marp's words for its size."""
    text = _BACKGROUND_SIZE.sub(blank_match, found[1]) if found["background"] else found[1]
    return _IMAGE_SIZE.sub(blank_match, text) + "("


def _blank_comment(found: re.Match) -> str:
    return blank_match(found) if is_directive(found[1]) else f"    {found[1]}   "


def _blank_formula(found: re.Match) -> str:
    """A formula's digits are its own, but not what it comes to, and not one of digits alone."""
    inside = found["block"] or found["inline"]
    if not re.search(r"[A-Za-z\\]", inside.replace("\\%", "")):
        return found[0]
    edge = OBJECT * (2 if found["block"] else 1)
    result = _FORMULA_RESULT.search(inside)
    start = result.start(1) if result else len(inside)
    return edge + cover(inside[:start], OBJECT) + inside[start:] + edge
