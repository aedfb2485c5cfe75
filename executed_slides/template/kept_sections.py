"""Templates whose sections are kept while one writes: what did not change is not rendered again.

    a template ── cut behind its lines --- ──▶ sections ── each by itself ──▶ compiled, rendered
    saved again                                 the same text, which reads the same values ──▶ kept

A section is kept with all that its rendering did: its text, where that was typed, its claims, and
what it set for those behind it. Whoever reads another value than before renders it again. Where a
template cannot be cut, or anything goes wrong, the whole is rendered, as a build renders it.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache, partial
from types import CodeType
from typing import Any, NamedTuple

import jinja2
from jinja2 import Template, TemplateSyntaxError
from jinja2.runtime import Context, Macro, Undefined
from jinja2.utils import missing

from executed_slides.base.cache import Cache
from executed_slides.base.errors import DeckError
from executed_slides.base.files import hash_text
from executed_slides.markdown.crowded_blocks import refuse_crowded_blocks
from executed_slides.markdown.front_matter import read_front_matter
from executed_slides.state.project import Project
from executed_slides.template.bound_text import Place, Reasoned, Span, Text, Typed, join, spans_of
from executed_slides.template.braces import has_odd_braces, refuse_lost_braces
from executed_slides.template.claims import Claim, Said
from executed_slides.template.compiled_code import load_code
from executed_slides.template.environment import BoundEnvironment
from executed_slides.template.overclaims import Undecided
from executed_slides.template.record_views import RecordView
from executed_slides.template.template_files import TemplateFiles
from executed_slides.template.template_sections import (
    Section,
    SectionCode,
    SectionFacts,
    is_changing,
    is_section,
    may_stand_alone,
    name_sections,
    read_facts,
)
from executed_slides.template.values import Listed, Measured

# These last as they are, so that the same one has the same to say.
_LASTING = (str, int, float, range, Measured, RecordView, Macro, Undefined, type(None))


class _Start(NamedTuple):
    """Where a section stands today."""

    template: str
    at: int
    line: int


@dataclass
class _Kept:
    """All that rendering a section did, and the values that it read."""

    reads: dict[str, Any]
    text: Text
    first_claim: int
    claims: list[Claim]
    undecided: list[Undecided]
    used: dict[str, Template]
    sets: dict[str, Any]
    exports: set[str]
    spent: int
    placed: tuple[Any, Text, list[Claim]] | None = None


class _KeptTemplate(Template):
    """A template that remembers, imported, which others it imports itself."""

    imports: tuple[str, ...] = ()

    def _get_default_module(self, ctx: Any = None) -> Any:
        environment: Any = self.environment
        before, is_known = len(environment.loaded), self._module is not None
        module = super()._get_default_module(ctx)
        if not is_known:
            self.imports = tuple(environment.loaded[before:])
        for name in self.imports if is_known else ():
            environment.get_template(name)
        return module


class SectionTemplate(_KeptTemplate):
    """A template that renders its sections one by one; imported, it is what it always was."""

    sections: list[Section]
    starts: dict[str, _Start]
    whole: Callable[[], Template]

    def make_module(self, *details: Any, **options: Any) -> Any:
        return self.whole().make_module(*details, **options)


class KeptEnvironment(BoundEnvironment):
    """An environment that remembers the sections of its last renderings.

    What it knows holds for one project as it was read: `begin` forgets it for another.
    """

    template_class = _KeptTemplate

    def __init__(self, **options: Any):
        super().__init__(**options)
        self.pieces: list[str] = []
        self.has_change = False
        self.whole: BoundEnvironment | None = None
        self.project: Project | None = None
        self.context: dict[str, Any] = {}
        self.starts: dict[str, _Start] = {}
        self.changing: set[str] = set()
        self.loaded: list[str] = []
        self.fresh: dict[str, Template] = {}
        self.ways: tuple[str, ...] = ()
        self.keeps = False
        self.compiled: SectionFacts | None = None

    def begin(self, pieces: list[str]) -> None:
        super().begin(pieces)
        self.pieces, self.keeps = pieces, False
        self.has_change = False
        self.loaded.clear()
        self.starts.clear()
        self.fresh.clear()
        if self.ways:
            # What is of one save alone is not worth a file.
            self.kept = Cache()
        if any(map(_is_old_module, self.templates())):
            self.cache.clear()  # type: ignore[union-attr] # There is one.

    def take_whole(self, make: Callable[[], BoundEnvironment]) -> BoundEnvironment:
        """An environment for what cannot be done by sections; it imports all anew."""
        self.whole = self.whole or make()
        for template in (self.whole.cache or {}).values():
            template._module = None
        return self.whole

    def templates(self) -> list[Any]:
        return list(self.cache.values()) if self.cache is not None else []

    def context_of(self, project: Project, make: Callable[[Project], dict[str, Any]]) -> Any:
        """What templates read, the same objects as long as the project is the same."""
        if project is not self.project:
            self.forget()
            self.project, self.context = project, make(project)
        return self.context

    def forget(self) -> None:
        for template in self.templates():
            for section in getattr(template, "sections", ()):
                section.kept.clear()

    def _load_template(self, name: str, *arguments: Any) -> Any:
        template = self.find_template(name, *arguments)
        self.used[str(template.name)] = None
        self.loaded.append(str(template.name))
        self.has_change = self.has_change or template.name in self.changing
        return template

    def find_template(self, name: str, *arguments: Any) -> Template:
        """A template as its file is now, which is read once a rendering."""
        name = str.__str__(name)
        if name not in self.fresh:
            load = jinja2.Environment._load_template
            self.fresh[name] = load(self, name, *(arguments or (None,)))
        return self.fresh[name]

    def _generate(self, source: Any, name: Any, filename: Any, defer_init: bool = False) -> Any:
        if not is_section(name):
            return super()._generate(source, name, filename, defer_init)
        code = SectionCode(self, name, filename, defer_init=defer_init, optimized=self.optimized)
        code.visit(source)
        self.compiled = read_facts(source, code)
        return [code.stream.getvalue()]  # type: ignore[attr-defined] # A StringIO.

    def find_sections(self, source: str, name: str, filename: str) -> list[Section]:
        """The sections of a template, of which those that did not change are as they were.

        Raises what Jinja does for a source that is none by its sections.
        """
        decides = (hash_text(source), jinja2.__version__, filename, str(self.sandboxed))
        kept = self.kept.get("sections", name, *decides) or []
        known = {section.name: section for section in self.sections_of(name)}
        known |= {section: self.load_section(section, *about) for section, *about in kept}
        sections = [
            known.get(own) or self.compile_section(text, own, filename)
            for own, text in name_sections(name, source)
        ]
        if not kept:
            plain = [section.as_plain() for section in sections]
            self.kept.put("sections", name, *decides, value=plain)
        return sections

    def sections_of(self, name: str) -> list[Section]:
        """Those of a template as it was loaded last."""
        there = [template for template in self.templates() if template.name == name]
        return [section for template in there for section in getattr(template, "sections", ())]

    def load_section(self, name: str, code: bytes, facts: list[Any]) -> Section:
        """One that was kept: the cache gives back only what this very user's engine put there."""
        return self.make_section(name, load_code(code), SectionFacts(*facts))

    def compile_section(self, text: str, name: str, filename: str) -> Section:
        """A section by itself. Raises what Jinja does for one that is none."""
        try:
            code = self.compile_anew(text, name, filename)
            assert self.compiled
            has_odd = has_odd_braces(self.tokens_of(name))
            return self.make_section(name, code, self.compiled._replace(has_odd_braces=has_odd))
        finally:
            self.sources.pop(name, None)
            self.tokens.pop(name, None)

    def make_section(self, name: str, code: CodeType, facts: SectionFacts) -> Section:
        template = Template.from_code(self, code, self.make_globals(None))
        return Section(name, code, template.root_render_func, facts)

    # ---- Rendering ----

    def render_sections(self, template: SectionTemplate, context: Context) -> Iterator[str]:
        self.starts |= template.starts
        for section in template.sections:
            self.keep_front()
            kept = self.keeps and next((k for k in section.kept if self.holds(k, context)), None)
            if kept:
                yield self.replay(kept, context)
            else:
                yield from self.render_section(section, context)

    def keep_front(self) -> None:
        """Sections are kept behind the front matter, which says how all of them are written."""
        if self.keeps:
            return
        markdown = "".join(self.pieces)
        front = read_front_matter(markdown)
        if front.is_closed and "\n" in markdown:
            self.keeps = True
            ways = front.text("lang"), front.text("rounding")
            if ways != self.ways:
                self.forget()
            self.ways = ways

    def holds(self, kept: _Kept, context: Context) -> bool:
        return (
            not self.has_change
            and all(context.resolve_or_missing(name) is it for name, it in kept.reads.items())
            and all(self.find_template(name) is it for name, it in kept.used.items())
        )

    def replay(self, kept: _Kept, context: Context) -> Text:
        """Does all that rendering a section did."""
        for name in kept.used:
            self.get_template(name)
        text, claims = self.place_again(kept)
        self.claims += claims
        self.undecided += map(self.place_undecided, kept.undecided)
        self.spend(kept.spent)
        context.vars |= kept.sets
        context.exported_vars |= kept.exports
        return text

    def place_again(self, kept: _Kept) -> tuple[Text, list[Claim]]:
        """A kept text and its claims where they stand today."""
        named = {s.source.template for s in kept.text.spans if _is_marked(s.source)}
        named |= {claim.template for claim in kept.claims}
        by = kept.first_claim, len(self.claims), [self.starts.get(name) for name in sorted(named)]
        if kept.placed is None or kept.placed[0] != by:
            text = self.place(kept.text, len(self.claims) - kept.first_claim)
            kept.placed = by, text, [self.place_claim(claim) for claim in kept.claims]
        return kept.placed[1:]

    def render_section(self, section: Section, context: Context) -> Iterator[str]:
        reads = {name: context.resolve_or_missing(name) for name in section.facts.names}
        sets, exports = dict(context.vars), set(context.exported_vars)
        claims, undecided, loaded = len(self.claims), len(self.undecided), len(self.loaded)
        spent, pieces = self.spent, []
        for piece in section.render(context):
            pieces.append(piece)
            yield self.place(piece)
        kept = _Kept(
            reads,
            join(pieces),
            claims,
            self.claims[claims:],
            self.undecided[undecided:],
            {name: self.get_template(name) for name in self.loaded[loaded:]},
            {k: v for k, v in context.vars.items() if k not in sets or sets[k] is not v},
            context.exported_vars - exports,
            self.spent - spent,
        )
        self.claims[claims:] = map(self.place_claim, kept.claims)
        self.undecided[undecided:] = map(self.place_undecided, kept.undecided)
        if self.keeps and not section.facts.is_open and self.lasts(kept):
            # In a loop it may be read with some values, one after the other.
            section.kept = [kept, *section.kept[:7]]

    def lasts(self, kept: _Kept) -> bool:
        """Whether what a section read and did says all of it."""
        own = range(kept.first_claim, kept.first_claim + len(kept.claims))
        given = [*kept.reads.values(), *kept.sets.values()]
        return (
            not self.has_change
            and all(map(self.is_lasting, given))
            and not any(map(_claims_of, given))
            and all(number in own for number in _claims_of(kept.text))
        )

    def is_lasting(self, value: Any) -> bool:
        if isinstance(value, list | tuple) and not isinstance(value, Listed):
            return all(map(self.is_lasting, value))
        if isinstance(value, dict):
            return all(map(self.is_lasting, value.values()))
        is_given = any(value is each for each in (*self.context.values(), *self.globals.values()))
        return is_given or isinstance(value, (*_LASTING, Listed)) or value is missing

    # ---- Where things stand ----

    def place(self, piece: str, claims_before: int = 0) -> Text:
        """Words whose places are those of the whole template."""
        if not isinstance(piece, Text):
            return Text(piece)
        return Text(piece, [self.place_span(span, claims_before) for span in piece.spans])

    def place_span(self, span: Span, claims_before: int) -> Span:
        source = span.source
        if _is_marked(source):
            start = self.starts[source.template]
            moved: dict[str, Any] = {"template": start.template}
            if source.start is not None:
                moved["start"] = source.start + start.at
            if isinstance(source, Place):
                moved["line"] = source.line + start.line
            return span._replace(source=source._replace(**moved))
        if claims_before and isinstance(source, Said):
            return span._replace(source=Said(source.number + claims_before))
        return span

    def place_claim(self, claim: Claim) -> Claim:
        start = self.starts.get(claim.template)
        if not start:
            return claim
        return replace(claim, template=start.template, line=claim.line + start.line)

    def place_undecided(self, undecided: Undecided) -> Undecided:
        start = self.starts.get(undecided.template)
        if not start:
            return undecided
        return undecided._replace(template=start.template, line=undecided.line + start.line)


