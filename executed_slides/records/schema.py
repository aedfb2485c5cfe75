"""What a record is: one JSON file an experiment, the contract between experiments and slides.

A field that comes later has a default, which stands for what older records did not say, and
raises `FORMAT`, so that an older engine names what it does not know. Records of former formats
are read as they are.
"""

from collections.abc import Iterable, Iterator
from functools import cached_property
from statistics import median_high, median_low
from typing import Annotated, Any, TypeGuard

from msgspec import Meta, ValidationError, convert, structs, to_builtins

from executed_slides.base.errors import DeckError
from executed_slides.base.files import hash_json
from executed_slides.base.picture_files import FigureFormat
from executed_slides.base.typed import FileName, Stored, describe_mismatch
from executed_slides.records.keys import DrawParts, MeasureParts
from executed_slides.records.summaries import Way
from executed_slides.records.tables import Table, cells_of
from executed_slides.records.variants import Point, Seed, Variant, label_of

FORMAT = 5

Tree = dict[str, Any]  # Dicts of dicts, with values of one kind at their ends.
Values = dict[Seed, Any]
# A file that a run made for the slides: never a way out of their folders.
Output = Annotated[str, Meta(pattern=r"^slides/(image|lab)/(?!\.{1,2}$)[^/\\\x00]+$")]
Hash = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$")]


class Machine(Stored, frozen=True):
    """The kind of machine, as far as it may bear on results and times; never its name."""

    system: str
    processor: str
    cores: int | None
    memory_gb: int


class Artifact(Stored, frozen=True):
    """A large by-product of a run, kept outside git, by its SHA-256."""

    sha256: Hash
    bytes: int


# What is said of figures by their names.
OF_RUNS = "drawn by measuring cells, so a new look runs these again"


class RunFigure(Stored, frozen=True):
    """A figure that measuring cells drew: its SHA-256, its format, and what it shows in words."""

    sha256: Hash
    format: FigureFormat
    alt: str


class Figure(Stored, frozen=True):
    """A figure's file, from the outputs' folder, its SHA-256, and what it shows in words."""

    file: Output
    sha256: Hash
    alt: str


class Run(Stored, frozen=True, kw_only=True):
    """One run of an experiment: what it measured, and where and how it ran.

    `shares` says of how many each number that is a share was counted, by its dotted name; no
    text or table has the name of a number.
    `pictures` are PNGs in Base64, `machine` is given where it is not the record's. `figures` are
    those that its own cells drew, `artifacts` what else it made; both lie outside git.
    """

    seed: Seed
    point: Point = {}
    numbers: Tree
    series: Tree
    texts: Tree = {}
    tables: dict[str, Table] = {}
    shares: dict[str, Annotated[int, Meta(ge=1)]] = {}
    seconds: float
    pictures: dict[str, str] = {}
    artifacts: dict[FileName, Artifact] = {}
    figures: dict[FileName, RunFigure] = {}
    resumed: bool = False
    machine: Machine | None = None

    def __post_init__(self) -> None:
        for name, value in leaves(self.numbers):
            if not (value is None or isinstance(value, int | float)):
                raise TypeError(f"number {name} is {value!r}")
        for name, value in leaves(self.series):
            try:
                convert(value, list[int | float | None])
            except ValidationError as error:
                raise TypeError(f"series {name} {describe_mismatch(error)}") from error
        numbers = dict(leaves(self.numbers))
        texts = dict(leaves(self.texts))
        for name, text in texts.items():
            if not isinstance(text, str):
                raise TypeError(f"text {name} is {text!r}")
        for name in [*(texts.keys() & numbers), *(self.tables.keys() & (numbers | texts))]:
            raise TypeError(f"two values are called {name}")
        for name in self.shares:
            if not (is_number(numbers.get(name)) and 0 <= numbers[name] <= 1):
                raise TypeError(f"share {name} is {numbers.get(name)!r}")

    @property
    def variant(self) -> Variant:
        return Variant.at(self.seed, self.point)

    @property
    def made(self) -> list[tuple[str, str]]:
        """The files that it made, each by its name and SHA-256."""
        return [
            *((name, artifact.sha256) for name, artifact in self.artifacts.items()),
            *((f"{name}.{about.format}", about.sha256) for name, about in self.figures.items()),
        ]

    @property
    def prefix(self) -> str:
        """What stands before its numbers' names: `at(units=4).`, nothing for a run of no sweep."""
        return f"at({label_of(self.point)})." if self.point else ""


