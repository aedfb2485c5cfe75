"""Claims are listed with what they rest on: the runs in which they hold, and by how much."""

import json

import pytest


def claim(deck, condition: str, *options: str):
    """What `check --claims` says of one claim on the tiny deck's only slide."""
    deck.write(
        "templates/talk.md.j2",
        f"# One\n{{% claim {condition} %}}so it is"
        "{% sometimes %}so in {{ held }} of {{ of }}{% otherwise %}not so{% endclaim %}\n",
    )
    return deck.run("check", "--claims", *options)


def test_a_claim_is_listed_with_slide_sentence_values_runs_and_margins(deck):
    outcome = claim(deck, "a.share < 1.1 and a.total == 6")

    assert outcome.lines[:5] == [
        "claim   slide 1 (One)   'so it is'",
        "        a.share < 1.1 and a.total == 6, with a.share = 0.15 (0.1–0.2), a.total = 6",
        "        holds in 2 of 2 runs",
        "        a.share < 1.1 by 0.95 (86.4%), in the runs 0.9–1",
        "        a.total == 6 by 0 (0%)",
    ]


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        (
            "a.share < 0.19",
            [
                "'so in 1 of 2'",
                "holds in 1 of 2 runs (not 2)",
                "a.share < 0.19 by 0.04 (21.1%), in the runs -0.01–0.09",
            ],
        ),
        (
            "a.share > 0.31",
            [
                "'not so'",
                "holds in 0 of 2 runs",
                "a.share > 0.31 missed by 0.16 (51.6%), in the runs -0.21–-0.11",
            ],
        ),
        ("b.twice > 2", ["'so it is'", "holds, in one run", "b.twice > 2 by 10 (500%)"]),
        (
            "b.twice > 20",
            ["'not so'", "does not hold, in one run", "b.twice > 20 missed by 8 (40%)"],
        ),
    ],
)
def test_a_claim_is_listed_by_what_each_run_says_of_it(deck, condition, said):
    outcome = claim(deck, condition)

    sentence, runs, margin = said
    assert outcome.lines[0] == f"claim   slide 1 (One)   {sentence}"
    assert outcome.lines[2:4] == [f"        {runs}", f"        {margin}"]


def test_a_sentence_of_what_some_runs_say_is_good_and_one_of_all_is_a_draft(deck):
    claim(deck, "a.share < 0.15")
    assert deck.run("build").code == 0

    deck.edit("templates/talk.md.j2", "{% sometimes %}so in {{ held }} of {{ of }}", "")

    assert deck.run("build").code == 3
    outcome = deck.run("check", "--claims")
    assert outcome.code == 3
    assert "        holds in 1 of 2 runs (not 2)" in outcome.lines
    assert "in 1 of 2 runs alone" in outcome.out


def test_runs_of_two_experiments_with_the_same_seeds_are_compared_in_pairs(deck):
    other = deck.read("experiments/a.py").replace('# figures = ["a"]\n', "")
    other = other.partition("# %% Figure")[0].replace("seed / 10", "0.3 - seed / 10")
    deck.write("experiments/c.py", other)
    deck.run("build")

    outcome = claim(deck, "a.share < c.share")

    assert outcome.lines[1] == (
        "        a.share < c.share, with a.share = 0.15 (0.1–0.2), c.share = 0.15 (0.1–0.2)"
    )
    assert outcome.lines[2] == "        holds in 1 of 2 runs (not 2)"


def test_claims_are_listed_as_json(deck):
    answer = json.loads(claim(deck, "a.share < 0.15", "--json").out)

    [listed] = answer["claims"]
    assert (listed["slide"], listed["title"], listed["sentence"]) == (1, "One", "so in 1 of 2")
    assert (listed["condition"], listed["holds"]) == ("a.share < 0.15", False)
    assert listed["values"] == {"a.share": pytest.approx(0.15)}
    assert (listed["held"], listed["of"]) == (1, 2)
    assert listed["runs"] == {"1": True, "2": False}
    [margin] = listed["margins"]
    assert margin == {
        "comparison": "a.share < 0.15",
        "difference": pytest.approx(0.0),
        "relative": pytest.approx(0.0),
        "least": pytest.approx(-0.05),
        "greatest": pytest.approx(0.05),
    }


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
