"""History tells every value that something had, by the commit that left it, the newest first."""

import json
import shutil
import sys

import pytest
from git_decks import commit, git, put_under_git, retrain
from made_records import write_values
from tiny_deck import Deck

pytestmark = pytest.mark.skipif(not shutil.which("git"), reason="asks git's history")


@pytest.fixture(name="deck")
def committed_deck(deck):
    deck.first = put_under_git(deck)
    return deck


def history(deck, key):
    outcome = deck.run("history", key, "--json")
    assert outcome.code == 0
    return [(step["commit"], step["value"]) for step in json.loads(outcome.out)["history"]]


def notes(deck, key):
    events = json.loads(deck.run("history", key, "--json").out)["events"]
    return [event["detail"] for event in events if event["event"] == "note"]


def test_each_value_is_told_with_its_commit_and_range_the_newest_first(deck):
    retrain(deck, total=[7, 7])
    commit(deck, "Another total")
    retrain(deck, share=[0.5, 0.6])
    moved = commit(deck, "Larger shares")

    outcome = deck.run("history", "a.share")

    assert outcome.code == 0
    assert outcome.lines == [
        "a.share   2 values in 3 revisions of its record",
        f"  {moved}  2026-01-02  0.5500  0.5000–0.6000  2 runs  Larger shares",
        f"  {deck.first}  2026-01-02  0.1500  0.1000–0.2000  2 runs  Results",
    ]


def test_the_same_is_one_json_object(deck):
    outcome = deck.run("history", "a.share", "--json")

    assert json.loads(outcome.out)["history"] == [
        {
            "commit": deck.first,
            "date": "2026-01-02",
            "subject": "Results",
            "value": 0.15000000000000002,
            "least": 0.1,
            "greatest": 0.2,
            "runs": [{"seed": 1, "value": 0.1}, {"seed": 2, "value": 0.2}],
        }
    ]


def test_a_value_of_one_run_has_no_range(deck):
    assert deck.run("history", "b.twice").lines == [
        "b.twice   1 value in 1 revision of its record",
        f"  {deck.first}  2026-01-02  12  Results",
    ]


def test_parameters_have_a_history_too(deck):
    record = deck.record("a")
    record["parameters"]["steps"] = 4
    write_values(deck.root / "results/a.json", record)
    more = commit(deck, "More steps")

    assert history(deck, "a.parameters.steps") == [(more, 4), (deck.first, 3)]


def test_a_run_that_moved_is_told_also_where_the_median_did_not(deck):
    retrain(deck, share=[0.2, 0.1])
    swapped = commit(deck, "Swapped")

    assert [commit for commit, _ in history(deck, "a.share")] == [swapped, deck.first]


def test_another_way_to_show_the_same_runs_is_another_value(deck):
    retrain(deck, total=[6, 9])
    uneven = commit(deck, "Uneven")
    record = deck.record("a")
    write_values(deck.root / "results/a.json", {**record, "summary": "mean"})
    mean = commit(deck, "Means")

    assert history(deck, "a.total") == [(mean, 7.5), (uneven, 6), (deck.first, 6)]


def test_yes_is_another_value_than_one(deck):
    retrain(deck, total=[1, 1])
    one = commit(deck, "One")
    retrain(deck, total=[True, True])
    yes = commit(deck, "Yes")

    assert history(deck, "a.total") == [(yes, True), (one, 1), (deck.first, 6)]


def test_a_value_that_went_and_came_back_is_told_so(deck):
    retrain(deck, total=[None, None])
    gone = commit(deck, "No totals")
    retrain(deck, total=[6, 6])
    back = commit(deck, "Totals")

    assert history(deck, "a.total") == [(back, 6), (gone, None), (deck.first, 6)]
    assert (
        deck.run("history", "a.total").lines[2] == f"  {gone}  2026-01-02  gone          No totals"
    )


def test_a_record_that_was_deleted_keeps_its_history(deck):
    (deck.root / "results/b.json").unlink()
    gone = commit(deck, "Without b")

    assert history(deck, "b.twice") == [(gone, None), (deck.first, 12)]


def test_what_is_not_committed_comes_first(deck):
    retrain(deck, total=[7, 7])

    assert history(deck, "a.total") == [(None, 7), (deck.first, 6)]
    assert (
        deck.run("history", "a.total").lines[1] == "  now                  7  2 runs  not committed"
    )


def test_a_merge_moves_no_value_of_its_own(deck):
    git(deck, "checkout", "-qb", "training")
    retrain(deck, total=[7, 7])
    seven = commit(deck, "Seven")
    git(deck, "checkout", "-q", "main")
    deck.write("notes.txt", "meanwhile")
    commit(deck, "Meanwhile")
    git(deck, "merge", "-q", "--no-ff", "-m", "Merge training", "training")

    assert history(deck, "a.total") == [(seven, 7), (deck.first, 6)]


def test_a_merge_that_was_settled_by_hand_is_where_its_value_came_from(deck):
    git(deck, "checkout", "-qb", "training")
    retrain(deck, total=[7, 7])
    commit(deck, "Seven")
    git(deck, "checkout", "-q", "main")
    retrain(deck, total=[8, 8])
    commit(deck, "Eight")
    git(deck, "merge", "-q", "--no-ff", "--no-commit", "-s", "ours", "training")
    retrain(deck, total=[9, 9])
    nine = commit(deck, "Merge training")

    assert history(deck, "a.total")[0] == (nine, 9)


