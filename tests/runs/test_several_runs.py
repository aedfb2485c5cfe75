"""Several runs: one for each seed, the typical one where one must stand for all, and no other
without a reason. What is asked wrongly is told with what to write."""

import json

import pytest

from executed_slides import record
from executed_slides.runs import recording

B_WITH_SEEDS = '''"""B needs A, seed by seed."""

# /// experiment
# needs = ["a"]
# seeds = SEEDS
# ///

# %% Parameters tags=["parameters"]
seed = 1

# %% Measure
from executed_slides import record

needed = record.needed("a")
record.numbers(read=needed.seed, twice=2 * needed.numbers.share)
'''


@pytest.fixture
def draw(tmp_path, monkeypatch):
    """Figure cells of an experiment whose runs measured these losses, the second one typical."""

    def begin(*losses: float, typical: int | None = 2) -> None:
        runs = [
            {"seed": seed, "numbers": {"loss": loss}, "typical": seed == typical}
            for seed, loss in enumerate(losses, 1)
        ]
        (tmp_path / "task.json").write_text(json.dumps({"experiment": "a", "runs": runs}))
        monkeypatch.setenv("EXECUTED_SLIDES_TASK", str(tmp_path))
        recording.this_run.cache_clear()

    yield begin
    recording.this_run.cache_clear()


def seeds_of(deck, name: str) -> list:
    return [run["seed"] for run in deck.record(name)["runs"]]


def test_figure_cells_read_all_runs_and_the_typical_one(draw):
    draw(0.5, 0.25, 0.125)

    assert [run.numbers.loss for run in record.runs()] == [0.5, 0.25, 0.125]
    assert record.run().seed == 2


def test_another_run_is_read_with_a_reason_that_the_outcome_keeps(draw, tmp_path):
    draw(0.5, 0.25, 0.125)

    assert record.run(seed=3, because="the lowest loss").numbers.loss == 0.125
    assert json.loads((tmp_path / "outcome.json").read_text()) == {
        "choices": {"3": "the lowest loss"}
    }


@pytest.mark.parametrize("because", ["", "  ", "\n", ".", "3"])
def test_another_run_without_a_reason_is_refused(draw, because):
    draw(0.5, 0.25)

    with pytest.raises(ValueError) as error:
        record.run(seed=2, because=because)

    assert str(error.value) == (
        'run(seed=2) is another than the typical run: say why, because="REASON"'
    )


def test_a_seed_that_did_not_run_is_told_with_those_that_did(draw):
    draw(0.5, 0.25, 0.125)

    with pytest.raises(LookupError) as error:
        record.run(seed=9, because="x")

    assert str(error.value) == "no run has seed 9: its seeds are 1, 2, 3"


def test_figures_of_an_experiment_without_a_typical_run_are_told_what_to_write(draw):
    draw(0.5, 0.25, typical=None)

    with pytest.raises(LookupError) as error:
        record.run()

    assert str(error.value) == (
        "this experiment has 2 runs (seeds 1, 2), and none is typical: name in its block the "
        'number whose middle run stands for all, typical = "NUMBER"; figures show all by '
        "record.runs()"
    )


def test_one_run_is_typical_by_itself(draw):
    draw(0.5, typical=1)

    assert record.run().numbers.loss == 0.5


def test_by_hand_the_running_one_stands_for_any(tmp_path, monkeypatch):
    monkeypatch.delenv("EXECUTED_SLIDES_TASK", raising=False)
    monkeypatch.chdir(tmp_path)
    recording.this_run.cache_clear()

    record.numbers(loss=0.5)

    assert record.run(seed=3, because="the lowest loss").numbers.loss == 0.5
    recording.this_run.cache_clear()


@pytest.mark.parametrize("seeds", [1, 2, 3, 4])
def test_any_number_of_runs_is_built_shown_and_good(deck, seeds):
    deck.edit("experiments/a.py", "# seeds = 2", f"# seeds = {seeds}")

    deck.run("build", "--seeds", str(seeds), "a")
    built, checked = deck.run("build"), deck.run("check")

    assert (built.code, checked.code) == (0, 0)
    assert len(seeds_of(deck, "a")) == max(2, seeds)  # What was recorded stays.


def test_a_run_that_fails_leaves_the_record_and_the_others_are_kept_for_the_next_build(deck):
    before = deck.read("results/a.json")
    fail = 'if seed == 2:\n    raise ValueError("diverged")\n'
    deck.edit("experiments/a.py", "# region sum", f"{fail}# region sum")

    failed = deck.run("build")
    deck.edit("experiments/a.py", "raise ValueError", "print")
    deck.edit("experiments/a.py", 'print("diverged")', 'raise ValueError("diverged")')
    again = deck.run("build")

    assert failed.code == again.code == 1
    assert "ValueError: diverged" in failed.err
    assert "skipped b                needs a, which failed" in failed.out
    assert "a seed 1: begins" in failed.err
    assert "a seed 1: begins" not in again.err  # It had been measured.
    assert deck.read("results/a.json") == before


