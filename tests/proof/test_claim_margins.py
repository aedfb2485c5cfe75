"""Claims are listed with what they rest on; those that another seed denies are noted."""

import json

import pytest


def claim(deck, condition: str, *options: str):
    """What `check --claims` says of one claim on the tiny deck's only slide."""
    deck.write(
        "templates/talk.md.j2",
        f"# One\n{{% claim {condition} %}}so it is{{% otherwise %}}not so{{% endclaim %}}\n",
    )
    return deck.run("check", "--claims", *options)


def test_claims_are_listed_with_slide_sentence_values_seeds_and_margins(deck):
    outcome = claim(deck, "a.share < 1.1 and a.total == 6")

    assert outcome.lines[:5] == [
        "claim   slide 1 (One)   'so it is'",
        "        a.share < 1.1 and a.total == 6, with a.share = 0.1, a.total = 6",
        "        holds in 2 of 2 seeds",
        "        a.share < 1.1 by 1 (90.9%), spread between seeds 0.1",
        "        a.total == 6 by 0 (0%)",
    ]
    assert not any(line.startswith("note    templates") for line in outcome.lines)


@pytest.mark.parametrize(
    ("condition", "doubts"),
    [
        (
            "a.share < 0.15",
            [
                "a.share < 0.15 holds in 1 of 2 seeds (not 2)",
                "a.share < 0.15 by 0.05 (33.3%), spread between seeds 0.1: "
                "the seeds differ by more",
            ],
        ),
        (
            "a.share > 0.15",
            [
                "a.share > 0.15 holds in 1 of 2 seeds (2): the other sentence is said",
                "a.share > 0.15 missed by 0.05 (33.3%), spread between seeds 0.1: "
                "the seeds differ by more",
            ],
        ),
        (
            "a.share < 0.19999",
            [
                "a.share < 0.19999 holds in 1 of 2 seeds (not 2)",
                "a.share < 0.19999 by 0.1 (50%), spread between seeds 0.1: "
                "the seeds differ by more",
            ],
        ),
        ("a.share < 0.31", []),
        ("b.twice > 2", []),
    ],
)
def test_a_claim_that_seeds_do_not_bear_out_is_noted(deck, condition, doubts):
    outcome = claim(deck, condition)

    notes = [line for line in outcome.lines if line.startswith("note    templates/talk.md.j2:2")]
    assert notes == [f"note    templates/talk.md.j2:2   {doubt}" for doubt in doubts]


def test_notes_do_not_make_a_check_fail(deck):
    deck.edit("templates/talk.md.j2", "a.total > 5", "a.total > 5 and a.share < 0.15")
    deck.run("build")

    outcome = deck.run("check", "--claims")

    assert outcome.code == 0
    assert any("holds in 1 of 2 seeds" in line for line in outcome.lines)


def test_claims_are_listed_as_json(deck):
    answer = json.loads(claim(deck, "a.share < 1.1", "--json").out)

    [listed] = answer["claims"]
    assert (listed["slide"], listed["title"], listed["sentence"]) == (1, "One", "so it is")
    assert (listed["condition"], listed["holds"]) == ("a.share < 1.1", True)
    assert listed["values"] == {"a.share": 0.1}
    assert listed["seeds"] == {"1": True, "2": True}
    [margin] = listed["margins"]
    assert margin["comparison"] == "a.share < 1.1"
    assert margin["difference"] == 1.0


def test_recorded_numbers_that_no_slide_shows_are_noted(deck):
    deck.write(
        "templates/talk.md.j2", "{{ a.total | fixed }}{% claim a.total > 1 %}x{% endclaim %}"
    )

    outcome = deck.run("check", "--unused")

    assert "note    a   no slide shows share" in outcome.lines
    assert "note    b   no slide shows twice" in outcome.lines


def test_a_number_that_is_shown_by_arithmetic_or_read_by_a_claim_is_used(deck):
    deck.write(
        "templates/talk.md.j2",
        "{{ (100 * a.share) | round }}{{ a.total }}{% claim b.twice > 1 %}x{% endclaim %}",
    )

    outcome = deck.run("check", "--unused")

    assert not any("no slide shows" in line for line in outcome.lines)
