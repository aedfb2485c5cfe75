"""Problems: what is not as today's code and records give it, and which experiments are stale."""

from collections.abc import Collection
from dataclasses import asdict, dataclass

from executed_slides.base.command_line import command
from executed_slides.state.experiments import Experiment
from executed_slides.state.project import Project


@dataclass(frozen=True)
class Problem:
    """Something that is not what today's code and records give: what, why, and what mends it.

    `kind` is `stale`, `draft` for what slides must not say, `layout` for what they do not show,
    `failed` for what cannot even be proven, or `note` for what is no fault.
    """

    kind: str
    subject: str
    reason: str
    mend: str

    def as_json(self) -> dict[str, str]:
        return asdict(self)


def find_stale_experiments(
    project: Project, without: Collection[str] = frozenset()
) -> list[Problem]:
    """Every experiment whose record, figures or page are not those of today's script.

    Those named in `without` are nobody's concern here.
    """
    problems = [
        Problem("failed", name, error.message, error.hint or f"mend experiments/{name}.py")
        for name, error in project.errors.items()
        if name not in without
    ]
    for experiment in project.experiments.values():
        if experiment.name in without:
            continue
        mend = experiment.mend or command(experiment.name)
        problems += [
            Problem("stale", subject, reason, mend)
            for subject, reason in _stale_reasons(experiment)
        ]
    return problems


def _stale_reasons(experiment: Experiment) -> list[tuple[str, str]]:
    name = experiment.name
    return [
        *((name, reason) for reason in experiment.measure_reasons),
        *((name, f"figures: {reason}") for reason in experiment.draw_reasons),
        *experiment.damaged.items(),
    ]
