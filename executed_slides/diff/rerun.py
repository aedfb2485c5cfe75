"""Rerun: experiments run again in a scratch folder, and what they measure is compared.

    script ──run──▶ SCRATCH/results/NAME.json ─┐
                                               ├──▶ equal · within the spread · outside
    results/NAME.json ─────────────────────────┘

On one machine, with the same versions, a script that repeats gives the same bits. On another
one trainings part ways, as they do between seeds. So a number counts as repeated where its
mean, over the seeds that ran again, moved by no more than the spread between seeds. Had each
rerun been a training from another seed, of normally distributed numbers, this would call a
number `outside` by chance in 0.2 % of cases with five seeds, in 5 % with three, and in 14 %
with the first of five alone.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from msgspec import structs

from executed_slides.base.command_line import command
from executed_slides.base.events import Tell
from executed_slides.base.files import sha256
from executed_slides.base.folders import Folders
from executed_slides.base.scratch import scratch_folder
from executed_slides.diff.number_changes import (
    Change,
    against_spread,
    changed_parts,
    circumstances,
    find_changes,
    rounded_alike,
    show_pair,
    show_share,
)
from executed_slides.diff.pixels import compare_pixels
from executed_slides.diff.shapes import compare_shapes
from executed_slides.records.keys import explain
from executed_slides.records.schema import Record, Run
from executed_slides.records.variants import Variant, explain_variants
from executed_slides.runs.artifacts import mark_makers
from executed_slides.runs.execution import tell_ending, tell_unreadable
from executed_slides.runs.progress import watch_runs
from executed_slides.runs.schedule import Ending, Schedule, default_jobs, with_needs
from executed_slides.runs.store import artifact_file
from executed_slides.state.experiments import Experiment
from executed_slides.state.problems import Problem
from executed_slides.state.project import Project, read_project
from executed_slides.state.staleness import draw_parts, needed_key

EQUAL, WITHIN, OUTSIDE = "equal", "within", "outside"
# What may differ, and there is still something to repeat.
_NO_REASON = ("packages", "needs")


@dataclass
class Repetition:
    """One experiment that ran again, beside its record.

    `verdict` is equal, within or outside; `lines` say number by number what differs, and
    `elsewhere` which versions, and what of the machine, are not the record's.
    """

    name: str
    seeds: list[int | None]
    verdict: str
    summary: str
    lines: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)

    @property
    def details(self) -> list[str]:
        """The lines for a terminal, the circumstances last."""
        return [*self.lines, *(f"other than the record's: {fact}" for fact in self.elsewhere)]


@dataclass
class Rerun:
    """All that ran again, what could not for it is stale, and how many experiments failed."""

    repetitions: list[Repetition] = field(default_factory=list)
    stale: list[Problem] = field(default_factory=list)
    failures: int = 0


def rerun_experiments(
    folders: Folders, names: list[str], first_seed: bool, jobs: int | None, tell: Tell
) -> Rerun:
    """Runs the named experiments again (all for none), and compares them with their records.

    A need is read from its record; its artifacts from the cache, else it runs again too.
    Nothing of the deck is touched: what a rerun writes lies in a folder that goes with it.
    """
    project = read_project(folders)
    rerun = Rerun()
    rerun.failures = tell_unreadable(project, names, tell)
    with _scratch_copy(project, first_seed) as copy:
        chosen = _choose(project, copy, names, rerun.stale, tell)
        failed: set[str] = set()

        def hear(ending: Ending) -> None:
            if ending.error:
                failed.add(ending.name)
            tell_ending(ending, tell)

        progress = watch_runs()
        try:
            Schedule(copy, chosen, set(chosen), jobs or default_jobs(), progress, hear).run()
        finally:
            progress.close()
        rerun.failures += len(failed)
        for name in chosen:
            before, after = (side.experiments[name].record for side in (project, copy))
            if before and after and name not in failed:
                rerun.repetitions.append(compare_rerun(before, after, folders, copy.folders))
    return rerun


@contextmanager
def _scratch_copy(project: Project, first_seed: bool) -> Iterator[Project]:
    """The project with a folder of its own for outputs, and with nothing stale in it."""
    with scratch_folder() as folder:
        experiments = {
            name: replace(
                experiment,
                seeds=experiment.seeds[:1] if first_seed else experiment.seeds,
                # The record stands for what is not run again, whatever its script is today.
                reusable=_recorded_runs(experiment.record),
                measure_reasons=[],
                draw_reasons=[],
                damaged={},
            )
            for name, experiment in project.experiments.items()
        }
        folders = replace(project.folders, scratch=Path(folder).resolve())
        yield replace(project, folders=folders, experiments=experiments)


def _recorded_runs(record: Record | None) -> dict[Variant, Run]:
    return {run.variant: run for run in record.runs} if record else {}


def _choose(
    project: Project, copy: Project, names: list[str], stale: list[Problem], tell: Tell
) -> list[str]:
    """The experiments to run, in order of need; those that cannot be compared become problems."""
    wanted = []
    for name, experiment in project.experiments.items():
        if names and name not in names:
            continue
        if reason := _why_not_comparable(project, experiment):
            stale.append(Problem("stale", name, f"not run again: {reason}", command(name)))
        else:
            wanted.append(name)
    _link_artifacts(project, copy, wanted)
    makers = mark_makers(copy, with_needs(copy, wanted) if wanted else [], set(wanted))
    for maker in makers:
        if reason := _why_not_comparable(project, project.experiments[maker]):
            for name in [n for n in wanted if maker in with_needs(copy, [n])]:
                wanted.remove(name)
                why = f"not run again: it needs an artifact of {maker}, and there {reason}"
                stale.append(Problem("stale", name, why, command(name)))
    selected = with_needs(copy, wanted) if wanted else []
    for name, reason in makers.items():
        if name in selected:
            tell("again", name, reason)
    return [name for name in selected if name in wanted or name in makers]


def _why_not_comparable(project: Project, experiment: Experiment) -> str | None:
    """What has changed since the record, but for versions: then there is nothing to repeat."""
    record = experiment.record
    if record is None:
        return experiment.measure_reasons[0]
    shown = experiment.script.shown
    reasons = explain(record.measure, experiment.measure, shown, _NO_REASON)
    reasons += explain_variants(record.variants, experiment.variants)
    for need, key in record.measure.needs.items():
        if _recorded_key(experiment, project.experiments.get(need)) != key:
            reasons.append(f"needed {need} is another one")
    today = draw_parts(experiment, record, project.needed_records(experiment))
    drawn = explain(record.draw, today, shown, _NO_REASON)
    return next(iter([*reasons, *drawn]), None)


def _recorded_key(experiment: Experiment, need: Experiment | None) -> str | None:
    """What counts of a needed experiment as it is recorded; None without a record."""
    if not (need and need.record):
        return None
    return needed_key(experiment.script, need.with_record(need.record))


def _link_artifacts(project: Project, copy: Project, wanted: list[str]) -> None:
    """Lets reruns find the cached artifacts of what does not run again."""
    needs = {need for name in wanted for need in project.experiments[name].script.block.needs}
    for need in needs - set(wanted):
        record = project.experiments[need].record
        for run in record.runs if record else ():
            for name, artifact in run.artifacts.items():
                kept = artifact_file(project.folders.artifacts, name, artifact.sha256)
                link = artifact_file(copy.folders.artifacts, name, artifact.sha256)
                if kept.exists() and not link.exists():
                    link.parent.mkdir(parents=True, exist_ok=True)
                    _place(kept, link)


def _place(file: Path, link: Path) -> None:
    try:
        link.symlink_to(file)
    except OSError:  # Windows keeps links for administrators.
        shutil.copyfile(file, link)


def compare_rerun(before: Record, after: Record, folders: Folders, scratch: Folders) -> Repetition:
    """Sets a fresh record beside the one that the deck shows."""
    seeds, recorded = after.seeds, before.values
    repeated = structs.replace(before, runs=[run for run in before.runs if run.seed in seeds])
    judged = [
        (change, *judge_change(replace(change, old=recorded.get(change.key, {}))))
        for change in find_changes(repeated, after)
    ]
    curves = [
        *changed_parts(repeated, after, "series"),
        *changed_parts(repeated, after, "pictures"),
    ]
    figures = _compare_redrawn_figures(before, after, folders, scratch)
    elsewhere = list(circumstances(before, after).values())
    lines = [
        f"{verdict:<8} {_describe_number(change)}: {words}" for change, verdict, words in judged
    ]
    lines += [f"{'curves':<8} {', '.join(curves)}"] if curves else []
    lines += [f"{'figure':<8} {words}" for words, _ in figures]
    if (judged or curves) and not elsewhere:
        lines.append("machine and versions are the record's: the script does not repeat itself")
    verdicts = [verdict for _, verdict, _ in judged]
    redrawn = any(other for _, other in figures)
    verdict = EQUAL
    if judged or curves or redrawn:
        # Where numbers differ a figure must too; from the same ones it must be the same.
        alone = redrawn and not (judged or curves or elsewhere)
        verdict = OUTSIDE if OUTSIDE in verdicts or alone else WITHIN
    summary = _summarize(after, verdicts, curves, [other for _, other in figures])
    return Repetition(before.experiment, seeds, verdict, summary, lines, elsewhere)


def judge_change(change: Change) -> tuple[str, str]:
    """Whether a number that differs lies within the spread between the seeds, and in words.

    `change.old` holds all seeds of the record, for the spread; `change.new` those that ran.
    """
    if not change.old or not change.new:
        return OUTSIDE, change.verdict
    if all(rounded_alike(change.old.get(seed), value) for seed, value in change.new.items()):
        return WITHIN, "the same but for rounding"
    if change.shift is None:
        is_text = any(isinstance(value, str) for value in change.new.values())
        return OUTSIDE, "another text" if is_text else "no number to measure"
    # What no seed moves must not move on another machine either.
    settled = len(change.old) > 1 and len(set(change.old.values())) == 1
    spread = 0 if settled else change.spread
    within = spread is not None and abs(change.shift) <= spread
    mean = "mean " if len(change.new) > 1 else ""
    return WITHIN if within else OUTSIDE, mean + against_spread(change.shift, spread)


def _describe_number(change: Change) -> str:
    """A number's key, and what each seed gave before and now."""
    seeds = change.new or change.old
    parts = []
    for seed in seeds:
        old, new = show_pair(change.old.get(seed), change.new.get(seed))
        parts.append(f"{'' if seed is None else f'seed {seed} '}{old} → {new}")
    return f"{change.key} {', '.join(parts)}"


