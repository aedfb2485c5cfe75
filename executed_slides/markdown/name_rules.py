r"""A rule for a kind of name that has digits, and many of them as one pattern.

NameRule("time of day", r"\d{1,2}:\d\d", "10:30")
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from executed_slides.markdown.units import MEASURED, PERCENT

# Whatever a digit belongs to: with this behind it, it is a share, as in the top-5 percent.
_SHARE = rf"(?<=\d)[\d.,]*(?:\s?[%‰]|{PERCENT}(?!-))"


class NameRule(NamedTuple):
    """A kind of name with digits, and words in which nothing is stated because of this rule.

    A tentative one yields to a unit: Model 3, and not Model 3%.
    """

    kind: str
    pattern: str
    example: str
    tentative: bool = False


def compile_rules(rules: Iterable[NameRule]) -> re.Pattern:
    """Any of these names; where several begin, firm ones before tentative, then the first."""
    firm = "|".join(rule.pattern for rule in rules if not rule.tentative)
    tentative = "|".join(rule.pattern for rule in rules if rule.tentative)
    patterns = [rf"(?:{firm})(?!{_SHARE})"] if firm else []
    patterns += [rf"(?:{tentative})(?!{MEASURED})"] if tentative else []
    return re.compile("|".join(patterns), re.MULTILINE)


# Where it can, a rule begins with a letter or a class of letters: a search skips by these fast.
FIRST_DIGIT = r"\d(?<![\d.,]\d)"


def one_of(words: str) -> str:
    """One of these words, capital or not, by its first letter; `_` stands for a space."""
    by_letter: dict[str, list[str]] = {}
    for word in words.replace("_", r"\s").split():
        by_letter.setdefault(word[0].lower(), []).append(word[1:])
    letters = (f"[{first.upper()}{first}](?:{'|'.join(by)})" for first, by in by_letter.items())
    return f"(?:{'|'.join(letters)})"