class Acceptance(Stored, frozen=True):
    """Changes that the user judged harmless: the runs were not repeated for them.

    `key` is the measure key that the runs were measured under until then.
    """

    because: str
    changes: list[str]
    key: str
    date: str


class Record(Stored, frozen=True, dict=True):
    """All that is known of an experiment's runs; written last, sealed by its own SHA-256.

    `summary` says how a number of several runs is shown as one, `typical` names the number whose
    middle run stands for all. `choices` are the reasons why figures show another one, by its seed.
    """

    format: int
    experiment: str
    finding: str
    smoke: bool
    parameters: dict[str, Any]
    runs: Annotated[list[Run], Meta(min_length=1)]
    measure: MeasureParts
    versions: dict[str, str]
    machine: Machine
    date: str
    draw: DrawParts
    figures: dict[str, Figure]
    evidence: dict[Output, Hash]
    accepted: list[Acceptance] = []
    summary: Way = "median"
    typical: str = ""
    choices: dict[str, str] = {}
    sha256: str = ""

    @property
    def variants(self) -> list[Variant]:
        """The runs that it has, in its order."""
        return [run.variant for run in self.runs]

    @property
    def seeds(self) -> list[Seed]:
        """Its seeds, each once; None stands for an experiment that has none."""
        return list(dict.fromkeys(run.seed for run in self.runs))

    @property
    def points(self) -> list[Point]:
        """The points of its sweep, in its order; none where nothing was swept."""
        points = {run.variant.point: run.point for run in self.runs}
        return [point for point in points.values() if point]

    @cached_property
    def runs_hash(self) -> str:
        """The hash of what was measured, without when, how fast and in which files."""
        runs = [{**to_builtins(_only_measured(run)), "seconds": None} for run in self.runs]
        return hash_json([self.parameters, runs])

    @property
    def shown_hash(self) -> str:
        """The hash of what was measured, and of how one of several runs is chosen."""
        ways = [self.summary, self.typical]
        return self.runs_hash if ways == ["median", ""] else hash_json([self.runs_hash, *ways])

    def with_ways(self, summary: Way, typical: str) -> "Record":
        """The record with these ways to show several runs as one."""
        if (summary, typical) == (self.summary, self.typical):
            return self
        record = structs.replace(self, summary=summary, typical=typical)
        vars(record)["runs_hash"] = self.runs_hash  # Where `cached_property` keeps it.
        return record

    @property
    def numbers(self) -> dict[str, Values]:
        """Its numbers as templates ask for them, each by seed.

        `{"large.loss": {1: 0.2, 2: 0.3}}`, and for each point of a sweep `at(units=4).large.loss`.
        """
        return by_seed(self.runs, "numbers")

    @property
    def texts(self) -> dict[str, Values]:
        """Its texts as templates ask for them, each by seed."""
        return by_seed(self.runs, "texts")

    @property
    def cells(self) -> dict[str, Values]:
        """The cells of its tables as templates ask for them, `scores[2].accuracy`, by seed."""
        return cells_by_seed(self.runs)

    @property
    def values(self) -> dict[str, Values]:
        """All that templates name of it by values, each by seed: numbers, texts, cells."""
        return {**self.numbers, **self.texts, **self.cells}

    @property
    def has_choice(self) -> bool:
        """Whether there are several runs of one kind, of which one may have to stand for all."""
        return len(self.seeds) > 1

    def runs_of(self, seed: Seed) -> list[Run]:
        """The runs with a seed: one, or one of each point of a sweep."""
        return [run for run in self.runs if run.seed == seed]

    def typical_runs(self) -> list[Run]:
        """The run that stands for all, at each point of a sweep.

        That is the one whose number `typical` is nearest their median, of two that are as near
        the earlier one. Raises DeckError where the record has several, and names no such number
        or has none by that name.
        """
        if not self.has_choice:
            return self.runs
        points = dict.fromkeys(run.variant.point for run in self.runs)
        return [self._typical([r for r in self.runs if r.variant.point == p]) for p in points]

    @property
    def names_of_run_figures(self) -> set[str]:
        return {name for run in self.runs for name in run.figures}

    def run_figures(self) -> dict[str, RunFigure]:
        """The figures that measuring cells drew, as the run did that stands for all.

        Raises DeckError where none does, as `typical_runs`.
        """
        if not any(run.figures for run in self.runs):
            return {}
        return {name: about for run in self.typical_runs() for name, about in run.figures.items()}

    def _typical(self, runs: list[Run]) -> Run:
        measured = [
            (number, run)
            for run in runs
            for name, number in leaves(run.numbers)
            if name == self.typical and is_number(number)
        ]
        if not measured:
            named = f"its runs have no number {self.typical!r}" if self.typical else "none is named"
            raise DeckError(
                f"{self.experiment}: which of its {len(self.seeds)} runs stands for all? {named}",
                'name a number in its block, whose middle run is typical: typical = "NUMBER"',
            )
        numbers = [number for number, _ in measured]
        # Of an even number both in the middle are as near the median, however that is rounded.
        middle = median_low(numbers), median_high(numbers)
        return next(run for number, run in measured if number in middle)

    def parameters_of(self, run: Run) -> dict[str, Any]:
        """The parameters with which one of its runs ran."""
        return {**self.parameters, **run.point, "seed": run.seed}

    def split(self) -> list["Record"]:
        """A record that sweeps as one record for each point, in the sweep's order."""
        return [
            structs.replace(
                self,
                experiment=f"{self.experiment}.at({label_of(point)})",
                parameters={**self.parameters, **point},
                runs=[structs.replace(r, point={}) for r in self.runs if r.point == point],
            )
            for point in self.points
        ]

    def find_point(self, wanted: dict[str, Any]) -> int:
        """The number, from 0, of the one point that has the wanted values.

        Raises DeckError when none has, or several have. A smoke build, which runs other points,
        takes its first one then.
        """
        points = self.points
        found = [point for point in points if wanted.items() <= point.items()]
        if len(found) == 1:
            return points.index(found[0])
        if self.smoke:
            return 0
        raise DeckError(
            f"{self.experiment}.at({label_of(wanted)}): "
            f"{len(found) or 'no'} points of its sweep are so",
            f"its points are {'; '.join(label_of(point) for point in found or points)}",
        )


