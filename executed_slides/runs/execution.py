"""Execution: the stale experiments of a project are run, here or on a cluster."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from executed_slides.base.events import Tell, Warn
from executed_slides.runs.artifacts import mark_makers, trim_artifacts
from executed_slides.runs.closed_environment import describe_withheld
from executed_slides.runs.kept_runs import drop_old_checkpoints
from executed_slides.runs.progress import Progress, watch_runs
from executed_slides.runs.run_figures import mark_lost_figures
from executed_slides.runs.schedule import Ending, Schedule, default_jobs, with_needs
from executed_slides.state.project import Project

if TYPE_CHECKING:
    from executed_slides.runs.cluster import Cluster


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

    `mark_again` comes first. `cluster` is the address of a Dask scheduler whose workers run them
    instead of this machine.
    """
    failures = tell_unreadable(project, names, tell)
    selected = with_needs(project, names)
    finished: set[str] = set()
    if any(force or project.experiments[name].stale for name in selected):

        def hear(ending: Ending) -> None:
            nonlocal failures
            failures += ending.error is not None
            finished.add(ending.name)
            tell_ending(ending, tell)

        if note := describe_withheld(project.settings.environment):
            warn(note)
        drop_old_checkpoints(project)
        forced = set(names or selected) if force else set()
        progress = watch_runs()
        with closing(progress), _joined(cluster, progress, warn) as workers:
            jobs = jobs or default_jobs()
            Schedule(project, selected, forced, jobs, progress, hear, workers).run()
        for artifact in trim_artifacts(project):
            tell("trim", artifact.file.name, f"{artifact.size / 1e6:.0f} MB, over the limit")
    for name in selected:
        if name not in finished:
            tell("--", name, "up to date")
    return failures


def mark_again(project: Project, names: list[str], force: bool, tell: Tell) -> None:
    """Makes stale, and tells, whose by-products are lost and needed by what runs, or are figures.

    It comes before all that asks what will run.
    """
    selected = with_needs(project, names)
    if any(force or project.experiments[name].stale for name in selected):
        forced = set(names or selected) if force else set()
        for name, reason in mark_makers(project, selected, forced).items():
            tell("again", name, reason)
        for name, reason in mark_lost_figures(project, selected, forced).items():
            tell("again", name, reason)


def tell_unreadable(project: Project, names: list[str], tell: Tell) -> int:
    """Tells which experiments cannot even be read, and returns how many."""
    unreadable = {n: error for n, error in project.errors.items() if not names or n in names}
    for name, error in unreadable.items():
        tell("failed", name, error=error)
    return len(unreadable)


def tell_ending(ending: Ending, tell: Tell) -> None:
    if ending.error:
        tell(ending.did, ending.name, error=ending.error)
    else:
        tell(ending.did, ending.name, f"{ending.seconds:.1f}s")
    for note in ending.notes:
        tell("note", ending.name, note)


@contextmanager
def _joined(address: str | None, progress: Progress, warn: Warn) -> Iterator["Cluster | None"]:
    """The cluster at `address` while the build uses it; None for none."""
    if address is None:
        yield None
        return
    # It loads all that runs need, which who starts them does beside the first one.
    from executed_slides.runs.cluster import Cluster

    with closing(Cluster(address, progress, warn)) as cluster:
        yield cluster
