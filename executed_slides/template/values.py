"""Recorded numbers as templates see them: a number that knows its name and its other seeds' values.

record ── view_record() ──▶ imdb.test_accuracy   a number, and what the other seeds measured
100 * imdb.gap ────▶ a derived number: made of known ones, for every seed
imdb.gap | percent ▶ text that is bound to the number
"""

import math
import operator
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from executed_slides.records.schema import Record
from executed_slides.template.bound_text import Binding, Text, bound, join

# Stands for the first seed of each record, which is the one that slides show.
FIRST = object()


class Trial:
    """A look at all values as one seed measured them, and what was looked at.

    `seeds` are those of the values that were read, `values` the recorded ones by their names,
    and `compared` the comparisons: sign and both sides.
    """

    def __init__(self, seed: Any = FIRST):
        self.seed = seed
        self.seeds: dict[Any, None] = {}
        self.values: dict[str, Any] = {}
        self.compared: list[tuple[str, Any, Any]] = []

    def choose(self, by_seed: dict[Any, Any]) -> Any:
        """The value of this trial's seed; a record without that seed gives its first."""
        if len(by_seed) > 1:
            self.seeds |= dict.fromkeys(by_seed)
        return by_seed[self.seed] if self.seed in by_seed else first_of(by_seed)

    def read(self, value: Any) -> Any:
        """What a number is in this trial."""
        if not isinstance(value, Measured):
            return value
        if value.names == (value.name,):
            self.values[value.name] = value
        return self.choose(value.by_seed)


def first_of(by_seed: dict[Any, Any]) -> Any:
    return next(iter(by_seed.values()))


_TRIAL: ContextVar[Trial | None] = ContextVar("trial", default=None)


@contextmanager
def trial_of(seed: Any = FIRST) -> Iterator[Trial]:
    """While it lasts, recorded values compare as this seed measured them."""
    trial = Trial(seed)
    token = _TRIAL.set(trial)
    try:
        yield trial
    finally:
        _TRIAL.reset(token)


@contextmanager
def quietly() -> Iterator[None]:
    """While it lasts, comparisons are nobody's claim: those inside `| min`, for instance."""
    trial = _TRIAL.get()
    compared = trial.compared.copy() if trial else []
    yield
    if trial:
        trial.compared = compared