def _only_measured(run: Run) -> Run:
    """A run without what it says of where and how it ran."""
    return structs.replace(run, artifacts={}, figures={}, resumed=False, machine=None)


def by_seed(runs: Iterable[Any], kind: str) -> dict[str, Values]:
    """The `numbers` or `texts` of runs as templates ask for them, each by seed."""
    found: dict[str, Values] = {}
    for run in runs:
        for key, value in leaves(getattr(run, kind), run.prefix):
            found.setdefault(key, {})[run.seed] = value
    return found


def cells_by_seed(runs: Iterable[Any]) -> dict[str, Values]:
    """The cells of the tables of runs as templates ask for them, each by seed."""
    tables: dict[str, dict[Seed, Table]] = {}
    for run in runs:
        for name, table in run.tables.items():
            tables.setdefault(f"{run.prefix}{name}", {})[run.seed] = table
    return {
        f"{name}{cell}": cells
        for name, by_run in tables.items()
        for cell, cells in cells_of(by_run)
    }


def leaves(tree: Tree, above: str = "") -> Iterator[tuple[str, Any]]:
    """What a nested dict holds, by dotted key."""
    for key, value in tree.items():
        if isinstance(value, dict):
            yield from leaves(value, f"{above}{key}.")
        else:
            yield f"{above}{key}", value


def is_number(value: Any) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool)
