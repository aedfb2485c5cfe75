"""Every problem on the page leads to the slide on which one sees it."""

import pytest

from executed_slides.base.folders import Folders
from executed_slides.state.project import read_project
from executed_slides.template.rendering import fill_deck
from executed_slides.watch.problem_list import ListedProblem, SlideFinder, list_problems

TEMPLATE = """---
theme: plain
---
# Talk
* total {{ a.total }}

---
# Words
* typed
  and more {{ a.total }}

---
{% include "part.md.j2" %}

---
# Last
* twice {{ b.twice }}
"""


@pytest.fixture
def find(deck):
    deck.write("templates/talk.md.j2", TEMPLATE)
    deck.write("templates/part.md.j2", "# Part\n* of its own\n")
    return SlideFinder(fill_deck(read_project(Folders(deck.root)), "talk"))


@pytest.mark.parametrize(
    ("place", "slide"),
    [
        ("templates/talk.md.j2:4", 1),
        ("templates/talk.md.j2:5:12", 1),
        ("templates/talk.md.j2:9:3", 2),
        ("templates/talk.md.j2:10", 2),
        ("templates/talk.md.j2:16", 4),
        ("templates/talk.md.j2:99", 4),
        ("templates/part.md.j2:2:3", 3),
        ("templates/other.md.j2:2", None),
        ("slides/talk.md:9", 2),
        ("slides/other.md:9", None),
        ("results/a.json", 1),
        ("experiments/b.py:10", 4),
        ("results/none.json", None),
        ("themes/plain.css:2", None),
        ("pyproject.toml", None),
        ("", None),
    ],
)
def test_a_place_leads_to_its_slide(find, place, slide):
    assert find(place, "") == slide


def test_a_message_that_names_its_slide_leads_there(find):
    assert find("templates/talk.md.j2:4", "false claim on slide 3 (Part): 'more'") == 3


def test_problems_are_listed_with_place_reason_and_mend_the_worst_first():
    said = {
        "stale": ["results/a.json: experiments/a.py: Measure changed\nhint: uv run build.py a"],
        "numbers": ["templates/talk.md.j2:9:4: '42' stands alone\nhint: show a recorded one"],
        "deck": [],
        "figures": ["experiments/a.py:30: cell 'Figure' failed\nAttributeError: nothing"],
    }

    assert list_problems(said, lambda place, message: len(place)) == [
        ListedProblem(
            "failed",
            "experiments/a.py:30",
            "cell 'Figure' failed\nAttributeError: nothing",
            "",
            len("experiments/a.py:30"),
        ),
        ListedProblem(
            "draft",
            "templates/talk.md.j2:9:4",
            "'42' stands alone",
            "show a recorded one",
            len("templates/talk.md.j2:9:4"),
        ),
        ListedProblem(
            "stale",
            "results/a.json",
            "experiments/a.py: Measure changed",
            "uv run build.py a",
            len("results/a.json"),
        ),
    ]


def test_what_has_no_place_is_its_reason_alone():
    assert list_problems({"deck": ["TypeError: nothing: at all"]}, None) == [
        ListedProblem("failed", "", "TypeError: nothing: at all", "", None)
    ]


def test_a_problem_of_a_slide_names_it_and_keeps_its_words():
    [listed] = list_problems({"deck": ["slide 2 (Words): says too much\nhint: say less"]}, None)

    assert (listed.place, listed.reason) == ("slide 2", "slide 2 (Words): says too much")
