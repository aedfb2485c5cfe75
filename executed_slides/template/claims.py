"""Claims: sentences of result that a template may only say while their condition holds.

{% claim imdb.overfits %}과대적합 발생{% otherwise %}과대적합 없음{% endclaim %}

The first seed judges what the slide says; the other seeds tell how far it can be relied on.
A condition that recorded values cannot turn, or a sentence that says nothing, is no claim.
"""

import re
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple

from jinja2 import nodes
from jinja2.ext import Extension
from jinja2.parser import Parser

from executed_slides.base.errors import DeckError, NoRecord
from executed_slides.template.bound_text import bound, strip
from executed_slides.template.environment import BoundEnvironment, Line
from executed_slides.template.falsifiability import can_be
from executed_slides.template.mistakes import tell_mistake
from executed_slides.template.values import (
    FIRST,
    Measured,
    Trial,
    bare_value,
    derive,
    name_of,
    trial_of,
)

_DISTANCES = {
    "<": lambda left, right: right - left,
    "<=": lambda left, right: right - left,
    ">": lambda left, right: left - right,
    ">=": lambda left, right: left - right,
    "==": lambda left, right: -abs(left - right),
    "!=": lambda left, right: abs(left - right),
}
_PART = "_claim_part"
_NO_WORDS = "it says nothing"
SAY_OTHERWISE = "reword the sentence, or give the other one after {% otherwise %}"
CLAIM_SOMETHING = (
    "let recorded values decide, named in the condition itself; or say it without a claim"
)
# What makes no other sentence: emphasis, tags and space.
_MARKS = re.compile(r"[.,:;!?…·'\"“”‘’()\[\]。、，！？：；–—-]+(?!\d)")
_DRESS = re.compile(r"<(?!img|video)[^<>]*>|[*_~`\s]+|{%-?|-?%}")


class Margin(NamedTuple):
    """How far the two sides of a comparison are apart, in their unit: positive where it holds.

    `relative` is the same as a share of the right side (None where that is zero); `spread` is
    the distance between the seeds' least and greatest margins.
    """

    comparison: str
    difference: float
    relative: float | None
    spread: float


@dataclass(frozen=True)
class Claim:
    """One claim as it was rendered: where, the condition, its values, and whether it holds.

    `seeds` says of every seed whether the condition holds (None where it cannot be judged);
    it is empty where the condition reads nothing that was measured with several seeds.
    `fault` says why it is no claim at all.
    """

    template: str
    line: int
    condition: str
    values: dict[str, Any]
    sentence: str
    holds: bool
    otherwise: bool
    seeds: dict[Any, bool | None] = field(default_factory=dict)
    margins: tuple[Margin, ...] = ()
    fault: str = ""

    @property
    def false(self) -> bool:
        """True when the deck would say what is not so: no other sentence is given."""
        return not (self.holds or self.otherwise)


@dataclass(frozen=True)
class Said:
    """The source of a claim's sentence in the slides: the `number`-th claim of the deck."""

    number: int


