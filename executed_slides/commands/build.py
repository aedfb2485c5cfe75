"""Build: run what is stale, render what changed, export what is not of today's slides."""

import json
import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from executed_slides.base.errors import NoBrowser
from executed_slides.base.files import naming, write_text
from executed_slides.base.folders import Folders
from executed_slides.output.exports import find_stale_exports, tracked_exports
from executed_slides.output.layout import Fault, measure_layout, read_layout
from executed_slides.state.experiments import Workshop, read_workshop, want_seeds
from executed_slides.state.problems import find_stale_experiments
from executed_slides.template.provenance import provenance_file, provenance_text
from executed_slides.template.rendering import Rendered, find_decks, render_deck

if TYPE_CHECKING:
    from executed_slides.runs.cluster import Cluster
    from executed_slides.runs.progress import Progress

Tell = Callable[..., None]


def plan(
    folders: Folders,
    force: bool,
    asked: Iterable[str] = (),
    *,
    names: Sequence[str] = (),
    seeds: int | None = None,
) -> bool:
    """True when there is something to do; reads only. `asked` are exports made on request."""
    workshop = read_workshop(folders)
    if seeds:
        want_seeds(workshop, names, seeds)
    if force or find_stale_experiments(workshop):
        return True
    for name in find_decks(folders.templates):
        if (
            not is_written(workshop, render_deck(workshop, name))
            or find_stale_exports(folders, name, asked)
            or read_layout(folders, name) is None
        ):
            return True
    return False


def is_written(workshop: Workshop, deck: Rendered) -> bool:
    return all(
        path.exists() and path.read_bytes() == text.encode()
        for path, text in rendered_files(workshop, deck).items()
    )


def rendered_files(workshop: Workshop, deck: Rendered) -> dict[Path, str]:
    """What a rendered deck is kept as: its provenance and its Markdown."""
    folders = workshop.folders
    return {
        provenance_file(folders, deck.name): provenance_text(workshop, deck),
        folders.slides / f"{deck.name}.md": deck.markdown,
    }


@contextmanager
def sole_build(folders: Folders, warn: Callable[[str], None]) -> Iterator[None]:
    """Lets one build write at a time: another one waits, and says for whom.

    The lock goes with its process, however that ends.
    """
    from filelock import FileLock, Timeout

    holder = folders.state / "holder.json"
    with naming(folders.state):
        folders.state.mkdir(exist_ok=True)
        lock = FileLock(folders.state / "lock")
        try:
            lock.acquire(timeout=0)
        except Timeout:
            warn(f"waiting: {describe_holder(holder)} builds this deck; Ctrl-C gives up")
            lock.acquire()
    try:
        about = {"process": os.getpid(), "since": time.strftime("%H:%M:%S")}
        write_text(holder, json.dumps(about))
        # What a killed build left of its processes' folders.
        shutil.rmtree(folders.state / "tasks", ignore_errors=True)
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()


def describe_holder(holder: Path) -> str:
    try:
        about = json.loads(holder.read_text("utf-8"))
        return f"process {about['process']} (since {about['since']})"
    except (OSError, ValueError, KeyError):
        return "another process"