def _comparing(sign: str, compare: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    def method(self: "Measured", other: Any) -> bool:
        if trial := _TRIAL.get():
            trial.compared.append((sign, self, other))
            return compare(trial.read(self), trial.read(other))
        return compare(bare_value(self), bare_value(other))

    return method


def _counting(sign: str, count: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    def method(self: "Measured", other: Any) -> Any:
        if not isinstance(other, int | float):
            return NotImplemented
        return derive(count, f"{_inner_name(self)} {sign} {_inner_name(other)}", self, other)

    return method


def _counting_back(sign: str, count: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    def method(self: "Measured", other: Any) -> Any:
        if not isinstance(other, int | float):
            return NotImplemented
        return derive(count, f"{_inner_name(other)} {sign} {_inner_name(self)}", other, self)

    return method


def _applying(form: str, apply: Callable[..., Any]) -> Callable[..., Any]:
    def method(self: "Measured", *details: Any) -> Any:
        return derive(lambda value: apply(value, *details), form.format(_inner_name(self)), self)

    return method


class Measured:
    """What a number knows beside its value, which is the first seed's.

    `by_seed` has the value of every seed, `names` the recorded numbers that it is made of;
    a constant is made of none, and has a reason.
    """

    name: str
    by_seed: dict[Any, Any]
    names: tuple[str, ...]
    experiments: tuple[str, ...]
    reason: str

    @property
    def values(self) -> "Listed":
        """The values of all seeds, for templates that count over them."""
        name = f"{self.name}.values"
        return Listed(
            name,
            [
                number(value, f"{name}[{index}]", {seed: value}, self)
                for index, (seed, value) in enumerate(self.by_seed.items())
            ],
            self.experiments,
        )

    def __bool__(self) -> bool:
        trial = _TRIAL.get()
        return bool(trial.read(self) if trial else bare_value(self))

    def __hash__(self) -> int:
        return hash(bare_value(self))

    __lt__, __le__ = _comparing("<", operator.lt), _comparing("<=", operator.le)
    __gt__, __ge__ = _comparing(">", operator.gt), _comparing(">=", operator.ge)
    __eq__, __ne__ = _comparing("==", operator.eq), _comparing("!=", operator.ne)

    __add__, __radd__ = _counting("+", operator.add), _counting_back("+", operator.add)
    __sub__, __rsub__ = _counting("-", operator.sub), _counting_back("-", operator.sub)
    __mul__, __rmul__ = _counting("*", operator.mul), _counting_back("*", operator.mul)
    __truediv__ = _counting("/", operator.truediv)
    __rtruediv__ = _counting_back("/", operator.truediv)
    __floordiv__ = _counting("//", operator.floordiv)
    __rfloordiv__ = _counting_back("//", operator.floordiv)
    __mod__, __rmod__ = _counting("%", operator.mod), _counting_back("%", operator.mod)
    __pow__, __rpow__ = _counting("**", operator.pow), _counting_back("**", operator.pow)

    __neg__, __pos__ = _applying("-{}", operator.neg), _applying("{}", operator.pos)
    __abs__, __round__ = _applying("abs({})", abs), _applying("round({})", round)
    __trunc__, __floor__ = _applying("trunc({})", math.trunc), _applying("floor({})", math.floor)
    __ceil__ = _applying("ceil({})", math.ceil)


class _Real(Measured, float):  # type: ignore[misc] # `**` of a float gives a float there.
    """A measured real number: `imdb.test_accuracy`."""


class _Count(Measured, int):  # type: ignore[misc] # And `**` of an int, of two kinds.
    """A measured whole number: `imdb.overfit_epoch`."""


class Listed(list):
    """Recorded numbers in a row, such as a series: `imdb.series.loss`."""

    reason = ""

    def __init__(self, name: str, items: Iterable[Any], experiments: tuple[str, ...]):
        super().__init__(items)
        self.name, self.names, self.experiments = name, (name,), experiments


def number(value: Any, name: str, by_seed: dict[Any, Any], *made_of: Any) -> Any:
    """A number that remembers its name, its seeds and what it is made of.

    What is no number (True, None) can remember nothing and stays what it is.
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    made = _Real(value) if isinstance(value, float) else _Count(value)
    made.name, made.by_seed = name, by_seed
    made.names = union(part.names for part in made_of)
    made.experiments = union(part.experiments for part in made_of)
    made.reason = "; ".join(union([part.reason] for part in made_of if part.reason))
    return made


def measured(name: str, values: list[Any], seeds: Iterable[Any] = (), experiment: str = "") -> Any:
    """The first value as a number that carries `name` and the values of all seeds.

    True, False and None cannot carry anything and stay what they are.
    """
    by_seed = dict(zip(seeds or range(1, len(values) + 1), values, strict=True))
    made = number(values[0], name, by_seed)
    if isinstance(made, Measured):
        made.names, made.experiments = (name,), (experiment,) if experiment else ()
    return made


def derive(count: Callable[..., Any], name: str, *operands: Any) -> Any:
    """What `count` makes of the operands: of their first seeds' values, and for every seed."""
    first = count(*map(bare_value, operands))
    known = [value for value in operands if isinstance(value, Measured)]
    if not known:
        return first
    several = union(value.by_seed for value in known if len(value.by_seed) > 1)
    going = _TRIAL.get() or Trial()
    going.seeds |= dict.fromkeys(several)
    by_seed = {}
    for seed in several or known[0].by_seed:
        trial = Trial(seed)
        try:
            by_seed[seed] = count(
                *(trial.choose(v.by_seed) if isinstance(v, Measured) else v for v in operands)
            )
        except ArithmeticError:
            # One seed's zero must not hide what the slide shows, but its own trial fails.
            if seed == going.seed:
                raise
    return number(first, name, by_seed, *known)


def union(groups: Iterable[Iterable[Any]]) -> tuple[Any, ...]:
    """All members once, in the order in which they come."""
    return tuple(dict.fromkeys(member for group in groups for member in group))


def bare_value(value: Any) -> Any:
    """The bare number without what it knows; anything else as it is."""
    if isinstance(value, _Real):
        return float.__float__(value)
    return int.__int__(value) if isinstance(value, _Count) else value


def name_of(value: Any) -> str:
    return value.name if isinstance(value, Measured | Listed) else repr(value)


def _inner_name(value: Any) -> str:
    """A name as a part of another one: in brackets when it is an expression itself."""
    name = name_of(value)
    return f"({name})" if " " in name else name


def binding_of(value: Measured | Listed) -> Binding:
    """What a text that shows this value is bound to."""
    return Binding(
        kind="number" if value.names else "constant",
        key=value.name,
        value=bare_value(value) if isinstance(value, Measured) else None,
        by_seed=value.by_seed if isinstance(value, Measured) else None,
        names=value.names,
        experiments=value.experiments,
        reason=value.reason,
    )


def as_text(value: Any) -> Text:
    """A value as a slide shows it, bound to what it comes from."""
    if isinstance(value, Text):
        return value
    if isinstance(value, Measured | Listed) and (value.names or value.reason):
        return bound(str(value), binding_of(value))
    return Text(str(value))


def join_values(values: list[Any]) -> Text:
    """`a ~ b` of a template: the values as one text, each still bound."""
    return join(map(as_text, values))


class RecordView:
    """A record, or a group of its numbers, with its keys as attributes: `capacity.large`.

    `runs` pairs each seed with what it recorded under this name; a run may lack a key.
    """

    def __init__(
        self, name: str, runs: list[tuple[Any, dict[str, Any]]], experiment: str, kind: str
    ):
        self._name, self._runs, self._experiment, self._kind = name, runs, experiment, kind
        self._values = runs[0][1] if runs else {}
        self._known: dict[str, Any] = {}

    def __getitem__(self, key: str) -> Any:
        first = self._values[key]
        name = f"{self._name}.{key}"
        trial = _TRIAL.get()
        if first is None or isinstance(first, bool):
            # These can remember nothing, so the trial that goes on is asked each time.
            value = (trial or Trial()).choose(self._by_seed(key))
        else:
            if key not in self._known:
                self._known[key] = _remember(name, self._by_seed(key), self._experiment, self._kind)
            value = self._known[key]
        if trial and not isinstance(value, RecordView):
            trial.values[name] = value
        return value

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def _by_seed(self, key: str) -> dict[Any, Any]:
        return {seed: run[key] for seed, run in self._runs if key in run}


def _remember(name: str, by_seed: dict[Any, Any], experiment: str, kind: str = "number") -> Any:
    """A recorded value as something that remembers where it comes from."""
    first = first_of(by_seed)
    if isinstance(first, dict):
        return RecordView(name, list(by_seed.items()), experiment, kind)
    if isinstance(first, list):
        items = [
            _remember(f"{name}[{i}]", {None: item}, experiment) for i, item in enumerate(first)
        ]
        return Listed(name, items, (experiment,))
    if isinstance(first, str):
        return bound(first, Binding("text", name, first, None, (name,), (experiment,)))
    return measured(name, list(by_seed.values()), by_seed, experiment)


class _ExperimentView(RecordView):
    """A whole record: its first level has the numbers, and names for all the rest."""

    def __init__(self, record: Record, experiment: str = ""):
        name = record.experiment
        seeds = [run.seed for run in record.runs]
        numbers = [run.numbers for run in record.runs]
        super().__init__(name, list(zip(seeds, numbers, strict=True)), experiment or name, "number")
        self._others = {
            "parameters": (record.parameters, "parameter"),
            "series": (record.runs[0].series, "series"),
            "seeds": (seeds, "number"),
            "finding": (record.finding, "number"),
            "date": (record.date, "number"),
        }
        self._values = {**self._values, **dict.fromkeys(self._others)}

    def __getitem__(self, key: str) -> Any:
        if key not in self._others:
            return super().__getitem__(key)
        if key not in self._known:
            value, kind = self._others[key]
            self._known[key] = _remember(
                f"{self._name}.{key}", {None: value}, self._experiment, kind
            )
        return self._known[key]


class _SweepView(RecordView):
    """A record that sweeps: a view for each point, `c.at(units=4)`, and `c.points` for loops."""

    def __init__(self, record: Record):
        name = record.experiment
        super().__init__(name, [], name, "number")
        swept = record.points[0]
        self._record = record
        self._known = {"points": [_ExperimentView(part, name) for part in record.split()]}
        shared = {key: value for key, value in record.parameters.items() if key not in swept}
        for key, value, kind in (
            ("parameters", shared, "parameter"),
            ("seeds", record.seeds, "number"),
            ("finding", record.finding, "number"),
            ("date", record.date, "number"),
        ):
            self._known[key] = _remember(f"{name}.{key}", {None: value}, name, kind)
        self._values = dict.fromkeys(["points", "at", *self._known])

    def __getitem__(self, key: str) -> Any:
        return self.at if key == "at" else self._known[key]

    def at(self, **wanted: Any) -> RecordView:
        """The one point with these parameters. Raises DeckError when none or several have them."""
        return self._known["points"][self._record.find_point(wanted)]


def view_record(record: Record) -> RecordView:
    """A record for templates: its numbers, and parameters, series, seeds, finding, date."""
    return _SweepView(record) if record.points else _ExperimentView(record)


def percent(value: float, digits: int = 1) -> str:
    """0.8813 → 88.1%"""
    return f"{100 * value:.{digits}f}%"


def fixed(value: float, digits: int = 2) -> str:
    """0.29431 → 0.29"""
    return f"{value:.{digits}f}"


def thousands(value: float) -> str:
    """2774.3 → 2,774"""
    return f"{value:,.0f}"


NUMBER_FORMATS = {"percent": percent, "fixed": fixed, "thousands": thousands}


def spread(value: Measured, form: str = "thousands", *digits: int) -> str:
    """The least and the greatest value over all seeds: 87.9–88.4%, or one where they agree."""
    write = NUMBER_FORMATS[form]
    values = list(value.by_seed.values())
    low, high = write(min(values), *digits), write(max(values), *digits)
    if low == high:
        return low
    return f"{low.removesuffix('%')}–{high}" if low.endswith("%") else f"{low}–{high}"
