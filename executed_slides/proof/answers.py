"""Answers: what one asks of rendered slides by a name or by a slide's number.

imdb.test_accuracy, imdb, binary_graph, 18 ──▶ Reply: what shows it, and facts of its values
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from executed_slides.base.cache import Cache
from executed_slides.base.errors import DeckError, UsageError
from executed_slides.base.files import files_in
from executed_slides.base.folders import Folders
from executed_slides.proof.names_in import is_of
from executed_slides.proof.provenance_files import find_aged, read_provenances
from executed_slides.proof.uses import Asked, RenderedUses, SlideUse
from executed_slides.proof.value_facts import KnownRecords, ValueFacts, facts_of

_NEAR = 3


@dataclass(frozen=True)
class Reply:
    """What shows a thing, slide by slide, and what is known of the values behind it.

    `aged` are files that slides were rendered from and that are others now, `faults` what kept
    something from being known.
    """

    uses: list[SlideUse]
    values: list[ValueFacts]
    aged: list[str]
    faults: list[DeckError]


class Questions:
    """The rendered decks of a project, and its records, to be asked.

    Raises DeckError where nothing is rendered.
    """

    def __init__(self, folders: Folders):
        provenances = read_provenances(folders)
        kept = Cache(folders.state / "cache")  # One: what it rests on takes a while to hash.
        self.known = KnownRecords(folders, kept)
        self.experiments = _find_experiments(folders, provenances)
        self.decks = [RenderedUses(folders, each, self.experiments, kept) for each in provenances]
        self.figures = {
            use.figure: use.experiments[0]
            for deck in self.decks
            for use in deck.all
            if use.kind == "figure" and use.figure
        }
        self.files = {
            PurePosixPath(use.text).name: use.figure
            for deck in self.decks
            for use in deck.all
            if use.kind == "figure" and use.figure
        }

    def ask_slide(self, number: int) -> Reply:
        """What stands on a slide. Raises UsageError where no deck has one of this number."""
        counts = {deck.provenance.deck: deck.count for deck in self.decks}
        if not any(0 < number <= count for count in counts.values()):
            there = ", ".join(f"{name} has {count} slides" for name, count in counts.items())
            raise UsageError(f"no slide {number}", there)
        return self._answer([use for deck in self.decks for use in deck.on_slide(number)])

    def ask_name(self, name: str) -> Reply:
        """Where a value, a record, a parameter or a figure is shown.

        Raises UsageError for what there is not, with names that are near.
        """
        name = self.files.get(PurePosixPath(name).name, name)
        experiment = name.partition(".")[0]
        there = experiment in self.experiments
        owner = experiment if there else self.figures.get(name, "")
        asked = Asked(name, owner, self.known.script(owner) if there else None)
        keys = [f"{owner}.{key}" for key in self.known.keys(owner)] if there else []
        held = [key for key in keys if is_of(key, name)]
        uses = [use for deck in self.decks for use in deck.of(asked)]
        if not (uses or held or name in self.figures):
            self._refuse(name, keys)
        return self._answer(uses, held, {name} & self.figures.keys())

    def _answer(
        self, uses: list[SlideUse], names: Iterable[str] | None = None, figures: Iterable[str] = ()
    ) -> Reply:
        """An answer with facts of the names that are asked for, else of all that is shown."""
        if names is None:
            names = [name for use in uses for name in use.names]
            figures = [use.figure for use in uses if use.kind == "figure" and use.figure]
        owned = {figure: self.figures[figure] for figure in figures}
        facts, fault = facts_of(self.known, names, owned)
        shown = {name for use in uses for name in use.experiments}
        records = [record for name in sorted(shown) if (record := self.known.record(name))]
        aged = [
            file
            for deck in self.decks
            if any(use.deck == deck.provenance.deck for use in uses)
            for file in find_aged(self.known.folders, deck.provenance, deck.markdown, records)
        ]
        faults = [*self.known.faults.values(), *filter(None, [fault])]
        return Reply(uses, facts, [*dict.fromkeys(aged)], faults)

    def _refuse(self, name: str, keys: Sequence[str]) -> None:
        """Raises for a name that there is not, with those near it."""
        from difflib import get_close_matches

        experiment = name.partition(".")[0]
        if fault := self.known.faults.get(experiment):
            raise fault
        if keys:
            near = get_close_matches(name, keys, _NEAR) or keys
            raise UsageError(f"{experiment} has no {name.partition('.')[2]!r}", _some_of(near))
        shown = dict.fromkeys(n for deck in self.decks for use in deck.all for n in use.names)
        near = [other for other in shown if other.endswith(f".{name}")]
        near = near or get_close_matches(name, [*self.experiments, *self.figures, *shown], _NEAR)
        near = near or [*dict.fromkeys([*self.experiments, *self.figures])]
        raise UsageError(f"nothing is called {name!r}", _some_of(near))


def _find_experiments(folders: Folders, provenances: Iterable) -> list[str]:
    """All experiments that have records, or had some when slides were rendered."""
    recorded = [path.stem for path in files_in(folders.results, ".json")]
    shown = [source.experiment for each in provenances for source in each.experiments]
    return [*dict.fromkeys([*recorded, *shown])]


def _some_of(names: Sequence[str]) -> str:
    some = ", ".join(names[:8])
    return f"there is {some}{', …' if len(names) > 8 else ''}"
