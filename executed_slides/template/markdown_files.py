"""Markdown files: each deck's rendered slides on disk, with what they come from beside them."""

from pathlib import Path

from executed_slides.base.events import Tell
from executed_slides.base.files import write_text
from executed_slides.state.project import Project
from executed_slides.template.provenance import provenance_file, provenance_text
from executed_slides.template.rendering import Rendered, judge_deck


def is_written(project: Project, deck: Rendered) -> bool:
    return all(
        path.is_file() and path.read_bytes() == text.encode()
        for path, text in _rendered_files(project, deck).items()
    )


def _rendered_files(project: Project, deck: Rendered) -> dict[Path, str]:
    """What a rendered deck is kept as: its provenance and its Markdown."""
    folders = project.folders
    return {
        provenance_file(folders, deck.name): provenance_text(project, deck),
        folders.slides / f"{deck.name}.md": deck.markdown,
    }


def write_slides(project: Project, name: str, tell: Tell) -> Rendered:
    """Renders a deck, and writes it where it changed; one with problems is a draft."""
    deck = judge_deck(project, name)
    path = project.folders.slides / f"{name}.md"
    if is_written(project, deck):
        tell("--", project.folders.shown(path), "up to date")
        return deck
    for file, text in _rendered_files(project, deck).items():
        write_text(file, text)
    tell("render", f"templates/{name}.md.j2", f"=> {project.folders.shown(path)}")
    return deck
