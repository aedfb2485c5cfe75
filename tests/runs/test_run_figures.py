"""Figures that measuring cells draw are their run's, kept with its hash, and shown like any other.

A new look of such a figure runs again; a lost one is brought back where a copy is left.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from made_once import made_once
from made_records import make_record, write_values
from msgspec import to_builtins
from tiny_deck import SOURCES, A, build

from executed_slides.base.errors import DeckError
from executed_slides.base.files import sha256
from executed_slides.records.record_files import read_record

# As somebody's script is who draws where it computes.
DRAWING = '''"""A draws what it measures."""

# /// experiment
# figures = ["a"]
# seeds = 3
# typical = "share"
# ///

# %% Setup
from helper import Picture

from executed_slides import record

# %% Parameters tags=["parameters"]
seed = 1

# %% Measure
share = seed / 10
record.figure("a", Picture(f"share {share}"), alt=f"Share is {share}")
record.numbers(share=share, place=[0, 5, 9, 7, 8, 6][seed])
'''
TEMPLATE = (
    '---\ntheme: plain\n---\n# Talk\n* {{ a.share }}, twice {{ b.twice }}\n\n{{ figure("a") }}\n'
)
B = SOURCES["experiments/b.py"].replace(".total", ".share")
NOTE = "a: drawn by measuring cells, so a new look runs these again"


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    sources = {"experiments/a.py": DRAWING, "experiments/b.py": B, "templates/talk.md.j2": TEMPLATE}
    return made_once(
        tmp_path_factory, "run_figures", lambda root: build(root, {**SOURCES, **sources})
    )


@pytest.fixture
def no_drawing(monkeypatch):
    """No kernel may run for figures."""

    def fail(*_):
        raise AssertionError("a kernel draws")

    monkeypatch.setattr("executed_slides.runs.drawing.run_cells_in", fail)


def kept(deck) -> dict[str, Path]:
    """What runs drew and lies in the cache, by the end of its text."""
    files = deck.root.glob(".executed-slides/artifacts/*/a.png")
    return {path.read_bytes()[8:-8].decode(): path for path in files}


def test_each_run_keeps_what_it_drew_and_slides_show_the_typical_run_s(deck):
    record = deck.record("a")

    drawn = [run["figures"]["a"] for run in record["runs"]]
    assert [about["alt"] for about in drawn] == ["Share is 0.1", "Share is 0.2", "Share is 0.3"]
    assert {about["format"] for about in drawn} == {"png"}
    assert record["figures"] == {
        "a": {"file": "slides/image/a.png", "sha256": drawn[1]["sha256"], "alt": "Share is 0.2"}
    }
    assert sha256(deck.root / "slides/image/a.png") == drawn[1]["sha256"]
    assert "![Share is 0.2" in deck.read("slides/talk.md")
    assert deck.run("check").code == 0


def test_no_process_draws_what_runs_have_drawn(deck, no_drawing):
    outcome = deck.run("build", "--force")

    assert outcome.code == 0, outcome.err
    assert [line.split()[:2] for line in outcome.done[:2]] == [["run", "a"], ["run", "b"]]


def test_a_new_look_is_a_new_run(deck):
    deck.edit("experiments/a.py", "share {share}", "share: {share}")

    assert deck.run("status").lines[0] == "stale   a   experiments/a.py: Measure changed"
    deck.run("build")
    assert b"share: 0.2" in (deck.root / "slides/image/a.png").read_bytes()


def test_the_build_and_status_say_which_figures_are_drawn_so(deck):
    assert deck.run("status").lines[-1] == (
        "note    figures          a (a): drawn by measuring cells, so a new look runs these again"
    )
    assert NOTE not in deck.run("build", "--force").out
    (deck.root / "results/a.json").unlink()
    assert f"note    a                {NOTE}" in deck.run("build").lines


def test_what_is_drawn_otherwise_changes_no_hash_of_what_was_measured(deck):
    before = deck.record("b")
    deck.edit("experiments/a.py", "share {share}", "share: {share}")

    deck.run("build", "a")

    path = deck.root / "results/a.json"
    record = read_record(path, "results/a.json", smoke=False)
    places = ((1, 5), (2, 9), (3, 7))
    runs = [{"numbers": {"share": seed / 10, "place": place}} for seed, place in places]
    assert record.runs_hash == make_record(runs=runs, parameters={"seed": 1}).runs_hash
    assert deck.record("b")["draw"] == before["draw"]


@pytest.mark.parametrize("harm", [Path.unlink, lambda path: path.write_bytes(b"another")])
def test_a_missing_or_altered_figure_is_put_back_without_a_run(deck, no_drawing, harm):
    whole = (deck.root / "slides/image/a.png").read_bytes()
    harm(deck.root / "slides/image/a.png")
    assert deck.run("check").code == 3

    outcome = deck.run("build")

    assert outcome.lines[0].split()[:2] == ["draw", "a"]
    assert (deck.root / "slides/image/a.png").read_bytes() == whole
    assert deck.run("check").code == 0


def test_where_no_copy_is_left_the_run_that_drew_it_runs_again_alone(deck):
    for path in kept(deck).values():
        path.unlink()
    (deck.root / "slides/image/a.png").unlink()
    before = [run["seconds"] for run in deck.record("a")["runs"]]

    outcome = deck.run("build")

    assert outcome.lines[0] == (
        "again   a                no copy is left of figure a, which its run drew"
    )
    assert outcome.lines[1].startswith("plan    a                1 of 3 runs, ")
    assert outcome.done[1].split()[:2] == ["run", "a"]
    assert [*kept(deck)] == ["share 0.2"]
    after = [run["seconds"] for run in deck.record("a")["runs"]]
    assert (after[0], after[2]) == (before[0], before[2])
    assert deck.run("check").code == 0


def test_a_clone_that_has_the_slides_figures_alone_is_up_to_date(deck):
    deck.run("artifacts", "--clear")

    assert kept(deck) == {}
    assert deck.run("check").code == 0
    assert deck.run("build").lines == ["--      slides           up to date"]


def test_another_typical_run_is_shown_without_a_run(deck, no_drawing):
    deck.edit("experiments/a.py", 'typical = "share"', 'typical = "place"')
    assert deck.run("status").lines[0] == "stale   a   figures: typical share → place"

    outcome = deck.run("build")

    assert outcome.done[0].split()[:2] == ["draw", "a"]
    assert deck.record("a")["figures"]["a"]["alt"] == "Share is 0.3"
    assert (deck.root / "slides/image/a.png").read_bytes() == kept(deck)["share 0.3"].read_bytes()


@pytest.mark.parametrize(
    ("typical", "message"),
    [
        ("", "experiments/a.py:18: record.figure is of one run, and its block has seeds = 3"),
        (
            '# typical = "shares"\n',
            "a: which of its 3 runs stands for all? its runs have no number 'shares'",
        ),
    ],
)
def test_where_no_run_stands_for_all_it_is_told_what_to_write(deck, typical, message):
    deck.edit("experiments/a.py", '# typical = "share"\n', typical)

    outcome = deck.run("build")

    assert message in outcome.err
    assert 'typical = "NUMBER"' in outcome.err


def test_a_figure_of_another_run_of_which_no_copy_is_left_is_drawn_again(deck):
    deck.run("artifacts", "--clear")
    deck.edit("experiments/a.py", 'typical = "share"', 'typical = "place"')

    outcome = deck.run("build")

    assert outcome.lines[0] == (
        "again   a                no copy is left of figure a, which its run drew"
    )
    assert [*kept(deck)] == ["share 0.3"]


def test_where_more_seeds_make_another_run_typical_whose_figure_is_lost_it_alone_runs_again(deck):
    deck.run("artifacts", "--clear")

    outcome = deck.run("build", "--seeds", "5", "a")

    assert outcome.code == 0, outcome.err
    begun = re.findall(r"a seed (\d): begins", outcome.err)
    assert (sorted(begun[:2]), begun[2:]) == (["4", "5"], ["3"])
    assert (
        "note    a                no copy was left of figure a: seed 3 ran again" in outcome.lines
    )
    assert sorted(kept(deck)) == ["share 0.3", "share 0.4", "share 0.5"]


def test_a_record_whose_figure_is_not_its_run_s_is_no_good_one(deck):
    values = deck.record("a")
    values["figures"]["a"]["sha256"] = values["runs"][0]["figures"]["a"]["sha256"]
    write_values(deck.root / "results/a.json", values)

    outcome = deck.run("check")

    assert outcome.code == 3
    assert "results/a.json: figure 'a' is not the one that its run drew" in outcome.out


def test_clean_keeps_what_runs_drew_and_takes_what_no_record_names(deck):
    deck.edit("experiments/a.py", "share {share}", "share: {share}")
    deck.run("build")
    assert len(kept(deck)) == 6

    deck.run("clean", "--yes")

    assert sorted(kept(deck)) == ["share: 0.1", "share: 0.2", "share: 0.3"]


def test_a_rerun_compares_each_run_s_own(deck):
    assert "3 runs bit-equal, 1 figure bit-equal" in deck.run("rerun", "a").out
    assert "1 run bit-equal, 1 figure bit-equal" in deck.run("rerun", "--first-seed", "a").out


def test_a_figure_that_both_kinds_of_cells_draw_is_refused(deck):
    again = '\n# %% Draw tags=["figure"]\nrecord.figure("a", Picture("again"), alt="again")\n'
    deck.write("experiments/a.py", DRAWING + again)

    outcome = deck.run("build", "a")

    assert "figure 'a' is drawn twice, by a measuring cell and a figure cell" in outcome.err


def test_a_figure_that_no_cell_draws_is_told_when_the_first_run_has_ended(deck):
    deck.edit("experiments/a.py", '["a"]', '["a", "z"]')
    deck.edit("experiments/a.py", "seed / 10", "seed / 10 + 0")

    outcome = deck.run("build", "--jobs", "1", "a")

    assert "experiments/a.py: its block declares figure 'z', but no cell keeps it" in outcome.err
    assert list(deck.root.glob(".executed-slides/runs/*/1.json")) == []


def test_a_sweep_draws_in_figure_cells(deck):
    deck.edit("experiments/a.py", "# ///\n\n# %% Setup", "#\n# [sweep]\n# rate = [1, 2]\n# ///\n")
    deck.edit("experiments/a.py", "seed = 1", "seed = 1\nrate = 1")

    outcome = deck.run("status")

    assert "record.figure in a measuring cell of a sweep: each point would draw it" in outcome.out
    deck.edit("experiments/a.py", "record.figure(", "(lambda *a, **b: record.figure(*a, **b))(")
    assert "is drawn by a measuring cell of a sweep" in deck.run("build", "a").err


def test_uses_tell_that_a_figure_of_a_measuring_cell_may_show_a_number(deck):
    shown = deck.run("uses", "a.share").lines

    assert any("figure('a')" in line for line in shown), shown
    assert any("figure('a')" in line for line in deck.run("uses", "a.place").lines)


def test_by_hand_it_runs_and_nothing_is_written(deck):
    before = deck.files()

    done = subprocess.run(
        [sys.executable, "experiments/a.py"], cwd=deck.root, capture_output=True, check=False
    )

    assert (done.returncode, done.stderr) == (0, b"")
    assert deck.files() == before


def test_figures_of_both_kinds_stand_side_by_side(deck):
    early = 'record.figure("early", Picture(f"{total}"), alt="Early")\nrecord.numbers(share=0.5, '
    both = A.replace('["a"]', '["a", "early"]').replace("record.numbers(", early)
    deck.write("experiments/a.py", both.replace(", share=seed / 10", ""))

    outcome = deck.run("build")

    assert outcome.code == 0, outcome.err
    assert sorted(deck.record("a")["figures"]) == ["a", "early"]
    deck.edit("experiments/a.py", "Total is", "The total is")
    assert deck.run("build").lines[0].split()[:2] == ["draw", "a"]
    assert deck.run("check").code == 0


def test_a_record_of_a_former_format_is_read_as_it_was(tmp_path):
    values = {**to_builtins(make_record()), "format": 4}
    write_values(tmp_path / "a.json", values)

    record = read_record(tmp_path / "a.json", "results/a.json", smoke=False)

    assert (record.format, record.run_figures()) == (4, {})
    assert "figures" not in json.loads((tmp_path / "a.json").read_text())["runs"][0]
    with pytest.raises(DeckError, match="runs"):
        values["runs"][0]["figures"] = {"a": {"sha256": "0" * 64, "format": "exe", "alt": ""}}
        write_values(tmp_path / "a.json", values)
        read_record(tmp_path / "a.json", "results/a.json", smoke=False)