class ClaimExtension(Extension):
    """`{% claim CONDITION %}…{% otherwise %}…{% endclaim %}`; keeps the claims it rendered.

    The tag becomes a call block with several parts, so that the condition can be asked again
    for every seed, in the place where it stands.
    """

    tags = {"claim"}
    environment: BoundEnvironment
    answer: Any = None

    def parse(self, parser: Parser) -> nodes.Node:
        line = next(parser.stream).lineno
        condition = parser.parse_expression()
        starts = [parser.stream.current.lineno]
        text = " ".join(self.source_of(parser.name, line, starts[0])[len("claim") :].split())
        body = parser.parse_statements(("name:otherwise", "name:endclaim"))
        other: list[nodes.Node] = []
        ends = [parser.stream.current.lineno]
        otherwise = next(parser.stream).value == "otherwise"
        if otherwise:
            starts.append(parser.stream.current.lineno)
            other = parser.parse_statements(("name:endclaim",))
            ends.append(next(parser.stream).lineno)
        words = [self.source_of(parser.name, *ends) for ends in zip(starts, ends, strict=True)]
        about = nodes.Const((parser.name, line, text, otherwise, _find_no_words(words)))
        asked = nodes.ExprStmt(self.call_method("hear", [condition]))
        parts = nodes.If(
            _is_part("sentence"), body, [nodes.If(_is_part("otherwise"), other, [], [])], [asked]
        )
        judged = self.call_method("judge", [about])
        return nodes.CallBlock(judged, [nodes.Name(_PART, "param")], [], [parts]).set_lineno(line)

    def hear(self, value: Any) -> None:
        self.answer = value

    def ask(self, caller: Any) -> bool:
        """Whether the condition holds in the trial that goes on, in the place where it stands."""
        caller(**{_PART: "condition"})
        return bool(self.answer)

    def source_of(self, template: str | None, start: int, end: int) -> str:
        """What is written in the template from one token to another."""
        assert isinstance(start, Line) and isinstance(end, Line)
        return self.environment.sources[template or ""][start.start : end.start]

    def judge_condition(self, caller: Any, text: str) -> tuple[bool, Trial]:
        """Whether the condition holds, and what it was asked of."""
        with trial_of(FIRST) as trial:
            try:
                return self.ask(caller), trial
            except NoRecord:
                raise
            except Exception as error:
                raise _unjudged(text, trial.values, error) from error

    def judge(self, about: tuple, caller: Any) -> str:
        template, line, text, otherwise, fault = about
        holds, trial = self.judge_condition(caller, text)
        seeds = self.judge_seeds(caller, trial.seeds)
        ask = partial(self.ask, caller)
        if not fault and (not holds) not in seeds.values():
            could = can_be(not holds, ask, text, trial.compared)
            fault = "" if could else f"no recorded values could make it {not holds}".lower()
        compared = (_measure_margin(*comparison) for comparison in trial.compared)
        margins = tuple(margin for margin in compared if margin)
        claims = self.environment.claims
        place = len(claims)
        claims.append(None)  # A claim inside the sentence comes after this one.
        said = caller(**{_PART: "sentence" if holds or not otherwise else "otherwise"})
        sentence = strip(said)
        claims[place] = Claim(
            template,
            line,
            text,
            trial.values,
            str.__str__(sentence),
            holds,
            otherwise,
            seeds,
            margins,
            _NO_WORDS if holds and not _undressed(sentence) else fault,
        )
        return bound(said if holds or otherwise else sentence, Said(place))

    def judge_seeds(self, caller: Any, seeds: dict[Any, None]) -> dict[Any, bool | None]:
        """Whether the condition holds, for each seed that it may read."""
        judged: dict[Any, bool | None] = {}
        left = list(seeds)
        while left:
            seed = left.pop(0)
            with trial_of(seed) as trial:
                try:
                    judged[seed] = self.ask(caller)
                except Exception:
                    judged[seed] = None
            left += [other for other in trial.seeds if other not in judged and other not in left]
        return judged


def _undressed(words: str) -> str:
    """Words without what makes no other sentence of them."""
    return _DRESS.sub("", words)


def _find_no_words(sentences: list[str]) -> str:
    """Why the sentences of a claim tell nothing, as they are written in the template."""
    bare = [_undressed(sentence) for sentence in sentences]
    if not bare[0]:
        return _NO_WORDS
    said = [_MARKS.sub("", sentence).casefold() or sentence for sentence in bare]
    return "it says the same whether it holds or not" if len(set(said)) < len(said) else ""


def _measure_margin(sign: str, left: Any, right: Any) -> Margin | None:
    """How far the two sides of a comparison are apart; None for what is no number."""
    if not all(isinstance(s, int | float) and not isinstance(s, bool) for s in (left, right)):
        return None
    apart = derive(_DISTANCES[sign], "", left, right)
    margins = list(apart.by_seed.values()) if isinstance(apart, Measured) else [apart]
    whole = abs(bare_value(right))
    return Margin(
        comparison=f"{name_of(left)} {sign} {name_of(right)}",
        difference=bare_value(apart),
        relative=bare_value(apart) / whole if whole else None,
        spread=max(margins) - min(margins),
    )


def _unjudged(condition: str, values: dict[str, Any], error: Exception) -> DeckError:
    """The error of a condition that is neither true nor false, with what it was asked of."""
    message, hint = tell_mistake(error)
    there = [f"{name} = {value}" for name, value in values.items()]
    with_values = f", with {', '.join(there)}" if there else ""
    return DeckError(
        f"this claim cannot be judged: {message}\n  {condition}{with_values}",
        hint or "ask for what every record has, and divide by what is never zero",
    )


def _is_part(name: str) -> nodes.Expr:
    return nodes.Compare(nodes.Name(_PART, "load"), [nodes.Operand("eq", nodes.Const(name))])
