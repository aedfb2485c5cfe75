"""Claims: sentences of result that a template may only say while their condition holds.

{% claim imdb.overfits %}과대적합 발생{% otherwise %}과대적합 없음{% endclaim %}

    the condition holds in every run ──▶ the sentence
    in some of them                  ──▶ {% sometimes %}, which says in how many
    in none                          ──▶ {% otherwise %}

Records with the same seeds are compared run by run, others each run with each. A condition that
recorded values cannot turn, or a sentence that says nothing, is no claim.
"""

import html
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple

from jinja2 import nodes
from jinja2.ext import Extension
from jinja2.parser import Parser

from executed_slides.base.errors import DeckError, NoRecord
from executed_slides.template.bound_text import Binding, bound, spans_of, strip
from executed_slides.template.environment import BoundEnvironment, Line
from executed_slides.template.falsifiability import can_be
from executed_slides.template.mistakes import tell_mistake
from executed_slides.template.overclaims import (
    Overclaim,
    Relation,
    find_overclaims,
    find_overclaims_of_some,
    is_measured,
    relations_of,
)
from executed_slides.template.values import (
    Axis,
    Choice,
    Measured,
    Taken,
    Trial,
    bare_value,
    derive,
    name_of,
    number,
    runs_at,
    trial_of,
    union,
)

_ENDS = ("name:sometimes", "name:otherwise", "name:endclaim")
_DISTANCES = {
    "<": lambda left, right: right - left,
    "<=": lambda left, right: right - left,
    ">": lambda left, right: left - right,
    ">=": lambda left, right: left - right,
    "==": lambda left, right: -abs(left - right),
    "!=": lambda left, right: abs(left - right),
}
# From less to more.
PARTS = ("otherwise", "sometimes", "sentence")
_PART, _HELD, _OF = "_claim_part", "_claim_held", "_claim_of"
# How `held` and `of` are named, as which evidence shows them.
_COUNTED = ("runs with", "runs asked for")
_NO_WORDS = "it says nothing"
SAY_OTHERWISE = "reword the sentence, or give the other one after {% otherwise %}"
SAY_SOMETIMES = (
    "say less, or in how many runs it is so: {% sometimes %}… in {{ held }} of {{ of }} runs"
)
CLAIM_SOMETHING = (
    "let recorded values decide, named in the condition itself; or say it without a claim"
)
# What makes no other sentence: emphasis, tags and space.
_MARKS = re.compile(r"[.,:;!?…·'\"“”‘’()\[\]。、，！？：；–—-]+(?!\d)")
_LINK = re.compile(r"(?<!!)\[([^\[\]]*)\]\([^()]*\)")
_DRESS = re.compile(r"<(?!img|video)[^<>]*>|[*_~`\s]+|{%-?|-?%}")


class Margin(NamedTuple):
    """How far the two sides of a comparison are apart, in their unit: positive where it holds.

    `difference` is the median of all runs, `relative` the same as a share of the right side (None
    where that is zero), `least` and `greatest` are the runs' own.
    """

    comparison: str
    difference: float
    relative: float | None
    least: float
    greatest: float


# Whether a condition holds, by run; None where that cannot be judged.
Runs = dict[Any, bool | None]


@dataclass(frozen=True)
class Claim:
    """One claim as it was rendered: where, the condition, its values, and where it holds.

    `runs` says of every run whether the condition holds (None where it cannot be judged), by its
    seed, or the seeds of several records; by None where it reads nothing that several measured.
    `missing` names the sentence that is needed and not given, `fault` says why it is no claim at
    all, `overclaims` how its sentence says more than the runs do, and `doubts` which differences
    one run measured that its sampling explains. `relations` are the comparisons, as they hold.
    """

    template: str
    line: int
    condition: str
    values: dict[str, Any]
    sentence: str
    runs: Runs = field(default_factory=dict)
    margins: tuple[Margin, ...] = ()
    missing: str = ""
    fault: str = ""
    overclaims: tuple[Overclaim, ...] = ()
    doubts: tuple[str, ...] = ()
    relations: tuple[Relation, ...] = field(default=(), repr=False, compare=False)

    @property
    def place(self) -> tuple[str, int, str]:
        """Where it stands: in a loop several stand there."""
        return self.template, self.line, self.condition

    @property
    def held(self) -> int:
        """In how many runs the condition holds."""
        return sum(map(bool, self.runs.values()))

    @property
    def holds(self) -> bool:
        """Whether it holds in every run."""
        return self.held == len(self.runs)

    @property
    def part(self) -> str:
        """Which of its sentences is true of the runs."""
        return _part_for(self.runs)


@dataclass(frozen=True)
class Said:
    """The source of a claim's sentence in the slides: the `number`-th claim of the deck."""

    number: int


