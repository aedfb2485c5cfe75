"""Marp's own markup: what its page has that no Markdown asks for by name.

What is not listed here must stand in the Markdown, or somebody put it in later. The scripts are
those of the Marp that `toolchain/npm/package-lock.json` pins, and the engine's own for the show.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping

import tinycss2

from executed_slides.output.show import script_of_show

# SHA-256 of what turns the slides, of what fits headings and code, and of the first one's style.
SCRIPTS = frozenset(
    (
        "8bdb5faf1a307edf480ff331cd2bbf8b3fd70115e0b24a48d7eda62da0465d72",
        "88b0ad6e992d26c5c8faa42265071ae268eeae8f5dd1fafb467e661b98066192",
    )
)
STYLE = "bf79e3a867d98caf2eafc6ae33a7627b0c4b694761b13002b3021c829e0ef02e"
# How Marp writes the transitions of a deck, in a style of their own.
TRANSITIONS = re.compile(r"(?:@keyframes marp-[\w-]+\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}\s*)+")
# What the buttons say on which one turns the slides.
LABELS = frozenset(
    (
        "Previous slide",
        "Next slide",
        "Toggle fullscreen",
        "Toggle fullscreen (f)",
        "Toggle overview view",
        "Toggle overview view (o)",
        "Open presenter view",
        "Open presenter view (p)",
    )
)

_Attributes = Mapping[str, str]

# Tags that Markdown itself becomes, and their attributes as regular expressions.
_ANY, _FITTING = r"(?s:.*)", {"is": r"marp-\w+", "data-auto-scaling": r"|downscale-only"}
_HEADING = {"id": _ANY, **_FITTING}
_PLAIN = "blockquote br del em hr p s strong table tbody thead tr ul"
_MARKDOWN: dict[str, dict[str, str]] = {
    **{tag: {} for tag in _PLAIN.split()},
    **{f"h{level}": _HEADING for level in range(1, 7)},
    "a": {"href": _ANY, "title": _ANY},
    "code": {"class": r"language-\S+"},
    "img": {
        **dict.fromkeys(("alt", "title"), _ANY),
        "style": r"(?:(?:width|height|filter):[^;]*;)*",
        **{"class": "emoji", "draggable": "false", "data-marp-twemoji": ""},
    },
    "li": {"data-marpit-fragment": r"\d+"},
    "ol": {"start": r"\d+"},
    "pre": _FITTING,
    **{tag: {"style": r"text-align:(?:left|center|right)"} for tag in ("td", "th")},
}
# Tags of the frame around a slide's words, by the tag in which they stand.
_FRAME: dict[tuple[str, str], dict[str, str]] = {
    ("div", "svg"): {"data-marpit-svg": "", "viewbox": r"[\d. ]+"},
    ("svg", "foreignobject"): {
        **dict.fromkeys(("width", "height", "x"), r"\d+%?"),
        "data-marpit-advanced-background": "pseudo",
    },
    ("foreignobject", "section"): {
        "id": r"\d+",
        "lang": _ANY,
        "class": _ANY,
        "style": _ANY,
        r"data-[\w-]+": _ANY,
    },
    ("foreignobject", "script"): {},
    ("section", "header"): {},
    ("section", "footer"): {},
}
_GROUND = {
    "div": {r"data-marpit-advanced-background-\w+": _ANY},
    "figure": {"style": r"(?:background-(?:image|size):(?:url\(\".*?\"\)|[^;]*);|filter:[^;]*;)*"},
    "figcaption": {},
}
# In code that holds another language, as the console's commands, that language's name is one more.
_SPANS = {"class": r"hljs-[\w -]+|language-[\w.+#-]+|katex-display", **_FITTING}
# Tags outside of all slides.
_PAGE: dict[str, dict[str, str]] = {
    **{tag: {} for tag in ("head", "title", "style", "body", "p")},
    "script": {"type": "application/json"},
    "html": {"lang": _ANY},
    "meta": {
        **dict.fromkeys(("charset", "name", "property", "content"), _ANY),
        "http-equiv": "X-UA-Compatible",
    },
    "link": {"rel": "canonical", "href": _ANY},
    "div": {
        "class": "bespoke-marp-osc|bespoke-marp-note",
        "id": r":\$p",
        "data-index": r"\d+",
        "tabindex": "0",
    },
    "button": {
        "data-bespoke-marp-osc": r"\w+",
        "tabindex": "-1",
        "title": "|".join(map(re.escape, LABELS)),
    },
    "span": {"data-bespoke-marp-osc": r"\w+"},
}
_SECTION_STYLES = re.compile(r"--.*|color|background-(?:color|image|position|repeat|size)")


def is_known_script(script: str) -> bool:
    """Whether a script is Marp's, or that of the show."""
    return script == script_of_show() or hashlib.sha256(script.encode()).hexdigest() in SCRIPTS


def find_page_markup(tag: str, attributes: _Attributes) -> Iterator[str]:
    """What of a tag outside of all slides is not Marp's."""
    return _find_foreign(tag, attributes, _PAGE.get(tag))


def find_slide_markup(
    tag: str, attributes: _Attributes, parent: str, is_ground: bool
) -> Iterator[str]:
    """What of a tag on a slide, or around it, is neither Marp's nor what Markdown becomes."""
    own = _MARKDOWN.get(tag)
    if (parent, tag) in _FRAME:
        own = _FRAME[parent, tag]
    elif is_ground:
        own = _GROUND.get(tag)
    elif tag == "span" and any(
        re.fullmatch(_SPANS[name], attributes[name]) for name in {*attributes} & {"class", "is"}
    ):
        own = _SPANS
    yield from _find_foreign(tag, attributes, own)
    if tag == "section":
        yield from _find_section_styles(attributes.get("style", ""))


def find_markup(tag: str, attributes: _Attributes) -> Iterator[str]:
    """All that a tag of an author's own HTML asks for."""
    yield f"<{tag}>"
    for name, value in attributes.items():
        yield _say(tag, name, value)


def _say(tag: str, name: str, value: str) -> str:
    """An attribute; of new lines in it Marp keeps spaces."""
    return f'{tag} {name}="{" ".join(value.split())}"'


def _find_foreign(
    tag: str, attributes: _Attributes, own: Mapping[str, str] | None
) -> Iterator[str]:
    if own is None:
        yield f"<{tag}>"
    for name, value in attributes.items():
        if not any(
            re.fullmatch(known, name) and re.fullmatch(values, value)
            for known, values in (own or {}).items()
        ):
            yield _say(tag, name, value)


def _find_section_styles(style: str) -> Iterator[str]:
    for name in read_styles(style):
        if not _SECTION_STYLES.fullmatch(name):
            yield f"the style `{name}`"


def read_styles(style: str) -> dict[str, str]:
    """What a style attribute declares; what cannot be read, no browser takes either."""
    declared = tinycss2.parse_declaration_list(style, skip_whitespace=True)
    return {
        getattr(one, "lower_name", one.type): tinycss2.serialize(getattr(one, "value", []))
        for one in declared
        if one.type != "error"
    }
