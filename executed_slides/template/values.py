"""Recorded numbers as templates see them: one value that knows its name and every run's.

record ── view_record() ──▶ imdb.test_accuracy   the median of all runs, and what each measured
100 * imdb.gap ────▶ a derived number: worked out run by run, then summarised
imdb.gap | percent ▶ text that is bound to the number
imdb.gap + 0.1 ────▶ one that is bound to nothing, until 0.1 has its reason
"""

import math
import operator
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import product
from typing import Any, NamedTuple
from zlib import crc32

from jinja2 import Undefined

from executed_slides.base.errors import DeckError
from executed_slides.records.summaries import Way, summarise
from executed_slides.records.variants import Seed
from executed_slides.template.bound_text import Binding, Text, Unproven, bound, join
from executed_slides.template.formats import NUMBER_FORMATS, finite, write_range
from executed_slides.template.sampling import Noise, is_beyond, noise_of

# The seeds of several runs. Records with the same ones are paired by them, run by run; of others
# every run meets every run.
Axis = tuple[Seed, ...]
# Which run of each is looked at.
Choice = dict[Axis, Seed]
# More combinations of runs than anybody would ask about.
_MOST_PAIRS = 10_000
# Other values of everything that was measured, small and large: what they do not move, no
# measurement decides.
_OTHERS = (3.7, 520.0, -8e6)
_LARGEST_POWER = 10_000  # In bits.
_DEEPEST = 4  # Rows of rows that are put out.
_REASONED = re.compile(r'constant\([^()]*, "REASON"\)')


class Draws:
    """Values in the place of all that is recorded: each number has one, as long as these last.

    `draw` gives other values of the same kind for those of all seeds. A number that was worked
    out before has values of its own, whatever it was made of.
    """

    def __init__(self, draw: Callable[[list[Any]], list[Any]]):
        self.draw = draw
        self.drawn: dict[str, Any] = {}

    def plain(self, name: str, value: Any) -> Any:
        """What stands for a recorded value that can remember nothing."""
        if name not in self.drawn:
            [self.drawn[name]] = self.draw([value])
        return self.drawn[name]

    def of(self, value: Any) -> Any:
        """What stands for a value; a typed one, and one that was drawn, stay as they are."""
        if not isinstance(value, Measured | Listed) or not value.names or value.draws is self:
            return value
        if isinstance(value, Measured) and value.declared:
            return value
        if value.name not in self.drawn:
            self.drawn[value.name] = self._of_new(value)
        return self.drawn[value.name]

    def _of_new(self, value: Any) -> Any:
        if isinstance(value, Listed):
            made = value.of_these(value.name, map(self.of, value))
            made.names = (value.name,)
            made.by_seed = value.by_seed
        else:
            drawn = self.draw(list(value.by_seed.values()))
            by_seed = dict(zip(value.by_seed, drawn, strict=True))
            made = number(summarise(drawn, value.way), value.name, by_seed, value)
            if isinstance(made, Measured):
                made.axes = value.axes
        if isinstance(made, Measured | Listed):
            made.draws = self
        return made


class Taken(NamedTuple):
    """What two shares are taken for that sampling alone may have set apart."""

    ordered: bool
    equal: bool


