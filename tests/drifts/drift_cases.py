"""Cases: what a deck says, and what `check` has to say of it.

Case("heading", "88.2%", "## Accuracy 88.2%", told="'88.2%'")   a slide that must be told
Case("date", "heading", "## 9 Sep 2025")                        one of which nothing may be told
many cases ── one deck, a slide each ──▶ build, check ──▶ problems by their lines ──▶ verdicts
"""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from drift_scores import SCORES
from tiny_deck import Deck

from executed_slides.commands.exit_codes import FAILED

FRONT_MATTER = "---\ntheme: plain\n---\n"
RULE = "\n\n---\n\n"
_PLACE = re.compile(r"templates/(?P<template>[^:]+)(?::(?P<line>\d+))?")


@dataclass(frozen=True)
class Case:
    """A slide, or with `whole` a deck of its own, and what is to be told of it.

    `told` are words of a problem; without them nothing may be said. `beside` are other templates
    that it needs.
    """

    kind: str
    name: str
    text: str
    told: str = ""
    whole: bool = False
    beside: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Verdict:
    """What was said of a case."""

    case: Case
    said: tuple[str, ...]

    @property
    def is_right(self) -> bool:
        if self.case.told:
            return any(self.case.told in said for said in self.said)
        return not self.said


def some_of(cases: Sequence[Any], step: int) -> list[Any]:
    """The first case of each kind, and of all others each so manieth."""
    firsts = {case.kind: case for case in reversed(cases)}
    return [case for at, case in enumerate(cases) if at % step == 0 or firsts[case.kind] is case]


def judge(deck: Deck, cases: Sequence[Case]) -> tuple[list[Verdict], list[str]]:
    """What build and check say of each case, and of none of them."""
    (deck.root / "templates/talk.md.j2").unlink(missing_ok=True)
    owners = _write_slides(deck, [case for case in cases if not case.whole])
    for number, case in enumerate(case for case in cases if case.whole):
        deck.write(f"templates/whole{number}.md.j2", case.text)
        owners[f"whole{number}.md.j2"] = [case]
    for case in cases:
        for name, text in case.beside:
            deck.write(f"templates/{name}", text)
            owners[name] = [case]
    built = deck.run("build", "--no-run")
    assert built.code != FAILED, built.err
    said: dict[Case, list[str]] = {case: [] for case in cases}
    of_none = []
    for subject, reason in problems_of(deck):
        case = _owner(f"{subject} {reason}", owners)
        (of_none if case is None else said[case]).append(f"{subject}   {reason}")
    return [Verdict(case, tuple(told)) for case, told in said.items()], of_none


def problems_of(deck: Deck, *options: str) -> list[tuple[str, str]]:
    problems = json.loads(deck.run("check", "--json", *options).out)["problems"]
    return [(found["subject"], found["reason"]) for found in problems if found["kind"] != "note"]


def _write_slides(deck: Deck, cases: Sequence[Case]) -> dict[str, list[Case | None]]:
    """Writes one deck of all cases; whose each of its lines is."""
    slides = [case.text + RULE for case in cases]
    lines = [
        case for case, text in zip(cases, slides, strict=True) for _ in range(text.count("\n"))
    ]
    deck.write("templates/batch.md.j2", FRONT_MATTER + "".join(slides) + "the end\n")
    return {"batch.md.j2": [None] * FRONT_MATTER.count("\n") + lines + [None]}


def _owner(told: str, owners: dict[str, list[Case | None]]) -> Case | None:
    for found in _PLACE.finditer(told):
        there = owners.get(found["template"], [])
        if len(there) == 1 or found["line"] is None:
            return there[0] if len(there) == 1 else None
        if there:
            return there[int(found["line"]) - 1]
    name = re.match(r"(?:slides/)?(whole\d+)\.", told)
    return owners[f"{name[1]}.md.j2"][0] if name else None


def wrong(verdicts: Iterable[Verdict]) -> list[tuple[str, str, str, tuple[str, ...]]]:
    """The cases that were not judged rightly; all are counted."""
    found = []
    for verdict in verdicts:
        case = verdict.case
        SCORES.count(bool(case.told), case.kind, verdict.is_right)
        if not verdict.is_right:
            found.append((case.kind, case.name, case.text, verdict.said))
    return found
