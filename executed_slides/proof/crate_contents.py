"""What an archive of a deck holds: all that it can be built from again, and what was built.

    what the author made ──▶ proof/author_files.py
    what the build made  ──▶ records, figures, pages, slides: git may ignore these

What only another deck of the project has use for stays out, and so do links that lead out of it.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from executed_slides.base.command_line import command
from executed_slides.base.errors import DeckError
from executed_slides.base.folders import Folders
from executed_slides.output.exports import find_inputs, sidecar_file, tracked_exports
from executed_slides.output.layout import layout_file
from executed_slides.proof.author_files import find_author_files
from executed_slides.state.experiments import Experiment
from executed_slides.state.project import Project
from executed_slides.template.deck_templates import find_named_experiments, find_templates
from executed_slides.template.provenance import provenance_file
from executed_slides.template.rendering import find_decks


@dataclass
class Contents:
    """The files of an archive by their names in it, and what was left out, each with the reason.

    `others` are the experiments that only other decks show; `needed` is what must be there.
    """

    files: dict[str, Path] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)
    others: set[str] = field(default_factory=set)
    needed: set[Path] = field(default_factory=set)


@dataclass(frozen=True)
class _Share:
    """What of a project a deck has use for."""

    experiments: set[str]
    files: set[Path]


def find_contents(project: Project, name: str) -> Contents:
    """All that a deck is built from, and what was built, as far as it is there."""
    folders = project.folders
    own = _share_of(project, name)
    others = [_share_of(project, deck) for deck in find_decks(folders.templates) if deck != name]
    foreign = {e for share in others for e in share.experiments} - own.experiments
    files = {f for share in others for f in share.files} - own.files

    made = set(_made_files(project, name, foreign))
    contents = Contents(others=foreign, needed={*_needed_files(project, name, foreign), *made})
    packed = {*find_author_files(folders), *made} - files
    for path in sorted(packed):
        shown = folders.shown(path)
        if path.name.endswith(".crate.zip") and path.parent == folders.slides:
            continue
        if reason := _why_left_out(path, packed):
            contents.left_out.append(f"{shown} {reason}")
        elif path.is_file():
            if folders.root / shown != path:
                raise DeckError(f"{shown} has a name that cannot be printed", "give it another")
            contents.files[shown] = path
    return contents


def _why_left_out(path: Path, packed: set[Path]) -> str | None:
    """Why an archive cannot have a file, or None."""
    if path.is_dir():
        return "is a link to a folder" if path.is_symlink() else "is a repository of its own"
    # What it leads to may be a secret, in the project or not.
    if Path(os.path.realpath(path)) not in packed and os.path.lexists(path):
        return "leads to a file that is not packed"
    return None


def refuse_gaps(folders: Folders, contents: Contents) -> None:
    """Raises DeckError for a file without which nobody could build the deck again."""
    for path in sorted(contents.needed - set(contents.files.values())):
        if path.is_file():
            raise DeckError(
                f"{folders.shown(path)} is needed to build the slides again, and may not go into "
                "an archive: git ignores it, or it is a link to what is not packed",
                "take it out of .gitignore, or put the file itself there",
            )
        raise DeckError(f"{folders.shown(path)} is not there", f"`{command()}` makes it")


# ---- What a deck has use for ----


def _share_of(project: Project, name: str) -> _Share:
    folders = project.folders
    templates = find_templates(project, name)
    experiments = find_named_experiments(project, templates)
    files = {*templates, *_slides_of(folders, name), *_inputs_of(folders, name)}
    files |= {file for experiment in experiments for file in _files_of(project, experiment)}
    return _Share(experiments, files)


def _slides_of(folders: Folders, name: str) -> Iterator[Path]:
    """The Markdown and what is made of it, if that is there."""
    yield folders.slides / f"{name}.md"
    yield provenance_file(folders, name)
    finished = [*tracked_exports(folders, name), sidecar_file(folders, name)]
    yield from filter(Path.is_file, [*finished, layout_file(folders, name)])


def _inputs_of(folders: Folders, name: str) -> list[Path]:
    """What a deck shows, as paths without `..`; nothing of one that cannot be read."""
    try:
        return [Path(os.path.normpath(file)) for file in find_inputs(folders, name)]
    except DeckError:
        return []


def _files_of(project: Project, name: str) -> Iterator[Path]:
    """The script of an experiment, and what its runs made."""
    folders = project.folders
    yield folders.experiments / f"{name}.py"
    yield folders.results / f"{name}.json"
    if experiment := project.experiments.get(name):
        yield from outcomes_of(folders, experiment)


def outcomes_of(folders: Folders, experiment: Experiment) -> Iterator[Path]:
    """The figures and pages of an experiment's record."""
    record = experiment.record
    for figure in record.figures.values() if record else ():
        yield folders.outputs / figure.file
    for page in record.evidence if record else ():
        yield folders.outputs / page


def _made_files(project: Project, name: str, foreign: set[str]) -> Iterator[Path]:
    """What the build made of a deck and its experiments: it goes in whatever git says."""
    folders = project.folders
    for experiment in project.experiments.values():
        if experiment.record and experiment.name not in foreign:
            yield folders.results / f"{experiment.name}.json"
            yield from outcomes_of(folders, experiment)
    yield from _slides_of(folders, name)


def _needed_files(project: Project, name: str, foreign: set[str]) -> Iterator[Path]:
    for experiment in project.experiments.values():
        if experiment.name not in foreign:
            yield experiment.script.path
            for read in (experiment.measure, experiment.drawn_from):
                yield from (project.folders.root / file for file in read.files)
    root = project.folders.root
    yield from (file for file in project.helpers.files if file.is_relative_to(root))
    yield from find_templates(project, name)
    yield from _inputs_of(project.folders, name)
