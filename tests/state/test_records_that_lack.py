"""A sealed record that says less than its script, or more: stale, and healed by the next build."""

import json

import pytest
from made_records import write_values


def forge(deck, change) -> None:
    """A record by somebody who knows how records are sealed."""
    record = json.loads(deck.read("results/a.json"))
    change(record)
    write_values(deck.root / "results/a.json", record)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda record: record["figures"].pop("a"), "a is not in the record"),
        (
            lambda record: record["figures"].update(b=record["figures"]["a"]),
            "b is not in the script",
        ),
        (
            lambda record: record["evidence"].pop("slides/lab/a.html"),
            "slides/lab/a.html is not in the record",
        ),
        (lambda record: record.pop("typical"), "typical none → total"),
    ],
)
def test_it_is_stale_and_healed_by_the_next_build(deck, change, said):
    forge(deck, change)

    assert deck.run("check").lines[0] == f"stale   a   figures: {said}"
    assert deck.run("build").code == 0
    assert deck.run("check").code == 0


def test_a_figure_that_no_check_misses_is_a_problem_of_the_slides(deck, monkeypatch):
    monkeypatch.setattr("executed_slides.state.project.draw_staleness", lambda *_: [])
    forge(deck, lambda record: record["figures"].pop("a"))

    outcome = deck.run("check")

    assert outcome.code == 1
    assert "no record of 'a' to take figure 'a' from" in outcome.out