class ClaimExtension(Extension):
    """`{% claim CONDITION %}…{% sometimes %}…{% otherwise %}…{% endclaim %}`, and what was claimed.

    The tag becomes a call block with several parts, so that the condition can be asked again
    for every run, in the place where it stands.
    """

    tags = {"claim"}
    environment: BoundEnvironment
    answer: Any = None

    def parse(self, parser: Parser) -> nodes.Node:
        line = next(parser.stream).lineno
        condition = parser.parse_expression()
        starts = [parser.stream.current.lineno]
        text = " ".join(self.source_of(parser.name, line, starts[0])[len("claim") :].split())
        bodies = {"sentence": parser.parse_statements(_ENDS)}
        ends = [parser.stream.current.lineno]
        while (part := next(parser.stream).value) != "endclaim":
            if part in bodies:
                parser.fail(f"two {{% {part} %}} in one claim", line)
            starts.append(parser.stream.current.lineno)
            bodies[part] = parser.parse_statements(_ENDS)
            ends.append(parser.stream.current.lineno)
        words = [self.source_of(parser.name, *ends) for ends in zip(starts, ends, strict=True)]
        about = nodes.Const((parser.name, line, text, tuple(bodies), _find_no_words(words)))
        if "sometimes" in bodies:
            bodies["sometimes"] = [_with_counts(bodies["sometimes"])]
        parts: list[nodes.Node] = [nodes.ExprStmt(self.call_method("hear", [condition]))]
        for part, body in bodies.items():
            parts = [nodes.If(_is_part(part), body, [], parts)]
        judged = self.call_method("judge", [about])
        given = [nodes.Name(name, "param") for name in (_PART, _HELD, _OF)]
        return nodes.CallBlock(judged, given, [], parts).set_lineno(line)

    def hear(self, value: Any) -> None:
        self.answer = value

    def ask(self, caller: Any) -> bool:
        """Whether the condition holds in the trial that goes on, in the place where it stands."""
        caller(**{_PART: "condition", _HELD: None, _OF: None})
        return bool(self.answer)

    def source_of(self, template: str | None, start: int, end: int) -> str:
        """What is written in the template from one token to another."""
        assert isinstance(start, Line) and isinstance(end, Line)
        return self.environment.sources[template or ""][start.start : end.start]

    def judge(self, about: tuple, caller: Any) -> str:
        template, line, text, parts, fault = about
        ask = partial(self.ask, caller)
        runs, trial = judge_runs(ask, text)
        holds = all(runs.values())
        if not fault and (holds or not any(runs.values())):
            could = can_be(not holds, ask, text, trial.compared)
            fault = "" if could else f"no recorded values could make it {not holds}".lower()
        part = _part_for(runs)
        claims = self.environment.claims
        place = len(claims)
        claims.append(None)  # A claim inside the sentence comes after this one.
        said = self.say(caller, part if part in parts else "sentence", runs, text, trial)
        sentence = strip(said)
        if part == "sentence" and not _undressed(sentence):
            fault = _NO_WORDS
        relations = tuple(relations_of(trial.compared)) if part != "sometimes" else ()
        if part == "sometimes":
            compared = [Relation(*each) for each in trial.compared]
            overclaims = find_overclaims_of_some(compared, said)
        else:
            overclaims = find_overclaims(relations, said, part == "sentence")
        claims[place] = Claim(
            template,
            line,
            text,
            trial.values,
            str.__str__(sentence),
            runs,
            tuple(filter(None, (_measure_margin(*each) for each in trial.compared))),
            "" if part in parts else part,
            fault or _find_uncounted(part, parts, said),
            tuple(dict.fromkeys(overclaims)),
            tuple(dict.fromkeys(_tell_doubt(*each) for each in trial.doubted)),
            relations,
        )
        return bound(said if part in parts else sentence, Said(place))

    def say(self, caller: Any, part: str, runs: Runs, text: str, trial: Trial) -> str:
        """One of the sentences, in which `held` and `of` count the runs."""
        if part != "sometimes":
            return caller(**{_PART: part, _HELD: None, _OF: None})
        counts = {
            _HELD: (sum(map(bool, runs.values())), f"{_COUNTED[0]} {text}"),
            _OF: (len(runs), f"{_COUNTED[1]} {text}"),
        }
        given = {key: _counted(*count, trial) for key, count in counts.items()}
        return caller(**{_PART: part, **given})


def _counted(count: int, name: str, trial: Trial) -> Any:
    """A number of runs, which is bound to what the condition reads, or what that was made of."""
    counted = number(count, name, {None: count})
    counted.names = union([trial.values, trial.names])
    counted.experiments = union([read.partition(".")[0]] for read in counted.names)
    return counted


