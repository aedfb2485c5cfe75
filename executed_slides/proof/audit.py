"""A deck that somebody wrote by hand, number by number: what of it is known, and from where.

    talk.md ── markdown/ ──▶ numbers, pictures, code ─┐
    results/*.json, or other tools' files ── known ───┴──▶ findings: bound, near, ambiguous, unknown

Nothing is changed, and nothing runs.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from executed_slides.base.folders import Folders
from executed_slides.markdown.contents import ALT
from executed_slides.markdown.places import Placed
from executed_slides.markdown.reader import Deck, read_deck
from executed_slides.proof.audit_arithmetic import work_out
from executed_slides.proof.audit_files import known_in_file
from executed_slides.proof.audit_findings import (
    BOUND,
    CERTAIN,
    LIKELY,
    NEAR,
    UNKNOWN,
    Finding,
)
from executed_slides.proof.audit_known import Known, known_by_run, known_in_records
from executed_slides.proof.audit_numbers import RARE, Context, Numbers, Verdict, rarity
from executed_slides.proof.audit_relations import NEEDED, Relations, relate
from executed_slides.proof.audit_shown import (
    KnownCode,
    KnownFigure,
    find_known_code,
    find_known_figures,
    judge_code,
    judge_pictures,
)
from executed_slides.proof.audit_stated import Written, find_written
from executed_slides.proof.audit_words import named_in
from executed_slides.records.schema import Record

_MOST_OTHERS = 5


@dataclass(frozen=True)
class Sources:
    """All that is known, and what each experiment needs: its name has those of others.

    Files of other tools need nothing, and any slide may be about them.
    """

    known: Sequence[Known]
    needs: Mapping[str, frozenset[str]]
    single: Sequence[Known] = ()
    figures: Sequence[KnownFigure] = ()
    codes: Sequence[KnownCode] = ()
    are_files: bool = False


def sources_of(records: Iterable[Record], folders: Folders) -> Sources:
    """What a project's records and scripts give."""
    records = list(records)
    needs = {
        record.experiment: frozenset({*record.measure.needs, *record.draw.needs})
        for record in records
    }
    return Sources(
        known_in_records(records),
        needs,
        list(known_by_run(records)),
        find_known_figures(records, folders),
        find_known_code(folders),
    )


def sources_in(files: Sequence[Path]) -> Sources:
    """What files of other tools give, each by its name."""
    known = [known for file in files for known in known_in_file(file)]
    return Sources(known, {file.name: frozenset() for file in files}, are_files=True)


def audit_deck(markdown: str, folder: Path, sources: Sources, folders: Folders) -> list[Finding]:
    """What each number, picture and code block of a deck is whose file lies in `folder`."""
    deck = read_deck(markdown)
    pictures = list(judge_pictures(deck, folder, sources.figures))
    codes = list(judge_code(deck, sources.codes, folders))
    shown = [(finding.slide, figure.experiment) for finding, figure in pictures if figure]
    shown += [(finding.slide, finding.key.split('"')[1]) for finding in codes if finding.key]
    if sources.are_files:
        shown += [(slide.number, name) for slide in deck.slides for name in sources.needs]
    numbers = _NumbersOfDeck(deck, sources, shown)
    figures = {finding.start: (finding, figure) for finding, figure in pictures if figure}
    findings = [*(finding for finding, _ in pictures), *codes, *numbers.judge(figures)]
    return sorted(findings, key=lambda finding: (finding.slide, finding.start))


