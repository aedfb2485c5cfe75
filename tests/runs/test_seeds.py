"""Seeds are filled up: what is recorded is kept, what is missing runs, and nothing else."""

import pytest


@pytest.fixture
def seeds_of(deck):
    """The seeds of A's record, and what A measured with each."""

    def read() -> dict[int, float]:
        runs = deck.record("a")["runs"]
        return {run["seed"]: run["numbers"]["share"] for run in runs}

    return read


def begun(outcome) -> list[str]:
    """The runs that a build began, as its progress names them."""
    return [line for line in outcome.err.splitlines() if line.endswith("begins")]


def test_seeds_that_are_missing_run_and_those_recorded_do_not(deck, seeds_of):
    outcome = deck.run("build", "--seeds", "4", "a")

    assert outcome.code == 0
    assert begun(outcome) == ["a seed 3: begins", "a seed 4: begins", "a figures: begins"]
    assert seeds_of() == {1: 0.1, 2: 0.2, 3: 0.3, 4: 0.4}


def test_a_record_with_more_seeds_than_its_block_asks_for_is_current(deck, seeds_of):
    deck.run("build", "--seeds", "3", "a")
    deck.run("build")

    assert deck.run("check").code == 0
    assert deck.run("build").lines == ["--      slides           up to date"]
    assert list(seeds_of()) == [1, 2, 3]


def test_fewer_seeds_than_are_recorded_keep_all(deck, seeds_of):
    outcome = deck.run("build", "--seeds", "1")

    assert outcome.lines == ["--      slides           up to date"]
    assert list(seeds_of()) == [1, 2]


def test_a_block_that_asks_for_more_seeds_fills_what_is_missing(deck, seeds_of):
    deck.edit("experiments/a.py", "# seeds = 2", "# seeds = 3")

    outcome = deck.run("build")

    assert begun(outcome)[:2] == ["a seed 3: begins", "a figures: begins"]
    assert seeds_of() == {1: 0.1, 2: 0.2, 3: 0.3}


def test_a_block_that_asks_for_fewer_seeds_makes_nothing_stale(deck):
    deck.edit("experiments/a.py", "# seeds = 2", "# seeds = 1")

    assert deck.run("check").code == 0


def test_runs_of_other_code_are_not_kept(deck, seeds_of):
    deck.edit("experiments/a.py", "share=seed / 10", "share=seed / 100")

    outcome = deck.run("build", "--seeds", "3", "a")

    assert outcome.code == 0
    assert seeds_of() == {1: 0.01, 2: 0.02, 3: 0.03}


def test_the_page_keeps_the_outputs_of_the_first_run(deck):
    deck.run("build", "--seeds", "3", "a")

    assert "Epoch 1/1" in deck.read("slides/lab/a.html")


def test_another_first_seed_is_run_even_where_it_is_recorded_since_the_page_shows_it(
    deck, seeds_of
):
    deck.edit("experiments/a.py", "seed = 1", "seed = 2")

    outcome = deck.run("build")

    assert begun(outcome)[:2] == ["a seed 2: begins", "a seed 3: begins"]
    assert "seed = 2" in deck.read("slides/lab/a.ipynb")
    assert list(seeds_of()) == [2, 3]


def test_all_seeds_that_are_recorded_run_again_by_force(deck, seeds_of):
    deck.run("build", "--seeds", "3", "a")

    outcome = deck.run("build", "--force", "a")

    assert [line.split(":")[0] for line in begun(outcome)] == [
        "a seed 1",
        "a seed 2",
        "a seed 3",
        "a figures",
    ]


def test_seeds_for_a_script_without_a_seed_are_a_usage_error(deck):
    outcome = deck.run("build", "--seeds", "3", "b")

    assert outcome.code == 2
    assert "experiments/b.py: --seeds 3, but there is no parameter 'seed'" in outcome.err


def test_scripts_without_a_seed_are_left_alone_when_none_is_named(deck):
    outcome = deck.run("build", "--seeds", "3")

    assert [line.split()[:2] for line in outcome.done[:2]] == [["run", "a"], ["draw", "b"]]
