"""Braces of code and formulas, which are the templates' own marks too, are never lost in silence.

\\frac{#1}{2} … #}      a comment, which would be cut out
x^{{12}}              a number, which would lose its braces
${{ secrets.TOKEN }}  a name, which no template has
"""

import re
from collections.abc import Iterator, Sequence

from executed_slides.base.command_line import command
from executed_slides.base.errors import DeckError

_MARK = re.compile(r"\{[{%#]")
_ASKING = ("name", "string")
# Jinja's own words.
_NO_COMMENT_END = "Missing end of comment tag"

_Token = tuple[str, str, int]


def refuse_lost_braces(source: str, tokens: Sequence[_Token], shown: str) -> None:
    """Raises DeckError for a comment, or a number alone, in the code or a formula of a template."""
    found = [*_find_comments(tokens), *_find_numbers(tokens)]
    if not found:
        return
    words = source
    for start, end, _ in found:  # What stands in them is neither code nor a formula.
        words = words[:start] + re.sub(r"[^\n]", "x", words[start:end]) + words[end:]
    kept = _find_kept(words)
    for start, end, fate in sorted(found):
        if _is_in(start, kept):
            line = source.count("\n", 0, start) + 1
            column = start - source.rfind("\n", 0, start)
            marked = " ".join(source[start:end].split())
            raise DeckError(f"{shown}:{line}:{column}: '{marked}' {fate}", _how_to_keep())


def has_odd_braces(tokens: Sequence[_Token]) -> bool:
    """Whether there is anything that could be lost, in whatever that stands."""
    return any(True for find in (_find_comments, _find_numbers) for _ in find(tokens))


def _how_to_keep() -> str:
    """How braces stay the slide's own: some, or those of a whole deck."""
    audit = command("audit FILE --write templates/NAME.md.j2")
    return (
        "between {% raw %} and {% endraw %} all braces of code and formulas are the slide's own; "
        "elsewhere {{ … }}, {% … %} and {# … #} are read there too. "
        f"`{audit}` makes a template of a deck that exists, which keeps them all"
    )


def advise(source: str, line: int, message: str = "") -> str | None:
    """What to do about a fault on a line, where braces of code or of a formula are.

    A comment without an end is none: `{#` is CSS, or the name of a heading.
    """
    if message == _NO_COMMENT_END:
        return _how_to_keep()
    lines = source.split("\n")
    before = sum(len(text) + 1 for text in lines[: line - 1])
    marks = [before + found.start() for found in _MARK.finditer("".join(lines[line - 1 : line]))]
    kept = _find_kept(source) if marks else []
    return _how_to_keep() if any(_is_in(mark, kept) for mark in marks) else None


def _find_kept(markdown: str) -> list[tuple[int, int]]:
    """Where code and formulas are, whose signs are their own."""
    from executed_slides.markdown.reader import read_deck  # Few templates need a parser.

    slides = read_deck(markdown).slides
    codes = [(code.start, code.end) for slide in slides for code in slide.codes]
    return codes + [(formula.start, formula.end) for slide in slides for formula in slide.formulas]


def _is_in(place: int, spans: list[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in spans)


def _find_comments(tokens: Sequence[_Token]) -> Iterator[tuple[int, int, str]]:
    """Start, end and fate of each comment."""
    for start, end, _ in _find_between(tokens, "comment"):
        yield start, end, "is a comment, which would be cut out of code or a formula"


def _find_numbers(tokens: Sequence[_Token]) -> Iterator[tuple[int, int, str]]:
    """Start, end and fate of each expression that asks for nothing that has a name."""
    for start, end, inside in _find_between(tokens, "variable"):
        if not any(kind in _ASKING for kind, _, _ in inside):
            yield start, end, "would lose its braces"


def _find_between(
    tokens: Sequence[_Token], mark: str
) -> Iterator[tuple[int, int, Sequence[_Token]]]:
    begin = None
    for index, (kind, text, at) in enumerate(tokens):
        if kind == f"{mark}_begin":
            begin = index
        elif kind == f"{mark}_end" and begin is not None:
            yield tokens[begin][2], at + len(text.rstrip("\n")), tokens[begin + 1 : index]
            begin = None
