"""A script that somebody still writes makes no slides stale: that it never ran is a note."""

import pytest

DRAFT = '"""A draft."""\n# /// experiment\n# ///\n# %% Measure\nx = 1\n'
NOTE = "note    newest   no record yet, and no deck shows it"


@pytest.fixture(name="deck")
def deck_with_draft(deck):
    deck.write("experiments/newest.py", DRAFT)
    return deck


def test_a_draft_that_no_deck_shows_is_a_note(deck):
    checked, told = deck.run("check"), deck.run("status")

    assert (checked.code, told.code) == (0, 0)
    assert NOTE in checked.lines and NOTE in told.lines
    assert "plan    newest           1 run, no earlier run is known" in told.lines
    assert deck.run("present", "--no-open").lines[0] == "good    slides/talk.html 0 problems"


@pytest.mark.parametrize(
    "words",
    ["{{ newest.finding }}", "{# newest #}", "{% set other = newest %}", "newest"],
)
def test_one_that_a_template_names_is_a_problem(deck, words):
    deck.write("templates/part.md.j2", words)

    assert "stale   newest   no record yet" in deck.run("status").lines


def test_one_that_a_shown_experiment_needs_is_a_problem(deck):
    deck.edit("experiments/b.py", 'needs = ["a"]', 'needs = ["a", "newest"]')

    assert "stale   newest   no record yet" in deck.run("check").lines


def test_one_whose_record_is_damaged_ran_and_is_a_problem(deck):
    deck.write("results/newest.json", "{")

    assert deck.run("status").code == 3
    assert any(
        line.startswith("stale   newest   results/newest") for line in deck.run("status").lines
    )


def test_without_any_deck_what_never_ran_is_what_there_is_to_do(deck):
    (deck.root / "templates/talk.md.j2").unlink()

    assert "stale   newest   no record yet" in deck.run("status").lines


def test_a_build_runs_it_as_any_other(deck):
    outcome = deck.run("build")

    assert outcome.code == 0
    assert outcome.done[0].split()[:2] == ["run", "newest"]
    assert "note" not in deck.run("check").out
