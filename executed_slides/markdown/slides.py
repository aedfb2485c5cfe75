"""The slides of a deck's Markdown: where each begins and ends, and what it is called.

A slide ends at each horizontal rule that stands in nothing else, as Marp has it:

    ---  after an empty line               found at once
    ***, - - -, --- under a line of text   left to markdown-it, the parser that Marp has
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from executed_slides.base.errors import DeckError
from executed_slides.markdown.front_matter import end_of_front_matter
from executed_slides.markdown.prose import blank_match

# What may hold a `---` of its own: notes, code, styles.
_CLOSED = re.compile(
    r"""^(?:
        <!(?=--) .*? --> [^\n]*
      | ``` [^\n`]* \n .*? (?: ^[ ]{0,3} `{3,} [ \t]* $ | \Z )
      | <(?:script|pre|style|textarea) (?=[\s>]) .*? </(?:script|pre|style|textarea)> [^\n]*
    )""",
    re.DOTALL | re.MULTILINE | re.IGNORECASE | re.VERBOSE,
)
_LINE_END = re.compile(r"\r\n|\n|\r")  # What Markdown takes for one; a record's text may hold any.
_RULE = re.compile(r"^---[ \t]*$", re.MULTILINE)
# Besides what is `_CLOSED`, all in which a `---` may be no rule, or something else be one.
_ODD = re.compile(
    r"""^(?:
        (?!---[ \t]*$) [ ]{0,3} ([-*_]) [ \t]* (?: \1 [ \t]* ){2,} $             # other rules
      | (?!---[ \t]*$) (?=[^\n]*\S) [^\n]* \n --- [ \t]* $                       # a heading, maybe
      | [ \t>]* (?: (?: [*+-] | \d+[.)] ) [ \t]+ )* (?: `{3,} [^`\n]* $ | ~~~ )  # other code
      | [^\n]* <!-- (?! [^\n]* --> )                                             # other notes
      | [ ]{0,3} < (?: \? | ![^-] | (?:script|pre|style|textarea)\b )            # left open
    )""",
    re.MULTILINE | re.IGNORECASE | re.VERBOSE,
)
# HTML that goes on to an empty line, over the beginning of what is `_CLOSED` elsewhere.
_UNCLOSED = re.compile(
    r"^ {0,3}<(?!!--)[^\n]*(?:\n(?=[^\n]*\S)[^\n]*)*?"
    r"\n(?:```|<!--|<(?:script|pre|style|textarea)\b)",
    re.MULTILINE | re.IGNORECASE,
)
_HEADING = re.compile(r"^#+[ \t]+(.+?)[ \t]*$", re.MULTILINE)


class Slide(NamedTuple):
    """One slide: its number from 1, its start and end in the Markdown, its headings and theirs."""

    number: int
    start: int
    end: int
    headings: list[tuple[int, str]]

    @property
    def title(self) -> str:
        """Its last heading."""
        return self.title_at(self.end)

    def title_at(self, position: int) -> str:
        """The heading under which a position stands."""
        above = [title for start, title in self.headings if start <= position]
        return above[-1] if above else "without title"


class Slides:
    """All slides of a deck, to find the one on which a position of the Markdown stands."""

    def __init__(self, markdown: str):
        first = end_of_front_matter(markdown)
        words = _CLOSED.sub(blank_match, markdown)
        rules = list(_find_rules(markdown, words, first))
        self.starts = [first, *(end for _, end in rules)]
        spans = zip(self.starts, [*(start for start, _ in rules), len(markdown)], strict=True)
        self.all = [
            Slide(number, *span, [(h.start(), h[1]) for h in _HEADING.finditer(words, *span)])
            for number, span in enumerate(spans, 1)
        ]

    def at(self, position: int) -> Slide:
        """The slide on which a position of the Markdown stands."""
        return self.all[max(0, bisect_right(self.starts, position) - 1)]


def refuse_other_count(slides: Slides, made: int, shown: str) -> None:
    """Raises DeckError where Marp made another number of slides: every link would be off."""
    if made != len(slides.all):
        raise DeckError(
            f"{shown}: Marp makes {made} slides of it, where its rules make {len(slides.all)}",
            "begin each slide with a line --- after an empty line; headingDivider is not followed",
        )


def _find_rules(markdown: str, words: str, first: int) -> Iterator[tuple[int, int]]:
    """Start and end of the line of each rule from `first` on; `words` has blanks for `_CLOSED`."""
    if "\r" in markdown or _ODD.search(words, first) or _UNCLOSED.search(markdown, first):
        return parse_rules(markdown, first)
    return (rule.span() for rule in _RULE.finditer(words, first))


def parse_rules(markdown: str, first: int) -> Iterator[tuple[int, int]]:
    """The rules of any Markdown, ten times slower."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark").enable("table")
    parser.core.ruler.disable(["inline", "text_join"])
    ends = list(_LINE_END.finditer(markdown, first))
    starts = [first, *(end.end() for end in ends)]
    for token in parser.parse(str.__str__(markdown)[first:]):
        if token.type == "hr" and token.level == 0 and token.map:
            line = token.map[0]
            yield starts[line], ends[line].start() if line < len(ends) else len(markdown)
