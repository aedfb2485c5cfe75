"""An experiment: its script as it is today, beside what its record says of then."""

from dataclasses import dataclass, field, replace
from typing import Self

from executed_slides.records.keys import FilesRead, MeasureParts
from executed_slides.records.schema import Record, Run
from executed_slides.records.variants import Point, Seed, Variant
from executed_slides.scripts.fingerprint import Code
from executed_slides.scripts.script import Script


@dataclass(frozen=True)
class Experiment:
    """A script, what its keys are made of today, its record, and why that is stale.

    Its record is to have each of `points` with each of `seeds`; `reusable` are the recorded runs
    that today's code would only repeat. `damaged` names each figure and page on disk that is not
    the one of the record, and `drawn_from` are the files that its figure cells read. `mend` is
    what to do where that is more than to run it.
    """

    script: Script
    code: Code
    measure: MeasureParts
    seeds: list[Seed]
    points: list[Point]
    record: Record | None = None
    reusable: dict[Variant, Run] = field(default_factory=dict)
    measure_reasons: list[str] = field(default_factory=list)
    draw_reasons: list[str] = field(default_factory=list)
    damaged: dict[str, str] = field(default_factory=dict)
    drawn_from: FilesRead = field(default_factory=FilesRead)
    mend: str | None = None

    @property
    def name(self) -> str:
        return self.script.name

    @property
    def key(self) -> str:
        return self.measure.key

    @property
    def variants(self) -> list[Variant]:
        """The runs that the record is to have, in its order."""
        return [Variant.at(seed, point) for seed in self.seeds for point in self.points]

    @property
    def first_variant(self) -> Variant:
        """That of the run whose outputs the page shows."""
        return Variant.at(self.seeds[0], self.points[0])

    @property
    def stale(self) -> bool:
        return bool(self.measure_reasons or self.draw_reasons or self.damaged)

    def must_run(self, reason: str) -> Self:
        """The experiment with one more reason to run."""
        return replace(self, measure_reasons=[*self.measure_reasons, reason])

    def with_record(self, record: Record) -> Self:
        """The experiment as it is once this record of it is in place."""
        return replace(
            self,
            record=record,
            measure=record.measure,
            measure_reasons=[],
            draw_reasons=[],
            damaged={},
            mend=None,
            drawn_from=FilesRead(
                files=record.draw.files,
                observed=record.draw.observed,
                influences=record.draw.influences,
            ),
        )
