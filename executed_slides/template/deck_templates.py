"""The templates of which a deck is made, and the experiments that these name."""

import re
from collections.abc import Iterable
from pathlib import Path

from jinja2 import Environment, TemplateError, meta

from executed_slides.base.files import files_in, text_of
from executed_slides.state.project import Project
from executed_slides.template.rendering import make_environment


def find_templates(project: Project, name: str) -> list[Path]:
    """A deck's own template, the folder of its name, and all that these include.

    A name that is worked out while a template is filled could be any: then all are the deck's.
    """
    templates = project.folders.templates
    environment = make_environment(project)
    asked = [f"{name}.md.j2"]
    asked += [
        path.relative_to(templates).as_posix()
        for path in files_in(templates / name, "", below=True)
    ]
    found: dict[str, Path] = {}
    while asked:
        template = asked.pop()
        path = templates / template
        if template in found or not path.is_file():
            continue
        found[template] = path
        for included in _includes_of(environment, path):
            if included is None:
                return files_in(templates, "", below=True)
            asked.append(included)
    return sorted(found.values())


def _includes_of(environment: Environment, path: Path) -> Iterable[str | None]:
    """The templates that one includes, by name; None for a name that nobody can know yet."""
    try:
        return list(meta.find_referenced_templates(environment.parse(text_of(path) or "")))
    except (TemplateError, RecursionError):  # Who renders it says so.
        return []


def find_named_experiments(project: Project, templates: Iterable[Path]) -> set[str]:
    """The experiments that templates name, themselves or by a figure, and those that these need."""
    text = " ".join(text_of(path) or "" for path in templates)
    # A name may hold a dash, which elsewhere parts two names.
    words = {*re.findall(r"\w+", text), *re.findall(r"[\w-]+", text)}
    named = {name for name in project.errors if name in words}
    for name, experiment in project.experiments.items():
        if not words.isdisjoint([name, *experiment.script.block.figures]):
            named |= {name, *_needs_of(project, name)}
    return named


def _needs_of(project: Project, name: str) -> set[str]:
    needs = project.experiments[name].script.block.needs
    return {*needs, *(n for need in needs for n in _needs_of(project, need))}
