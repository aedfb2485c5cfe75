"""Sections of a template, cut behind its lines `---`: what each reads and sets, by itself.

    "# One\n---\n{% set x = 1 %}…"  ──▶  "# One\n---" · "\n{% set x = 1 %}…", which sets x

Sections that are rendered one after the other in one context give what the whole gives, as long as
each of them can be read by itself, and no macro of one knows what others set behind it.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from types import CodeType
from typing import Any, NamedTuple

from jinja2 import nodes
from jinja2.runtime import Context

from executed_slides.base.files import hash_text
from executed_slides.template.compiled_code import dump_code
from executed_slides.template.environment import BoundCode

# Behind it, white space is the next section's: so is what a `-` takes away there.
_RULE = re.compile(r"(?<=\n)---(?=\n)")
# What these give may be another thing each time that it is asked.
_CHANGING = re.compile(r"\b(?:namespace|cycler|joiner)\b")
# In no template's name is such a letter.
_MARK = "\0"


class SectionCode(BoundCode):
    """Notes what a section reads from around it, and what it sets for what follows."""

    def __init__(self, *details: Any, **options: Any):
        super().__init__(*details, **options)
        self.names: set[str] = set()
        self.sets: list[str] | None = None

    def enter_frame(self, frame: Any) -> None:
        if self.sets is None:  # The first frame is that of the whole.
            self.sets = sorted(frame.symbols.stores)
        loads = frame.symbols.loads.values()
        self.names |= {name for does, name in loads if does == "resolve" and name}
        super().enter_frame(frame)

    def _output_child_to_const(self, node: nodes.Expr, frame: Any, finalize: Any) -> str:
        """What was cut from its words, as the rule behind them, knows where they began."""
        if isinstance(node, nodes.TemplateData) and node.data.strip():
            raise nodes.Impossible
        return super()._output_child_to_const(node, frame, finalize)


class SectionFacts(NamedTuple):
    """What is known of a section by its code.

    `names` are what it reads, `sets` what it sets. One that is `open` reads all that there is, a
    `macro` in one may be asked later, and one that is `apart` is no section of a template.
    """

    names: Sequence[str]
    sets: Sequence[str]
    is_open: bool
    has_macro: bool
    is_apart: bool
    has_odd_braces: bool = False


_ASKING = (nodes.Include, nodes.Import, nodes.FromImport, nodes.NSRef)


def read_facts(tree: nodes.Template, code: SectionCode) -> SectionFacts:
    return SectionFacts(
        sorted(code.names),
        code.sets or [],
        any(_reads_all(node) for node in tree.find_all(_ASKING)),
        tree.find(nodes.Macro) is not None,
        any(tree.find(kind) for kind in (nodes.Block, nodes.Extends)),
    )


def _reads_all(node: nodes.Node) -> bool:
    return not isinstance(node, nodes.Import | nodes.FromImport) or node.with_context


@dataclass
class Section:
    """A part of a template between two rules, under a name of its own.

    `kept` is what its last renderings came to.
    """

    name: str
    code: CodeType
    render: Callable[[Context], Iterator[str]]
    facts: SectionFacts
    kept: list[Any] = field(default_factory=list)

    def as_plain(self) -> list[Any]:
        """What of it can be written to a file."""
        return [self.name, dump_code(self.code), list(self.facts)]


def name_sections(template: str, source: str) -> list[tuple[str, str]]:
    """The sections of a source, each with the name that tells it from all others."""
    ends = [found.end() for found in _RULE.finditer(source)]
    texts = [source[a:b] for a, b in zip([0, *ends], [*ends, len(source)], strict=True)]
    seen: dict[str, int] = {}
    named = []
    for text in texts:
        seen[text] = seen.get(text, 0) + 1
        named.append((f"{template}{_MARK}{seen[text]}{_MARK}{hash_text(text)}", text))
    return named


def is_section(template: str) -> bool:
    """Whether a name is a section's."""
    return _MARK in template


def is_changing(source: str) -> bool:
    """Whether a template may give another thing each time, all else being the same."""
    return _CHANGING.search(source) is not None


def may_stand_alone(sections: list[Section]) -> bool:
    """Whether sections give what the whole does: no macro knows what is set behind it."""
    if any(section.facts.is_apart for section in sections):
        return False
    set_last = {name: at for at, section in enumerate(sections) for name in section.facts.sets}
    return not any(
        set_last.get(name, at) > at
        for at, section in enumerate(sections)
        if section.facts.has_macro
        for name in (*section.facts.names, *section.facts.sets)
    )
