"""A deck's front matter names shorter talks by the headings of their slides."""

import pytest

from executed_slides.base.errors import DeckError
from executed_slides.markdown.routes import minutes_of, routes_of

SLIDES = """
# One

---
## Two

---
no heading

---
## Two
### Deep **down**

---
# Aim: speed

---
### <small>2.1.</small> Overfits from [epoch 4](#imdb.overfit_epoch)

---
### <small>2.1.1.</small> What overfits is told apart

---
<!-- _class: evidence -->
## Evidence (1/1)
"""


def routes(*lines: str) -> dict[str, list[int]]:
    front = "\n".join(["---", "evidence: Evidence", "routes:", *lines, "---"])
    return routes_of(front + SLIDES, "talk.md.j2")


@pytest.mark.parametrize(
    ("named", "slides"),
    [
        ("[One]", [1]),
        ("One", [1]),
        ("[One, Two]", [1, 2, 4]),
        ("[Deep down]", [4]),
        ("['Aim: speed', One]", [5, 1]),
        ("[Two … Deep down]", [2, 3, 4]),
        ("[One ... Two, One]", [1, 2, 3, 4]),
        ("[2.1.]", [6]),
        ("[2.1. … 2.1.1.]", [6, 7]),
        ("[2.1. Overfits from epoch 4]", [6]),
    ],
)
def test_slides_are_named_by_their_headings(named, slides):
    assert routes(f"  talk: {named}") == {"talk": slides}


@pytest.mark.parametrize("named", ["'2.1'", "'2.'", "2.1.2.", "Overfits", "What overfits"])
def test_a_number_names_the_headings_that_have_it_and_no_word_does(named):
    with pytest.raises(DeckError, match="names a slide that is not there"):
        routes(f"  talk: [{named}]")


def test_a_deck_without_routes_has_none():
    assert routes_of("---\ntheme: plain\n---" + SLIDES, "talk.md.j2") == {}
    assert minutes_of("---\ntheme: plain\n---" + SLIDES, "talk.md.j2") is None


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (
            ["  talk:", "    - One", "    - Twoo"],
            "talk.md.j2:6: the route 'talk' names a slide that is not there: 'Twoo'\n"
            "hint: the headings there are: One, Two, Deep down, Aim: speed",
        ),
        (["  talk: [Evidence (1/1)]"], "talk.md.j2:4: the route 'talk' names a slide that is not"),
        (
            ["  talk: [Two … Twoo]"],
            "talk.md.j2:4: the route 'talk' names a slide that is not there",
        ),
        (["  talk: []"], "talk.md.j2:4: the route 'talk' names no slide"),
        (["  talk:"], "talk.md.j2:4: the route 'talk' names no slide"),
        (
            ["  talk:", "    - Aim: speed"],
            "talk.md.j2:4: the route 'talk' names something that is no text\nhint: put a heading",
        ),
        (["  - One"], "talk.md.j2:4: `routes` is no table of names and headings"),
        (["  a b: [One]"], "talk.md.j2:4: `routes` is no table of names and headings"),
    ],
)
def test_a_route_that_cannot_be_shown_is_told_with_its_line(lines, said):
    with pytest.raises(DeckError) as told:
        routes(*lines)

    assert str(told.value).removeprefix("error: ").startswith(said)


@pytest.mark.parametrize("minutes", ["10", "7.5"])
def test_a_talk_may_take_so_many_minutes(minutes):
    assert minutes_of(f"---\nminutes: {minutes}\n---\n# One", "talk.md") == float(minutes)


@pytest.mark.parametrize("minutes", ["ten", "0", "-1", "[10]", "nan", "inf", ""])
def test_minutes_that_are_none_are_told_with_their_line(minutes):
    with pytest.raises(DeckError, match=r"^error: talk\.md:2: `minutes` is no number of minutes"):
        minutes_of(f"---\nminutes: {minutes}\n---\n# One", "talk.md")
