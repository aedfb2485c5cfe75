"""Diff: what a retraining changed between a git revision and the working tree.

    records ──▶ numbers, against the spread between seeds, and why an experiment ran again
    claims  ──▶ sentences of result that were true and are not, or are true now
    slides  ──▶ what they say, word by word
    figures ──▶ what they show, shape by shape or pixel by pixel

Both sides are judged by today's engine. Whatever of the old side cannot be read is a note.
"""

from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import Any

from executed_slides.base.command_line import command
from executed_slides.base.errors import DeckError, Unreadable
from executed_slides.base.files import files_in, is_there, read_content, sha256
from executed_slides.base.folders import Folders
from executed_slides.diff.number_changes import Change, changed_parts, circumstances, find_changes
from executed_slides.diff.pixels import Comparison, compare_pixels
from executed_slides.diff.revision import Revision
from executed_slides.diff.sentences import SlideChange, compare_slides, split_slides
from executed_slides.diff.shapes import ShapeChange, compare_shapes
from executed_slides.output.exports import read_slides
from executed_slides.records.keys import explain
from executed_slides.records.record_files import read_record
from executed_slides.records.schema import Figure, Record
from executed_slides.records.variants import explain_variants
from executed_slides.state.project import Project, read_project
from executed_slides.template.claims import PARTS, Claim
from executed_slides.template.rendering import find_decks, judge_deck

_Records = dict[str, Record]

# A deck's claims, or None where today's engine cannot judge them.
_Claims = dict[str, list[Claim] | None]


@dataclass(frozen=True)
class ExperimentChange:
    """An experiment whose record is another one: why, and what of it moved.

    `state` is `new`, `gone`, or `changed`; `curves` names series and images that differ.
    """

    name: str
    state: str
    reasons: list[str] = field(default_factory=list)
    numbers: list[Change] = field(default_factory=list)
    curves: list[str] = field(default_factory=list)

    @property
    def moved(self) -> bool:
        return bool(self.state != "changed" or self.reasons or self.numbers or self.curves)


@dataclass(frozen=True)
class ClaimChange:
    """A claim that flipped: where it stands, its slide, and its values before and after.

    It `rises` from none to some runs, or from some to all.
    """

    deck: str
    claim: Claim
    slide: str
    values: dict[str, tuple[Any, Any]]
    rises: bool

    @property
    def became(self) -> str:
        """What is true of it now."""
        if self.claim.part == "sometimes":
            return f"holds now in {self.claim.held} of {len(self.claim.runs)} runs"
        return "holds now" if self.claim.holds else "no longer holds"


@dataclass(frozen=True)
class FigureChange:
    """A figure that is another picture now; `state` is changed, new, gone or renamed.

    `old` and `new` are its files, None where there is none; two PNGs are compared by `pixels`, two
    SVGs by `shapes`.
    """

    name: str
    state: str
    experiment: str
    reasons: list[str] = field(default_factory=list)
    old: bytes | None = None
    new: bytes | None = None
    pixels: Comparison | None = None
    shapes: ShapeChange | None = None
    former: str = ""


@dataclass
class Difference:
    """All that differs between a revision and the working tree, and notes on what is unknown."""

    revision: Revision
    experiments: list[ExperimentChange] = field(default_factory=list)
    claims: list[ClaimChange] = field(default_factory=list)
    claims_new: int = 0
    claims_gone: int = 0
    slides: dict[str, list[SlideChange]] = field(default_factory=dict)
    figures: list[FigureChange] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def numbers(self) -> list[Change]:
        """The numbers that moved in experiments that are on both sides."""
        return [change for e in self.experiments if e.state == "changed" for change in e.numbers]


def compare_revision(revision: Revision, folders: Folders) -> Difference:
    """Compares the deck of a revision with the one in the working tree; reads only."""
    difference = Difference(revision)
    notes = difference.notes
    old_side, new_side = f" at {revision.name}", ""
    old = _read_records(revision.folders, old_side, notes)
    new = _read_records(folders, new_side, notes)
    if not revision.folders.results.is_dir():
        notes.append(f"{revision.name} is from before there were records: all are new")
    difference.experiments = _compare_records(old, new)
    difference.figures = _compare_figures(revision, folders, old, new, notes)
    judged = _read_claims(revision.folders, old_side, notes), _read_claims(folders, new_side, notes)
    _compare_claims(difference, *judged, folders)
    decks = sorted({*find_decks(revision.folders.templates), *find_decks(folders.templates)})
    for name in decks:
        sides = (revision.folders, old_side), (folders, new_side)
        before, after = (_text_of_slides(side, name, words, notes) for side, words in sides)
        readable = before is not None and after is not None
        difference.slides[name] = compare_slides(before or "", after or "") if readable else []
    return difference