def test_a_record_that_was_renamed_is_followed(deck):
    git(deck, "mv", "results/a.json", "results/sums.json")
    renamed = commit(deck, "A better name")

    assert history(deck, "sums.total") == [(deck.first, 6)]
    assert notes(deck, "sums.total") == [f"before {renamed} the record was results/a.json"]


def test_records_of_former_formats_are_read_as_far_as_they_go(deck):
    retrain(deck, total=[7, 7])
    commit(deck, "Today's")
    git(deck, "checkout", "-q", "--orphan", "former")
    deck.write("results/a.json", '{"runs": [{"seed": 1, "numbers": {"total": 5}}]}')
    former = commit(deck, "Former format")
    deck.write("results/a.json", '{"numbers": {"total": 4}}')
    odd = commit(deck, "No runs")
    git(deck, "checkout", "-q", "main", "--", "results/a.json")
    again = commit(deck, "Today's again")

    assert history(deck, "a.total") == [(again, 7), (former, 5)]
    assert notes(deck, "a.total") == [f"1 revision cannot be read, and is passed over: {odd}"]


@pytest.mark.parametrize(
    "content", ["", "{", "[]", "null", "\x00", '{"runs": 1}', '{"runs": [{"seed": "x"}]}']
)
def test_a_record_that_is_none_is_named_and_nothing_is_lost(deck, content):
    deck.write("results/a.json", content)
    broken = commit(deck, "Broken")
    git(deck, "checkout", "-q", "HEAD^", "--", "results/a.json")
    commit(deck, "Mended")

    assert history(deck, "a.total") == [(deck.first, 6)]
    assert notes(deck, "a.total") == [f"1 revision cannot be read, and is passed over: {broken}"]


def test_a_shallow_clone_says_that_there_is_more(deck, tmp_path, capsys):
    retrain(deck, total=[7, 7])
    seven = commit(deck, "Seven")
    git(deck, "clone", "-q", "--depth", "1", f"file://{deck.root}", str(tmp_path / "clone"))
    clone = Deck(tmp_path / "clone", capsys)

    assert history(clone, "a.total") == [(seven, 7)]
    assert notes(clone, "a.total") == [
        "this clone is shallow: `git fetch --unshallow` brings what was before"
    ]


def test_outside_of_git_it_says_what_it_needs(deck):
    shutil.rmtree(deck.root / ".git")

    outcome = deck.run("history", "a.total")

    assert outcome.code == 1
    assert outcome.err.startswith("error: git log: not a git repository")
    assert "\nhint: values are looked up in git's history: commit results/" in outcome.err


def test_before_the_first_commit_it_says_so(deck):
    shutil.rmtree(deck.root / ".git")
    git(deck, "init", "-q", "-b", "main")

    outcome = deck.run("history", "a.total")

    assert outcome.code == 1
    assert "your current branch 'main' does not have any commits yet" in outcome.err


NEAR = "there is a.total, a.share, a.parameters.seed, a.parameters.steps"


@pytest.mark.parametrize(
    ("key", "message", "hint"),
    [
        ("a.totl", "a never had 'totl'", "there is a.total"),
        ("a", "a is no single value", NEAR),
        (
            "a.parameters",
            "a.parameters is no single value",
            "there is a.parameters.seed, a.parameters.steps",
        ),
        ("a.series.points", "a.series.points names a curve, and no single value", NEAR),
        ("aa.total", "no record of 'aa'", "there are records of a"),
        ("", "no record of ''", "there are records of a, b"),
    ],
)
def test_what_never_was_is_a_mistake_of_use_with_what_is_near(deck, key, message, hint):
    outcome = deck.run("history", key)

    assert outcome.code == 2
    assert outcome.err == f"error: {message}\nhint: {hint}\n"


@pytest.mark.parametrize("arguments", [["history"], ["history", "a.total", "--smoke"]])
def test_mistakes_of_use(deck, arguments):
    assert deck.run(*arguments).code == 2


def test_a_chart_is_drawn_of_it(deck, tmp_path):
    retrain(deck, total=[7, 8])
    commit(deck, "More")

    outcome = deck.run("history", "a.total", "--png", str(tmp_path / "total.png"))

    assert outcome.code == 0
    assert outcome.lines[-1] == f"chart   a.total          => {tmp_path / 'total.png'}"
    assert (tmp_path / "total.png").read_bytes().startswith(b"\x89PNG")


def test_without_matplotlib_it_says_what_brings_it(deck, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)

    outcome = deck.run("history", "a.total", "--png", str(tmp_path / "total.png"))

    assert outcome.code == 1
    assert outcome.err == (
        "error: a chart needs Matplotlib, which is not installed\n"
        "hint: `uv add matplotlib` brings it; without --png the history is told in lines\n"
    )
    assert not (tmp_path / "total.png").exists()


def test_a_text_has_no_chart(deck, tmp_path):
    record = deck.record("a")
    for run in record["runs"]:
        run["texts"] = {"best": "adam"}
    write_values(deck.root / "results/a.json", record)

    outcome = deck.run("history", "a.best", "--png", str(tmp_path / "best.png"))

    assert outcome.code == 2
    assert outcome.err == "error: a.best is no number, and a chart shows numbers\n"


def test_nothing_is_written(deck):
    before = deck.files()

    deck.run("history", "a.total")

    assert deck.files() == before