class Trial:
    """A look at all values as one run of each record measured them, and what was looked at.

    `at` says which; without it that is the first one. `axes` are the seeds of the values that were
    read, `values` the recorded ones by their names, `names` those of which all is made, and
    `compared` the comparisons: sign and both sides. `draws` has what stands for the values where
    others are tried. `taken` says what shares are taken for that sampling alone may have set apart:
    `doubted` has these comparisons.
    """

    def __init__(
        self, at: Choice | None = None, draws: Draws | None = None, taken: Taken | None = None
    ):
        self.at, self.draws, self.taken = at or {}, draws, taken
        self.axes: dict[Axis, None] = {}
        self.values: dict[str, Any] = {}
        self.names: dict[str, None] = {}
        self.compared: list[tuple[str, Any, Any]] = []
        self.doubted: list[tuple[str, Any, Any]] = []

    def choose(self, by_seed: dict[Any, Any], axes: tuple[Axis, ...], name: str) -> Any:
        """The value of the run that is looked at. Raises DeckError where it has none."""
        self.axes |= dict.fromkeys(axes)
        if not (self.at and axes):
            return first_of(by_seed)
        key = _key_at(axes, self.at)
        if key not in by_seed:
            raise DeckError(f"{name} was not measured with seed {key}", "measure it in every run")
        return by_seed[key]

    def read(self, value: Any) -> Any:
        """What a number is in this trial."""
        if self.draws:
            value = self.draws.of(value)
        if not isinstance(value, Measured):
            return value
        self.names |= dict.fromkeys(value.names)
        if value.names == (value.name,):
            self.values[value.name] = value
        return self.choose(value.by_seed, value.axes, value.name)

    def weigh(self, sign: str, left: Any, right: Any, holds: bool) -> bool:
        """Whether a comparison holds, or what it is taken for where sampling may decide it."""
        are_equal = holds is (sign == "==") if sign in _EQUAL else False
        if self.taken is None or are_equal or not _is_doubtful(left, right, self.at):
            return holds
        self.doubted.append((sign, left, right))
        return self.taken.equal is (sign == "==") if sign in _EQUAL else self.taken.ordered


def _is_doubtful(left: Any, right: Any, at: Choice) -> bool:
    """Whether two shares, one of them of one run, lie no further apart than sampling explains.

    What is worked out of both, and compared with a number, is asked the same.
    """
    sides = (left, right)
    shares = dict(union(side.shares for side in sides if isinstance(side, Measured)))
    if len(shares) < 2 or not any(shares.values()):
        return False
    noises = [_noise_at(side, at) for side in sides]
    values = [bare_value(_value_at(side, at)) for side in sides]
    return None not in noises and not is_beyond(*values, *noises)


def _noise_at(value: Any, at: Choice) -> Noise | None:
    """How far sampling may move a side of a comparison; None where that is not known."""
    if not isinstance(value, Measured) or not value.names:
        return Noise(0, 0)
    return value.noise.get(_key_at(value.axes, at))


def _key_at(axes: tuple[Axis, ...], at: Choice) -> Any:
    """By what a value of these runs is kept: no seed, its seed, or those of several records."""
    seeds = tuple(at.get(axis, axis[0]) for axis in axes)
    return seeds if len(seeds) > 1 else seeds[0] if seeds else None


def first_of(by_seed: dict[Any, Any]) -> Any:
    return next(iter(by_seed.values()))


class OtherInRuns:
    """What is no number, and may be another in each run: a text."""

    def of_run(self, trial: Trial) -> Any:
        """What it is in the run that is looked at."""
        raise NotImplementedError


_TRIAL: ContextVar[Trial | None] = ContextVar("trial", default=None)


def going_trial() -> Trial | None:
    return _TRIAL.get()


def as_run(value: Any) -> Any:
    """A number, or those in a row, as the run measured them that a trial looks at."""
    trial = _TRIAL.get()
    if trial and isinstance(value, Measured):
        return bare_value(trial.read(value))
    if trial and isinstance(value, OtherInRuns):
        return value.of_run(trial)
    return type(value)(map(as_run, value)) if trial and type(value) in (list, tuple) else value


def in_trial(value: Any) -> Any:
    """The value, or what stands for it in a trial of others."""
    trial = _TRIAL.get()
    return trial.draws.of(value) if trial and trial.draws else value


@contextmanager
def trial_of(
    at: Choice | None = None, draws: Draws | None = None, taken: Taken | None = None
) -> Iterator[Trial]:
    """While it lasts, recorded values compare as these runs measured them, or as they are drawn."""
    trial = Trial(at, draws, taken)
    token = _TRIAL.set(trial)
    try:
        yield trial
    finally:
        _TRIAL.reset(token)


# Who is told of comparisons outside of claims, in which the runs disagree.
_WATCHED: ContextVar[Callable[[str], None] | None] = ContextVar("watched", default=None)


@contextmanager
def watched_by(told: Callable[[str], None] | None) -> Iterator[None]:
    """While it lasts, somebody is told of each choice in which the runs disagree."""
    token = _WATCHED.set(told)
    try:
        yield
    finally:
        _WATCHED.reset(token)


