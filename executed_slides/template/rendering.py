"""Rendering: templates and records become Marp Markdown, in memory.

templates/NAME.md.j2 + records ──▶ slides/NAME.md
"""

import sys
import traceback
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache, cached_property, partial
from pathlib import Path
from typing import Any

from jinja2 import StrictUndefined, TemplateNotFound, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError

from executed_slides.base.errors import DeckError, NoRecord, Unreadable, UsageError
from executed_slides.base.files import files_in, text_of
from executed_slides.base.folders import Folders
from executed_slides.markdown.crowded_blocks import refuse_crowded_blocks
from executed_slides.markdown.front_matter import read_front_matter, rounds_half_up
from executed_slides.markdown.outline import recall_outline
from executed_slides.markdown.page_size import find_page_size
from executed_slides.markdown.routes import refuse_lost_routes
from executed_slides.markdown.slides import Slides
from executed_slides.records.schema import Record
from executed_slides.state.project import Project
from executed_slides.template.bound_text import (
    DIGIT,
    Binding,
    Span,
    Text,
    spans_of,
)
from executed_slides.template.braces import advise
from executed_slides.template.claims import (
    CLAIM_SOMETHING,
    SAY_OTHERWISE,
    SAY_SOMETIMES,
    Claim,
    ClaimExtension,
    Said,
)
from executed_slides.template.engine_words import engine_words
from executed_slides.template.environment import BoundEnvironment
from executed_slides.template.escaped_values import escape_values
from executed_slides.template.evidence_slides import add_evidence
from executed_slides.template.formats import rounding_by
from executed_slides.template.judged import Judged, judge_once
from executed_slides.template.kept_sections import KeptEnvironment, SectionFiles
from executed_slides.template.marks import mark_slides, words_of_mark
from executed_slides.template.mistakes import kind_of, tell_mistake
from executed_slides.template.overclaims import (
    Overclaim,
    Undecided,
    find_alike,
    find_compared_picks,
    find_in_numbers,
    picks_of,
    tell_undecided,
    written_in,
)
from executed_slides.template.record_views import RecordView, TableView, Unrecorded, view_record
from executed_slides.template.shown_parts import ShownCode, ShownFigures, name_on_slides
from executed_slides.template.template_files import TemplateFiles
from executed_slides.template.typed_numbers import ConstantExtension, Declared, Unbound, constant
from executed_slides.template.typed_parts import Surroundings, TypedPart, read_themes
from executed_slides.template.values import Listed, Measured, name_of, watched_by

_SUFFIX = ".md.j2"
_MEND = "mend the template, then run the same again"


@dataclass(frozen=True)
class Shown:
    """One number as a slide shows it, and what stands behind it; lines are the Markdown's."""

    slide: int
    title: str
    line: int
    text: str
    binding: Binding


@dataclass(frozen=True)
class Rendered:
    """A deck's Markdown, where its numbers come from, and the claims behind its sentences.

    `unbound` are numbers, code and pictures that come from nowhere, `declared` words that need no
    record; they are looked for when they are first asked for. `templates` has the text of each
    that was used, and `mark` is what every page says of slides that must not be taken for good
    ones. `undecided` are choices of words in which the runs disagree, `talk` is the Markdown before
    evidence was put behind it.
    """

    name: str
    markdown: Text
    claims: list[Claim]
    templates: dict[str, str]
    judge: Callable[[], Judged] = field(repr=False, compare=False)
    undecided: list[Undecided] = field(default_factory=list)
    mark: str = ""
    talk: str = field(default="", repr=False)

    @cached_property
    def judged(self) -> Judged:
        return self.judge()

    @property
    def unbound(self) -> list[Unbound | TypedPart]:
        return [*self.judged.unbound, *self.judged.typed]

    @property
    def declared(self) -> list[Declared]:
        return self.judged.declared

    @cached_property
    def slides(self) -> Slides:
        return Slides(self.markdown)

    @cached_property
    def bound(self) -> dict[int, list[Span]]:
        """What of each slide, by its number, is bound to something, in order."""
        found: dict[int, list[Span]] = defaultdict(list)
        for span in sorted(spans_of(self.markdown), key=lambda span: span.start):
            if isinstance(span.source, Binding):
                found[self.slides.at(span.start).number].append(span)
        return found

    @cached_property
    def false_claims(self) -> list[tuple[str, str, str]]:
        """Each sentence that the deck must not say: its place, what is wrong, and what mends it.

        Its claim holds in no run or in some alone, and the sentence for that is missing; or it
        claims nothing: no values could turn it, or it has no words; or it says more than all runs
        bear out.
        """
        return list(_find_false_claims(self))

    @cached_property
    def numbers(self) -> list[Shown]:
        """Every number that comes from a record, a parameter or a constant, in order."""
        return list(_find_shown(self))

    def place_of(self, claim: Claim) -> tuple[int, str] | None:
        """Slide and title above a claim's sentence; None where the template leaves it out."""
        start = self.sentences.get(id(claim))
        if start is None:
            return None
        slide = self.slides.at(start)
        return slide.number, slide.title_at(start)

    @cached_property
    def sentences(self) -> dict[int, int]:
        """Where the sentence of each claim, by its id, first stands in the Markdown."""
        starts: dict[int, int] = {}
        for start, _, source in spans_of(self.markdown):
            if isinstance(source, Said):
                starts.setdefault(id(self.claims[source.number]), start)
        return starts