class SectionFiles(TemplateFiles):
    """Templates cut into their sections, where they can be."""

    def load(self, environment: Any, name: str, globals: Any = None) -> Template:  # noqa: A002
        source, filename, is_current = self.get_source(environment, name)
        source = re.sub(r"\r\n?", "\n", source)
        whole = cache(partial(super().load, environment, name, globals))
        environment.changing.discard(name)
        if is_changing(source):
            environment.changing.add(name)
            return whole()
        sections = _cut(environment, source, name, filename)
        if sections is None:
            return whole()
        template: Any = object.__new__(SectionTemplate)
        template.environment, template.globals = environment, environment.make_globals(globals)
        template.name, template.filename, template.blocks = name, filename, {}
        template._module, template._debug_info, template._uptodate = None, "", is_current
        template.sections, template.whole = sections, whole
        template.starts = _find_starts(name, source)
        template.root_render_func = partial(environment.render_sections, template)
        return template


def _find_starts(template: str, source: str) -> dict[str, _Start]:
    starts, at, line = {}, 0, 0
    for name, text in name_sections(template, source):
        starts[name] = _Start(template, at, line)
        at += len(text)
        line += text.count("\n")
    return starts


def _cut(
    environment: KeptEnvironment, source: str, name: str, filename: str
) -> list[Section] | None:
    """The sections of a template, or None for one that must be read as a whole."""
    before = environment.sources.get(name, "")
    try:
        sections = environment.find_sections(source, name, filename)
        environment.sources[name] = source
        environment.tokens.pop(name, None)
        refuse_crowded_blocks(source, f"templates/{name}")
        if any(section.facts.has_odd_braces for section in sections):
            refuse_lost_braces(source, environment.tokens_of(name), f"templates/{name}")
    except (TemplateSyntaxError, DeckError):
        environment.sources[name] = before
        environment.tokens.pop(name, None)
        return None  # It is told of the whole.
    return sections if may_stand_alone(sections) else None


def _claims_of(value: Any) -> list[int]:
    """The numbers of the claims whose sentences stand in a text."""
    return [span.source.number for span in spans_of(value) if isinstance(span.source, Said)]


def _is_old_module(template: Any) -> bool:
    """Whether an imported template changed, whose words others have taken."""
    return template._module is not None and not template.is_up_to_date


def _is_marked(source: Any) -> bool:
    return isinstance(source, Place | Typed | Reasoned) and is_section(source.template)
