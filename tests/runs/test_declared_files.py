"""Files that a script declares count in its keys, in its block or where a cell reads them."""

import pytest
from file_scripts import drawing, reading

from executed_slides import record
from executed_slides.base.errors import DeckError
from executed_slides.base.files import sha256


@pytest.fixture(name="deck")
def deck_with_a_file(deck):
    deck.write("config/a.json", "{}")
    return deck


def build(deck, script: str) -> None:
    deck.write("experiments/c.py", script)
    outcome = deck.run("build", "c")
    assert outcome.code == 0, outcome.err
    assert not any(line.startswith("note") for line in outcome.lines)


def stale(deck) -> list[str]:
    return [line for line in deck.run("status").lines if line.startswith("stale")]


READ = 'record.read("config/a.json").read_text()'


@pytest.mark.parametrize(
    "script", [reading("", 'files = ["config/*.json"]'), reading(READ)], ids=["block", "cell"]
)
def test_a_declared_file_that_changes_makes_stale(deck, script):
    build(deck, script)
    parts = deck.record("c")["measure"]
    assert parts["files"] == {"config/a.json": sha256(deck.root / "config/a.json")}
    assert parts["observed"] == {}
    assert stale(deck) == []

    deck.write("config/a.json", "[]")

    assert stale(deck) == ["stale   c   file config/a.json changed"]
    build(deck, script)
    assert stale(deck) == []


def test_a_file_more_that_a_pattern_matches_makes_stale(deck):
    build(deck, reading("", 'files = ["config/*.json"]'))

    deck.write("config/b.json", "{}")

    assert stale(deck) == ["stale   c   file config/b.json is new"]


def test_a_block_s_files_count_for_measuring_and_for_figures(deck):
    script = reading("", 'figures = ["c"]\n# files = ["config/a.json"]')
    build(deck, script + drawing("").partition("record.numbers(one=1)")[2])

    record = deck.record("c")

    assert [*record["measure"]["files"]] == [*record["draw"]["files"]] == ["config/a.json"]


def test_what_a_figure_cell_reads_by_name_counts_for_figures_alone(deck):
    build(deck, drawing(READ))

    record = deck.record("c")
    assert ("files" in record["measure"], [*record["draw"]["files"]]) == (False, ["config/a.json"])
    deck.write("config/a.json", "[]")
    assert stale(deck) == ["stale   c   figures: file config/a.json changed"]


def test_what_a_helper_reads_by_name_counts_where_the_helper_does(deck):
    helper = f"from executed_slides import record\n\n\ndef text():\n    return {READ}\n"
    deck.write("experiments/texts.py", helper)
    build(deck, reading("from texts import text\ntext()"))

    assert [*deck.record("c")["measure"]["files"]] == ["config/a.json"]


def test_a_script_without_files_has_no_word_of_them_in_its_record(deck):
    build(deck, reading(""))

    assert "files" not in deck.record("c")["measure"]


def test_a_pattern_that_matches_nothing_is_a_problem_of_its_script(deck):
    deck.write("experiments/c.py", reading("", 'files = ["config/*.toml"]'))

    outcome = deck.run("check")

    assert outcome.code == 1
    assert outcome.lines[:2] == [
        "failed  c   experiments/c.py: no file 'config/*.toml' in the project",
        "        mend: paths begin at the project's root: put the file there, or take it out of "
        "the script",
    ]


def test_a_declared_file_that_changes_while_it_is_measured_makes_no_record(deck):
    cell = 'record.read("config/a.json").write_text("[]")'
    deck.write("experiments/c.py", reading(cell))

    outcome = deck.run("build", "c")

    assert outcome.code == 1
    assert outcome.err.splitlines()[-3:] == [
        "error: experiments/c.py: file config/a.json changed while it ran",
        "hint: uv run build.py c runs with what it is now",
        "hint: what it had recorded until then lies in .executed-slides/failed/c/None/",
    ]


def test_by_hand_a_path_begins_at_the_project_s_root_too(deck, monkeypatch):
    monkeypatch.chdir(deck.root / "experiments")

    assert record.read("config/a.json") == deck.root / "config/a.json"
    with pytest.raises(FileNotFoundError, match=r"no file 'a\.json' in the project"):
        record.read("a.json")
    with pytest.raises(DeckError, match="leads out of the project"):
        record.read("../a.json")
