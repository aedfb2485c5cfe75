"""Answers: what a part of a painted slide comes from, told to the page that asks for it.

    parts  {slide, painted}    ──▶ the bound parts of a slide, and which of them are stale
    card   {revision, sources} ──▶ values of all runs, where they were recorded and asked for
    moves  {revision, sources} ──▶ the commits that last moved them

All is of the slides in memory as they were painted last, and worked out when it is asked: a save
waits for none of it.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from executed_slides.base.cache import Cache
from executed_slides.base.command_line import command
from executed_slides.base.errors import DeckError
from executed_slides.base.folders import Folders
from executed_slides.markdown.front_matter import named_language
from executed_slides.markdown.languages import Language, language_of
from executed_slides.proof.names_in import code_in, figure_in
from executed_slides.proof.template_lines import TemplateLines
from executed_slides.proof.value_facts import KnownRecords, ValueFacts, find_known_facts, find_moves
from executed_slides.records.schema import Record
from executed_slides.scripts.recorded_at import may_be_recorded_at
from executed_slides.scripts.script import Script
from executed_slides.scripts.shown_code import find_lines
from executed_slides.state.experiments import Experiment
from executed_slides.state.project import Project
from executed_slides.template.bound_text import Binding, Place, Span, Typed, spans_of
from executed_slides.template.claims import Said
from executed_slides.template.provenance import name_run
from executed_slides.template.rendering import Rendered
from executed_slides.template.values import bare_value
from executed_slides.watch.bound_parts import BoundPart, BoundParts, EvidenceRow

# Of so many values behind one all is told; of more, so many are named.
_MOST_NAMED = 12
_POINT = re.compile(r"\.at\(([^()]*)\)")

Told = dict[str, Any]


class Answers:
    """Answers questions about the slides that are on the page; `take` tells it which those are."""

    def __init__(self, folders: Folders):
        self.folders = folders
        self._now: _SlidesNow | None = None
        self._revision = 0

    def take(self, project: Project, deck: Rendered) -> None:
        """From now on these slides are on the page. Nothing is worked out yet."""
        self._revision += 1
        self._now = _SlidesNow(self.folders, project, deck, self._revision)

    def reply(self, question: str, asked: Mapping[str, Any]) -> Told | None:
        """The answer to a question; None for one of slides that are no longer on the page.

        Raises ValueError for what is no question.
        """
        now = self._now
        if now is None:
            return None
        if question == "parts":
            return now.tell_parts(*_read_slide(asked))
        revision, sources = _read_sources(asked)
        if revision != now.revision or any(n >= len(now.parts.spans) for n in sources):
            return None
        spans = [now.parts.spans[number] for number in sources]
        if question == "card":
            return {"entries": [now.tell(span) for span in spans]}
        if question == "moves":
            return {"moves": now.tell_moves(spans)}
        raise ValueError(question)


def _read_slide(asked: Mapping[str, Any]) -> tuple[int, dict[str, str]]:
    match asked:
        case {"slide": int(slide), "painted": dict(painted)} if all(
            isinstance(text, str) for text in painted.values()
        ):
            return slide, painted
    raise ValueError("parts")


def _read_sources(asked: Mapping[str, Any]) -> tuple[int, list[int]]:
    match asked:
        case {"revision": int(revision), "sources": list(sources)} if all(
            isinstance(number, int) and number >= 0 for number in sources
        ):
            return revision, sources
    raise ValueError("sources")


class _LiveRecords(KnownRecords):
    """Records and scripts as the watched project has them in memory."""

    def __init__(self, project: Project):
        super().__init__(project.folders, Cache())
        self._experiments = project.experiments

    def record(self, name: str) -> Record | None:
        return self._experiments[name].record if name in self._experiments else None

    def script(self, name: str) -> Script | None:
        return self._experiments[name].script if name in self._experiments else None


class _SlidesNow:
    """The slides of one rendering, and what is known of their parts."""

    def __init__(self, folders: Folders, project: Project, deck: Rendered, revision: int):
        self.folders, self.project, self.deck = folders, project, deck
        self.revision = revision
        self.parts = BoundParts(deck)

    @cached_property
    def known(self) -> _LiveRecords:
        return _LiveRecords(self.project)

    @cached_property
    def templates(self) -> TemplateLines:
        return TemplateLines(self.folders, [f"templates/{name}" for name in self.deck.templates])

    def tell_parts(self, slide: int, painted: dict[str, str]) -> Told:
        markdown = str.__str__(self.deck.markdown)
        return {
            "revision": self.revision,
            "lang": named_language(markdown) or "en",
            "words": _words_of_card(language_of(markdown)),
            "parts": [self._tell_part(part) for part in self.parts.on_slide(slide, painted)],
        }

    def _tell_part(self, part: BoundPart) -> Told:
        spans = [self.parts.spans[number] for number in part.sources]
        experiments = [name for span in spans for name in self._experiments_of(span)]
        return {
            **part._asdict(),
            "kind": _kind_of(spans[0]),
            "key": self._key_of(spans[0]),
            "stale": any(self._reasons_of(name) for name in experiments),
        }

    def _key_of(self, span: Span) -> str:
        """How it was asked for."""
        source = span.source
        if isinstance(source, Said):
            return " ".join(self.deck.claims[source.number].condition.split())
        return source.name if isinstance(source, EvidenceRow) else source.key

    def tell(self, span: Span) -> Told:
        """All that is known at once of what stands at a place of the Markdown."""
        source = span.source
        facts = find_known_facts(
            self.known, self._names_of(span)[:_MOST_NAMED], self._figures_of(span)
        )
        return {
            "kind": _kind_of(span),
            "key": self._key_of(span),
            **self._tell_value(span, facts),
            "made_of": self._tell_made_of(span, facts),
            "data": [*dict.fromkeys(name for fact in facts for name in fact.data)],
            "recorded": self._find_recorded(source, facts),
            "template": self._find_template_lines(span),
            "because": source.reason if isinstance(source, Binding) else "",
            "stale": list(self._tell_stale(span)),
        }

    def _tell_value(self, span: Span, facts: list[ValueFacts]) -> Told:
        """The value at full precision, and that of every run at its point of a sweep."""
        source = span.source
        if isinstance(source, Said):
            claim = self.deck.claims[source.number]
            runs = {name_run(run): holds for run, holds in claim.runs.items()}
            return {"value": f"{claim.held} / {len(claim.runs)}", **_tell_runs(runs, bool)}
        if isinstance(source, EvidenceRow):
            fact = facts[0] if facts else ValueFacts(source.name)
            runs = {name_run(seed): value for seed, value in fact.runs.items()}
            return {"value": _write(fact.value), **_tell_runs(runs), **_tell_point(source.name)}
        if source.kind == "figure":
            return {"value": str(source.value), "runs": []}
        if source.kind == "code":
            return {"value": "", "runs": []}
        by_seed = source.by_seed or (facts[0].runs if len(facts) == 1 else {})
        runs = {name_run(seed): bare_value(value) for seed, value in by_seed.items()}
        value = source.value if source.value is not None or not facts else facts[0].value
        point = _tell_point(source.names[0]) if len(source.names) == 1 else {}
        return {"value": _write(bare_value(value)), **_tell_runs(runs), **point}

    def _tell_made_of(self, span: Span, facts: list[ValueFacts]) -> list[Told]:
        """The recorded values that one is worked out from, or that a claim compares."""
        source = span.source
        names = self._names_of(span)
        if isinstance(source, Said):
            values = self.deck.claims[source.number].values
            return [{"name": n, "value": _write(bare_value(v))} for n, v in values.items()]
        if len(names) < 2:
            return []
        told = [{"name": fact.name, "value": _write(fact.value)} for fact in facts]
        more = len(names) - _MOST_NAMED
        return [*told, *([{"name": f"… +{more}", "value": ""}] if more > 0 else [])]

    def _find_recorded(self, source: Any, facts: list[ValueFacts]) -> list[str]:
        lines = [line for fact in facts for line in fact.recorded or self._may_be_at(fact.name)]
        asked = code_in(source.key) if _is_bound_as(source, "code") else None
        script = self.known.script(asked[0]) if asked else None
        if asked and script:
            try:
                cut = find_lines(script.source, asked[1], script.shown)
                last = f"–{cut.stop}" if len(cut) > 1 else ""
                lines.append(f"{script.shown}:{cut.start + 1}{last}")
            except DeckError:  # There are no such lines any longer.
                lines.append(script.shown)
        return [*dict.fromkeys(lines)]

    def _may_be_at(self, name: str) -> list[str]:
        """The lines that may have recorded a value, where none is seen to do it."""
        found = self.known.find_key(name)
        script = self.known.script(found[0]) if found else None
        lines = (
            may_be_recorded_at(script, found[1], self.project.helpers.source_of)
            if found and script
            else []
        )
        return [f"experiments/{found[0]}.py:{line}" for line in lines] if found else []

    def _find_template_lines(self, span: Span) -> list[str]:
        """Where it is asked for in today's templates: of several lines the one behind its words."""
        source = span.source
        if isinstance(source, Said):
            claim = self.deck.claims[source.number]
            return [f"templates/{claim.template}:{claim.line}"]
        if isinstance(source, EvidenceRow):
            return []
        if line := self._find_line_around(span):
            return [line]
        slide = self.deck.slides.at(span.start)
        asked = source.key
        if _is_bound_as(source, "figure") or asked.startswith("constant("):
            asked = asked.removesuffix(")")
        lines = self.templates.find(asked, source.names, slide.title_at(span.start), "slide")
        if len(lines) == 1:
            return lines
        behind = self._find_line_behind_words(span, lines)
        return [behind] if behind else lines

    def _find_line_around(self, span: Span) -> str | None:
        """Where that is put out in which it stands, as what a macro says."""
        return next(
            (
                f"templates/{other.source.template}:{other.source.line}"
                for other in spans_of(self.deck.markdown)
                if isinstance(other.source, Place) and other.start <= span.start < other.end
            ),
            None,
        )

    def _find_line_behind_words(self, span: Span, lines: list[str]) -> str | None:
        """The first of `lines` behind the last words before it; of none, where these words end."""
        before = next((s for s in reversed(self._typed) if s.end <= span.start), None)
        if not before or before.start < self.deck.slides.at(span.start).start:
            return None
        template, start = before.source
        source = self.deck.templates.get(template, "")
        line = source.count("\n", 0, start + before.end - before.start) + 1
        own = [named for named in lines if named.startswith(f"templates/{template}:")]
        behind = [n for named in own if (n := int(named.rpartition(":")[2])) >= line]
        if lines and not behind:
            return None
        return f"templates/{template}:{min(behind, default=line)}"

    @cached_property
    def _typed(self) -> list[Span]:
        found = [s for s in spans_of(self.deck.markdown) if isinstance(s.source, Typed)]
        return sorted(found, key=lambda span: span.end)

    def _tell_stale(self, span: Span) -> Iterator[Told]:
        for name in self._experiments_of(span):
            if reasons := self._reasons_of(name):
                experiment = self.project.experiments.get(name)
                mend = (experiment and experiment.mend) or command(name)
                yield {"experiment": name, "reasons": reasons, "mend": mend}

    def _reasons_of(self, name: str) -> list[str]:
        if error := self.project.errors.get(name):
            return [error.message]
        return why_stale(self.project.experiments[name]) if name in self.project.experiments else []

    def _names_of(self, span: Span) -> list[str]:
        source = span.source
        if isinstance(source, Said):
            return [*self.deck.claims[source.number].values]
        if isinstance(source, EvidenceRow):
            return [source.name]
        if source.kind == "figure":
            inside = [s.source for s in spans_of(self.deck.markdown) if _is_in(s, span)]
            return [*dict.fromkeys(name for binding in inside for name in binding.names)]
        return [*source.names]

    def _figures_of(self, span: Span) -> dict[str, str]:
        """The figure that it is, by its name, and whose that is."""
        source = span.source
        named = figure_in(source.key) if _is_bound_as(source, "figure") else None
        return {named: source.experiments[0]} if named else {}

    def _experiments_of(self, span: Span) -> list[str]:
        source = span.source
        if isinstance(source, Binding):
            return [*dict.fromkeys(source.experiments)]
        return [*dict.fromkeys(name.partition(".")[0] for name in self._names_of(span))]

    def tell_moves(self, spans: Iterable[Span]) -> list[Told]:
        """The last commit that moved each value behind these parts, the newest first."""
        spans = [*spans]
        names = [name for span in spans for name in self._names_of(span)][:_MOST_NAMED]
        figures = {name: of for span in spans for name, of in self._figures_of(span).items()}
        try:
            moves = find_moves(self.known, names, figures)
        except DeckError:  # There is no git here, or no commit.
            return []
        newest = sorted(dict.fromkeys(moves.values()), key=lambda commit: commit.date, reverse=True)
        return [commit._asdict() for commit in newest]


