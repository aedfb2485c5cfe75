"""Uses: where slides show a value, and what stands on a slide, as they were rendered.

imdb.test_accuracy ──▶ its numbers, claims, notes, figures, code and row of evidence
slide 18           ──▶ all that is bound on it
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from itertools import chain, groupby
from pathlib import PurePosixPath
from typing import Any

from executed_slides.base.cache import Cache
from executed_slides.base.errors import DeckError
from executed_slides.base.files import text_of
from executed_slides.base.folders import Folders
from executed_slides.markdown.outline import recall_outline
from executed_slides.markdown.slides import Slides
from executed_slides.proof.names_in import code_in, figure_in, is_of, names_in
from executed_slides.proof.provenance_files import Provenance
from executed_slides.proof.template_lines import TemplateLines
from executed_slides.scripts.recorded_at import drawn_at, is_named_in
from executed_slides.scripts.script import Script
from executed_slides.scripts.shown_code import cut_code

_IDENTIFIER = re.compile(r"[^\W\d]\w*")
_GOES_ON = re.compile(r"[\w.,–-]")
_NOTE = re.compile(r"<!--.*?-->", re.DOTALL)
# Notes, and the words of figures.
_HIDDEN = re.compile(rf"{_NOTE.pattern}|!\[(?:\\.|[^\]\\])*\]", re.DOTALL)
_LINK = re.compile(r"\[([^\[\]]*)\]\(#[^()]*\)")
_ROW = re.compile(r"^\|<a name=\"[^\"]*\"></a>`(?P<name>[^`\n]+)`\|", re.MULTILINE)


@dataclass(frozen=True)
class SlideUse:
    """One thing that slides show: what kind, where, what it reads as, and how it was asked for.

    `kind` is `number`, `text`, `alt` (words of a figure), `claim`, `figure`, `code` or `evidence`.
    `where` is `slide` or `note`, or nothing where words are on both. `names` are values of records
    behind it, `template` the lines of templates.
    """

    kind: str
    deck: str
    slide: int | None
    title: str | None
    where: str
    text: str
    key: str
    names: list[str]
    experiments: list[str]
    template: list[str]

    @property
    def figure(self) -> str | None:
        """The figure that it is, or whose words it shows."""
        return figure_in(self.key)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Asked:
    """What one asks for by name: a record, what it holds, or a figure; `script` records it."""

    name: str
    experiment: str
    script: Script | None = None

    def is_shown_by(self, use: SlideUse) -> bool:
        """Whether a thing on slides shows it, or code or a figure whose cell names it does."""
        if any(is_of(name, self.name) for name in use.names) or use.figure == self.name:
            return True
        if self.name == self.experiment:
            return self.name in use.experiments
        return self.experiment in use.experiments and self._is_named_in(use)

    def _is_named_in(self, use: SlideUse) -> bool:
        if self.script is None or use.kind not in ("code", "figure"):
            return False
        last = _IDENTIFIER.findall(self.name)[-1]
        if use.kind == "figure":
            lines = drawn_at(self.script, use.figure or "")
            drawing = (c for c in self.script.cells if c.draws or any(map(c.holds, lines)))
            return any(is_named_in(cell.source, last) for cell in drawing)
        asked = code_in(use.key)
        try:
            code = cut_code(self.script.source, asked[1], "") if asked else ""
        except DeckError:  # There are no such lines any longer.
            return False
        return is_named_in(code, last)


class RenderedUses:
    """All that one deck's rendered slides show; what takes time is worked out when it is asked."""

    def __init__(
        self, folders: Folders, provenance: Provenance, experiments: Iterable[str], kept: Cache
    ):
        self.folders, self.provenance, self._kept = folders, provenance, kept
        self.experiments = tuple(experiments)
        self._alike: dict[tuple[int, str], list[int]] = {}
        self._known_halves: dict[int, tuple[str, str]] = {}
        self.markdown = text_of(folders.slides / f"{provenance.deck}.md") or ""

    @cached_property
    def all(self) -> list[SlideUse]:
        """Everything, slide by slide; where in templates is not looked for yet."""
        parts = chain(self._words(), self._claims(), self._figures(), self._code())
        return sorted(parts, key=lambda use: use.slide or 0)

    def on_slide(self, number: int) -> list[SlideUse]:
        """What stands on a slide, each once, with its lines in templates."""
        rows = (row for row in self._evidence() if row.slide == number)
        return [*self._located(use for use in self.all if use.slide == number), *rows]

    def of(self, asked: Asked) -> list[SlideUse]:
        """What shows a value, each once, with its lines in templates, and its rows of evidence."""
        found = self._located(use for use in self.all if asked.is_shown_by(use))
        return [*found, *(row for row in self._evidence() if asked.is_shown_by(row))]

    @property
    def count(self) -> int:
        """How many slides there are."""
        last = self.all[-1].slide if self.all else 0
        return max(len(self._slides.all) if self.markdown else 0, last or 0)

    def title_of(self, number: int) -> str:
        """What a slide is called."""
        slides = self._slides.all if self.markdown else []
        if number <= len(slides):
            return slides[number - 1].title
        return next((use.title or "" for use in self.all if use.slide == number), "")

    @cached_property
    def _slides(self) -> Slides:
        recall_outline(self._kept, self.provenance.deck, self.markdown)
        return Slides(self.markdown)

    def _use(self, kind: str, shown: Any, text: str, key: str, experiments: list[str]) -> SlideUse:
        names = names_in(key, self.experiments)
        deck = self.provenance.deck
        return SlideUse(
            kind, deck, shown.slide, shown.title, "slide", text, key, names, experiments, []
        )

    def _words(self) -> Iterator[SlideUse]:
        """Numbers and texts; those in the words of a figure together."""
        for kind, words in (("number", self.provenance.numbers), ("text", self.provenance.texts)):
            for of_figure, group in groupby(words, lambda w: figure_in(w.key) and (w.slide, w.key)):
                shown = [*group]
                if of_figure:
                    told = ", ".join(dict.fromkeys(word.text for word in shown))
                    yield self._use("alt", shown[0], told, shown[0].key, shown[0].experiments)
                    continue
                for word in shown:
                    use = self._use(kind, word, word.text, word.key, word.experiments)
                    alike = self._alike.setdefault((word.slide, word.text), [])
                    alike.append(id(use))
                    yield use

    def _where(self, use: SlideUse) -> str:
        """Whether it stands on its slide or in the notes; nothing where that cannot be told.

        The words of a slide that read alike stand in its Markdown in their order, if it has as
        many of them; else only what stands in one of both is known.
        """
        if use.kind == "claim":
            return self._places_of(use.slide or 0, use.text, 1)[0]
        if use.kind not in ("number", "text"):
            return use.where
        alike = self._alike[use.slide or 0, use.text]
        return self._places_of(use.slide or 0, use.text, len(alike))[alike.index(id(use))]

    def _places_of(self, slide: int, text: str, count: int) -> list[str]:
        """Where a text stands on a slide; nothing for each where that cannot be told."""
        shown, said = self._halves(slide)
        found = sorted(
            (start, place)
            for place, half in (("slide", shown), ("note", said))
            for start in _standing(text, half)
        )
        places = [place for _, place in found]
        if len(places) == count:
            return places
        return (places[:1] if len({*places}) == 1 else [""]) * count

    def _halves(self, number: int) -> tuple[str, str]:
        """A slide without its notes and the words of figures, and its notes alone: in place."""
        if number not in self._known_halves:
            slides = self._slides.all
            slide = slides[number - 1] if 0 < number <= len(slides) else None
            text = _LINK.sub(r"\1", self.markdown[slide.start : slide.end]) if slide else ""
            said = list(" " * len(text))
            for note in _NOTE.finditer(text):
                said[note.start() : note.end()] = note[0]
            shown = _HIDDEN.sub(lambda hidden: " " * len(hidden[0]), text)
            self._known_halves[number] = shown, "".join(said)
        return self._known_halves[number]

    def _claims(self) -> Iterator[SlideUse]:
        for claim in self.provenance.claims:
            names = [*claim.values]
            experiments = [*dict.fromkeys(name.partition(".")[0] for name in names)]
            use = self._use("claim", claim, claim.sentence, claim.condition, experiments)
            yield replace(use, names=[*dict.fromkeys([*names, *use.names])])

    def _figures(self) -> Iterator[SlideUse]:
        for shown in self.provenance.figures:
            key = f"figure({PurePosixPath(shown.file).stem!r})"
            yield self._use("figure", shown, shown.file, key, [shown.experiment])

    def _code(self) -> Iterator[SlideUse]:
        for shown in self.provenance.code:
            script = PurePosixPath(shown.script).stem
            yield self._use("code", shown, shown.script, shown.key, [script])

    def _evidence(self) -> Iterator[SlideUse]:
        """The rows of the appendix: names that stand there as they were measured."""
        for row in _ROW.finditer(self.markdown):
            slide = self._slides.at(row.start())
            names = names_in(row["name"], self.experiments)
            of = [*dict.fromkeys(name.partition(".")[0] for name in names)]
            about = (self.provenance.deck, slide.number, slide.title, "slide")
            yield SlideUse("evidence", *about, row["name"], row["name"], names, of, [])

    def _located(self, uses: Iterable[SlideUse]) -> list[SlideUse]:
        found = (
            replace(use, where=where, template=self._find_lines(use, where))
            for use in uses
            for where in [self._where(use)]
        )
        told: dict[tuple, SlideUse] = {}
        for use in found:  # However often a slide shows it.
            told.setdefault((use.kind, use.slide, use.where, use.text, use.key), use)
        return [*told.values()]

    def _find_lines(self, use: SlideUse, where: str) -> list[str]:
        asked, names = (f"figure('{use.figure}'", []) if use.figure else (use.key, use.names)
        return self._templates.find(asked, names, use.title, where)

    @cached_property
    def _templates(self) -> TemplateLines:
        return TemplateLines(self.folders, [used.template for used in self.provenance.templates])


def _standing(text: str, within: str) -> Iterator[int]:
    """Where a text stands that is no part of a longer number or word."""
    start = within.find(text)
    while start >= 0 and text:
        end = start + len(text)
        before, after = within[start - 1 : start], within[end : end + 1]
        if not (_GOES_ON.match(before) or after.isdecimal() or after == "–"):
            yield start
        start = within.find(text, end)
