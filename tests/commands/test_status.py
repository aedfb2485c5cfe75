"""Status says what is stale and why; what cannot change an outcome changes nothing."""

import json

import pytest


def stale(deck) -> list[str]:
    return [line for line in deck.run("status").lines if line.startswith("stale")]


def test_nothing_is_stale_after_a_build(deck):
    outcome = deck.run("status")

    assert outcome.code == 0
    assert outcome.lines == [
        "--      a                up to date",
        "--      b                up to date",
    ]


def test_what_a_build_would_run_is_told_with_how_long_it_took(deck):
    deck.edit("experiments/a.py", "steps = 3", "steps = 4")
    (deck.root / "results/b.json").unlink()

    plan = [line for line in deck.run("status").lines if line.startswith("plan")]

    assert [line[:33] for line in plan] == [
        "plan    a                2 runs, ",
        "plan    b                1 run, n",
        "plan    all              3 runs, ",
    ]
    assert plan[1] == "plan    b                1 run, no earlier run is known"
    forecast = json.loads(deck.run("status", "--json").out)["forecast"]
    assert (forecast["runs"][1]["seconds"], forecast["unknown"]) == (None, ["b"])


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("experiments/a.py", "# %% Measure", "# %% Measure\n# A comment."),
        ("experiments/a.py", '"""A measures."""', '"""A measures still."""'),
        ("experiments/a.py", "total=total, share", "total = total,\n    share"),
        ("experiments/a.py", "# %% Measure", "# %% Measured"),
        ("experiments/a.py", 'print("Epoch', '\n# %% More\nprint("Epoch'),
        ("experiments/helper.py", '"""Helps."""', '"""Helps a lot."""'),
        ("experiments/helper.py", "Stands for", "Stands in for"),
        ("experiments/helper.py", "return number\n", "return number + 1\n"),
        ("experiments/helper.py", "def unused", "def renamed"),
        ("experiments/deep.py", "return 0", "return 1"),
        ("experiments/deep.py", "number * factor", "(number  *  factor)"),
    ],
)
def test_what_cannot_change_the_outcome_is_not_stale(deck, name, old, new):
    deck.edit(name, old, new)

    assert stale(deck) == []


@pytest.mark.parametrize(
    ("name", "old", "new", "reason"),
    [
        ("experiments/a.py", "sum(double", "sum(2 * double", "experiments/a.py: Measure changed"),
        ("experiments/a.py", "steps = 3", "steps = 4", "parameter steps 3 → 4"),
        ("experiments/a.py", "seed = 1", "seed = 5", "seeds [1, 2] → [5, 6]"),
        ("experiments/a.py", "seeds = 2", "seeds = 3", "seeds [1, 2] → [1, 2, 3]"),
        ("experiments/helper.py", "(number, 2)", "(number, 3)", "helper.double changed"),
        ("experiments/deep.py", "* FACTOR", "- FACTOR", "deep.times changed"),
        ("experiments/deep.py", "FACTOR = 1", "FACTOR = 2", "deep.FACTOR changed"),
        ("experiments/deep.py", "FACTOR = 1", "FACTOR = 1\nprint(1)", "deep (on import) is new"),
        (
            "experiments/a.py",
            "# seeds = 2",
            '# seeds = 2\n# summary = "mean"',
            "figures: summary median → mean",
        ),
        (
            "experiments/a.py",
            'typical = "total"',
            'typical = "share"',
            "figures: typical total → share",
        ),
    ],
)
def test_what_changes_the_outcome_is_named(deck, name, old, new, reason):
    deck.edit(name, old, new)

    outcome = deck.run("status")

    assert outcome.code == 3
    assert outcome.lines[0] == f"stale   a   {reason}"
    assert "        mend: uv run build.py a" in outcome.lines


def test_an_experiment_is_stale_when_one_that_it_needs_is(deck):
    deck.edit("experiments/a.py", "steps = 3", "steps = 4")

    assert stale(deck) == ["stale   a   parameter steps 3 → 4", "stale   b   needed a changed"]


def test_an_experiment_that_cannot_run_stops_those_that_need_it(deck):
    deck.edit("experiments/a.py", "# seeds = 2", "# seeds = true")
    deck.write("experiments/c.py", deck.read("experiments/b.py").replace('"a"', '"b"'))

    assert deck.run("status").lines == [
        "failed  a   experiments/a.py: experiment block: seeds: expected int, got bool",
        "        mend: mend experiments/a.py",
        "failed  b   experiments/b.py: needs a, which cannot run",
        "        mend: mend a first",
        "failed  c   experiments/c.py: needs b, which cannot run",
        "        mend: mend b first",
    ]


def test_a_changed_figure_cell_is_only_to_be_drawn_again(deck):
    deck.edit("experiments/a.py", 'f"total {', 'f"sum {')

    assert stale(deck) == ["stale   a   figures: experiments/a.py: Figure changed"]


def test_a_helper_that_only_the_figure_reaches_is_only_to_be_drawn_again(deck):
    deck.edit("experiments/helper.py", "self.text.encode()", "self.text.upper().encode()")

    assert stale(deck) == ["stale   a   figures: helper.Picture changed"]


def test_status_writes_nothing(deck):
    deck.edit("experiments/a.py", "steps = 3", "steps = 4")
    before = deck.files()

    deck.run("status")

    assert deck.files() == before


def test_data_that_differs_from_what_was_read_is_named(deck, monkeypatch, tmp_path):
    (tmp_path / "rows.csv").write_text("1,2\n")
    monkeypatch.setenv("DECK_DATA", str(tmp_path))
    deck.edit("experiments/a.py", "# seeds = 2", '# seeds = 2\n# data = ["rows.csv"]')
    deck.edit("experiments/a.py", "total = sum", 'record.data("rows.csv", DATA)\ntotal = sum')
    deck.edit(
        "experiments/a.py", "# %% Param", f"DATA = {str(tmp_path / 'rows.csv')!r}\n# %% Param"
    )
    assert deck.run("build").code == 0

    (tmp_path / "rows.csv").write_text("1,3\n")

    assert stale(deck)[0].startswith("stale   a   data rows.csv changed (")
    monkeypatch.delenv("DECK_DATA")
    assert stale(deck) == []


def test_what_mends_several_in_a_row_is_said_once(deck):
    deck.write("templates/talk.md.j2", deck.read("templates/talk.md.j2") + "\n1.5 and 2.5\n")

    lines = deck.run("check").lines

    [first] = [place for place, line in enumerate(lines) if "'1.5' stands in the words" in line]
    assert "'2.5' stands in the words" in lines[first + 1]
    assert lines[first + 2].startswith("        mend: show a recorded one")