def why_stale(experiment: Experiment) -> list[str]:
    """Each reason why a record, its figures or its page are not those of today's script."""
    return [
        *experiment.measure_reasons,
        *(f"figures: {reason}" for reason in experiment.draw_reasons),
        *(f"{file} {reason}" for file, reason in experiment.damaged.items()),
    ]


def _is_bound_as(source: Any, kind: str) -> bool:
    return isinstance(source, Binding) and source.kind == kind


def _is_in(span: Span, other: Span) -> bool:
    return isinstance(span.source, Binding) and other.start <= span.start < span.end <= other.end


def _kind_of(span: Span) -> str:
    if isinstance(span.source, Said):
        return "claim"
    return "evidence" if isinstance(span.source, EvidenceRow) else span.source.kind


def _tell_runs(runs: dict[str, Any], write: Callable[[Any], Any] | None = None) -> Told:
    """What each run has, by its seed; nothing where all have the same one."""
    if [*runs] in ([], ["None"]):
        return {"runs": []}
    return {
        "runs": [
            {"run": run, "value": (write or _write)(value) if value is not None else "–"}
            for run, value in runs.items()
        ]
    }


def _tell_point(name: str) -> Told:
    point = _POINT.search(name)
    return {"point": point[1]} if point else {}


def _write(value: Any) -> str:
    """A value at full precision."""
    return "–" if value is None else value if isinstance(value, str) else repr(value)


def _words_of_card(words: Language) -> dict[str, str]:
    """The words of a card in the deck's language."""
    return {
        "runs": words.runs,
        "value": words.full_value,
        "key": words.expression,
        "made_of": words.made_of,
        "data": words.data,
        "recorded": words.recorded_in,
        "template": words.asked_in,
        "because": words.because,
        "moved": words.moved,
        "not_committed": words.not_committed,
        "stale": words.stale,
        "close": words.close,
        "seed": words.seed,
        "holds": words.holds,
        "row": words.evidence_row,
    }