def _read_records(folders: Folders, side: str, notes: list[str]) -> _Records:
    """The readable records of a side; the others are noted."""
    records = {}
    for path in files_in(folders.results, ".json"):
        try:
            records[path.stem] = read_record(path, folders.shown(path) + side, False)
        except DeckError as error:
            notes.append(f"{error.message}; its numbers are not compared")
    return records


def _compare_records(old: _Records, new: _Records) -> list[ExperimentChange]:
    changes = []
    for name in sorted(old.keys() | new.keys()):
        before, after = old.get(name), new.get(name)
        if before and after:
            if before.sha256 != after.sha256:
                changes.append(_compare_record(name, before, after))
        else:
            came = after.values if after else {}
            went = before.values if before else {}
            numbers = [
                Change(key, went.get(key, {}), came.get(key, {})) for key in {**went, **came}
            ]
            changes.append(ExperimentChange(name, "new" if after else "gone", numbers=numbers))
    return changes


def _compare_record(name: str, old: Record, new: Record) -> ExperimentChange:
    return ExperimentChange(
        name,
        "changed",
        _why_measured_anew(name, old, new),
        find_changes(old, new),
        [*changed_parts(old, new, "series"), *changed_parts(old, new, "pictures")],
    )


def _why_measured_anew(name: str, old: Record, new: Record) -> list[str]:
    """Why the newer record is another one, as far as two records can tell."""
    reasons = explain(old.measure, new.measure, f"experiments/{name}.py")
    reasons += explain_variants(old.variants, new.variants)
    told = old.measure.packages.keys() | new.measure.packages.keys()
    return reasons + [text for fact, text in circumstances(old, new).items() if fact not in told]


def _compare_figures(
    revision: Revision, folders: Folders, old: _Records, new: _Records, notes: list[str]
) -> list[FigureChange]:
    """Every figure of which the records keep another picture than before."""
    before, after = _figures_of(old), _figures_of(new)
    gone = {n: f for n, f in before.items() if n not in after}
    changes = []
    for name, (experiment, about) in after.items():
        former = name if name in before else _find_renamed(gone, about)
        if former is None:
            picture = _read_figure(folders, about, "", notes)
            changes.append(FigureChange(name, "new", experiment, new=picture))
            continue
        was, its = before[former]
        gone.pop(former, None)
        if its.sha256 == about.sha256 and former == name:
            continue
        was_drawn = _read_figure(revision.folders, its, f" at {revision.name}", notes)
        is_drawn = _read_figure(folders, about, "", notes)
        both = (was_drawn, is_drawn) if was_drawn and is_drawn else None
        changes.append(
            FigureChange(
                name,
                "changed" if former == name else "renamed",
                experiment,
                _why_drawn_anew(experiment, old.get(was), new[experiment]),
                was_drawn,
                is_drawn,
                pixels=compare_pixels(*both) if both else None,
                shapes=compare_shapes(*both) if both else None,
                former=former if former != name else "",
            )
        )
    for name, (experiment, about) in gone.items():
        picture = _read_figure(revision.folders, about, f" at {revision.name}", notes)
        changes.append(FigureChange(name, "gone", experiment, old=picture))
    return changes


def _figures_of(records: _Records) -> dict[str, tuple[str, Figure]]:
    """Each figure's experiment, and what its record says of it."""
    return {
        figure: (name, about)
        for name, record in records.items()
        for figure, about in record.figures.items()
    }


def _find_renamed(gone: dict[str, tuple[str, Figure]], about: Figure) -> str | None:
    """The figure of old that is this one by its bytes."""
    return next((n for n, (_, its) in gone.items() if its.sha256 == about.sha256), None)