class _NumbersOfDeck:
    """All numbers of a deck, judged twice: what is certain at once says what slides are about."""

    def __init__(self, deck: Deck, sources: Sources, shown: list[tuple[int, str]]):
        self.deck, self.sources, self.shown = deck, sources, shown
        self.numbers = Numbers(sources.known, sources.single)
        # What a header says is on many slides, and is one.
        self.written = list({(w.start, w.end): w for w in [*find_written(deck)][::-1]}.values())[
            ::-1
        ]
        self.words = {
            slide.number: named_in("\n".join(words.text for words in slide.words))
            for slide in deck.slides
        }

    def judge(self, figures: Mapping[int, tuple[Finding, KnownFigure]]) -> Iterator[Finding]:
        """What each number is; those in a picture's words are the picture's, of `figures`."""
        first = self.relate([])
        telling = [
            (written.slide, verdict.matches[0].known.source)
            for written, verdict in self.judge_all(first)
            if verdict.sure == CERTAIN or (verdict.kind == BOUND and rarity(written) >= RARE)
        ]
        relations = self.relate(telling)
        # A number that alone says what its slide is about is no surer for that.
        alone = {
            (slide, source)
            for (slide, source), count in Counter(telling).items()
            if count == 1 and first[slide].get(source, 0) < NEEDED
        }
        judged = [
            (written, verdict._replace(sure=LIKELY) if _is_of(written, verdict, alone) else verdict)
            for written, verdict in self.judge_all(relations)
        ]
        shown: dict[int, list[Known]] = defaultdict(list)
        for written, verdict in judged:
            if verdict.kind == BOUND:
                shown[written.slide].append(verdict.matches[0].known)
        told = self.told_by_figures(figures)
        for written, verdict in judged:
            if written in told:
                yield told[written]
            elif verdict.kind == BOUND:
                yield _finding(written, verdict)
            else:
                yield from self.look_further(written, verdict, shown[written.slide], relations)

    def relate(self, telling: list[tuple[int, str]]) -> Relations:
        return relate(self.deck, self.sources.needs, [*self.shown, *telling])

    def judge_all(self, relations: Relations) -> Iterator[tuple[Written, Verdict]]:
        for written in self.written:
            yield written, self.numbers.judge(written, self.context(written, relations))

    def context(self, written: Written, relations: Relations) -> Context:
        return Context(
            named_in(written.near),
            named_in(written.sentence),
            named_in(written.above) | named_in(written.title),
            self.words[written.slide],
            named_in(written.before),
            relations[written.slide],
        )

    def look_further(
        self, written: Written, verdict: Verdict, shown: list[Known], relations: Relations
    ) -> Iterator[Finding]:
        """What is worked out of two on the slide, or two numbers that look like a range."""
        found = list(dict.fromkeys(work_out(written, shown)))
        if len(found) == 1:
            yield _finding(written, Verdict(BOUND, (), LIKELY), found[0])
            return
        if written.is_range and verdict.kind == UNKNOWN:
            context = self.context(written, relations)
            ends = [(end, self.numbers.judge(end, context)) for end in written.ends]
            if all(verdict.kind == BOUND for _, verdict in ends):
                for end, of_end in ends:
                    yield _finding(end, of_end)
                return
        yield _finding(written, verdict)

    def told_by_figures(
        self, figures: Mapping[int, tuple[Finding, KnownFigure]]
    ) -> dict[Written, Finding]:
        """The numbers in the words of pictures that records have, which say what records say."""
        told: dict[Written, Finding] = {}
        for slide in self.deck.slides:
            for image in slide.images:
                if image.at in figures and image.alt.text.strip():
                    picture, figure = figures[image.at]
                    block = image.alt.places[0]
                    inside = [w for w in self.written if w.block == block and w.kind == ALT]
                    told |= _compare_alt(picture, figure.alt, image.alt, inside)
        return told


def _is_of(written: Written, verdict: Verdict, alone: set[tuple[int, str]]) -> bool:
    return verdict.kind == BOUND and (written.slide, verdict.matches[0].known.source) in alone


def _compare_alt(
    picture: Finding, known: str, said: Placed, inside: Sequence[Written]
) -> dict[Written, Finding]:
    """The numbers of an alternative text beside the record's, where all other words are those."""
    here, there = (_DIGITS.findall(text) for text in (said.text, known))
    if _without_digits(said.text) != _without_digits(known):
        return {}
    starts = [said.places[found.start()] for found in _DIGITS.finditer(said.text)]
    told = {}
    for written in inside:
        own = [n for n, start in enumerate(starts) if written.start <= start < written.end]
        wrong = [there[n] for n in own if here[n] != there[n]]
        kind = NEAR if wrong else picture.verdict
        why = f"the record's words say {' and '.join(wrong)}" if wrong else "as its record says"
        verdict = Verdict(kind, (), CERTAIN if kind == BOUND else "", why)
        told[written] = _finding(written, verdict, f"{picture.key}'s words")
    return told


_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")


def _without_digits(text: str) -> str:
    return _DIGITS.sub("0", " ".join(text.replace("\u2060", "").split()))


def _finding(written: Written, verdict: Verdict, key: str = "") -> Finding:
    expressions = [match.expression for match in verdict.matches]
    has_key = verdict.kind in (BOUND, NEAR)
    others = expressions[1:] if has_key else expressions
    return Finding(
        kind="number",
        slide=written.slide,
        title=written.title,
        line=written.line,
        text=written.text,
        sentence=written.sentence,
        at=written.at,
        verdict=verdict.kind,
        start=written.start,
        end=written.end,
        key=key or (expressions[0] if has_key and expressions else ""),
        sure=verdict.sure,
        why=verdict.why,
        others=tuple(others[:_MOST_OTHERS]),
    )
