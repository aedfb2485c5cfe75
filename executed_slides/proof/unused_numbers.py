"""Recorded values that no slide shows and no claim reads: measured for nobody, or forgotten.

And reasons for what no slide shows any longer.
"""

import re
from collections.abc import Iterator, Mapping

from executed_slides.records.schema import Record, is_number
from executed_slides.state.problems import Problem
from executed_slides.state.project import Project
from executed_slides.template.bound_text import bindings_of
from executed_slides.template.rendering import Rendered
from executed_slides.template.showable import Showable, spell

_POINT = re.compile(r"\bat\(.*?\)\.")
_LEAVE = "leave it to the figures, or record it in a form that a slide can show"


def find_unused(project: Project, decks: list[Rendered]) -> list[Problem]:
    """A note for each experiment that has recorded numbers, texts or tables that no deck uses."""
    used = {
        _POINT.sub("", name).partition("[")[0]
        for deck in decks
        for names in (
            *(binding.names for binding in bindings_of(deck.markdown)),
            *(claim.values for claim in deck.claims),
        )
        for name in names
    }
    problems: list[Problem] = []
    showable: Showable | None = None
    for name, experiment in project.experiments.items():
        if experiment.record:
            left = {
                number: asked
                for number, asked in _find_names(experiment.record).items()
                if f"{name}.{number}" not in used
            }
            if left:
                reason = f"no slide shows {', '.join(left)}"
                showable = showable or Showable(project)
                candidates = _candidates(name, left, experiment.record)
                problems.append(Problem("note", name, reason, _mend(showable, candidates)))
    return problems


def _mend(showable: Showable, candidates: Iterator[str]) -> str:
    asked = showable.find_first(candidates)
    return f"show one by {{{{ {asked} }}}}, or leave it to the figures" if asked else _LEAVE


def _candidates(name: str, left: Mapping[str, str], record: Record) -> Iterator[str]:
    """Ways to show one of these values; whether a template takes them is to be tried."""
    tables = _tables_of(record)
    for asked in left.values():
        found = _POINT.match(asked)
        point, key = (found[0][:-1], asked[found.end() :]) if found else ("", asked)
        keys = key.split(".")
        whole = spell(name, point, keys)
        if asked in tables:
            yield f"{whole} | table"
        else:
            yield from (whole, f"{whole} | counts")
            yield spell(name, point, keys, in_brackets=True)
            yield spell(name, point, [key])


def find_idle_reasons(decks: list[Rendered]) -> list[Problem]:
    """A note for each constant of the decks that is a reason for nothing."""
    used = {(d.template, d.words) for deck in decks for d in deck.declared if d.used}
    idle = dict.fromkeys(
        (
            f"templates/{words.template}:{words.line}",
            f"nothing says {words.words!r}",
            "take it away",
        )
        for deck in decks
        for words in deck.declared
        if (words.template, words.words) not in used
    )
    idle |= dict.fromkeys(part[:3] for deck in decks for part in deck.judged.idle)
    return [Problem("note", *each) for each in idle]


def _find_names(record: Record) -> dict[str, str]:
    """The names of a record's numbers, texts and tables, each with how one asks for it.

    All points of a sweep share a name; it is asked for at the first of them.
    """
    names: dict[str, str] = {}
    for asked, by_seed in record.numbers.items():
        if any(map(is_number, by_seed.values())):
            names.setdefault(_POINT.sub("", asked), asked)
    for asked in (*record.texts, *_tables_of(record)):
        names.setdefault(_POINT.sub("", asked), asked)
    return names


def _tables_of(record: Record) -> list[str]:
    return list(dict.fromkeys(f"{run.prefix}{name}" for run in record.runs for name in run.tables))