def _why_drawn_anew(name: str, old: Record | None, new: Record) -> list[str]:
    if old is None or old.experiment != name:
        return []
    # That the record changed is said by its numbers.
    return explain(old.draw, new.draw, f"experiments/{name}.py", without=["runs"])


def _read_figure(folders: Folders, about: Figure, side: str, notes: list[str]) -> bytes | None:
    """A figure's file, or None with a note: it is not there, or not the one of its record."""
    path = folders.outputs / about.file
    if not path.is_file():
        notes.append(f"{about.file}{side} is missing")
        return None
    if sha256(path) != about.sha256:
        notes.append(f"{about.file}{side} is not the picture of its record; it is not compared")
        return None
    return read_content(path, folders.shown(path))


def _read_claims(folders: Folders, side: str, notes: list[str]) -> _Claims:
    """Each deck's claims, judged by its own records; what cannot be judged is noted."""
    decks = find_decks(folders.templates)
    if not decks:
        return {}
    try:
        project = read_project(folders)
    except DeckError as error:
        notes.append(f"claims{side} cannot be judged: {error.message}")
        return dict.fromkeys(decks)
    claims: _Claims = {}
    for name in decks:
        try:
            claims[name] = judge_deck(project, name).claims
        except DeckError as error:
            claims[name] = None
            notes.append(f"the claims of {name}.md.j2{side} cannot be judged: {error.message}")
    if not side:
        _note_unrun(project, notes)
    return claims


def _note_unrun(project: Project, notes: list[str]) -> None:
    """Says which of the working tree's records are not those of its scripts."""
    experiments = project.experiments.values()
    missing = [e.name for e in experiments if e.measure_reasons == ["no record yet"]]
    stale = [e.name for e in experiments if e.record and e.measure_reasons]
    if missing:
        notes.append(f"without a record yet: {', '.join(missing)}; `{command()}` runs them")
    if stale:
        notes.append(
            f"older than their scripts are the records of {', '.join(stale)}; "
            f"`{command('status')}` says why"
        )
    notes += dict.fromkeys(error.message for error in project.errors.values())


def _compare_claims(difference: Difference, old: _Claims, new: _Claims, folders: Folders) -> None:
    """Claims with one condition belong together: it decides alone whether they hold."""
    for deck in sorted(old.keys() | new.keys()):
        was_said, is_said = old.get(deck, []), new.get(deck, [])
        if was_said is None or is_said is None:
            continue
        before, after = _by_condition(was_said), _by_condition(is_said)
        for condition in dict.fromkeys([*before, *after]):
            pairs = zip_longest(before.get(condition, []), after.get(condition, []))
            for was, now in pairs:
                difference.claims_new += was is None
                difference.claims_gone += now is None
                if was and now and was.part != now.part:
                    difference.claims.append(
                        _describe_flip(deck, was, now, difference.revision.folders, folders)
                    )


def _by_condition(claims: list[Claim]) -> dict[str, list[Claim]]:
    found: dict[str, list[Claim]] = {}
    for claim in claims:
        found.setdefault(claim.condition, []).append(claim)
    return found


def _describe_flip(
    deck: str, old: Claim, new: Claim, old_folders: Folders, folders: Folders
) -> ClaimChange:
    rises = PARTS.index(new.part) > PARTS.index(old.part)
    side, sentence = (folders, new.sentence) if rises else (old_folders, old.sentence)
    slides = split_slides(_text_of_slides(side, deck, "", []) or "")
    slide = next((s for s in slides if sentence and sentence in s.text), None)
    names = dict.fromkeys([*old.values, *new.values])
    values = {name: (old.values.get(name), new.values.get(name)) for name in names}
    # What it says where it holds: the other sentence is among the words that changed.
    claim = replace(new, sentence=sentence)
    return ClaimChange(
        deck, claim, f"{slide.number} · {slide.title}" if slide else "", values, rises
    )


def _text_of_slides(folders: Folders, name: str, side: str, notes: list[str]) -> str | None:
    """A deck's rendered Markdown, "" where there is none; None with a note if it is no text."""
    if not is_there(folders.slides / f"{name}.md"):
        return ""
    try:
        return read_slides(folders, name)
    except Unreadable as error:
        notes.append(f"{error.message}{side}; its slides are not compared")
        return None