def tell_watched(outcomes: Iterable[Any], name: str) -> None:
    """Tells of a choice, outside of claims, in which the runs disagree."""
    told = _WATCHED.get()
    if told and _TRIAL.get() is None and len(set(outcomes)) > 1:
        told(f"{name}, in which the runs disagree")


@contextmanager
def quietly() -> Iterator[None]:
    """While it lasts, comparisons are nobody's claim: those inside `| min`, for instance."""
    trial = _TRIAL.get()
    compared = trial.compared.copy() if trial else []
    with watched_by(None):
        yield
    if trial:
        trial.compared = compared


def _watch(sign: str, compare: Callable[[Any, Any], bool], left: Any, right: Any) -> None:
    """Notes a comparison that is nobody's claim, and that runs or samples do not decide."""
    watched = _WATCHED.get()
    if watched is None:
        return
    condition = f"{name_of(left)} {sign} {name_of(right)}"
    outcomes = set(compare_runs(compare, left, right))
    tell_watched(outcomes, condition)
    if len(outcomes) == 1 and sign not in _EQUAL and _is_doubtful(left, right, {}):
        watched(f"{condition}, which sampling alone may explain")


def compare_runs(compare: Callable[[Any, Any], bool], left: Any, right: Any) -> Iterator[bool]:
    """How a comparison comes out in each run that measured both sides."""
    for at in runs_at(union(side.axes for side in (left, right) if isinstance(side, Measured))):
        if _is_measured_at(left, at) and _is_measured_at(right, at):
            yield compare(_value_at(left, at), _value_at(right, at))


_EQUAL = ("==", "!=")


