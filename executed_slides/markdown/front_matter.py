"""The front matter of a deck: where it ends, and what the engine reads in it."""

import re

# As Marp has it: dashes, however many, to a line of no fewer.
FRONT_MATTER = re.compile(
    r"\A(?P<dashes>-{3,})[^\n]*\n(?:.*?\n)?? {0,3}(?P=dashes)-*[ \t]*(?:\n|\Z)", re.DOTALL
)
_THEME = re.compile(r"^theme:[ \t]*[\"']?([\w-]+)[\"']?[ \t]*$", re.MULTILINE)
_LANGUAGE = re.compile(r"^lang:[ \t]*[\"']?(\w+)", re.MULTILINE)
_EVIDENCE = re.compile(r"^evidence:[ \t]*[\"']?([^\"'\n]+?)[\"']?[ \t]*$", re.MULTILINE)


def end_of_front_matter(markdown: str) -> int:
    """Where the first slide begins."""
    front = FRONT_MATTER.match(markdown)
    return front.end() if front else 0


def named_theme(markdown: str) -> str | None:
    """The theme that the front matter names."""
    return _find_value(_THEME, markdown)


def named_language(markdown: str) -> str | None:
    """The language that the front matter names, without its country."""
    return _find_value(_LANGUAGE, markdown)


def evidence_title(markdown: str) -> str | None:
    """The title of the evidence slides that the front matter asks for."""
    title = (_find_value(_EVIDENCE, markdown) or "").strip()
    return None if title.lower() in ("", "false", "no", "off") else title


def _find_value(pattern: re.Pattern, markdown: str) -> str | None:
    found = pattern.search(markdown, 0, end_of_front_matter(markdown))
    return found[1] if found else None
