"""Global directives: what Marp takes for a whole deck, from its front matter or any comment.

theme: gaia          <!-- theme: gaia -->         the last one counts
"""

from collections.abc import Iterator

from executed_slides.markdown.front_matter import (
    Entry,
    end_of_front_matter,
    find_entry,
    front_entry,
)
from executed_slides.markdown.prose import COMMENT, blank_code, is_directive


def find_directives(markdown: str, key: str) -> Iterator[Entry]:
    """Each value that a deck gives a global directive, in order."""
    if entry := front_entry(key, markdown):
        yield entry
    found = []
    for comment in COMMENT.finditer(markdown, end_of_front_matter(markdown)):
        text = comment[1].lstrip()
        entry = find_entry(key, text) if is_directive(text) else None
        if entry:
            above = markdown.count("\n", 0, comment.end(1) - len(text))
            found.append((comment.start(), entry._replace(line=above + entry.line)))
    # Few decks have one, and only theirs are read again.
    shown = blank_code(markdown) if found else ""
    yield from (entry for start, entry in found if shown[start] == "<")