class Missing(StrictUndefined):
    """An unknown name in a template, said with the names there are."""

    # Jinja's own forgets these, by which filters write and round.
    __format__ = __round__ = __repr__ = StrictUndefined._fail_with_undefined_error

    @property
    def _undefined_message(self) -> str:
        owner, name = self._undefined_obj, self._undefined_name
        if isinstance(owner, RecordView):
            there = ", ".join(owner._values) or "none"
            return f"no {owner._kind} '{owner._name}.{name}'\nhint: {owner._name} has {there}"
        if isinstance(owner, TableView) and isinstance(name, str):
            return (
                f"{owner.name} is a table and has no {name!r}\nhint: name a row of it, "
                f"{owner.name}[0].{name}, or go through all: {{% for row in {owner.name} %}}"
            )
        if isinstance(owner, Measured | Listed | str) and isinstance(name, str):
            said = name_of(owner) if isinstance(owner, Measured | Listed) else "it"
            return f"{said} is {kind_of(owner)} and has no {name!r}\nhint: show it without .{name}"
        if isinstance(owner, Listed):
            last = f"the last is [{len(owner) - 1}]"
            return f"{owner.name} has no [{name}]\nhint: it has {len(owner)}, {last}"
        message = super()._undefined_message
        if message.startswith("parameter "):  # Of a macro, which is told where it is used in it.
            return (
                f"{message}\nhint: give it where the macro is called, or a default here: ({name}=0)"
            )
        return message


def find_decks(templates: Path) -> list[str]:
    """The names of all decks: `templates/midterm.md.j2` is the deck `midterm`."""
    return sorted(path.name.removesuffix(_SUFFIX) for path in files_in(templates, _SUFFIX))


def choose_deck(folders: Folders, name: str | None) -> str:
    """The named deck, or the only one there is."""
    decks = find_decks(folders.templates)
    there = f"{folders.shown(folders.templates)}/ has {', '.join(decks) or 'none'}"
    if name is None and len(decks) == 1:
        return decks[0]
    if name is None:
        raise UsageError("which deck?" if decks else "there is no deck", there)
    if name not in decks:
        raise UsageError(f"no deck {name!r}", there)
    return name


def judge_deck(
    project: Project, name: str, environment: BoundEnvironment | None = None
) -> Rendered:
    """Renders one deck from the records in the project: slides with problems are a draft.

    Raises DeckError, with template and line, for an unknown name or an error in a template.
    """
    deck = fill_deck(project, name, environment)
    mark = find_mark(deck, project.folders.smoke)
    return replace(deck, markdown=mark_slides(deck.markdown, mark), mark=mark) if mark else deck


def find_mark(deck: Rendered, smoke: bool) -> str:
    """What every page must say of slides that are no result, or that say what they must not."""
    false = [] if smoke else false_claims(deck)
    return words_of_mark(deck.markdown, smoke, len(deck.unbound) + len(false))


