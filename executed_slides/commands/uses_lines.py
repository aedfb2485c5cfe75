"""What `uses` prints: facts of values, and slide by slide what shows them."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from executed_slides.proof.answers import Reply
from executed_slides.proof.uses import RenderedUses, SlideUse
from executed_slides.proof.value_facts import ValueFacts

# So many values are told with all that is known of each; of more, one line each.
_FEW = 1


def answer_lines(what: str, answer: Reply, decks: Sequence[RenderedUses]) -> Iterator[str]:
    """Of a slide what stands on it, then facts of its values; of a name its facts, then slides."""
    if what.isdecimal():
        for deck in decks:
            if 0 < int(what) <= deck.count:
                shown = [use for use in answer.uses if use.deck == deck.provenance.deck]
                yield _heading(deck, int(what), deck.title_of(int(what)), decks)
                yield from (line for use in shown for line in _use_lines(use))
                yield from () if shown else ["  nothing on it comes from a record"]
        yield from (line for fact in answer.values for line in _fact_lines(fact))
        return
    of_one = len(answer.values) <= _FEW
    for fact in answer.values:
        yield from _fact_lines(fact) if of_one else [_in_one_line(fact)]
    for (name, number, title), uses in groupby(answer.uses, _place_of):
        deck = next(deck for deck in decks if deck.provenance.deck == name)
        yield _heading(deck, number, title or "", decks)
        yield from (line for use in uses for line in _use_lines(use))
    yield from () if answer.uses else ["no slide names it; a figure may draw it"]


def _place_of(use: SlideUse) -> tuple[str, int | None, str | None]:
    return use.deck, use.slide, use.title


def _heading(
    deck: RenderedUses, number: int | None, title: str, decks: Sequence[RenderedUses]
) -> str:
    of_deck = f"{deck.provenance.deck} " if len(decks) > 1 else ""
    return f"{of_deck}slide {number}   {title}" if number else f"{of_deck}on no slide"


def _use_lines(use: SlideUse) -> Iterator[str]:
    kind = "note" if use.where == "note" else use.kind
    text = " ".join(use.text.split())
    if use.kind in ("claim", "evidence"):
        yield f"  {kind:<9}  {text}"
    else:
        yield f"  {kind:<9}  {text}   {use.key}"
    about = f"if {' '.join(use.key.split())}" if use.kind == "claim" else ""
    either = "on the slide or in its notes" if use.slide and not use.where else ""
    if said := "   ".join(filter(None, [about, either, ", ".join(use.template)])):
        yield f"             {said}"


def _fact_lines(fact: ValueFacts) -> Iterator[str]:
    """A value, then line by line what every run measured, where, from what, and who moved it."""
    yield f"{fact.name}   {_show(fact.value)}".rstrip() if fact.runs else fact.name
    if any(seed is not None for seed in fact.runs):
        runs = ", ".join(f"{seed}: {_show(value)}" for seed, value in fact.runs.items())
        yield f"  runs       {runs}"
    if fact.recorded:
        yield f"  recorded   {', '.join(fact.recorded)}"
    if fact.data:
        data = ", ".join(f"{name} {(h or 'made by code')[:12]}" for name, h in fact.data.items())
        yield f"  data       {data}"
    if fact.moved:
        yield f"  moved      {' '.join(filter(None, fact.moved))}"


def _in_one_line(fact: ValueFacts) -> str:
    values = [value for value in fact.runs.values() if isinstance(value, int | float)]
    several = len(values) > 1 and min(values) != max(values)
    spread = f"   {_show(min(values))} – {_show(max(values))}" if several else ""
    shown = f"   {_show(fact.value)}" if fact.runs else ""
    return f"{fact.name}{shown}{spread}"


def _show(value: Any) -> str:
    return "–" if value is None else repr(value)
