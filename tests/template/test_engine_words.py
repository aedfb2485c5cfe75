"""`note` and `seeds` are the engine's own words: in every template, bound, in its language."""

import re

import pytest

from executed_slides.base.errors import DeckError
from executed_slides.base.folders import Folders
from executed_slides.state.project import read_project
from executed_slides.template.rendering import Rendered, judge_deck

KOREAN = "---\nlang: ko\n---\n"
NOTE = "{% call note(a, b) %}\n  Six, they say.\n{% endcall %}"


def render(deck, template: str) -> Rendered:
    deck.write("templates/talk.md.j2", template)
    return judge_deck(read_project(Folders(deck.root)), "talk")


def said(deck, template: str) -> str:
    """What a template says, with the day of its records out of the way."""
    return re.sub(r"\d{4}-\d\d-\d\d", "DAY", render(deck, template).markdown)


def test_a_note_says_its_words_and_the_records_behind_them(deck):
    assert said(deck, NOTE) == ("<!--\nSix, they say.\n\nSource: a (2 seeds, DAY),\nb (DAY)\n-->")


def test_a_note_without_records_says_its_words_alone(deck):
    note = "{% call note() %}Good morning.{% endcall %}"

    assert said(deck, note) == "<!--\nGood morning.\n-->"


def test_a_range_says_over_how_many_seeds(deck):
    assert said(deck, "{{ seeds(a, a.share | spread('fixed', 1)) }}") == (
        "<small>(2 seeds: 0.1–0.2)</small>"
    )


def test_one_seed_is_no_seeds(deck):
    assert said(deck, "{{ seeds(b, b.twice) }}") == "<small>(1 seed: 12)</small>"


def test_the_words_are_in_the_deck_s_language_in_what_it_includes_and_imports_too(deck):
    deck.write("templates/part.md.j2", NOTE)
    deck.write("templates/words.md.j2", "{% macro all(r, x) %}{{ seeds(r, x) }}{% endmacro %}")
    talk = "{% include 'part.md.j2' %}{% from 'words.md.j2' import all %}{{ all(a, a.total) }}"

    slides = said(deck, KOREAN + talk)

    assert "\n출처: a (시드 2개, DAY),\nb (DAY)\n" in slides
    assert slides.endswith("<small>(시드 2개: 6)</small>")


def test_their_numbers_are_bound(deck):
    shown = render(deck, f"{{{{ seeds(a, a.total) }}}} {NOTE}").numbers

    assert [(number.text, number.binding.key) for number in shown] == [
        ("2", "a.seeds | length"),
        ("6", "a.total"),
        ("2", "a.seeds | length"),
    ]


@pytest.mark.parametrize(
    ("template", "place"),
    [
        ("{% call note(a) %}about 88%{% endcall %}", "templates/talk.md.j2:1:25"),
        ("{{ seeds(a, '46번') }}", "templates/talk.md.j2:1:13"),
        ("{{ seeds(a, 46) }}", "templates/talk.md.j2:1:4"),
    ],
)
def test_a_number_that_is_typed_into_them_is_typed(deck, template, place):
    [unbound] = render(deck, template).unbound

    assert unbound.place == place


@pytest.mark.parametrize(
    "own",
    [
        "{% macro seeds(a, b) %}mine{% endmacro %}",
        "{% from 'words.md.j2' import seeds %}",
        "{% set seeds = mine %}",
    ],
)
def test_a_project_s_own_macro_is_taken_in_their_place(deck, own):
    deck.write("templates/words.md.j2", "{% macro seeds(a, b) %}mine{% endmacro %}")
    before = "{% macro mine(a, b) %}mine{% endmacro %}"

    assert render(deck, before + own + "{{ seeds(a, a.total) }}").markdown == "mine"


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("\n{{ seeds('a', 1) }}", "templates/talk.md.j2:2: seeds(RECORD, RANGE): 'a' is no record"),
        ("{% call note(c) %}{% endcall %}", "templates/talk.md.j2:1: 'c' is undefined"),
        ("{{ note(a) }}", "templates/talk.md.j2:1: note() says nothing"),
    ],
)
def test_what_is_no_record_is_named_with_its_place(deck, template, message):
    with pytest.raises(DeckError) as error:
        render(deck, template)

    assert error.value.message == message
