"""A claim judges the first seed's values, and tells of every seed how far it can be trusted."""

import pytest
from jinja2 import DictLoader
from made_records import make_record

from executed_slides.base.errors import DeckError
from executed_slides.records.schema import Record
from executed_slides.template.claims import Claim, ClaimExtension, Margin
from executed_slides.template.environment import BoundEnvironment
from executed_slides.template.record_views import view_record
from executed_slides.template.rendering import Missing


def record(name: str, **numbers: list) -> Record:
    """A record with one run for each value of each number."""
    count = max(map(len, numbers.values()))
    runs = [
        {"numbers": {key: v[run] for key, v in numbers.items() if run < len(v)}}
        for run in range(count)
    ]
    return make_record(name, runs, parameters={"epochs": 20})


RECORDS = {
    "a": record("a", loss=[0.5, 0.25, 1.0], epoch=[4, 5, 6], good=[True, True, False], zero=[0]),
    "b": record("b", loss=[0.75, 1.25, 0.5]),
    "c": record("c", loss=[0.75]),
}


def judge(template: str) -> list[Claim]:
    environment = BoundEnvironment(
        loader=DictLoader({"talk": template}), undefined=Missing, extensions=[ClaimExtension]
    )
    views = {name: view_record(made) for name, made in RECORDS.items()}
    environment.get_template("talk").render(views)
    return environment.claims


@pytest.mark.parametrize(
    ("condition", "seeds"),
    [
        ("a.loss < b.loss", {1: True, 2: True, 3: False}),
        ("a.loss < c.loss", {1: True, 2: True, 3: False}),
        ("a.good", {1: True, 2: True, 3: False}),
        ("a.good and a.epoch < 5", {1: True, 2: False, 3: False}),
        ("4.5 > a.epoch", {1: True, 2: False, 3: False}),
        ("a.loss / b.loss < 0.5 or a.epoch == 4", {1: True, 2: True, 3: False}),
        ("a.loss.values | min < b.loss.values | max", {}),
        ("c.loss > 0.5", {}),
        ("1 / (5 - a.epoch) > 0", {1: True, 2: None, 3: False}),
        ("a.parameters.epochs == 20", {}),
    ],
)
def test_a_claim_is_judged_for_every_seed_that_it_reads(condition, seeds):
    [claim] = judge(f"{{% claim {condition} %}}so{{% endclaim %}}")

    assert claim.holds
    assert claim.seeds == seeds
    assert claim.condition == condition


def test_a_claim_is_judged_for_every_seed_through_variables_and_macros():
    claims = judge(
        "{% set best = a.loss %}{% claim best < 0.6 %}so{% endclaim %}"
        "{% macro say(it) %}{% claim it.loss < 0.6 %}so{% endclaim %}{% endmacro %}{{ say(a) }}"
        "{% for it in [a] %}{% claim it.loss < 0.6 %}so{% endclaim %}{% endfor %}"
    )

    assert [claim.seeds for claim in claims] == 3 * [{1: True, 2: True, 3: False}]
    assert [claim.values for claim in claims] == 3 * [{"a.loss": 0.5}]


@pytest.mark.parametrize(
    ("condition", "margin"),
    [
        ("a.loss < b.loss", Margin("a.loss < b.loss", 0.25, 1 / 3, 1.5)),
        ("b.loss >= a.loss", Margin("b.loss >= a.loss", 0.25, 0.5, 1.5)),
        ("a.loss > b.loss", Margin("a.loss > b.loss", -0.25, -1 / 3, 1.5)),
        ("a.epoch == 4", Margin("a.epoch == 4", 0, 0.0, 2)),
        ("2 * a.loss <= 3", Margin("2 * a.loss <= 3", 2.0, 2 / 3, 1.5)),
        ("a.loss > 0", Margin("a.loss > 0", 0.5, None, 0.75)),
        ("c.loss > 0.5", Margin("c.loss > 0.5", 0.25, 0.5, 0)),
    ],
)
def test_a_comparison_tells_how_far_its_sides_are_apart(condition, margin):
    [claim] = judge(f"{{% claim {condition} %}}so{{% otherwise %}}not{{% endclaim %}}")

    assert claim.margins == (margin,)


def test_what_is_compared_within_a_filter_is_no_margin():
    [claim] = judge("{% claim (a.loss.values | min) < (b.loss.values | sort)[0] %}so{% endclaim %}")

    assert [margin.comparison for margin in claim.margins] == [
        "a.loss.values[1] < b.loss.values[2]"
    ]


def test_the_sentence_that_is_said_is_the_claims():
    first, second, inner = judge(
        "{% claim a.good %}yes{% otherwise %}no{% endclaim %}"
        "{% claim not a.good %}{{ 1 / 0 }}{% otherwise %} no {% claim a.good %}in{% endclaim %}"
        "{% endclaim %}"
    )

    assert (first.sentence, second.sentence, inner.sentence) == ("yes", "no in", "in")


def test_two_claims_on_one_line_have_each_its_condition():
    claims = judge("{% claim a.good %}x{% endclaim %}{%- claim a.loss < 1 -%}y{% endclaim %}")

    assert [claim.condition for claim in claims] == ["a.good", "a.loss < 1"]


def test_a_claim_that_divides_by_zero_is_an_error_with_its_values():
    with pytest.raises(DeckError) as error:
        judge("{% claim a.loss / a.zero > 2 %}so{% endclaim %}")

    assert error.value.message == (
        "this claim cannot be judged: it divides by zero\n"
        "  a.loss / a.zero > 2, with a.loss = 0.5, a.zero = 0"
    )


def test_a_claim_that_names_a_missing_key_is_an_error_with_the_keys_there_are():
    with pytest.raises(DeckError) as error:
        judge("{% claim a.loss > 0.1 and b.epoch > 2 %}so{% endclaim %}")

    assert error.value.message == (
        "this claim cannot be judged: no number 'b.epoch'\n"
        "  a.loss > 0.1 and b.epoch > 2, with a.loss = 0.5"
    )
    assert error.value.hint == "b has loss, parameters, series, seeds, finding, date"


def test_a_claim_of_texts_and_answers_has_no_margin():
    [claim] = judge("{% claim a.good == true and 'a' < 'b' %}so{% endclaim %}")

    assert (claim.holds, claim.margins) == (True, ())


@pytest.mark.parametrize("verb", ["check", "build"])
def test_a_claim_that_cannot_be_judged_is_told_with_template_and_line(deck, verb):
    deck.edit("templates/talk.md.j2", "a.total > 5", "a.total / (a.total - 6) > 5")

    outcome = deck.run(verb)

    assert outcome.code == 1
    assert "templates/talk.md.j2:11: this claim cannot be judged: it divides by zero" in (
        outcome.out + outcome.err
    )
    assert "  a.total / (a.total - 6) > 5, with a.total = 6" in outcome.out + outcome.err
