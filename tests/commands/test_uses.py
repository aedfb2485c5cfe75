"""Uses says where slides show a value, and where all that stands on a slide comes from."""

import json
import shutil

import pytest
from git_decks import commit, git, put_under_git, retrain
from made_records import write_values
from tiny_deck import SOURCES

pytestmark = pytest.mark.skipif(not shutil.which("git"), reason="asks git who moved a value")

NOTED = """---
theme: plain
evidence: Evidence
---
# Talk
* total {{ a.total }} of {{ a.parameters.steps }} steps, twice is {{ b.twice }}

{{ figure("a", width=400) }}

{% call note(a) %}
The total is {{ a.total }}.
{% endcall %}

---
# Result
* {% claim a.total > 5 %}more than five{% endclaim %}
{% for run in [a] %}
* half {{ run.share | fixed(2) }}
{% endfor %}

{{ code("a", "sum") }}

---
# Words
"""


@pytest.fixture(name="deck")
def committed_deck(deck):
    """The tiny deck with a note and evidence, under git."""
    deck.write("templates/talk.md.j2", NOTED)
    deck.run("build", "--no-run")
    deck.first = put_under_git(deck)
    return deck


def answer(deck, what):
    outcome = deck.run("uses", what, "--json")
    assert outcome.code == 0
    return json.loads(outcome.out)


def test_a_value_is_told_with_its_facts_and_all_that_shows_it(deck):
    outcome = deck.run("uses", "a.total")

    assert outcome.code == 0
    assert outcome.lines == [
        "a.total   6",
        "  runs       1: 6, 2: 6",
        "  recorded   experiments/a.py:26",
        f"  moved      {deck.first} 2026-01-02 Results",
        "slide 1   Talk",
        "  number     6   a.total",
        "             templates/talk.md.j2:6",
        "  note       6   a.total",
        "             templates/talk.md.j2:11",
        "  figure     slides/image/a.png   figure('a')",
        "             templates/talk.md.j2:8",
        "slide 2   Result",
        "  claim      more than five",
        "             if a.total > 5   templates/talk.md.j2:16",
        "  code       experiments/a.py   code('a', 'sum')",
        "             templates/talk.md.j2:21",
        "slide 4   Evidence (1/1)",
        "  evidence   a.total",
    ]


def test_a_slide_is_told_word_by_word_with_the_facts_of_their_values(deck):
    outcome = deck.run("uses", "2")

    assert outcome.code == 0
    assert outcome.lines == [
        "slide 2   Result",
        "  number     0.15   a.share | fixed(2)",
        "             templates/talk.md.j2:18",
        "  claim      more than five",
        "             if a.total > 5   templates/talk.md.j2:16",
        "  code       experiments/a.py   code('a', 'sum')",
        "             templates/talk.md.j2:21",
        "a.share   0.15000000000000002",
        "  runs       1: 0.1, 2: 0.2",
        "  recorded   experiments/a.py:26",
        f"  moved      {deck.first} 2026-01-02 Results",
        "a.total   6",
        "  runs       1: 6, 2: 6",
        "  recorded   experiments/a.py:26",
        f"  moved      {deck.first} 2026-01-02 Results",
    ]


def test_a_slide_of_evidence_and_one_of_words_are_told_too(deck):
    assert [use["text"] for use in answer(deck, "4")["uses"]] == ["a.total", "a.share", "b.twice"]
    assert deck.run("uses", "3").lines == ["slide 3   Words", "  nothing on it comes from a record"]


def test_the_same_is_one_json_object(deck):
    told = answer(deck, "b.twice")

    assert told["uses"][0] == {
        "kind": "number",
        "deck": "talk",
        "slide": 1,
        "title": "Talk",
        "where": "slide",
        "text": "12",
        "key": "b.twice",
        "names": ["b.twice"],
        "experiments": ["b"],
        "template": ["templates/talk.md.j2:6"],
    }
    assert told["values"] == [
        {
            "name": "b.twice",
            "value": 12,
            "runs": [{"seed": None, "value": 12}],
            "recorded": ["experiments/b.py:10"],
            "data": {},
            "moved": {"hash": deck.first, "date": "2026-01-02", "subject": "Results"},
        }
    ]


def test_a_whole_record_is_told_a_line_a_value(deck):
    lines = deck.run("uses", "a").lines

    assert lines[:6] == [
        "a.total   6",
        "a.share   0.15000000000000002   0.1 – 0.2",
        "a.parameters.seed   1",
        "a.parameters.steps   3",
        "a.series.points",
        "a",
    ]
    assert [line for line in lines if line.startswith("slide")] == [
        "slide 1   Talk",
        "slide 2   Result",
        "slide 4   Evidence (1/1)",
    ]