def _comparing(sign: str, compare: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    def method(self: "Measured", other: Any) -> bool:
        if not (trial := _TRIAL.get()):
            _watch(sign, compare, self, other)
            return compare(bare_value(self), bare_value(other))
        trial.compared.append((sign, self, other))
        return trial.weigh(sign, self, other, compare(trial.read(self), trial.read(other)))

    return method


def _counting(sign: str, count: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    def method(self: "Measured", other: Any) -> Any:
        if not isinstance(other, int | float):
            return NotImplemented
        return _calculate(sign, count, self, other)

    return method


def _counting_back(sign: str, count: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    def method(self: "Measured", other: Any) -> Any:
        if not isinstance(other, int | float):
            return NotImplemented
        return _calculate(sign, count, other, self)

    return method


def _applying(form: str, apply: Callable[..., Any]) -> Callable[..., Any]:
    def method(self: "Measured", *details: Any) -> Any:
        made = derive(lambda value: apply(value, *details), form.format(_inner_name(self)), self)
        if isinstance(made, Measured):
            made.apart = self.apart
            made.parts = self.parts and _parts_by(apply, self.parts, *details)
            if form in _ROUNDING:
                made.exact = exact_value(self)
        return made

    return method


_ROUNDING = ("round({})", "trunc({})", "floor({})", "ceil({})")


def power(base: Any, exponent: Any) -> Any:
    """A power. Raises OverflowError for a whole number that would take all memory."""
    are_whole = isinstance(base, int) and isinstance(exponent, int)
    if are_whole and base.bit_length() * exponent > _LARGEST_POWER:
        raise OverflowError("a power that no slide can show")
    return base**exponent


class Picked(NamedTuple):
    """One run of several that a value was taken from, by seed; `runs` has what all measured."""

    name: str
    seed: Any
    runs: tuple[tuple[Any, Any], ...]


class Pair(NamedTuple):
    """Two numbers whose difference or ratio another one is, and what that is of equal ones."""

    one: Any
    other: Any
    of_equals: float


class Measured:
    """What a number knows beside its value, which stands for all runs.

    `by_seed` has the value of every run, `axes` the seeds of the records that it is made of, where
    these have several, `way` how their values become one, and `names` the recorded numbers that it
    is made of; a constant is made of none, and has a reason. `shares` names those of them that were
    counted on samples, and whether in one run alone; `noise` is how far these move it, by run.
    `picked` are the runs that it was picked from, where that are not all, by the number's name,
    `whole` is the same of all runs.
    `exact` is what it was before it was rounded, `parts` are the two that it compares.
    `unproven` says what else it is made of, `others` what it would be if other values had been
    measured, `moved` that 1 was added or taken away, `declared` that a script says how many there
    are, and no run, `apart` that it is the difference of two.
    """

    name: str
    by_seed: dict[Any, Any]
    axes: tuple[Axis, ...] = ()
    way: Way = "median"
    shares: tuple[tuple[str, bool], ...] = ()
    noise: dict[Any, Noise] = {}
    whole: "Measured | None" = None
    picked: tuple[Picked, ...] = ()
    names: tuple[str, ...]
    experiments: tuple[str, ...]
    reason: str
    unproven: Unproven | None = None
    others: tuple[Any, ...] = ()
    moved = False
    declared = False
    apart = False
    exact: Any = None
    parts: Pair | None = None
    draws: Draws | None = None

    @property
    def values(self) -> "Listed":
        """The values of all runs, for templates that count over them."""
        name = f"{self.name}.values"
        items = [
            number(value, f"{name}[{index}]", {seed: value}, self)
            for index, (seed, value) in enumerate(self.by_seed.items())
        ]
        runs = {pick.name: pick.runs for pick in self.picked}
        measured_by = runs.get(self.name, tuple(self.by_seed.items()))
        if len(measured_by) > 1:
            for seed, item in zip(self.by_seed, items, strict=True):
                item.picked = (Picked(self.name, seed, measured_by),)
                item.whole = self
        for seed, item in zip(self.by_seed, items, strict=True):
            if noise := self.noise.get(seed if self.axes else None):
                item.noise = {None: noise}
        listed = Listed(name, items, self.experiments)
        listed.unproven, listed.draws = self.unproven, self.draws
        listed.by_seed = True
        return listed

    def __bool__(self) -> bool:
        if trial := _TRIAL.get():
            return bool(trial.read(self))
        tell_watched(map(bool, self.by_seed.values()), self.name)
        return bool(bare_value(self))

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
    __pow__, __rpow__ = _counting("**", power), _counting_back("**", power)

    __neg__, __pos__ = _applying("-{}", operator.neg), _applying("{}", operator.pos)
    __abs__, __round__ = _applying("abs({})", abs), _applying("round({})", round)
    __trunc__, __floor__ = _applying("trunc({})", math.trunc), _applying("floor({})", math.floor)
    __ceil__ = _applying("ceil({})", math.ceil)


class _Real(Measured, float):  # type: ignore[misc] # `**` of a float gives a float there.
    """A measured real number: `imdb.test_accuracy`."""


class _Count(Measured, int):  # type: ignore[misc] # And `**` of an int, of two kinds.
    """A measured whole number: `imdb.overfit_epoch`."""


class Listed(list):
    """What was recorded in a row, such as a series: `imdb.series.loss`.

    One `by_seed` has as many as there are seeds. `length` is how many points there are where the
    runs differ in it.
    """

    reason = ""
    unproven: Unproven | None = None
    moved = False
    by_seed = False
    length: Measured | None = None
    draws: Draws | None = None
    # Why it cannot be put out as it is, and what to write.
    unshown = (
        "a row with a gap",
        "name a value in it, call it, or write it by a filter: {{ … | join(', ') }}",
    )

    def __init__(self, name: str, items: Iterable[Any], experiments: tuple[str, ...]):
        super().__init__(items)
        self.name, self.names, self.experiments = name, (name,), experiments

    def of_these(self, name: str, items: Iterable[Any]) -> "Listed":
        """Some of it as a row of its own."""
        row = Listed(name, items, self.experiments)
        row.names, row.draws = self.names, self.draws
        return row


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
    for part in made_of:
        if isinstance(part, Measured | Listed):
            made.unproven = made.unproven or part.unproven
            made.moved = made.moved or part.moved
            made.draws = made.draws or part.draws
        if isinstance(part, Measured | Binding):
            made.picked = union((made.picked, part.picked))
        if isinstance(part, Measured):
            made.shares = union((made.shares, part.shares))
            made.way = part.way if part.way == "mean" else made.way
    return made


def measured(
    name: str,
    by_seed: dict[Any, Any],
    axes: tuple[Axis, ...] = (),
    way: Way = "median",
    experiment: str = "",
) -> Any:
    """What all runs measured, as one number that carries `name` and the value of each.

    True, False and None cannot carry anything and stay what they are.
    """
    made = number(summarise(by_seed.values(), way), name, by_seed)
    if isinstance(made, Measured):
        made.names, made.experiments = (name,), (experiment,) if experiment else ()
        made.axes, made.way = axes, way
    return made


def derive(count: Callable[..., Any], name: str, *operands: Any) -> Any:
    """What `count` makes of the operands: run by run, and then as one value.

    What they do not decide is none of theirs: it is a constant, and needs a reason.
    """
    operands = tuple(map(in_trial, operands))
    known = [value for value in operands if isinstance(value, Measured)]
    if not known:
        return count(*map(bare_value, operands))
    axes = union(value.axes for value in known)
    by_seed = _count_by_run(count, operands, axes, name)
    way: Way = "mean" if any(value.way == "mean" for value in known) else "median"
    made = number(summarise(by_seed.values(), way), name, by_seed, *known)
    if isinstance(made, Measured):
        made.axes = axes
        made.declared = all(value.declared for value in known)
        if any(value.noise for value in known):
            made.noise = _count_noise(count, operands, by_seed, axes)
        if any(value.whole for value in known):
            made.whole = derive(count, name, *map(whole_of, operands))
    if isinstance(made, Measured) and not made.draws:
        made.others = tuple(_count_others(count, operands))
        first = bare_value(made)
        if made.names and all(other == first for other in made.others):
            made.names = made.experiments = ()
            made.unproven = made.unproven or (None if made.reason else _ignoring(name, first))
    return made


def whole_of(value: Any) -> Any:
    """What some runs were picked from, with all of them; anything else as it is."""
    return value.whole if isinstance(value, Measured) and value.whole is not None else value


def runs_at(axes: Iterable[Axis]) -> Iterator[Choice]:
    """Every way to look at one run of each record: those with the same seeds go together."""
    axes = tuple(axes)
    if math.prod(map(len, axes)) > _MOST_PAIRS:
        raise DeckError(
            f"runs with {', '.join(map(str, map(len, axes)))} different seeds make too many pairs",
            "give their experiments the same seeds, which are paired run by run",
        )
    return (dict(zip(axes, seeds, strict=True)) for seeds in product(*axes))


def _count_by_run(
    count: Callable[..., Any], operands: tuple[Any, ...], axes: tuple[Axis, ...], name: str
) -> dict[Any, Any]:
    going = _TRIAL.get() or Trial()
    going.axes |= dict.fromkeys(axes)
    by_seed: dict[Any, Any] = {}
    failed: ArithmeticError | None = None
    for at in runs_at(axes):
        if all(_is_measured_at(operand, at) for operand in operands):
            try:
                by_seed[_key_at(axes, at)] = count(*(_value_at(o, at) for o in operands))
            except ArithmeticError as error:
                failed = error
    # In a trial, one run's zero is told where that run is looked at.
    if failed and not (by_seed and _TRIAL.get()):
        raise failed
    if not by_seed:
        raise DeckError(f"{name}: no run measured all of it", "measure it in every run")
    return by_seed


def _is_measured_at(value: Any, at: Choice) -> bool:
    return (
        not isinstance(value, Measured)
        or not value.axes
        or _key_at(value.axes, at) in value.by_seed
    )


def _value_at(value: Any, at: Choice) -> Any:
    """An operand as these runs measured it."""
    if not isinstance(value, Measured):
        return value
    return value.by_seed[_key_at(value.axes, at)] if value.axes else first_of(value.by_seed)


def _count_noise(
    count: Callable[..., Any],
    operands: tuple[Any, ...],
    by_seed: dict[Any, Any],
    axes: tuple[Axis, ...],
) -> dict[Any, Noise]:
    """How far sampling may move what was worked out of shares, run by run; none where unknown."""
    noises: dict[Any, Noise] = {}
    for at in runs_at(axes):
        if _key_at(axes, at) in by_seed:
            values = [_value_at(operand, at) for operand in operands]
            each = [
                o.noise.get(_key_at(o.axes, at)) if isinstance(o, Measured) else None
                for o in operands
            ]
            try:
                noises[_key_at(axes, at)] = noise_of(count, values, each)
            except (ArithmeticError, TypeError, ValueError):
                return {}
    return noises


def _count_others(count: Callable[..., Any], operands: tuple[Any, ...]) -> Iterator[Any]:
    """What `count` would make of other values; None where it makes nothing of them."""
    for values in zip(*map(_others_of, operands), strict=True):
        try:
            yield count(*values)
        except Exception:
            yield None


def _others_of(value: Any) -> tuple[Any, ...]:
    """Other values of a number, always the same; a constant has none but its own."""
    if not isinstance(value, Measured) or not value.names:
        return (bare_value(value),) * len(_OTHERS)
    if not value.others:
        share = 0.5 + crc32(value.name.encode()) / 2**32
        kind = float if isinstance(value, float) else int
        value.others = tuple(kind(share * other) for other in _OTHERS)
    return value.others


def _calculate(sign: str, count: Callable[[Any, Any], Any], left: Any, right: Any) -> Any:
    """`left sign right`, which is proven where each number in it is, or is no choice."""
    made = derive(count, f"{_inner_name(left)} {sign} {_inner_name(right)}", left, right)
    if not isinstance(made, Measured) or (made.unproven and not made.names):
        return made
    sides = [(left, _is_free(sign, left, right)), (right, _is_free(sign, right, left))]
    if (made.names or made.reason) and not all(free for _, free in sides):
        mended = f" {sign} ".join(_mended(value, free) for value, free in sides)
        made.unproven = Unproven(f"{made.name} takes a number that was typed", mended)
    made.moved = made.moved or (sign in "+-" and any(_is_one(v) for v in (left, right)))
    made.apart = _is_apart(sign, left, right)
    made.parts = _parts_in(sign, count, left, right)
    return made


def _parts_in(sign: str, count: Callable[[Any, Any], Any], left: Any, right: Any) -> Pair | None:
    """The two numbers that a calculation compares, also in other units and as a share of one."""
    in_left, in_right = (getattr(side, "parts", None) for side in (left, right))
    of_both = all(isinstance(side, Measured) and side.names for side in (left, right))
    if in_left and (sign == "/" or not of_both):
        whole = 1 if of_both else bare_value(right)
        return _parts_by(lambda value: count(value, whole), in_left)
    if in_right and not of_both:
        return _parts_by(lambda value: count(bare_value(left), value), in_right)
    if of_both and sign in "-/":
        return Pair(left, right, 0 if sign == "-" else 1)
    return None


def _parts_by(change: Callable[..., Any], parts: Pair, *details: Any) -> Pair | None:
    try:
        return parts._replace(of_equals=change(parts.of_equals, *details))
    except ArithmeticError:
        return None


def _is_apart(sign: str, left: Any, right: Any) -> bool:
    """Whether it is the difference of two that were measured, or a number of these."""
    sides = [side for side in (left, right) if isinstance(side, Measured) and side.names]
    if sign == "-" and len(sides) == 2:
        return not any(side.declared for side in sides)
    if sign == "-" and sides and is_known(left) and is_known(right):
        return all(0 < abs(bare_value(side)) < 1 for side in (left, right))
    return len(sides) == 1 and sides[0].apart and (sign in "+-*" or sides[0] is left)


def is_known(value: Any) -> bool:
    """True for a number that a record or a reason stands behind, alone."""
    return (
        isinstance(value, Measured) and bool(value.names or value.reason) and value.unproven is None
    )


def _is_one(value: Any) -> bool:
    return not is_known(value) and abs(bare_value(value)) == 1


def _is_free(sign: str, value: Any, other: Any) -> bool:
    """Whether a number needs no reason in a calculation: it is known, or is no choice of a result.

    The latter are powers of ten, as in 100 * x, and 1 in 1 - x or x + 1.
    """
    if is_known(value):
        return True
    size = abs(bare_value(value))
    if isinstance(value, Measured) and value.unproven:
        return False
    if sign in ("*", "/"):
        return _is_power_of_ten(size)
    return sign in ("+", "-") and (size == 0 or (size == 1 and not _is_moved(other)))


def _is_moved(value: Any) -> bool:
    return isinstance(value, Measured) and value.moved


def _is_power_of_ten(size: float) -> bool:
    return size > 0 and math.isfinite(size) and size == float(f"1e{round(math.log10(size))}")


def give_reason(value: Any) -> str:
    """How a number that was typed is written with its reason."""
    return f'constant({bare_value(value)!r}, "REASON")'


def _mended(value: Any, free: bool) -> str:
    """How a part of a calculation is written so that it is proven."""
    if free:
        return _inner_name(value)
    if isinstance(value, Measured) and value.unproven:
        mend = value.unproven.mend
        return f"({mend})" if " " in _REASONED.sub("", mend) else mend
    return give_reason(value)


def _ignoring(name: str, value: Any) -> Unproven:
    return Unproven(f"{name} is the same whatever is measured", give_reason(value))


def union(groups: Iterable[Iterable[Any]]) -> tuple[Any, ...]:
    """All members once, in the order in which they come."""
    return tuple(dict.fromkeys(member for group in groups for member in group))


def bare_value(value: Any) -> Any:
    """The bare number without what it knows; anything else as it is."""
    if isinstance(value, _Real):
        return float.__float__(value)
    return int.__int__(value) if isinstance(value, _Count) else value


def exact_value(value: Measured) -> Any:
    """A number as it was before it was rounded."""
    return bare_value(value) if value.exact is None else value.exact


def name_of(value: Any) -> str:
    if isinstance(value, Undefined):
        return str(value._undefined_name)
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
        value=exact_value(value) if isinstance(value, Measured) else None,
        by_seed=value.by_seed if isinstance(value, Measured) else None,
        names=value.names,
        experiments=value.experiments,
        reason=value.reason,
        apart=isinstance(value, Measured) and value.apart,
        picked=value.picked if isinstance(value, Measured) else _picked_in(value),
    )


def _picked_in(row: Iterable[Any]) -> tuple[Picked, ...]:
    return union(item.picked for item in row if isinstance(item, Measured))


def as_text(value: Any) -> Text:
    """A value as a slide shows it, bound to what it comes from.

    Raises DeckError for what is no text and no number.
    """
    if isinstance(value, Text):
        return value
    if isinstance(value, float):
        finite(value)
    if isinstance(value, Measured | Listed):
        if value.unproven:
            return bound(str(value), value.unproven)
        if (value.names or value.reason) and _is_showable(value):
            return bound(str(as_run(value)), binding_of(value))
    if not _is_showable(value):
        if not isinstance(value, list | tuple | dict):
            str(value)  # A record says what to name of it.
        kind = "none" if value is None else f"a {type(value).__name__}"
        kind, mend = value.unshown if isinstance(value, Listed) else (kind, Listed.unshown[1])
        raise DeckError(f"{kind} is put out, which no slide can show", mend)
    return Text(str(value))


def _is_showable(value: Any, depth: int = 0) -> bool:
    """True for texts, numbers and rows of them, a few in each other."""
    if isinstance(value, list | tuple):
        return depth < _DEEPEST and all(_is_showable(member, depth + 1) for member in value)
    return isinstance(value, str | int | float | Undefined)


def join_values(values: list[Any]) -> Text:
    """`a ~ b` of a template: the values as one text, each still bound."""
    return join(map(as_text, values))


def spread(value: Measured, form: str = "thousands", *digits: int) -> str:
    """The least and the greatest value over all runs: 87.9–88.4%, or one where they agree."""
    if isinstance(value, Undefined):
        str(value)  # It says which name there is not.
    if form not in NUMBER_FORMATS or not isinstance(value, Measured):
        wrong = repr(form) if form not in NUMBER_FORMATS else "no recorded number"
        raise DeckError(
            f"spread: {wrong}, where it takes a recorded number and one of "
            f"{', '.join(NUMBER_FORMATS)}",
            'as in {{ imdb.test_accuracy | spread("percent", 1) }}',
        )
    return write_range(list(value.by_seed.values()), NUMBER_FORMATS[form], digits)
