"""A claim that no recorded values could turn, or that has no words, is told as none."""

import pytest
from jinja2 import DictLoader
from made_records import make_record

from executed_slides.template.claims import Claim, ClaimExtension
from executed_slides.template.environment import BoundEnvironment
from executed_slides.template.record_views import view_record
from executed_slides.template.rendering import Missing
from executed_slides.template.typed_numbers import constant

RECORD = make_record(
    "a",
    [
        {
            "numbers": {"x": 0.5, "y": 3, "z": 0.25, "good": True, "stopped": None, "stops": 4},
            "series": {"loss": [0.5, 0.25] * 30},
        },
        {"numbers": {"x": 0.75, "y": 5, "z": 0.375, "good": True, "stopped": 7, "stops": None}},
    ],
    finding="Learns fast.",
    parameters={"layer": "block5", "epochs": 20},
)
ALONE = make_record("b", [{"numbers": {"x": 0.4, "good": False}}])


def judge(template: str) -> list[Claim]:
    environment = BoundEnvironment(
        loader=DictLoader({"talk": template}), undefined=Missing, extensions=[ClaimExtension]
    )
    views = {"a": view_record(RECORD), "b": view_record(ALONE)}
    environment.get_template("talk").render(**views, constant=constant, smoke=False)
    return environment.claims


def fault_of(condition: str, before: str = "") -> str:
    [claim] = judge(f"{before}{{% claim {condition} %}}so{{% otherwise %}}not so{{% endclaim %}}")
    return claim.fault


@pytest.mark.parametrize(
    "condition",
    [
        "1 < 2",
        "true",
        "not false",
        "not smoke",
        "a",
        "constant(2, 'a fact') > 1",
        "a.x == a.x",
        "a.x in [a.x]",
        "a.x > a.x - 1",
        "a.x is number",
        "a.x is defined",
        "a.x >= 0 or a.x < 0",
        "a.x > 0.3 or a.x < 0.301",
        "a.good or not a.good",
        "a.x * a.x >= 0",
        "a.x | abs >= 0",
        "a.x.values | min <= a.x.values | max",
        "a.x >= (a.x.values | min)",
        "a.x.values | select('gt', a.z) | list | length >= 0",
        "[a.x, a.y] | max >= a.y",
        "true or a.x > 0.3",
        "(a.x | fixed) == (a.x | fixed)",
        "a.finding",
        "a.finding != ''",
        "a.finding | length > 0",
        "a.parameters.layer",
        "a.x is not none",
        "a.seeds | length > 0",
        "a.seeds | length == 2",
        "a.seeds | count == 2",
        "(a.seeds | length) + 1 > 0",
        "a.x.values | length == 2",
        "a.x.values | length > 0",
    ],
)
def test_a_condition_that_cannot_fail_is_told(condition):
    assert fault_of(condition) == "no recorded values could make it false"


@pytest.mark.parametrize("condition", ["a.x < a.x", "smoke", "a.x == a.x + 1", "2 * a.y == 0.5"])
def test_a_condition_that_cannot_hold_is_told_beside_its_other_sentence(condition):
    assert fault_of(condition) == "no recorded values could make it true"


@pytest.mark.parametrize(
    "condition",
    [
        "a.x",
        "a.good",
        "not b.good",
        "b.x < 0.9",
        "b.x > 0.9",
        "b.x != 0.333",
        "b.x == 0.333",
        "b.x < a.x",
        "b.x != a.x",
        "a.x - b.x < 0.02",
        "(a.x - b.x) | abs > 0.01",
        "a.x == b.x and a.y == 7",
        "a.x == 0.1 and a.y == 4 and a.z == 0.3",
        "b.x > 0.1 and a.y > 2 and a.z != 0.1",
        "b.x > 0.1 or a.y > 2 or a.z > 0.1 or b.x < 0.01",
        "b.x > 0.3 or b.x < 0.29",
        "a.parameters.epochs == 20",
        "a.parameters.layer == 'block5'",
        "a.parameters.layer == 'block6'",
        "'fast' in a.finding",
        "(b.x | percent) == '40.0%'",
        "(b.x | percent) != '88.2%'",
        "(a.x | percent) != (a.z | percent)",
        "a.x.values | min > 0.1",
        "a.x.values | length == 2 and a.x > 0.1",
        "a.series.loss | length == 60",
        "a.seeds | first == 1",
        "a.finding | length < 100",
        "a.stopped is none",
        "a.stops is not none",
        "a.x.values | select('gt', 0.1) | list | length == 2",
        "a.series.loss | last < a.series.loss | first",
        "a.series.loss | select('gt', 0.1) | list | length > 0",
        "1 / (5 - a.y) > 0",
        "a.y is odd",
        "b.x | int == 0",
        "[a.x, b.x] | max == a.x",
    ],
)
def test_a_condition_that_could_come_out_otherwise_is_a_claim(condition):
    assert fault_of(condition) == ""


