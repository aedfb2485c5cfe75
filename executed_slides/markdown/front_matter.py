"""The front matter of a deck: where it ends, and what the engine reads in it.

Marp takes what stands behind a directive for its value as a whole, unless that is quoted; so do
we, but for a comment.
"""

import re
from typing import NamedTuple

# As Marp has it: dashes, however many, to a line of no fewer.
FRONT_MATTER = re.compile(
    r"\A(?P<dashes>-{3,})[^\n]*\n(?:.*?\n)?? {0,3}(?P=dashes)-*[ \t]*(?:\n|\Z)", re.DOTALL
)
_VALUE = r"""^(?:{key}|"{key}"|'{key}')[ \t]*:(?:[ \t]+
    (?: "(?P<double>[^"\n]*)" | '(?P<single>[^'\n]*)' | (?P<plain>[^\s#][^\n]*?) )?
)?(?:[ \t]+\#[^\n]*)?[ \t]*$"""


class Entry(NamedTuple):
    """A value of the front matter, or of a comment that is a directive, and its line from 1."""

    value: str
    line: int


def end_of_front_matter(markdown: str) -> int:
    """Where the first slide begins."""
    front = FRONT_MATTER.match(markdown)
    return front.end() if front else 0


def front_entry(key: str, markdown: str) -> Entry | None:
    """What the front matter of a deck says of `key`."""
    return find_entry(key, str.__str__(markdown)[: end_of_front_matter(markdown)])


def find_entry(key: str, text: str) -> Entry | None:
    """What stands behind `key:` at the beginning of a line."""
    found = re.search(_VALUE.format(key=key), text, re.MULTILINE | re.VERBOSE)
    if not found:
        return None
    value = found["double"] or found["single"] or found["plain"] or ""
    return Entry(value.strip(), text.count("\n", 0, found.start()) + 1)


def named_language(markdown: str) -> str | None:
    """The language that the front matter names, without its country."""
    named = front_entry("lang", markdown)
    language = re.match(r"\w+", named.value) if named else None
    return language[0] if language else None


def evidence_title(markdown: str) -> str | None:
    """The title of the evidence slides that the front matter asks for."""
    entry = front_entry("evidence", markdown)
    title = entry.value if entry else ""
    return None if title.lower() in ("", "false", "no", "off") else title
