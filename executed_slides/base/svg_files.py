"""SVG as a file: what of it a picture has no use for, and what would do harm where it is opened.

In a page a picture runs and loads nothing; opened by itself an SVG is a page of its own.
"""

import hashlib
import re
from xml.parsers import expat

# What an SVG would load, by an attribute or by its style; a link waits for a click.
_LOADS = re.compile(
    r"<(?!(?:\w+:)?a\b)[?\w][^>]*?\s(?:xlink:)?(?:href|src)\s*=\s*[\"'](?P<attribute>[^\"']+)"
    r"|url\(\s*[\"']?(?P<url>[^\"')]+)"
    r"|@import\s+[\"'](?P<style>[^\"']+)",
    re.IGNORECASE,
)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_ACTING = frozenset(("script", "iframe", "object", "embed", "handler", "listener"))
_BLANK = re.compile(r"[\s\x00-\x1f]+")


class _Harm(Exception):
    """What was found in a file that is read no further."""


# What was found in an SVG, by the hash of its bytes: one is looked at with each export and preview.
_KNOWN: dict[bytes, str | None] = {}
_MOST_KNOWN = 1000


def find_svg_fault(content: bytes) -> str | None:
    """Why an SVG cannot be shown everywhere and be opened safely, or None."""
    digest = hashlib.sha256(content).digest()
    if digest not in _KNOWN:
        if len(_KNOWN) >= _MOST_KNOWN:
            _KNOWN.clear()
        _KNOWN[digest] = _find_fault(content)
    return _KNOWN[digest]


def _find_fault(content: bytes) -> str | None:
    parser = expat.ParserCreate()
    parser.StartElementHandler = _refuse_acting
    parser.EntityDeclHandler = _refuse_entity
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        return f"is no well-formed SVG: {error}"
    except _Harm as harm:
        return f"holds {harm}, which a picture has no use for"
    if address := _find_loaded(content):
        return f"would load {address}, which no browser does inside a picture"
    return None


def _refuse_acting(tag: str, attributes: dict[str, str]) -> None:
    if _local(tag) in _ACTING:
        raise _Harm(f"<{tag}>")
    for name, value in attributes.items():
        if _local(name).startswith("on"):
            raise _Harm(f"the attribute {name}")
        if "javascript:" in _BLANK.sub("", value).lower():
            raise _Harm(f"a script in the attribute {name}")


def _local(name: str) -> str:
    return name.rpartition(":")[2].lower()


def _refuse_entity(name: str, *about: object) -> None:
    """An entity can stand for a file of the machine, or for more text than memory holds."""
    raise _Harm(f"the entity {name}")


def _find_loaded(content: bytes) -> str | None:
    """What an SVG asks for beside itself: a browser shows it without, on every machine."""
    text = _COMMENT.sub("", content.decode("utf-8", "replace"))
    for found in _LOADS.finditer(text):
        address = next(filter(None, found.groups())).strip()
        if not address.startswith(("#", "data:")):
            return address
    return None
