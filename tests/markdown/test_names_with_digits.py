"""Names with digits: each rule is there for its example, and yields where it should."""

import pytest

from executed_slides.markdown.digits import find_digits
from executed_slides.markdown.name_rules import NameRule, compile_rules, one_of
from executed_slides.markdown.names_with_digits import NAME_RULES, blank_names


@pytest.mark.parametrize("rule", NAME_RULES, ids=[rule.kind for rule in NAME_RULES])
def test_a_rule_keeps_its_example_from_being_a_number(rule, monkeypatch):
    others = compile_rules(each for each in NAME_RULES if each is not rule)

    assert list(find_digits(rule.example)) == []

    monkeypatch.setattr("executed_slides.markdown.names_with_digits._names", lambda: others)
    assert list(find_digits(rule.example)) != []


def test_each_rule_has_a_kind_of_its_own():
    assert len({rule.kind for rule in NAME_RULES}) == len(NAME_RULES)


def test_a_tentative_rule_yields_to_a_unit():
    rules = compile_rules([NameRule("model", r"Model \d+", "Model 3", tentative=True)])

    assert rules.sub("-", "Model 3, Model 3%, Model 3 million, Model 3.5") == (
        "-, Model 3%, Model 3 million, Model 3.5"
    )


def test_a_firm_rule_comes_before_a_tentative_one():
    rules = compile_rules(
        [NameRule("model", r"M\d", "M1", tentative=True), NameRule("both", r"M\d x", "M1 x")]
    )

    assert rules.sub("-", "M1 x M1") == "- -"


def test_a_word_of_a_list_may_have_a_capital():
    assert one_of("step stage world_war") == r"(?:[Ss](?:tep|tage)|[Ww](?:orld\swar))"


def test_blanks_keep_all_places():
    assert blank_names("VGG16, Keras 3, 88%") == "VGG16,        , 88%"
