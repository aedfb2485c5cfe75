"""A card tells what a part of a slide comes from; it is worked out when somebody asks."""

import shutil

import pytest
from git_decks import put_under_git

from executed_slides.base.folders import Folders
from executed_slides.state.project import read_project
from executed_slides.template.rendering import fill_deck
from executed_slides.watch.answers import Answers

TEMPLATE = """---
theme: plain
lang: ko-KR
---
# Talk
* total {{ a.total }} of {{ a.share | percent }}, {{ a.total / b.twice }},
  {{ constant(46, "so many topics") }}
* {% claim a.total > 5 %}more than five{% endclaim %}

{{ figure("a", width=400) }}

{{ code("a", "sum") }}
"""
BODY = "Talktotal6of15.0%,0.5,46morethanfivetotal=sum(double(step)forstepinrange(steps))"


@pytest.fixture
def answers(deck):
    deck.write("templates/talk.md.j2", TEMPLATE)
    answers = Answers(Folders(deck.root))
    take(deck, answers)
    return answers


def take(deck, answers: Answers) -> None:
    """The deck's slides are painted as they are now."""
    project = read_project(Folders(deck.root))
    answers.take(project, fill_deck(project, "talk"))


def ask(answers: Answers, key: str) -> dict:
    """The card of the part that was asked for so."""
    told = answers.reply("parts", {"slide": 1, "painted": {"body": BODY}})
    [sources] = [[*part["sources"]] for part in told["parts"] if part["key"] == key]
    return answers.reply("card", {"revision": told["revision"], "sources": sources})["entries"][0]


def test_the_parts_of_a_slide_are_told_with_their_names_and_the_deck_s_language(answers):
    told = answers.reply("parts", {"slide": 1, "painted": {"body": BODY}})

    assert (told["revision"], told["lang"], told["words"]["runs"]) == (1, "ko", "실행별 값")
    assert [(part["kind"], part["key"], part["stale"]) for part in told["parts"]] == [
        ("number", "a.total", False),
        ("number", "a.share | percent", False),
        ("number", "a.total / b.twice", False),
        ("constant", "constant(46)", False),
        ("claim", "a.total > 5", False),
        ("code", "code('a', 'sum')", False),
        ("figure", "figure('a')", False),
    ]


def test_a_number_is_told_at_full_precision_in_every_run_with_its_places(answers):
    assert ask(answers, "a.share | percent") == {
        "kind": "number",
        "key": "a.share | percent",
        "value": "0.15000000000000002",
        "runs": [{"run": "1", "value": "0.1"}, {"run": "2", "value": "0.2"}],
        "made_of": [],
        "data": [],
        "recorded": ["experiments/a.py:26"],
        "template": ["templates/talk.md.j2:6"],
        "because": "",
        "stale": [],
    }


def test_a_number_that_was_worked_out_is_told_with_what_it_is_made_of(answers):
    told = ask(answers, "a.total / b.twice")

    assert (told["value"], told["runs"]) == (
        "0.5",
        [{"run": "1", "value": "0.5"}, {"run": "2", "value": "0.5"}],
    )
    assert told["made_of"] == [
        {"name": "a.total", "value": "6"},
        {"name": "b.twice", "value": "12"},
    ]
    assert told["recorded"] == ["experiments/a.py:26", "experiments/b.py:10"]


def test_a_constant_is_told_with_its_reason(answers):
    told = ask(answers, "constant(46)")

    assert (told["because"], told["value"]) == ("so many topics", "46")
    assert (told["recorded"], told["template"]) == ([], ["templates/talk.md.j2:7"])


def test_a_claim_is_told_with_its_condition_and_where_it_holds(answers):
    told = ask(answers, "a.total > 5")

    assert (told["key"], told["value"]) == ("a.total > 5", "2 / 2")
    assert told["runs"] == [{"run": "1", "value": True}, {"run": "2", "value": True}]
    assert told["made_of"] == [{"name": "a.total", "value": "6"}]
    assert told["template"] == ["templates/talk.md.j2:8"]


def test_a_figure_and_code_are_told_with_the_lines_of_their_script(answers):
    figure, code = ask(answers, "figure('a')"), ask(answers, "code('a', 'sum')")

    assert (figure["value"], figure["recorded"]) == ("slides/image/a.png", ["experiments/a.py:31"])
    assert code["recorded"] == ["experiments/a.py:23"]
    assert (figure["template"], code["template"]) == (
        ["templates/talk.md.j2:10"],
        ["templates/talk.md.j2:12"],
    )


def test_what_is_of_an_older_script_is_marked_and_says_why(deck, answers):
    deck.edit("experiments/b.py", "2 *", "3 *")
    take(deck, answers)

    told = answers.reply("parts", {"slide": 1, "painted": {"body": BODY}})

    stale = [part["key"] for part in told["parts"] if part["stale"]]
    assert stale == ["a.total / b.twice"]
    assert ask(answers, stale[0])["stale"] == [
        {
            "experiment": "b",
            "reasons": ["experiments/b.py: Measure changed"],
            "mend": "uv run build.py b",
        }
    ]
    assert ask(answers, "a.total")["stale"] == []


def test_a_script_that_cannot_be_read_makes_its_values_stale(deck, answers):
    project = read_project(Folders(deck.root))
    rendered = fill_deck(project, "talk")
    deck.edit("experiments/b.py", "2 *", "2 * (")
    answers.take(read_project(Folders(deck.root)), rendered)

    [stale] = ask(answers, "a.total / b.twice")["stale"]

    [reason] = stale["reasons"]
    assert reason.startswith("experiments/b.py:10: '(' was never closed")


@pytest.mark.skipif(not shutil.which("git"), reason="asks git who moved a value")
def test_who_moved_a_value_is_told_apart_from_all_that_is_there_at_once(deck, answers):
    first = put_under_git(deck)
    asked = {"revision": 1, "sources": [0]}

    assert answers.reply("moves", asked) == {
        "moves": [{"hash": first, "date": "2026-01-02", "subject": "Results"}]
    }


def test_without_git_nobody_is_said_to_have_moved_it(answers, monkeypatch, tmp_path):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))

    assert answers.reply("moves", {"revision": 1, "sources": [0]}) == {"moves": []}


def test_who_asks_of_slides_that_are_gone_asks_again(deck, answers):
    take(deck, answers)

    assert answers.reply("card", {"revision": 1, "sources": [0]}) is None
    assert answers.reply("card", {"revision": 2, "sources": [0]})["entries"][0]["key"] == "a.total"
    assert answers.reply("card", {"revision": 2, "sources": [99]}) is None


def test_before_the_first_slides_there_is_no_answer(deck):
    assert Answers(Folders(deck.root)).reply("parts", {"slide": 1, "painted": {}}) is None


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("parts", {"slide": "1", "painted": {}}),
        ("parts", {"slide": 1, "painted": {"body": 6}}),
        ("parts", []),
        ("card", {"revision": 1, "sources": [-1]}),
        ("card", {"revision": 1, "sources": "all"}),
        ("nothing", {"revision": 1, "sources": [0]}),
    ],
)
def test_what_is_no_question_is_refused(answers, question, asked):
    with pytest.raises(ValueError):
        answers.reply(question, asked)