def test_a_parameter_is_shown_by_code_that_names_it(deck):
    told = answer(deck, "a.parameters.steps")

    assert [(use["kind"], use["slide"]) for use in told["uses"]] == [("number", 1), ("code", 2)]
    assert told["values"][0]["recorded"] == ["experiments/a.py:19"]
    assert told["values"][0]["runs"] == [{"seed": None, "value": 3}]


@pytest.mark.parametrize("name", ["slides/image/a.png", "a.png"])
def test_a_figure_is_asked_for_by_its_file(deck, name):
    told = answer(deck, name)

    assert {use["kind"] for use in told["uses"]} >= {"figure", "alt"}
    assert [fact["recorded"] for fact in told["values"] if fact["name"] == "a"] == [
        ["experiments/a.py:31"]
    ]


def test_what_a_slide_says_twice_is_told_once(deck):
    deck.edit("templates/talk.md.j2", "* total", "* {{ a.total }}, a total")
    deck.run("build", "--no-run")

    numbers = [use for use in answer(deck, "a.total")["uses"] if use["kind"] == "number"]

    assert [(use["slide"], use["where"]) for use in numbers] == [(1, "slide"), (1, "note")]


def test_what_is_typed_too_may_stand_on_the_slide_or_in_its_notes(deck):
    typed = "{% constant '6 wheels', 'as of any lorry' %}* 6 wheels\n* total"
    deck.edit("templates/talk.md.j2", "* total", typed)
    deck.run("build", "--no-run")

    numbers = [use for use in answer(deck, "a.total")["uses"] if use["kind"] == "number"]

    assert [(use["slide"], use["where"]) for use in numbers] == [(1, "")]
    assert (
        "             on the slide or in its notes   templates/talk.md.j2:7, "
        in deck.run("uses", "a.total").out
    )


def test_a_value_that_no_slide_shows_has_its_facts_alone(deck):
    deck.edit("templates/talk.md.j2", "twice is {{ b.twice }}", "no more")
    deck.run("build", "--no-run")

    assert deck.run("uses", "b.twice").lines[-1] == "no slide names it; a figure may draw it"


def test_the_commit_that_last_moved_a_value_is_not_the_last_of_its_record(deck):
    retrain(deck, total=[7, 7])
    moved = commit(deck, "Seven")
    retrain(deck, share=[0.3, 0.4])
    commit(deck, "Other shares")

    total = answer(deck, "a.total")["values"][0]

    assert total["moved"] == {"hash": moved, "date": "2026-01-02", "subject": "Seven"}


def test_a_value_that_moved_back_was_moved_by_the_commit_that_brought_it_back(deck):
    retrain(deck, total=[7, 7])
    commit(deck, "Seven")
    retrain(deck, total=[6, 6])
    back = commit(deck, "Six again")

    assert answer(deck, "a.total")["values"][0]["moved"]["hash"] == back


def test_a_curve_is_known_by_the_line_that_records_it(deck):
    assert deck.run("uses", "a.series.points").lines == [
        "a.series.points",
        "  recorded   experiments/a.py:27",
        "no slide names it; a figure may draw it",
    ]


def test_a_value_that_is_not_committed_says_so(deck):
    retrain(deck, total=[7, 7])

    moved = answer(deck, "a.total")["values"][0]["moved"]

    assert moved == {"hash": None, "date": None, "subject": "not committed"}


def test_outside_of_git_nobody_is_said_to_have_moved_a_value(deck):
    shutil.rmtree(deck.root / ".git")

    outcome = deck.run("uses", "a.total")

    assert outcome.code == 0
    assert not any("moved" in line for line in outcome.lines)
    assert outcome.lines[-1].startswith("note    unknown          git log: not a git repository")


def test_a_project_in_a_folder_of_its_repository_is_told_the_same(deck, tmp_path):
    shutil.rmtree(deck.root / ".git")
    git_root = type(deck)(tmp_path, deck.capsys)
    git(git_root, "init", "-q", "-b", "main")
    first = commit(git_root, "All of it")

    assert answer(deck, "a.total")["values"][0]["moved"]["hash"] == first


