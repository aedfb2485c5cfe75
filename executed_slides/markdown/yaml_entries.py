"""What Marp reads of YAML: in the front matter of a deck and in comments, every value as text.

    theme: plain  # dark      theme    ──▶ "plain  # dark"     a directive's value is a whole line
    evidence: plain  # dark   evidence ──▶ "plain"
    class: [lead, invert]     class    ──▶ ["lead", "invert"]
    Tip: 88% is "good" now    Tip      ──▶ '88% is "good" now'
    words                     nothing: this is no YAML of keys

Most of it is plain lines, which are read at once; all else is left to a YAML parser.
"""

import re
from functools import lru_cache
from typing import Any, NamedTuple

# Whose value Marp takes as it stands, for people write `#fff` and `a: b` there: in comments those
# of Marpit itself, in the front matter those of Marp Core and marp-cli too.
_LOOSE = (
    "headingDivider|style|theme|lang|backgroundColor|backgroundImage|backgroundPosition"
    "|backgroundRepeat|backgroundSize|class|color|footer|header|paginate"
)
_LOOSE_IN_FRONT = f"{_LOOSE}|math|size|author|description|image|keywords|title|url|transition"
_LOOSE_LINE, _LOOSE_FRONT_LINE = (
    re.compile(rf"(?P<key>(?P<quote>[\"']?)_?(?:{names})(?P=quote)\s*:)(?P<value>.+)")
    for names in (_LOOSE, _LOOSE_IN_FRONT)
)
_SPECIAL = tuple("[\"'{|>~&*`")
_PLAIN_LINE = re.compile(
    r"(?P<key>[A-Za-z_]\w*):[ \t]+"
    r"(?:(?P<value>\w[^\n]*?)|\"(?P<double>[^\"\\]*)\"|'(?P<single>[^']*)')[ \t]*"
)
_KEY = re.compile(r"\s*[^\s:]+\s*:\s*")
_BACKSLASH = re.compile(r"\\")
_NOT_PLAIN = re.compile(r":\s|\s#|:\Z")


class Entry(NamedTuple):
    """A value beside its key, and where it stands: lines from 1, letters from 0."""

    value: Any
    line: int
    start: int
    end: int


@lru_cache(maxsize=2048)
def read_entries(text: str, in_front: bool = False) -> dict[str, Entry] | None:
    """The keys of a piece of YAML and their values; None for what is no YAML of keys."""
    lines = text.split("\n")
    loose_line = _LOOSE_FRONT_LINE if in_front else _LOOSE_LINE
    return _read_plain(lines, loose_line) or _read_yaml(lines, loose_line)


def _read_plain(lines: list[str], loose_line: re.Pattern[str]) -> dict[str, Entry] | None:
    entries: dict[str, Entry] = {}
    at = 0
    for number, line in enumerate(lines, 1):
        found = _PLAIN_LINE.fullmatch(line)
        if found:
            kind, key = found.lastgroup or "value", found["key"]
            # Marp puts what is loose into quotes, in which a `\` means something.
            odd = _BACKSLASH if loose_line.fullmatch(line) else _NOT_PLAIN
            if key in entries or (kind == "value" and odd.search(found["value"])):
                return None
            start, end = found.span(kind)
            entries[key] = Entry(found[kind], number, at + start, at + end)
        elif line:
            return None
        at += len(line) + 1
    return entries


def _read_yaml(lines: list[str], loose_line: re.Pattern[str]) -> dict[str, Entry] | None:
    import yaml

    loosened = [_quote_loose(line, loose_line) for line in lines]
    try:
        root = yaml.compose("\n".join(loosened), Loader=yaml.BaseLoader)
        if not isinstance(root, yaml.MappingNode):
            return None
        entries: dict[str, Entry] = {}
        known: dict[int, Any] = {}
        for key, node in root.value:
            name = _value_of(key, known)
            if not isinstance(name, str) or name in entries:
                return None  # js-yaml knows no key twice.
            entries[name] = Entry(_value_of(node, known), *_place_of(node, lines))
        return entries
    except (yaml.YAMLError, RecursionError):  # One may nest it too deep to be read.
        return None


def find_fault(text: str, in_front: bool = False) -> tuple[int, str]:
    """Why a text is no YAML of keys: its line, from 1, and what is wrong there."""
    import yaml

    loose_line = _LOOSE_FRONT_LINE if in_front else _LOOSE_LINE
    loosened = [_quote_loose(line, loose_line) for line in text.split("\n")]
    try:
        root = yaml.compose("\n".join(loosened), Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        return (mark.line + 1 if mark else 1), error.problem or error.context or "is no YAML"
    except (yaml.YAMLError, RecursionError) as error:
        return 1, str(error).partition("\n")[0]
    seen: set[str] = set()
    for key, _ in root.value if isinstance(root, yaml.MappingNode) else ():
        name = str(key.value)
        if name in seen:
            return key.start_mark.line + 1, f"{name!r} stands there twice"
        seen.add(name)
    return 1, "has no `key: value`"


def _quote_loose(line: str, loose_line: re.Pattern[str]) -> str:
    found = loose_line.fullmatch(line)
    value = found["value"].strip() if found else ""
    if not found or not value or value.startswith(_SPECIAL):
        return line
    quoted = value.replace('"', '\\"')
    return f'{found["key"]} "{quoted}"'


def _value_of(node: Any, known: dict[int, Any]) -> Any:
    """A value as lists and texts; what an alias names again, by `known`, is worked out once."""
    import yaml

    if isinstance(node, yaml.ScalarNode):
        return node.value
    if id(node) not in known:
        known[id(node)] = None  # A list may hold itself.
        if isinstance(node, yaml.SequenceNode):
            known[id(node)] = [_value_of(child, known) for child in node.value]
        else:
            pairs = ((_value_of(key, known), _value_of(value, known)) for key, value in node.value)
            known[id(node)] = {str(key): value for key, value in pairs}
    return known[id(node)]


def _place_of(node: Any, lines: list[str]) -> tuple[int, int, int]:
    """Line, start and end of a value, in the lines as they were typed."""
    first, last = node.start_mark.line, min(node.end_mark.line, len(lines) - 1)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    key = _KEY.match(lines[first])
    return first + 1, starts[first] + (key.end() if key else 0), starts[last] + len(lines[last])