def test_runs_of_both_are_paired_by_their_seeds(deck):
    deck.write("experiments/b.py", B_WITH_SEEDS.replace("SEEDS", "2"))

    deck.run("build", "b")

    numbers = [run["numbers"] for run in deck.record("b")["runs"]]
    assert numbers == [{"read": 1, "twice": 0.2}, {"read": 2, "twice": 0.4}]


def test_a_seed_that_the_needed_one_lacks_is_told_with_those_that_it_has(deck):
    """The typical run was read in its place, and compared as if it were the same seed's."""
    deck.write("experiments/b.py", B_WITH_SEEDS.replace("SEEDS", "3"))

    outcome = deck.run("build", "b")

    assert outcome.code == 1
    assert (
        "LookupError: 'a' has no run with seed 3, which this run would read: its seeds are 1, 2; "
        "give both experiments as many, seeds = 2"
    ) in outcome.err


def test_a_needed_experiment_with_one_run_serves_every_seed(deck):
    deck.edit("experiments/a.py", "# seeds = 2\n", "")
    (deck.root / "results" / "a.json").unlink()
    deck.write("experiments/b.py", B_WITH_SEEDS.replace("SEEDS", "3"))

    assert deck.run("build", "b").code == 0
    assert [run["numbers"]["read"] for run in deck.record("b")["runs"]] == [1, 1, 1]


def test_one_run_that_needs_several_is_told_to_name_the_typical_one(deck):
    deck.edit("experiments/a.py", '# typical = "total"\n', "")
    deck.edit("experiments/a.py", "record.run()", "record.runs()[0]")

    outcome = deck.run("build")

    assert outcome.code == 1
    assert "failed  b                cell 'Measure' failed" in outcome.out
    assert (
        "LookupError: 'a' has 2 runs (seeds 1, 2), and none is typical: name in its block the "
        'number whose middle run stands for all, typical = "NUMBER"; figures show all by '
        "record.needed_runs('a')"
    ) in outcome.err


def test_a_typical_number_that_there_is_not_is_told(deck):
    deck.edit("experiments/a.py", '"total"\n', '"nothing"\n')

    outcome = deck.run("build")

    assert outcome.code == 1
    assert (
        "error: a: which of its 2 runs stands for all? its runs have no number 'nothing'\n"
        'hint: name a number in its block, whose middle run is typical: typical = "NUMBER"\n'
    ) in outcome.err


def test_a_summary_that_there_is_not_is_told(deck):
    deck.edit("experiments/a.py", "# seeds = 2", '# seeds = 2\n# summary = "max"')

    outcome = deck.run("build")

    assert outcome.code == 1
    assert "experiments/a.py: experiment block: summary: invalid enum value 'max'" in outcome.err


def test_another_typical_run_makes_what_reads_it_stale_and_the_same_one_does_not(deck):
    deck.edit("experiments/a.py", '"total"\n', '"share"\n')
    deck.run("build")  # Of two runs the first is typical, by the share too.

    current = deck.run("check")
    deck.run("build", "--seeds", "3", "a")  # Of three the second one.
    stale = deck.run("check")

    assert current.code == 0
    assert [line for line in stale.lines if "needed a" in line] == [
        "stale   b   needed a changed",
        "stale   b   figures: needed a changed",
    ]


def test_more_runs_of_a_needed_one_cost_nothing_while_the_typical_one_stays(deck):
    deck.run("build", "--seeds", "3", "a")  # All have the same total: the first one is typical.

    assert "stale   b   needed a changed" not in deck.run("check").lines


def test_a_figure_drawn_anew_makes_nothing_stale_that_needs_its_experiment(deck):
    deck.edit("experiments/a.py", 'f"total {run.numbers.total}"', 'f"sum {run.numbers.total}"')

    deck.run("build", "a")

    assert deck.run("build").err.count("b: begins") == 0


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "figures show seed 2"), ("ko", "그림은 시드 2")]
)
def test_the_evidence_says_why_a_figure_shows_another_run(deck, lang, words):
    deck.edit("experiments/a.py", "record.run()", 'record.run(seed=2, because="its <dip> | sharp")')
    deck.edit("templates/talk.md.j2", "theme: plain", f"theme: plain\nlang: {lang}\nevidence: E")

    deck.run("build")

    assert deck.record("a")["choices"] == {"2": "its <dip> | sharp"}
    assert rf"{words}: its \<dip\> \| sharp" in deck.read("slides/talk.md")