def judge_runs(ask: Callable[[], bool], condition: str) -> tuple[Runs, Trial]:
    """Whether the condition holds, for each run that it may read; and what was looked at.

    Raises DeckError where no run can be judged.
    """
    axes: dict[Axis, None] = {}
    while True:
        asked = [(at, *_ask_run(ask, at)) for at in runs_at(axes)]
        read = union(trial.axes for _, _, trial, _ in asked)
        if set(read) <= axes.keys():
            break
        axes |= dict.fromkeys(read)
    answered = [trial for _, holds, trial, _ in asked if holds is not None]
    if not answered:
        _, _, trial, error = asked[0]
        assert error
        raise _unjudged(condition, trial.values, error) from error
    seen = answered[0]
    for _, _, trial, _ in asked:
        if trial is not seen:
            seen.values = {**trial.values, **seen.values}
            seen.doubted += trial.doubted
    return {_label(at): holds for at, holds, _, _ in asked}, seen


def _ask_run(ask: Callable[[], bool], at: Choice) -> tuple[bool | None, Trial, Exception | None]:
    """Whether the condition holds in these runs; None, with the error, where nobody can say."""
    answers, first = [], None
    for taken in _TAKEN:
        with trial_of(at, taken=taken) as trial:
            try:
                answers.append(ask())
            except NoRecord:
                raise
            except Exception as error:
                return None, trial, error
        first = first or trial
        if not first.doubted:
            break
    assert first
    if len(set(answers)) == 1:
        first.doubted.clear()
    return all(answers), first, None


# All that shares may be, as far as sampling tells: the first one less, greater, or equal.
_TAKEN = (Taken(False, False), Taken(True, False), Taken(False, True))


def _label(at: Choice) -> Any:
    """How a run is named: by its seed, or the seeds of several records."""
    seeds = tuple(at.values())
    return seeds if len(seeds) > 1 else seeds[0] if seeds else None


def _part_for(runs: Runs) -> str:
    """Which sentence is true of these runs."""
    if all(runs.values()):
        return "sentence"
    return "sometimes" if any(runs.values()) else "otherwise"


def _find_uncounted(part: str, parts: tuple[str, ...], said: str) -> str:
    """Why a sentence of what is sometimes so is none: it must say in how many runs."""
    if part != "sometimes" or part not in parts:
        return ""
    read = _find_read_places(str.__str__(said))
    keys = [
        span.source.key
        for span in spans_of(said)
        if isinstance(span.source, Binding) and span.start in read
    ]
    counted = all(any(key.startswith(begin) for key in keys) for begin in _COUNTED)
    return "" if counted else "it does not say in how many runs: {{ held }} of {{ of }}"


def _find_read_places(sentence: str) -> set[int]:
    """Where in a sentence letters stand that one reads on the slide: in no note and no address."""
    from executed_slides.markdown.contents import FROM_TOP
    from executed_slides.markdown.reader import read_deck

    slides = read_deck(f"\n{sentence}").slides
    read = [words.places for slide in slides for words in slide.words if words.kind in FROM_TOP]
    read += [code.content.places for slide in slides for code in slide.codes]
    read += [formula.content.places for slide in slides for formula in slide.formulas]
    return {place - 1 for places in read for place in places}


def _tell_doubt(sign: str, left: Any, right: Any) -> str:
    sides = (
        f"{name_of(side)} = {bare_value(side):.6g}" if is_measured(side) else name_of(side)
        for side in (left, right)
    )
    return f"{' and '.join(sides)} differ by no more than sampling explains, with one run on a side"


def _with_counts(body: list[nodes.Node]) -> nodes.Node:
    """A sentence in which templates may say `held` and `of`."""
    targets = [nodes.Name(name, "param") for name in ("held", "of")]
    values = [nodes.Name(name, "load") for name in (_HELD, _OF)]
    return nodes.With(targets, values, body)


def _undressed(words: str) -> str:
    """Words without what makes no other sentence of them."""
    plain = unicodedata.normalize("NFKC", html.unescape(_DRESS.sub("", words)))
    seen = "".join(sign for sign in plain if unicodedata.category(sign) != "Cf")
    return _LINK.sub(r"\1", "".join(seen.split()))


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
    try:
        apart = derive(_DISTANCES[sign], "", left, right)
    except DeckError:
        return None  # No run measured both.
    margins = list(apart.by_seed.values()) if isinstance(apart, Measured) else [apart]
    whole = abs(bare_value(right))
    return Margin(
        comparison=f"{name_of(left)} {sign} {name_of(right)}",
        difference=bare_value(apart),
        relative=bare_value(apart) / whole if whole else None,
        least=min(margins),
        greatest=max(margins),
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