def run_experiments(
    workshop: Workshop,
    names: list[str],
    force: bool,
    jobs: int | None,
    tell: Tell,
    *,
    cluster: str | None = None,
    warn: Callable[[str], None] = print,
) -> int:
    """Runs what is stale of the named experiments (all for none); returns how many failed.

    `cluster` is the address of a Dask scheduler whose workers run them instead of this machine.
    """
    from executed_slides.runs.artifacts import mark_makers, trim_artifacts
    from executed_slides.runs.progress import watch_runs
    from executed_slides.runs.run import drop_old_checkpoints
    from executed_slides.runs.schedule import Outcome, Schedule, default_jobs, with_needs

    selected = with_needs(workshop, names)
    failures = 0
    for name, error in workshop.errors.items():
        if not names or name in names:
            failures += 1
            tell("failed", name, error=error)
    stale = [n for n in selected if force or workshop.experiments[n].stale]
    if not stale:
        for name in selected:
            tell("--", name, "up to date")
        return failures

    finished: set[str] = set()

    def hear(outcome: Outcome) -> None:
        nonlocal failures
        failures += outcome.error is not None
        finished.add(outcome.name)
        if outcome.error:
            tell(outcome.did, outcome.name, error=outcome.error)
        else:
            tell(outcome.did, outcome.name, f"{outcome.seconds:.1f}s")

    drop_old_checkpoints(workshop)
    progress = watch_runs()
    forced = set(names or selected) if force else set()
    for name, reason in mark_makers(workshop, selected, forced).items():
        tell("again", name, reason)
    with closing(progress), joined(cluster, progress, warn) as workers:
        jobs = jobs or default_jobs()
        Schedule(workshop, selected, forced, jobs, progress, hear, workers).run()
    for artifact in trim_artifacts(workshop):
        tell("trim", artifact.file.name, f"{artifact.size / 1e6:.0f} MB, over the limit")
    for name in selected:
        if name not in finished:
            tell("--", name, "up to date")
    return failures


@contextmanager
def joined(
    address: str | None, progress: "Progress", warn: Callable[[str], None]
) -> Iterator["Cluster | None"]:
    """The cluster at `address` while the build uses it; None for none."""
    if address is None:
        yield None
        return
    from executed_slides.runs.cluster import Cluster

    with closing(Cluster(address, progress, warn)) as cluster:
        yield cluster


def write_slides(workshop: Workshop, tell: Tell) -> None:
    """Renders every deck and writes it where it changed. A false claim leaves all as it was."""
    folders = workshop.folders
    decks = [render_deck(workshop, name) for name in find_decks(folders.templates)]
    for deck in decks:
        path = folders.slides / f"{deck.name}.md"
        if is_written(workshop, deck):
            tell("--", folders.shown(path), "up to date")
        else:
            for file, text in rendered_files(workshop, deck).items():
                write_text(file, text)
            template = f"templates/{deck.name}.md.j2"
            tell("render", template, f"=> {folders.shown(path)}")


def write_exports(
    folders: Folders, tell: Tell, warn: Callable[[str], None], asked: Iterable[str] = ()
) -> None:
    """Makes every export that is not of today's slides, and those of the formats `asked`."""
    for name in find_decks(folders.templates):
        stale = [file for file, _ in find_stale_exports(folders, name, asked)]
        if not stale:
            forms = [
                file.name.removeprefix(f"{name}.") for file in tracked_exports(folders, name, asked)
            ]
            shown = f"{folders.shown(folders.slides)}/{name}.{' · .'.join(forms)}"
            tell("--", shown, "up to date")
            continue
        from executed_slides.output.exports import export_deck
        from executed_slides.output.node import install_marp

        install_marp(folders, warn)
        try:
            export_deck(folders, name, stale, warn=warn)
        finally:
            # Of two files one may be made, and be good, although the other failed.
            left = [file for file, _ in find_stale_exports(folders, name, asked)]
            markdown = f"{folders.shown(folders.slides)}/{name}.md"
            for file in stale:
                if file not in left:
                    tell("export", markdown, f"=> {folders.shown(file)}")


def measure_layouts(folders: Folders, tell: Tell, warn: Callable[[str], None]) -> None:
    """Measures every deck that was not measured since its export; needs a browser, or says so."""
    from executed_slides.output.node import install_marp

    for name in find_decks(folders.templates):
        if find_stale_exports(folders, name) or read_layout(folders, name) is not None:
            continue
        install_marp(folders, warn)
        html = folders.shown(folders.slides / f"{name}.html")
        try:
            tell("measure", html, describe_faults(measure_layout(folders, name)))
        except NoBrowser as error:
            about = str(error).removeprefix("error: ")
            warn(f"note: whether {html} shows all it has is not known: {about}")


def describe_faults(faults: list[Fault]) -> str:
    slides = sorted({fault.slide for fault in faults})
    if not faults:
        return "every slide shows all it has"
    return f"faults on slide{'s' * (len(slides) > 1)} {', '.join(map(str, slides))}"
