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

MEASURED = """---
theme: tested
lang: ko
paginate: true
evidence: 근거
---
# One

[88.2%](#a.share)

---
# Two

* first
* [4](#a.count)

---
<!-- _class: evidence -->
<!-- _paginate: skip -->
## 근거 (1/2)

|숫자|슬라이드|
|---|---|
|<a name="a.share"></a>`a.share`|[1](#1)|

---
<!-- _class: evidence -->
<!-- _paginate: skip -->
## 근거 (2/2)

|숫자|슬라이드|
|---|---|
|<a name="a.other"></a>`a.other`|[1](#1)|
|<a name="a.count"></a>`a.count`|[1](#1), [2](#2)|
"""


@pytest.fixture(scope="module")
def folders(tmp_path_factory) -> Folders:
    """Four slides of which three build up, exported by the real Marp."""
    folders = furnish(tmp_path_factory.mktemp("show"))
    for name, markdown in (("talk", DECK), ("measured", MEASURED)):
        (folders.slides / f"{name}.md").write_text(markdown, "utf-8")
        export_deck(folders, name, [folders.slides / f"{name}.html"])
    return folders


@pytest.fixture(scope="module")
def audience(folders):
    audience = Audience(folders)
    yield audience
    audience.close()


@pytest.fixture
def show(folders, audience):
    """Opens the page, with what is behind its address."""

    def open_page(behind: str = "", name: str = "talk") -> dict:
        return audience.see(open=(folders.slides / f"{name}.html").as_uri() + behind)

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


# ---- The appendix ----

ROW = """[...document.querySelectorAll(".show-page tr.here")]
    .filter((row) => row.getClientRects().length)
    .map((row) => row.cells[0].innerText.trim())
"""


def rows(seen_by: Audience, **where) -> list[str]:
    """The rows of the appendix that are marked before the audience."""
    return seen_by.see(ask=ROW, **where)["asked"]


def test_the_end_of_a_talk_is_its_last_slide(folders, show, audience):
    assert measure_length(folders, "measured") == (2, 3)

    show(name="measured")

    assert place(audience.press("End", "ArrowRight", "ArrowRight")) == ("Two", 2)
    page = "document.querySelector('[data-bespoke-marp-osc=page]').textContent"
    assert audience.see(ask=page)["asked"] == "Page 2 of 2"
    numbers = """[...document.querySelectorAll("section")].map(({ dataset }) =>
        [dataset.marpitPagination ?? "", dataset.marpitPaginationTotal ?? ""].join("/"))"""
    assert audience.see(ask=numbers)["asked"][:2] == ["1/2", "2/2"]


def test_a_number_leads_to_its_row_and_back_to_the_slide_as_one_left_it(show, audience):
    show(name="measured")
    audience.press("ArrowRight", "ArrowRight", "ArrowRight")

    audience.see(click='a[href="#a.count"]')

    assert rows(audience) == ["a.count"]
    back = "document.querySelector('.show-back').textContent"
    assert audience.see(ask=back)["asked"] == "← 2쪽으로 돌아가기 (Esc)"
    assert place(audience.press("Escape")) == ("Two", 2)
    assert rows(audience) == []
    assert audience.see(ask="history.length > 1 && location.hash")["asked"] == "#2"


def test_the_link_back_does_the_same(show, audience):
    show(name="measured")
    audience.see(click='a[href="#a.share"]')

    audience.see(click=".show-back")

    assert place(audience.see(ask="0")) == ("One", 0)
    assert rows(audience) == []


def test_a_row_leads_to_each_slide_that_shows_its_number(show, audience):
    show(name="measured")
    audience.see(click='a[href="#a.share"]')

    audience.press("ArrowRight")
    seen = audience.see(click='.show-here a[href="#2"]')

    assert place(seen) == ("Two", 2)


def test_an_address_opens_a_row_over_the_slide_that_leads_there(show, audience):
    show("#a.count", name="measured")

    assert rows(audience) == ["a.count"]
    assert place(audience.press("Escape")) == ("Two", 2)


def test_keys_turn_the_pages_of_the_appendix_and_not_the_talk(show, audience):
    show(name="measured")
    audience.see(click='a[href="#a.share"]')
    title = "document.querySelector('.show-here h2').textContent"

    audience.press("ArrowRight")
    assert audience.see(ask=title)["asked"] == "근거 (2/2)"
    audience.press("ArrowRight")
    assert audience.see(ask=title)["asked"] == "근거 (2/2)"
    audience.press("ArrowLeft", "ArrowLeft")
    assert audience.see(ask=title)["asked"] == "근거 (1/2)"
    assert place(audience.press("Escape")) == ("One", 0)


def test_the_presenter_s_window_shows_the_same_row(show, audience):
    show(name="measured")
    audience.see(press="p")
    assert rows(audience, within="view=presenter") == []

    audience.see(click='a[href="#a.share"]')

    there = "document.querySelector('.show-here tr.here')"
    assert rows(audience, within="view=presenter", until=there) == ["a.share"]
    audience.see(within="view=presenter", press="Escape")
    assert rows(audience, until=f"!{there}") == []
    pages = "document.querySelector('.bespoke-marp-presenter-info-page').textContent"
    assert audience.see(within="view=presenter", ask=pages)["asked"] == "1 / 2"
    audience.see(within="view=presenter", close=True)
