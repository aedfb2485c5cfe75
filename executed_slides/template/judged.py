"""What of a deck no run made, judged once for the same words of the same origins.

numbers ──▶ judging.py         code, pictures ──▶ judging_parts.py         neither on the fast path
"""

from collections.abc import Callable
from dataclasses import astuple
from typing import Any, NamedTuple

from executed_slides.base.files import hash_text
from executed_slides.template.bound_text import Binding, Place, Reasoned, Text, Typed
from executed_slides.template.environment import BoundEnvironment
from executed_slides.template.typed_numbers import Declared, Unbound
from executed_slides.template.typed_parts import ReasonedPart, Surroundings, TypedPart


class Judged(NamedTuple):
    """What of a deck comes from nowhere, and what has a reason.

    That is: its numbers, words that are declared constant, code and pictures without and with a
    reason, and reasons for nothing.
    """

    unbound: list[Unbound]
    declared: list[Declared]
    typed: list[TypedPart]
    reasoned: list[ReasonedPart]
    idle: list[TypedPart]


def judge_once(
    environment: BoundEnvironment,
    deck: str,
    markdown: Text,
    look_around: Callable[[], Surroundings] = Surroundings,
) -> Judged:
    """What of a deck no run made.

    What was found before in the same words of the same origins is not looked for again. Raises
    DeckError for a declaration that would hide any number, or gives no reason.
    """
    around = look_around()
    decides = (
        hash_text(str.__str__(markdown)),
        _hash_origins(environment, markdown),
        hash_text(repr((sorted(around.figures), around.themes))),
    )
    kept = environment.kept.get("judged", deck, *decides)
    if kept is None:
        kept = _judge_anew(environment, deck, markdown, around)
        environment.kept.put("judged", deck, *decides, value=kept)
    kinds = (Unbound, Declared, TypedPart, ReasonedPart, TypedPart)
    return Judged(
        *([kind(*each) for each in found] for kind, found in zip(kinds, kept, strict=True))
    )


def _judge_anew(
    environment: BoundEnvironment, deck: str, markdown: Text, around: Surroundings
) -> list[list[tuple[Any, ...]]]:
    from executed_slides.template.judging import find_unbound
    from executed_slides.template.judging_parts import find_typed_parts

    numbers = find_unbound(environment, deck, markdown)
    parts = find_typed_parts(environment, deck, markdown, around)
    return [
        *(list(map(astuple, found)) for found in numbers),
        *(list(map(tuple, found)) for found in parts),
    ]


def _hash_origins(environment: BoundEnvironment, markdown: Text) -> str:
    """A hash of where each part of a text comes from, and of the templates."""
    origins = [
        (start, end, _recorded(source) if isinstance(source, Binding) else tuple(source))
        for start, end, source in markdown.spans
        if isinstance(source, Binding | Place | Typed | Reasoned)
    ]
    return hash_text(repr((origins, [environment.sources[name] for name in environment.used])))


def _recorded(binding: Binding) -> tuple[Any, ...]:
    """What decides whether code or text is shown as it was recorded."""
    return (binding.kind, binding.value) if isinstance(binding.value, str) else (binding.kind,)