def fill_deck(project: Project, name: str, environment: BoundEnvironment | None = None) -> Rendered:
    """Renders a deck, unmarked; it is judged only when somebody asks.

    An `environment` that is passed again and again compiles only templates that changed.
    """
    folders = project.folders
    if environment is None:
        environment = make_environment(project)
        environment.auto_reload = False  # One rendering reads each template once.
    pieces: list[str] = []
    environment.begin(pieces)
    try:
        template = environment.get_template(f"{name}{_SUFFIX}")
        rounding = rounding_by(_ask_rounding(pieces))
        with watched_by(partial(_find_chooser, environment.undecided)), rounding:
            for piece in template.generate(environment.context_of(project, context_of)):
                pieces.append(piece)
        markdown = environment.concat(pieces)
        refuse_crowded_blocks(markdown, f"{folders.shown(folders.slides / name)}.md")
        markdown = escape_values(environment, name, markdown)
        _refuse_no_text(f"templates/{name}{_SUFFIX}", markdown)
    except Unreadable:
        raise  # It names its file, where the fault is; that this is included somewhere is none.
    except TemplateSyntaxError as error:
        place = folders.shown(Path(error.filename or error.name or name))
        hint = advise(error.source or "", error.lineno, error.message or "") or _MEND
        raise DeckError(f"{place}:{error.lineno}: {error.message}", hint) from error
    except TemplateNotFound as error:
        there = ", ".join(file.name for file in files_in(folders.templates, ".j2", below=True))
        missing = f"no template {error.name!r}\nhint: {folders.shown(folders.templates)}/ has "
        raise _located(folders.templates, error, missing + (there or "none")) from error
    except UndefinedError as error:
        there = ", ".join(dict.fromkeys([*project.experiments, *project.errors])) or "none yet"
        names = f"records are named as their experiments: {there}; a number is RECORD.KEY"
        raise _located(folders.templates, error, str(error), names) from error
    except (SecurityError, DeckError) as error:
        raise _located(folders.templates, error, str(error).removeprefix("error: ")) from error
    except Exception as error:
        message, hint = tell_mistake(error)
        raise _located(folders.templates, error, f"{message}\nhint: {hint}") from error
    judge = cache(
        partial(judge_once, environment, name, markdown, partial(_look_around, project, markdown))
    )
    size = partial(find_page_size, folders, markdown, project.cache)
    talk = str.__str__(markdown)
    markdown = add_evidence(markdown, records_of(project), environment.kept, size)
    recall_outline(environment.kept, name, markdown)
    refuse_lost_routes(talk, f"{folders.shown(folders.templates)}/{name}{_SUFFIX}")
    templates = {used: environment.sources[used] for used in environment.used}
    undecided = list(dict.fromkeys(environment.undecided))
    return Rendered(name, markdown, environment.claims, templates, judge, undecided, talk=talk)


def fill_again(project: Project, name: str, environment: KeptEnvironment) -> Rendered:
    """The same as `fill_deck`, which works out again only what changed since the last time."""
    try:
        return fill_deck(project, name, environment)
    except DeckError:
        environment.forget()
        # What is wrong, and whether anything is, is told of the whole.
        return fill_deck(project, name, environment.take_whole(partial(make_environment, project)))


def _ask_rounding(pieces: list[str]) -> Callable[[], bool]:
    """Whether the front matter rounds halves up, which may itself show numbers."""
    known: list[bool] = []

    def ask() -> bool:
        if known:
            return known[0]
        markdown = "".join(pieces)
        half_up = rounds_half_up(markdown)
        if read_front_matter(markdown).is_closed:
            known.append(half_up)
        return half_up

    return ask


def _look_around(project: Project, markdown: str) -> Surroundings:
    figures = (
        figure for record in records_of(project).values() for figure in record.figures.values()
    )
    names = frozenset(name_on_slides(figure) for figure in figures)
    return Surroundings(names, read_themes(project.folders, markdown))


def _refuse_no_text(template: str, markdown: str) -> None:
    """Raises DeckError for half of a sign, which UTF-8 does not have: `{{ "\\ud83d" }}`."""
    try:
        markdown.encode()
    except UnicodeEncodeError as error:
        raise DeckError(
            f"{template}: puts out half of a sign (a surrogate), {markdown[error.start]!r}, "
            f"after {markdown[max(error.start - 20, 0) : error.start]!r}",
            "write the sign itself",
        ) from error


def make_environment(project: Project) -> BoundEnvironment:
    environment = BoundEnvironment(loader=TemplateFiles(project.folders), **_options(project))
    environment.globals.update(engine_words(environment))
    return environment


def make_kept_environment(project: Project) -> KeptEnvironment:
    """An environment for `fill_again`."""
    environment = KeptEnvironment(loader=SectionFiles(project.folders), **_options(project))
    environment.globals.update(engine_words(environment))
    return environment


def _options(project: Project) -> dict[str, Any]:
    return {
        "kept": project.cache,
        "undefined": Missing,
        "extensions": [ClaimExtension, ConstantExtension],
        "keep_trailing_newline": True,
        # There is nothing to fold: what stands in an expression keeps its place.
        "optimized": False,
        "cache_size": 50,
    }


def records_of(project: Project) -> dict[str, Record]:
    return {
        name: experiment.record
        for name, experiment in project.experiments.items()
        if experiment.record
    }


def context_of(project: Project) -> dict[str, Any]:
    """What templates read: each record by its experiment's name, `figure`, `code`, `smoke`."""
    records = records_of(project)
    return {
        **{name: Unrecorded(name) for name in project.experiments},
        **{name: Unrecorded(name, error) for name, error in project.errors.items()},
        **{name: view_record(record) for name, record in records.items()},
        "figure": ShownFigures(project, records).show,
        "code": ShownCode(project.folders).show,
        "constant": constant,
        "smoke": project.folders.smoke,
    }


