"""Forecast: which runs a build would begin, and how long they may take, told before they begin.

stale experiments ── less what is kept ──▶ runs by experiment
the seconds that each took last time    ──▶ an estimate; none for what has no record
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from statistics import mean
from typing import Any

from executed_slides.records.variants import Variant
from executed_slides.runs.kept_runs import finished_run, recorded_run
from executed_slides.runs.schedule import default_jobs, whole_memory, with_needs
from executed_slides.state.experiments import Experiment
from executed_slides.state.project import Project


@dataclass(frozen=True)
class ForecastRuns:
    """The runs that an experiment would begin, of all that its record is to have.

    `seconds` are those of each, as long as it took last time, or as long as the others took on the
    average; there are none where no earlier run is known.
    """

    experiment: str
    runs: int
    of: int
    seconds: tuple[float, ...]

    def as_json(self) -> dict[str, Any]:
        return {**vars(self), "seconds": list(self.seconds) or None}


@dataclass(frozen=True)
class Forecast:
    """All runs that a build would begin; `seconds` is an estimate, None where nothing is known."""

    runs: list[ForecastRuns]
    side_by_side: int
    seconds: float | None

    @property
    def unknown(self) -> list[str]:
        """Those of which nobody knows how long they take."""
        return [each.experiment for each in self.runs if not each.seconds]

    def as_json(self) -> dict[str, Any]:
        return {
            "runs": [each.as_json() for each in self.runs],
            "side_by_side": self.side_by_side,
            "seconds": self.seconds,
            "unknown": self.unknown,
        }


def forecast_runs(
    project: Project, names: list[str], force: bool = False, jobs: int | None = None
) -> Forecast:
    """What a build of the named experiments (all for none) would run; nothing is begun."""
    selected = with_needs(project, names)
    forced = set(names or selected) if force else set()
    jobs = jobs or default_jobs()
    expected = [
        found
        for name in selected
        if (found := _forecast(project, project.experiments[name], name in forced)).runs
    ]
    return Forecast(expected, jobs, _estimate(project, expected, jobs))


def _forecast(project: Project, experiment: Experiment, is_forced: bool) -> ForecastRuns:
    variants = experiment.variants
    missing: list[Variant] = []
    if is_forced:
        missing = variants
    elif experiment.measure_reasons:
        missing = [v for v in variants if not _is_kept(project, experiment, v)]
    return ForecastRuns(
        experiment.name, len(missing), len(variants), tuple(_last_seconds(experiment, missing))
    )


def _is_kept(project: Project, experiment: Experiment, variant: Variant) -> bool:
    kept = recorded_run(project, experiment, variant)
    return (kept or finished_run(project, experiment, variant)) is not None


def _last_seconds(experiment: Experiment, variants: Iterable[Variant]) -> Iterable[float]:
    """How long each run took last time; a new one as long as those of the record on the average."""
    if not experiment.record:
        return []
    took = {run.variant: run.seconds for run in experiment.record.runs}
    return [took.get(variant, mean(took.values())) for variant in variants]


def _estimate(project: Project, runs: Collection[ForecastRuns], jobs: int) -> float | None:
    """How long all take: those that need others wait for them, and the cores are shared."""
    known = {each.experiment: each for each in runs if each.seconds}
    if not known:
        return None
    ends: dict[str, float] = {}
    for name, experiment in project.experiments.items():  # In order of need.
        block = experiment.script.block
        begins = max((ends.get(need, 0.0) for need in block.needs), default=0.0)
        takes = 0.0
        if name in known:
            fitting = int(whole_memory() / block.memory) if block.memory else jobs
            seconds = known[name].seconds
            takes = max(max(seconds), sum(seconds) / max(1, min(jobs, fitting)))
        ends[name] = begins + takes
    in_all = sum(sum(each.seconds) for each in known.values())
    return max(*ends.values(), in_all / jobs)