@pytest.mark.parametrize(
    ("before", "condition", "fault"),
    [
        ("{% set gain = a.x - b.x %}", "gain > 0.05", ""),
        ("{% set x = b.x %}", "x > 0.1", ""),
        ("{% set runs = a.x.values | length %}", "runs == 2", "false"),
        ("{% set epochs = a.series.loss | length %}", "epochs == 60", ""),
        ("{% set none_at_all = a.x - a.x %}", "none_at_all == 0", "false"),
        ("{% set good = a.good %}", "good", "false"),  # True remembers no record.
        ("{% set same = a.parameters.layer == 'block5' %}", "same", "false"),
    ],
)
def test_what_was_worked_out_before_counts_as_far_as_it_knows_its_record(before, condition, fault):
    assert fault_of(condition, before) == (fault and f"no recorded values could make it {fault}")


def test_a_claim_in_a_loop_and_in_a_macro_is_asked_where_it_stands():
    claims = judge(
        "{% for bound in [0.1, 0.2] %}{% claim b.x > bound %}so{% endclaim %}{% endfor %}"
        "{% macro say(it) %}{% claim it.x > 0.1 %}so{% endclaim %}{% endmacro %}{{ say(b) }}"
    )

    assert [claim.fault for claim in claims] == ["", "", ""]


@pytest.mark.parametrize(
    ("sentences", "fault"),
    [
        ("", "it says nothing"),
        (" \n ", "it says nothing"),
        ("<b>**</b>", "it says nothing"),
        ("{{ '' }}", "it says nothing"),
        ("{% otherwise %}not so", "it says nothing"),
        ("&nbsp;\u200b&#8203;", "it says nothing"),
        ("[](a.html)", "it says nothing"),
        ("so{% otherwise %}so", "it says the same whether it holds or not"),
        ("so {% otherwise %} **so**", "it says the same whether it holds or not"),
        ("so {%- otherwise -%} <em>so</em>\n", "it says the same whether it holds or not"),
        (
            "{{ a.x }} so{% otherwise %}{{ a.x }}\n  _so_",
            "it says the same whether it holds or not",
        ),
        ("Same.{% otherwise %}same", "it says the same whether it holds or not"),
        ("It is, so!{% otherwise %}it is SO", "it says the same whether it holds or not"),
        ("so{% otherwise %}so&nbsp;\u200b", "it says the same whether it holds or not"),
        ("so{% otherwise %}&#115;ｏ", "it says the same whether it holds or not"),
        ("so{% otherwise %}[so](a.html)", "it says the same whether it holds or not"),
        ("x &lt; 5, y &gt; 3{% otherwise %}x &lt; 3, y &gt; 5", ""),
        ("x is 0.5{% otherwise %}x is 05", ""),
        ("x is -5{% otherwise %}x is 5", ""),
        ("–{% otherwise %}?", ""),
        ("so{% otherwise %}", ""),
        ("✓{% otherwise %}✗", ""),
        ("![so](so.png)", ""),
        ("{{ a.x }} so{% otherwise %}{{ a.z }} so", ""),
    ],
)
def test_a_claim_without_words_of_its_own_is_told(sentences, fault):
    [claim] = judge(f"{{% claim a.x > 0.1 %}}{sentences}{{% endclaim %}}")

    assert claim.fault == fault


def test_check_and_build_name_the_claim_with_its_line(deck):
    deck.edit("templates/talk.md.j2", "a.total > 5", "a.total == a.total")

    checked, built = deck.run("check"), deck.run("build")

    told = [
        "draft   templates/talk.md.j2:11   this claim claims nothing: "
        "no recorded values could make it false",
        "  a.total == a.total",
        "        mend: let recorded values decide, named in the condition itself; "
        "or say it without a claim",
    ]
    assert (checked.code, checked.lines[:3]) == (3, told)
    assert built.code == 3
    assert told[0] in built.out + built.err


def test_a_smoke_build_asks_no_claim_whether_it_could_fail(deck):
    deck.edit("templates/talk.md.j2", "a.total > 5", "a.total == a.total")

    assert deck.run("build", "--smoke").code == 0
