"""Ghost files: what lies among slides and records and no template or script makes.

    slides/old.html   of a template that was renamed     results/old.json   of a script that is gone
    slides/image/old.png · slides/lab/old.html           of neither

Nobody looks at such a file, so it may say anything. `slides/media/` is the author's own.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from executed_slides.base.files import files_in
from executed_slides.markdown.pictures import find_pictures
from executed_slides.state.problems import Problem
from executed_slides.state.project import Project
from executed_slides.template.rendering import Rendered, find_decks, records_of

_OF_DECKS = (".md", ".html", ".pdf", ".pptx", ".json")
_PAGES = (".html", ".ipynb")
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg")
_MEND = "delete it, or bring back what made it"


def find_ghost_files(project: Project, rendered: Iterable[Rendered]) -> list[Problem]:
    """A note for each file that nothing in the project makes, and no deck shows."""
    return [
        Problem("note", project.folders.shown(file), f"is made by no {maker}", _MEND)
        for file, maker in _find_ghosts(project, rendered)
    ]


def _find_ghosts(project: Project, rendered: Iterable[Rendered]) -> Iterator[tuple[Path, str]]:
    folders = project.folders
    decks, experiments = find_decks(folders.templates), {*project.experiments, *project.errors}
    for file in files_in(folders.slides, ""):
        if file.suffix in _OF_DECKS and not any(_is_of(name, file) for name in decks):
            yield file, "template"
    pages = [page for form in _PAGES for page in files_in(folders.lab, form)]
    for file in [*files_in(folders.results, ".json"), *pages]:
        if not any(_is_of(name, file) for name in experiments):
            yield file, "script"
    if project.errors:
        return  # Which figures their scripts draw is not known.
    drawn = {
        folders.outputs / figure.file
        for record in records_of(project).values()
        for figure in record.figures.values()
    }
    shown = {p.file(folders.slides) for deck in rendered for p in find_pictures(deck.markdown)}
    recorded = {name for record in records_of(project).values() for name in record.figures}
    asked = {name for e in project.experiments.values() for name in e.script.block.figures}
    for file in files_in(folders.image, "", below=True):
        is_picture = file.suffix in _PICTURES  # And no Thumbs.db of a file manager's.
        if is_picture and file not in drawn | shown and file.stem not in asked - recorded:
            yield file, "script"


def _is_of(name: str, file: Path) -> bool:
    return file.name.startswith(f"{name}.")