def _located(templates: Path, error: Exception, text: str, else_: str = _MEND) -> DeckError:
    """The error with the template line that caused it in front, and what mends it.

    What is said where neither it nor its line tells what mends it, is `else_`.
    """
    message, _, hint = text.partition("\nhint: ")
    root = templates.parent
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        path = Path(frame.filename)
        if path.is_relative_to(templates):
            message = f"{path.relative_to(root).as_posix()}:{frame.lineno}: {message}"
            hint = hint or advise(text_of(path) or "", frame.lineno or 0) or ""
            break
    return (NoRecord if isinstance(error, NoRecord) else DeckError)(message, hint or else_)


def false_claims(rendered: Rendered) -> list[tuple[str, str, str]]:
    """Each sentence that a deck must not say: its place, what is wrong, and what mends it."""
    return rendered.false_claims


def _find_false_claims(rendered: Rendered) -> Iterator[tuple[str, str, str]]:
    for claim in rendered.claims:
        place = f"templates/{claim.template}:{claim.line}"
        slide = rendered.place_of(claim)
        if claim.fault:
            fault = f"this claim claims nothing: {claim.fault}\n  {claim.condition}"
            yield place, fault, CLAIM_SOMETHING
        elif claim.missing and slide:
            yield place, *_tell_missing(claim, *slide)
        around = (*_find_on_slide(rendered, claim), *_find_in_loop(rendered, claim))
        for overclaim in dict.fromkeys((*claim.overclaims, *around)):
            yield place, f"{overclaim.fault}\n  {claim.condition}", overclaim.mend
    yield from _find_overclaims(rendered)


def _find_on_slide(rendered: Rendered, claim: Claim) -> Iterator[Overclaim]:
    """How the numbers on the slide of a claim's sentence are at odds with it."""
    start = rendered.sentences.get(id(claim))
    if start is not None and claim.relations:
        slide = rendered.slides.at(start)
        yield from find_alike(
            claim.relations, written_in(rendered.markdown, rendered.bound[slide.number])
        )


def _find_in_loop(rendered: Rendered, claim: Claim) -> Iterator[Overclaim]:
    """How a claim leaves out runs, which is told for all that its place in a loop compared."""
    if picks_of(claim.relations):
        same = [c.relations for c in rendered.claims if c.place == claim.place]
        together = picks_of(relation for relations in same for relation in relations)
        yield from find_compared_picks(claim.relations, claim.sentence, together)


def _tell_missing(claim: Claim, slide: int, title: str) -> tuple[str, str]:
    values = ", ".join(f"{name} = {value}" for name, value in claim.values.items())
    where = f"false claim on slide {slide} ({title}): {claim.sentence!r}"
    if claim.missing == "sometimes":
        where += f", in {claim.held} of {len(claim.runs)} runs alone"
    why = "".join(f"\n  {doubt}" for doubt in claim.doubts)
    mend = SAY_SOMETIMES if claim.missing == "sometimes" else SAY_OTHERWISE
    return f"{where}\n  {claim.condition}, with {values}{why}", mend


def _find_overclaims(rendered: Rendered) -> Iterator[tuple[str, str, str]]:
    """What the numbers of each slide say too much, and choices in which the runs disagree."""
    for number, spans in rendered.bound.items():
        for start, overclaim in find_in_numbers(rendered.markdown, spans):
            title = rendered.slides.at(start).title_at(start)
            yield f"slide {number} ({title})", overclaim.fault, overclaim.mend
    for undecided in rendered.undecided:
        place = f"templates/{undecided.template}:{undecided.line}"
        yield place, *tell_undecided(undecided)


def _find_chooser(told: list[Undecided], condition: str) -> None:
    """Notes a choice with the template line that made it."""
    frame = sys._getframe()
    while frame := frame.f_back:  # type: ignore[assignment] # None ends it.
        known = frame.f_globals
        if "debug_info" in known and "blocks" in known:  # Code that Jinja wrote.
            lines = [tuple(map(int, pair.split("="))) for pair in known["debug_info"].split("&")]
            line = max((own for own, written in lines if written <= frame.f_lineno), default=1)
            told.append(Undecided(known["name"], line, condition))
            return


def _find_shown(rendered: Rendered) -> Iterator[Shown]:
    markdown, slides = rendered.markdown, rendered.slides
    line, counted = 1, 0
    for start, end, source in sorted(spans_of(markdown), key=lambda span: span.start):
        if isinstance(source, Binding) and source.kind not in ("figure", "code"):
            text = str.__str__(markdown)[start:end]
            if DIGIT.search(text):
                slide = slides.at(start)
                line += markdown.count("\n", counted, start)
                counted = start
                yield Shown(slide.number, slide.title_at(start), line, text, source)