@pytest.mark.parametrize(
    ("edit", "file"),
    [
        (("templates/talk.md.j2", "# Words", "# More words"), "templates/talk.md.j2"),
        (("slides/talk.md", "# Words", "# My words"), "slides/talk.md"),
    ],
)
def test_stale_slides_are_told_as_they_were_rendered_with_what_changed(deck, edit, file):
    deck.edit(*edit)

    outcome = deck.run("uses", "a.total")

    assert outcome.code == 0
    assert outcome.lines[-1] == (
        f"stale   slides           {file} changed since: this is of the slides as they were "
        "rendered; uv run build.py renders them"
    )


def test_slides_of_another_record_are_stale(deck):
    record = deck.record("a")
    record["measure"]["parameters"] = {"steps": 4}
    write_values(deck.root / "results/a.json", record)

    assert "results/a.json changed since" in deck.run("uses", "a.total").lines[-1]
    assert "changed since" not in deck.run("uses", "b.twice").out


@pytest.mark.parametrize(
    ("what", "message", "hint"),
    [
        ("a.totl", "a has no 'totl'", "there is a.total"),
        ("totals", "nothing is called 'totals'", "there is a.total"),
        ("total", "nothing is called 'total'", "there is a.total"),
        ("c", "nothing is called 'c'", "there is a, b"),
        ("9", "no slide 9", "talk has 4 slides"),
        ("0", "no slide 0", "talk has 4 slides"),
        ("", "nothing is called ''", "there is a, b"),
    ],
)
def test_what_there_is_not_is_a_mistake_of_use_with_what_is_near(deck, what, message, hint):
    outcome = deck.run("uses", what)

    assert outcome.code == 2
    assert outcome.err == f"error: {message}\nhint: {hint}\n"


def test_without_a_word_it_is_a_mistake_of_use(deck):
    assert deck.run("uses").code == 2


def test_a_deck_that_is_not_rendered_says_what_renders_it(deck):
    (deck.root / "slides/talk.provenance.json").unlink()

    outcome = deck.run("uses", "a.total")

    assert outcome.code == 1
    assert outcome.err == (
        "error: slides/ has no rendered slides\n"
        "hint: uv run build.py build --no-run renders from the records there are\n"
    )


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("{", "slides/talk.provenance.json: not whole: Input data was truncated"),
        ("{}", "slides/talk.provenance.json: missing required field format"),
        ("[1]", "slides/talk.provenance.json: expected object, got array"),
    ],
)
def test_a_damaged_provenance_is_told_by_its_field(deck, content, fault):
    deck.write("slides/talk.provenance.json", content)

    outcome = deck.run("uses", "a.total")

    assert outcome.code == 1
    assert outcome.err.splitlines()[0] == f"error: {fault}"


def test_a_provenance_of_another_version_is_refused(deck):
    deck.edit("slides/talk.provenance.json", '"format": 2', '"format": 3')

    assert "of format 3, and this version of executed-slides reads 2" in deck.run("uses", "1").err


def test_a_damaged_record_takes_its_facts_along_and_no_slides(deck):
    deck.edit("results/a.json", '"total": 6', '"total": 8')

    outcome = deck.run("uses", "a.total")

    assert outcome.code == 0
    assert outcome.lines[0] == "slide 1   Talk"
    assert outcome.lines[-1] == (
        "note    unknown          results/a.json: edited after its run: its checksum differs"
    )
    assert deck.run("uses", "a.nothing").code == 1


def test_without_records_slides_are_told_still(deck):
    shutil.rmtree(deck.root / "results")

    outcome = deck.run("uses", "1")

    assert outcome.code == 0
    assert outcome.lines[1:3] == ["  number     6   a.total", "             templates/talk.md.j2:6"]


def test_without_the_markdown_what_was_rendered_is_told_but_not_where(deck):
    (deck.root / "slides/talk.md").unlink()

    told = answer(deck, "a.total")

    assert {use["where"] for use in told["uses"] if use["kind"] == "number"} == {""}
    assert deck.run("uses", "1").lines[0] == "slide 1   Talk"


def test_nothing_is_written_and_nothing_runs(deck):
    before = deck.files()

    deck.run("uses", "a.total")
    deck.run("uses", "1")

    assert deck.files() == before


def test_each_deck_is_named_where_there_are_several(deck):
    deck.write("templates/other.md.j2", SOURCES["templates/talk.md.j2"])
    deck.run("build", "--no-run")

    lines = deck.run("uses", "1").lines

    assert [line for line in lines if "slide 1" in line] == [
        "other slide 1   Talk",
        "talk slide 1   Talk",
    ]
