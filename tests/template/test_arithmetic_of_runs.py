"""Whatever a template works out is what numpy works out run by run, and then summarises."""

import operator
from statistics import median_low
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from jinja2 import DictLoader
from made_records import make_record

from executed_slides.template.bound_text import Binding
from executed_slides.template.claims import Claim, ClaimExtension
from executed_slides.template.environment import BoundEnvironment
from executed_slides.template.record_views import view_record
from executed_slides.template.rendering import Missing

# Each example compiles a template.
FEW = settings(max_examples=40)
_OPERATORS = {"+": operator.add, "-": operator.sub, "*": operator.mul}
_SIGNS = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}
VALUES = st.one_of(
    st.integers(-1000, 1000),
    st.floats(-1000, 1000).map(lambda value: round(value, 3)),
)
COLUMN = st.one_of(
    st.lists(st.integers(-1000, 1000), min_size=5, max_size=5),
    st.lists(st.floats(-1000, 1000).map(lambda v: round(v, 3)), min_size=5, max_size=5),
)
# How an expression is written, and what it is of the numbers that one run measured.
LEAVES = st.sampled_from([(name, lambda run, name=name: run[name]) for name in ("a.x", "a.y")])


def _both(sides: tuple) -> st.SearchStrategy:
    (left, of_left), (right, of_right) = sides
    return st.sampled_from(list(_OPERATORS)).map(
        lambda sign: (
            f"({left} {sign} {right})",
            lambda run: _OPERATORS[sign](of_left(run), of_right(run)),
        )
    )


def _changed(inner: tuple) -> st.SearchStrategy:
    text, of = inner
    return st.sampled_from(
        [
            (f"(-{text})", lambda run: -of(run)),
            (f"(100 * {text})", lambda run: 100 * of(run)),
            (f"(1 - {text})", lambda run: 1 - of(run)),
            (f"({text} | abs)", lambda run: abs(of(run))),
        ]
    )


EXPRESSIONS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(st.tuples(inner, inner).flatmap(_both), inner.flatmap(_changed)),
    max_leaves=5,
)


def render(template: str, **records: Any) -> tuple[Any, list[Claim]]:
    environment = BoundEnvironment(
        loader=DictLoader({"talk": template}), undefined=Missing, extensions=[ClaimExtension]
    )
    views = {name: view_record(made) for name, made in records.items()}
    return environment.get_template("talk").render(views), environment.claims


def recorded(name: str, runs: list[dict], seeds: Any = (), **values: Any):
    given = seeds or range(1, len(runs) + 1)
    made = [{"numbers": run, "seed": seed} for run, seed in zip(runs, given, strict=True)]
    return make_record(name, made, **values)


def summary(values: list, way: str) -> float:
    if way == "mean":
        return float(np.mean(values)) if len(values) > 1 else values[0]
    if all(isinstance(value, int) for value in values):
        return median_low(values)
    return float(np.median(values))


@FEW
@given(EXPRESSIONS, COLUMN, COLUMN, st.integers(1, 5), st.sampled_from(["median", "mean"]))
def test_a_shown_number_is_summarised_after_it_was_worked_out_in_each_run(
    expression, xs, ys, count, way
):
    text, of = expression
    runs = [{"x": x, "y": y} for x, y in zip(xs, ys, strict=True)][:count]

    shown, _ = render(f"{{{{ {text} }}}}", a=recorded("a", runs, summary=way))

    expected = [of({f"a.{name}": value for name, value in run.items()}) for run in runs]
    bindings = [span.source for span in shown.spans if isinstance(span.source, Binding)]
    assume(bindings)  # What measurement does not decide, `a.x - a.x`, is bound to nothing.
    assert bindings[0].value == pytest.approx(summary(expected, way), rel=1e-9, abs=1e-6)
    assert list(bindings[0].by_seed.values()) == expected


@FEW
@given(EXPRESSIONS, EXPRESSIONS, st.sampled_from(list(_SIGNS)), COLUMN, COLUMN, st.integers(1, 5))
def test_a_claim_holds_in_the_runs_in_which_it_does(left, right, sign, xs, ys, count):
    runs = [{"x": x, "y": y} for x, y in zip(xs, ys, strict=True)][:count]

    _, [claim] = render(
        f"{{% claim {left[0]} {sign} {right[0]} %}}so{{% otherwise %}}not so"
        "{% sometimes %}{{ held }} of {{ of }}{% endclaim %}",
        a=recorded("a", runs),
    )

    named = [{f"a.{name}": value for name, value in run.items()} for run in runs]
    expected = [_SIGNS[sign](left[1](run), right[1](run)) for run in named]
    assert list(claim.runs.values()) == expected
    said = {0: "not so", count: "so"}.get(sum(expected), f"{sum(expected)} of {count}")
    assert claim.sentence == said


@FEW
@given(
    st.lists(VALUES, min_size=2, max_size=4),
    st.lists(VALUES, min_size=2, max_size=4),
    st.sampled_from(list(_SIGNS)),
    st.booleans(),
)
def test_runs_of_two_records_are_paired_by_seed_or_each_meets_each(ones, others, sign, are_paired):
    if are_paired:
        others = (others * 2)[: len(ones)]
    seeds = range(1, len(others) + 1) if are_paired else range(11, 11 + len(others))
    one = recorded("a", [{"x": value} for value in ones])
    other = recorded("b", [{"x": value} for value in others], seeds)

    _, [claim] = render(f"{{% claim a.x {sign} b.x %}}so{{% endclaim %}}", a=one, b=other)

    first = dict(enumerate(ones, 1))
    second = dict(zip(seeds, others, strict=True))
    if are_paired:
        expected = {seed: _SIGNS[sign](first[seed], second[seed]) for seed in first}
    else:
        expected = {(s, t): _SIGNS[sign](x, y) for s, x in first.items() for t, y in second.items()}
    assert claim.runs == expected


@FEW
@given(
    st.lists(VALUES, min_size=1, max_size=3),
    st.lists(VALUES, min_size=1, max_size=3),
    st.sampled_from(list(_OPERATORS)),
)
def test_arithmetic_of_two_records_is_the_median_over_all_pairs(ones, others, sign):
    one = recorded("a", [{"x": value} for value in ones])
    other = recorded("b", [{"x": value} for value in others], range(11, 11 + len(others)))

    shown, _ = render(f"{{{{ a.x {sign} b.x }}}}", a=one, b=other)

    pairs = [_OPERATORS[sign](x, y) for x in ones for y in others]
    [span] = shown.spans
    assert span.source.value == pytest.approx(summary(pairs, "median"), rel=1e-9, abs=1e-6)


@FEW
@given(COLUMN, st.integers(1, 5))
def test_least_and_greatest_are_those_of_all_runs(xs, count):
    made = recorded("a", [{"x": x} for x in xs[:count]])

    shown, _ = render("{{ a.x.values | min }} {{ a.x.values | max }}", a=made)

    assert shown == f"{min(xs[:count])} {max(xs[:count])}"
