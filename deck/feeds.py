"""Which slides an experiment feeds: those that show its numbers, figures or code."""

from collections import defaultdict
from collections.abc import Callable
from functools import partial
from typing import Any

from jinja2 import Environment

from deck.experiments import Workshop
from deck.render import SUFFIX, context, find_slide
from deck.value import View

END = "\x00here\x00"


class ReadView(View):
    """A record's view that calls `note` when a template reads something of it."""

    def __init__(self, view: View, note: Callable[[], None]):
        vars(self).update(vars(view))
        self._note = note

    def __getitem__(self, key: str) -> Any:
        self._note()
        return super().__getitem__(key)


def slides_fed_by(workshop: Workshop, name: str, environment: Environment) -> dict[str, set[int]]:
    """The numbers of the slides, from 1, that read from each experiment.

    Jinja hands out the text piece by piece, and what it reads for a piece it reads just
    before: the slide on which the text ends by then is the one that reads.
    """
    feeds: dict[str, set[int]] = defaultdict(set)
    read: set[str] = set()
    text = ""
    for piece in environment.get_template(f"{name}{SUFFIX}").generate(watched(workshop, read.add)):
        if read:
            slide, _ = find_slide(text + END, END)
            for experiment in read:
                feeds[experiment].add(slide)
            read.clear()
        text += piece
    return dict(feeds)


def watched(workshop: Workshop, note: Callable[[str], None]) -> dict[str, Any]:
    """What templates read, with a note of each experiment that they read from."""
    names = context(workshop)
    owners = {
        figure: experiment.name
        for experiment in workshop.experiments.values()
        for figure in experiment.script.block.figures
    }

    def figure(name: str, *arguments: Any, **options: Any) -> str:
        note(owners.get(name, ""))
        return names["figure"](name, *arguments, **options)

    def code(stem: str, name: str) -> str:
        note(stem)
        return names["code"](stem, name)

    records = {
        name: ReadView(names[name], partial(note, name))
        for name, experiment in workshop.experiments.items()
        if experiment.record
    }
    return {**names, **records, "figure": figure, "code": code}
