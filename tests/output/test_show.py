"""A finished page in a real browser: where links lead, what keys do, and what is seen then."""

import pytest
from audience import Audience
from real_decks import furnish

from executed_slides.base.folders import Folders
from executed_slides.output.exports import export_deck
from executed_slides.output.layout import browse
from executed_slides.output.presses import measure_length

DECK = """---
theme: tested
lang: ko
paginate: true
---
# One

[to three](#3) [to the list](#list) [to two](#2)

---
# Two

* first
* second

[home](#1)

<!-- 둘째 노트 -->

---
# Three

1) first
2) second
3) third

---
# List

* only

![w:300 loss](image/loss.png)
"""


@pytest.fixture(scope="module")
def folders(tmp_path_factory) -> Folders:
    """Four slides of which three build up, exported by the real Marp."""
    folders = furnish(tmp_path_factory.mktemp("show"))
    (folders.slides / "talk.md").write_text(DECK, "utf-8")
    export_deck(folders, "talk", [folders.slides / "talk.html"])
    return folders


@pytest.fixture(scope="module")
def audience(folders):
    audience = Audience(folders)
    yield audience
    audience.close()


@pytest.fixture
def show(folders, audience):
    """Opens the page, with what is behind its address."""

    def open_page(behind: str = "") -> dict:
        return audience.see(open=(folders.slides / "talk.html").as_uri() + behind)

    return open_page


def test_the_length_of_a_talk_is_how_often_one_presses_a_key(folders, show, audience):
    length = measure_length(folders, "talk")

    assert length == (4, 9)
    assert str(length) == "4 slides, 9 presses to the end"
    show()
    assert place(audience.press(*["ArrowRight"] * 9)) == ("List", 1)


def test_what_a_viewer_sees_first_is_measured(folders):
    found = browse(folders, folders.slides / "talk.html")["slides"]

    assert [(slide["steps"], slide["arrives"]) for slide in found] == [
        (0, True),
        (2, True),
        (3, False),
        (1, True),
    ]


def place(seen: dict) -> tuple[str, int]:
    return seen["heading"], seen["steps"]


def test_a_talk_builds_up_step_by_step_from_its_beginning(show, audience):
    assert place(show()) == ("One", 0)
    walk = [place(audience.press("ArrowRight")) for _ in range(4)]
    assert walk == [("Two", 0), ("Two", 1), ("Two", 2), ("Three", 0)]


def test_an_address_opens_a_slide_with_all_that_builds_up_on_it(show):
    assert place(show("#3")) == ("Three", 3)
    assert place(show("#99")) == ("List", 1)


@pytest.mark.parametrize(
    ("link", "there"), [("#3", ("Three", 3)), ("#2", ("Two", 2)), ("#list", ("List", 1))]
)
def test_a_link_opens_a_slide_with_all_that_builds_up_on_it(show, audience, link, there):
    show()

    assert place(audience.see(click=f'a[href="{link}"]')) == there


def test_back_leads_to_a_slide_as_one_left_it(show, audience):
    show()
    assert place(audience.press("ArrowRight", "ArrowRight")) == ("Two", 1)

    audience.see(ask="document.querySelector('.bespoke-marp-active a').click()")

    assert place(audience.see(back=True)) == ("Two", 1)


def test_a_page_that_is_loaded_again_in_the_middle_of_a_talk_is_where_it_was(show, audience):
    show()
    audience.press("ArrowRight", "ArrowRight")

    assert place(audience.see(reload=True)) == ("Two", 1)


def test_words_beside_the_slides_are_in_their_font(show, audience):
    show("?view=presenter")

    asked = audience.see(
        ask="getComputedStyle(document.querySelector('.bespoke-marp-note')).fontFamily"
    )["asked"]

    assert asked == '"Tested Sans", sans-serif'