def _compare_redrawn_figures(
    old: Record, new: Record, folders: Folders, scratch: Folders
) -> list[tuple[str, bool]]:
    """What each figure that is another file says, and whether its pixels are others too."""
    found = []
    drawn = {
        name: {run.figures[name].sha256 for run in old.runs if name in run.figures}
        for name in new.names_of_run_figures
    }
    for name, about in new.figures.items():
        recorded = old.figures.get(name)
        # The run that stands for all may be another one of fewer runs.
        if (recorded and recorded.sha256 == about.sha256) or about.sha256 in drawn.get(name, ()):
            continue
        path = folders.outputs / (recorded or about).file
        if not recorded or not path.is_file() or sha256(path) != recorded.sha256:
            found.append((f"{name} differs, and the deck has not the one of its record", True))
            continue
        both = path.read_bytes(), (scratch.outputs / about.file).read_bytes()
        pixels, shapes = compare_pixels(*both), compare_shapes(*both)
        if shapes:
            found.append((f"{name} differs in {shapes.differ} of its {shapes.all} shapes", True))
        elif pixels and pixels.share == 0 and pixels.old_size == pixels.new_size:
            found.append((f"{name} has the same pixels in another file", False))
        else:
            part = f", by {show_share(pixels.share)} of its pixels" if pixels else ""
            found.append((f"{name} differs{part}", True))
    return found


def _summarize(record: Record, verdicts: list[str], curves: list[str], figures: list[bool]) -> str:
    """`3 of 15 numbers differ, 1 outside the spread, 1 of 2 figures differ`.

    `figures` says of each figure that is another file whether its pixels are others too.
    """
    total, drawn = len(record.values), len(record.figures)
    if verdicts:
        outside = verdicts.count(OUTSIDE)
        which = f"{outside} outside the spread" if outside else "all within the spread"
        runs = f"{len(verdicts)} of {total} numbers differ, {which}"
    elif curves:
        runs = f"no number differs, but {', '.join(curves)}"
    else:
        runs = f"{_plural(len(record.runs), 'run')} bit-equal"
    if not drawn:
        return runs
    if any(figures):
        return f"{runs}, {sum(figures)} of {_plural(drawn, 'figure')} differ"
    return f"{runs}, {_plural(drawn, 'figure')} {'pixel' if figures else 'bit'}-equal"


def _plural(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number != 1)}"
