"""A claim is said where it holds in every run; in some, it says in how many."""

import pytest
from jinja2 import DictLoader
from made_records import make_record

from executed_slides.base.errors import DeckError
from executed_slides.records.schema import Record
from executed_slides.template.bound_text import Text, bindings_of
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


def fill(template: str) -> tuple[BoundEnvironment, Text]:
    environment = BoundEnvironment(
        loader=DictLoader({"talk": template}), undefined=Missing, extensions=[ClaimExtension]
    )
    views = {name: view_record(made) for name, made in RECORDS.items()}
    return environment, environment.get_template("talk").render(views)


def judge(template: str) -> list[Claim]:
    environment, _ = fill(template)
    return environment.claims


RECORDS |= {
    "d": record("d", loss=[0.25, 0.75]),
    "e": record("e", loss=[0.1, 0.2], best=[None, 3]),
}


@pytest.mark.parametrize(
    ("condition", "runs"),
    [
        ("a.loss < b.loss", {1: True, 2: True, 3: False}),
        ("a.loss < c.loss", {1: True, 2: True, 3: False}),
        ("a.good", {1: True, 2: True, 3: False}),
        ("a.good and a.epoch < 5", {1: True, 2: False, 3: False}),
        ("4.5 > a.epoch", {1: True, 2: False, 3: False}),
        ("a.loss / b.loss < 0.5 or a.epoch == 4", {1: True, 2: True, 3: False}),
        ("a.loss.values | min < b.loss.values | max", {None: True}),
        ("c.loss > 0.5", {None: True}),
        ("1 / (5 - a.epoch) > 0", {1: True, 2: None, 3: False}),
        ("a.zero == 0", {1: True, 2: None, 3: None}),
        ("a.parameters.epochs == 20", {None: True}),
        ("d.loss < e.loss + 0.2", {1: True, 2: False}),
        (
            "d.loss < a.loss",
            {(1, 1): True, (1, 2): False, (1, 3): True}
            | {(2, 1): False, (2, 2): False, (2, 3): True},
        ),
        ("c.loss > 0.9 or a.good", {1: True, 2: True, 3: False}),
    ],
)
def test_a_claim_is_judged_for_every_run_that_it_reads(condition, runs):
    [claim] = judge(f"{{% claim {condition} %}}so{{% endclaim %}}")

    assert claim.runs == runs
    assert claim.condition == condition


def test_a_claim_is_judged_for_every_run_through_variables_and_macros():
    claims = judge(
        "{% set best = a.loss %}{% claim best < 0.6 %}so{% endclaim %}"
        "{% macro say(it) %}{% claim it.loss < 0.6 %}so{% endclaim %}{% endmacro %}{{ say(a) }}"
        "{% for it in [a] %}{% claim it.loss < 0.6 %}so{% endclaim %}{% endfor %}"
    )

    assert [claim.runs for claim in claims] == 3 * [{1: True, 2: True, 3: False}]
    assert [claim.values for claim in claims] == 3 * [{"a.loss": 0.5}]


@pytest.mark.parametrize(
    ("condition", "said", "missing"),
    [
        ("a.loss < 2", "all", ""),
        ("a.loss < b.loss", "2 of 3", ""),
        ("a.loss > 2", "none", ""),
        ("d.loss < a.loss", "3 of 6", ""),
        ("not a.good", "1 of 3", ""),
    ],
)
def test_what_is_said_follows_from_how_many_runs_bear_it_out(condition, said, missing):
    [claim] = judge(
        f"{{% claim {condition} %}}all{{% otherwise %}}none"
        "{% sometimes %}{{ held }} of {{ of }}{% endclaim %}"
    )

    assert (claim.sentence, claim.missing, claim.fault) == (said, missing, "")


@pytest.mark.parametrize(
    ("branches", "condition", "missing"),
    [
        ("", "a.good", "sometimes"),
        ("{% otherwise %}none", "a.good", "sometimes"),
        ("{% sometimes %}{{ held }}/{{ of }}", "a.loss > 2", "otherwise"),
        ("", "a.loss > 2", "otherwise"),
        ("", "a.loss < 2", ""),
    ],
)
def test_the_sentence_that_is_needed_and_not_there_is_missing(branches, condition, missing):
    [claim] = judge(f"{{% claim {condition} %}}so{branches}{{% endclaim %}}")

    assert claim.missing == missing


