"""A change that its user takes for harmless keeps the record, and is told until it ends."""

import pytest


@pytest.fixture
def changed(deck):
    """The deck, whose helper changed, with evidence that B stands on nothing of it."""
    deck.edit("templates/talk.md.j2", "theme: plain\n", "theme: plain\nevidence: Evidence\n")
    deck.run("build")
    deck.edit("experiments/deep.py", "FACTOR = 1", "FACTOR = 1.0")
    return deck


def accept(deck, *words: str):
    return deck.run("accept", "a", "--because", *(words or ("a float of the same value",)))


def test_an_accepted_change_keeps_the_record_and_its_runs(changed):
    before = changed.record("a")
    assert changed.run("status").code == 3

    outcome = accept(changed)

    assert outcome.code == 0
    assert outcome.lines == ["accept  a                deep.FACTOR changed"]
    after = changed.record("a")
    assert after["runs"] == before["runs"]
    assert after["date"] == before["date"]
    [accepted] = after["accepted"]
    assert accepted["key"] == before["measure"]["key"] != after["measure"]["key"]
    assert accepted["because"] == "a float of the same value"
    assert accepted["changes"] == ["deep.FACTOR changed"]


def test_what_needs_it_is_judged_on_its_own(changed):
    accept(changed)

    assert "stale   b   needed a changed" in changed.run("status").out
    assert changed.run("accept", "b", "--because", "the same").code == 0
    assert changed.run("status").code == 0


def test_check_tells_it_and_is_good(changed):
    accept(changed)
    changed.run("accept", "b", "--because", "the same")
    changed.run("build", "--no-run")

    outcome = changed.run("check")

    assert outcome.code == 0
    notes = [line for line in outcome.lines if line.startswith("note")]
    day = changed.record("a")["accepted"][0]["date"][:10]
    assert notes == [
        f"note    a   accepted {day}: deep.FACTOR changed: a float of the same value",
        f"note    b   accepted {day}: needed a changed: the same",
    ]


def test_the_evidence_shows_it_as_plain_words(changed):
    accept(changed, "*the* `same` <b>value</b> | [so](x)")
    changed.run("accept", "b", "--because", "the same")
    changed.run("build", "--no-run")

    slides = changed.read("slides/talk.md")

    assert r"\*the\* \`same\` \<b\>value\</b\> \| \[so\]\(x\)" in slides


def test_a_retraining_ends_it(changed):
    accept(changed)

    changed.run("build", "--force", "a")

    assert "accepted" not in changed.record("a")


def test_more_seeds_beside_those_that_were_kept_do_not_end_it(changed):
    accept(changed)

    changed.run("build", "--seeds", "3", "a")

    assert [run["seed"] for run in changed.record("a")["runs"]] == [1, 2, 3]
    assert len(changed.record("a")["accepted"]) == 1


def test_a_new_look_can_be_accepted_too(changed):
    accept(changed)
    changed.edit("experiments/a.py", 'alt=f"Total', 'alt="" + f"Total')

    assert accept(changed).lines == [
        "accept  a                figures: experiments/a.py: Figure changed"
    ]
    assert len(changed.record("a")["accepted"]) == 2


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (
            lambda deck: deck.edit("experiments/deep.py", "1.0", "1"),
            "a: nothing changed since its record",
        ),
        (lambda deck: (deck.root / "results/a.json").unlink(), "a: no record yet"),
        (lambda deck: deck.edit("experiments/a.py", "seeds = 2", "seeds = 3"), "a: seeds"),
        (
            lambda deck: (deck.root / "slides/image/a.png").unlink(),
            "a: slides/image/a.png is missing",
        ),
        (lambda deck: deck.edit("experiments/a.py", "steps = 3", "steps ="), "experiments/a.py:"),
    ],
)
def test_what_is_not_there_or_not_changed_cannot_be_accepted(changed, spoil, message):
    spoil(changed)
    before = changed.files()

    outcome = accept(changed)

    assert outcome.code == 1
    assert outcome.err.startswith(f"error: {message}")
    assert changed.files() == before


def test_a_reason_is_needed(changed):
    assert changed.run("accept", "a").code == 2
    assert accept(changed, "  ").code == 2
    assert accept(changed, "...").code == 2


def test_an_experiment_that_there_is_not_is_named(changed):
    assert changed.run("accept", "c", "--because", "why").code == 2


def test_slides_show_a_kept_record_as_its_block_says_today(deck):
    deck.write("templates/talk.md.j2", "---\ntheme: plain\n---\n# {{ a.odd }}\n")
    deck.edit("experiments/a.py", "total=total,", "total=total, odd=seed,")
    deck.run("build")
    assert "# 1\n" in deck.read("slides/talk.md")
    deck.edit("experiments/a.py", "# seeds = 2", '# seeds = 2\n# summary = "mean"')

    outcome = accept(deck, "the figure shows no mean")
    built = deck.run("build")

    assert outcome.lines == ["accept  a                figures: summary median → mean"]
    assert not any("run     a" in line or "draw    a" in line for line in built.lines)
    assert deck.run("check").code == 0
    assert "# 1.5\n" in deck.read("slides/talk.md")
