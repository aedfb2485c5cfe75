"""Execution: the stale experiments of a project are run, here or on a cluster."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

from executed_slides.base.events import Tell, Warn
from executed_slides.runs.artifacts import mark_makers, trim_artifacts
from executed_slides.runs.cluster import Cluster
from executed_slides.runs.kept_runs import drop_old_checkpoints
from executed_slides.runs.progress import Progress, watch_runs
from executed_slides.runs.schedule import Ending, Schedule, default_jobs, with_needs
from executed_slides.state.project import Project


def run_experiments(
    project: Project,
    names: list[str],
    force: bool,
    jobs: int | None,
    tell: Tell,
    *,
    cluster: str | None = None,
    warn: Warn = print,
) -> int:
    """Runs what is stale of the named experiments (all for none); returns how many failed.

    `cluster` is the address of a Dask scheduler whose workers run them instead of this machine.
    """

    selected = with_needs(project, names)
    failures = 0
    for name, error in project.errors.items():
        if not names or name in names:
            failures += 1
            tell("failed", name, error=error)
    stale = [n for n in selected if force or project.experiments[n].stale]
    if not stale:
        for name in selected:
            tell("--", name, "up to date")
        return failures

    finished: set[str] = set()

    def hear(outcome: Ending) -> None:
        nonlocal failures
        failures += outcome.error is not None
        finished.add(outcome.name)
        if outcome.error:
            tell(outcome.did, outcome.name, error=outcome.error)
        else:
            tell(outcome.did, outcome.name, f"{outcome.seconds:.1f}s")

    drop_old_checkpoints(project)
    progress = watch_runs()
    forced = set(names or selected) if force else set()
    for name, reason in mark_makers(project, selected, forced).items():
        tell("again", name, reason)
    with closing(progress), joined(cluster, progress, warn) as workers:
        jobs = jobs or default_jobs()
        Schedule(project, selected, forced, jobs, progress, hear, workers).run()
    for artifact in trim_artifacts(project):
        tell("trim", artifact.file.name, f"{artifact.size / 1e6:.0f} MB, over the limit")
    for name in selected:
        if name not in finished:
            tell("--", name, "up to date")
    return failures


@contextmanager
def joined(address: str | None, progress: Progress, warn: Warn) -> Iterator[Cluster | None]:
    """The cluster at `address` while the build uses it; None for none."""
    if address is None:
        yield None
        return

    with closing(Cluster(address, progress, warn)) as cluster:
        yield cluster