@pytest.mark.parametrize(
    "said",
    [
        "now and then",
        "{{ held }} times",
        "in one of {{ of }}",
        "[at times](a.html?{{ held }}-{{ of }})",
        "[at times](a.html '{{ held }} of {{ of }}')",
        "![{{ held }} of {{ of }}](image/a.png)",
        "at times <b title='{{ held }} of {{ of }}'>it is</b>",
        "at times <!-- {{ held }} of {{ of }} -->",
    ],
)
def test_what_is_sometimes_so_says_in_how_many_runs_where_one_reads_it(said):
    [claim] = judge(f"{{% claim a.good %}}so{{% sometimes %}}{said}{{% endclaim %}}")

    assert claim.fault == "it does not say in how many runs: {{ held }} of {{ of }}"


def test_the_count_of_runs_is_bound_to_all_that_the_condition_is_made_of():
    _, text = fill(
        "{% set apart = b.loss - a.loss %}"
        "{% claim apart > 0 %}all{% sometimes %}{{ held }} of {{ of }}{% endclaim %}"
    )

    assert text == "2 of 3"
    assert [b.names for b in bindings_of(text)] == 2 * [("b.loss", "a.loss")]


def test_a_variable_called_held_is_a_projects_own_outside_of_what_is_sometimes_so():
    [claim] = judge("{% set held = 'yes' %}{% claim a.loss < 2 %}{{ held }}{% endclaim %}")

    assert claim.sentence == "yes"


@pytest.mark.parametrize(
    ("condition", "margin"),
    [
        ("a.loss < b.loss", Margin("a.loss < b.loss", 0.25, 0.25 / 0.75, -0.5, 1.0)),
        ("b.loss >= a.loss", Margin("b.loss >= a.loss", 0.25, 0.5, -0.5, 1.0)),
        ("a.epoch == 5", Margin("a.epoch == 5", -1, -0.2, -1, 0)),
        ("2 * a.loss <= 3", Margin("2 * a.loss <= 3", 2.0, 2 / 3, 1.0, 2.5)),
        ("a.loss > 0", Margin("a.loss > 0", 0.5, None, 0.25, 1.0)),
        ("c.loss > 0.5", Margin("c.loss > 0.5", 0.25, 0.5, 0.25, 0.25)),
    ],
)
def test_a_comparison_tells_how_far_its_sides_are_apart_run_by_run(condition, margin):
    [claim] = judge(f"{{% claim {condition} %}}so{{% otherwise %}}not{{% endclaim %}}")

    assert claim.margins == (margin,)


def test_what_is_compared_within_a_filter_is_no_margin():
    [claim] = judge("{% claim (a.loss.values | min) < (b.loss.values | sort)[0] %}so{% endclaim %}")

    assert [margin.comparison for margin in claim.margins] == [
        "a.loss.values[1] < b.loss.values[2]"
    ]


def test_the_sentence_that_is_said_is_the_claims():
    first, second, inner = judge(
        "{% claim a.loss < 2 %}yes{% otherwise %}no{% endclaim %}"
        "{% claim a.loss > 2 %}{{ 1 / 0 }}{% otherwise %} no {% claim c.loss < 1 %}in{% endclaim %}"
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

    assert (claim.held, claim.margins) == (2, ())


@pytest.mark.parametrize("verb", ["check", "build"])
def test_a_claim_that_cannot_be_judged_is_told_with_template_and_line(deck, verb):
    deck.edit("templates/talk.md.j2", "a.total > 5", "a.total / (a.total - 6) > 5")

    outcome = deck.run(verb)

    assert outcome.code == 1
    assert "templates/talk.md.j2:11: this claim cannot be judged: it divides by zero" in (
        outcome.out + outcome.err
    )
    assert "  a.total / (a.total - 6) > 5, with a.total = 6" in outcome.out + outcome.err
