"""A finished page in a real browser: where links lead, what keys do, and what is seen then."""

import re

import pytest
from audience import Audience
from real_decks import furnish

from executed_slides.base.folders import Folders
from executed_slides.output.exports import export_deck
from executed_slides.output.layout import browse
from executed_slides.output.show_length import measure_length

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

ROUTED = """---
theme: tested
lang: en
paginate: true
evidence: Evidence
minutes: 10
routes:
  short: [Three, One]
---
# One

[88.2%](#a.share) [to two](#2) [to three](#3)

<!-- one -->

---
# Two

---
# Three

* only

![w:300 loss](image/loss.png)

<!-- three -->

---
<!-- _class: evidence -->
<!-- _paginate: skip -->
## Evidence (1/1)

|number|slides|
|---|---|
|<a name="a.share"></a>`a.share`|[1](#1), [2](#2)|
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
    for name, markdown in (("talk", DECK), ("measured", MEASURED), ("routed", ROUTED)):
        (folders.slides / f"{name}.md").write_text(markdown, "utf-8")
        export_deck(folders, name, [folders.slides / f"{name}.html"])
    return folders


def address(folders: Folders, name: str) -> str:
    return (folders.slides / f"{name}.html").as_uri()


@pytest.fixture(scope="module")
def audience(folders):
    audience = Audience(folders)
    yield audience
    audience.close()


@pytest.fixture
def show(folders, audience):
    """Opens the page, with what is behind its address."""

    def open_page(behind: str = "", name: str = "talk") -> dict:
        return audience.see(open=address(folders, name) + behind)

    return open_page


def test_the_length_of_a_talk_is_how_often_one_presses_a_key(folders, show, audience):
    length = measure_length(folders, "talk")

    assert length == (4, 9, 4 / 300)
    assert str(length) == "4 slides, 9 presses to the end, 0.0 minutes of notes"
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


def test_the_presenter_s_window_shows_as_much_of_a_slide_as_the_audience_s(show, audience):
    show()
    audience.press("ArrowRight", "p")

    assert place(audience.see(within="view=presenter", ask="0")) == ("Two", 0)

    assert place(audience.see(ask="0")) == ("Two", 0)
    audience.see(within="view=presenter", close=True)


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
    assert measure_length(folders, "measured") == (2, 3, 0)

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


def test_what_a_preview_answers_is_in_no_finished_page(folders):
    pages = [file.read_text("utf-8") for file in folders.slides.glob("*.html")]

    assert [page for page in pages if re.search("answers.js|problems.js|/ask/", page)] == []
    assert len(pages) > 2


# ---- Decks of any length ----


@pytest.mark.parametrize("count", [1, 400])
def test_a_deck_of_one_slide_and_one_of_400_are_shown_to_their_end(folders, audience, count):
    slides = "\n\n---\n".join(f"# Slide {number}\n\n* item" for number in range(1, count + 1))
    (folders.slides / "long.md").write_text(f"---\ntheme: tested\n---\n{slides}\n", "utf-8")
    export_deck(folders, "long", [folders.slides / "long.html"])

    assert measure_length(folders, "long") == (count, 2 * count - 1, 0)
    audience.see(open=address(folders, "long"))
    assert place(audience.press("End")) == (f"Slide {count}", 1)
    assert place(audience.press("1", "Enter")) == ("Slide 1", 1)


# ---- Routes ----


def test_a_route_shows_its_slides_alone_as_if_there_were_no_others(show, audience):
    assert place(show("?route=short", name="routed")) == ("Three", 0)
    walk = [place(audience.press("ArrowRight")) for _ in range(3)]
    assert walk == [("Three", 1), ("One", 0), ("One", 0)]

    numbers = """[...document.querySelectorAll(".bespoke-marp-active section")].map(
        ({ id, dataset }) => [id, dataset.marpitPagination, dataset.marpitPaginationTotal].join("/")
    )"""
    assert audience.see(ask=numbers)["asked"] == ["2/2/2"]
    page = "document.querySelector('[data-bespoke-marp-osc=page]').textContent"
    assert audience.see(ask=page)["asked"] == "Page 2 of 2"


def test_links_of_a_route_lead_where_they_did_or_are_none(show, audience):
    show("?route=short#2", name="routed")

    links = """[...document.querySelectorAll(".bespoke-marp-active a, .show-page td a:not([name])")]
        .map((link) => link.getAttribute("href"))"""
    assert audience.see(ask=links)["asked"] == ["#a.share", None, "#1", "#2", None]
    audience.see(click='a[href="#a.share"]')
    assert rows(audience) == ["a.share"]
    named = """[...document.querySelectorAll(".show-here td:last-child > *")].map((link) =>
        [link.textContent, getComputedStyle(link).opacity].join())"""
    assert audience.see(ask=named)["asked"] == ["2,1", "2,0.45"]
    assert place(audience.press("Escape")) == ("One", 0)
    assert place(audience.see(click='.bespoke-marp-active a[href="#1"]')) == ("Three", 1)


def test_the_presenter_of_a_route_sees_its_notes_and_its_next_slide(show, audience):
    show("?route=short", name="routed")
    audience.see(press="p")

    notes = """[...document.querySelectorAll(".bespoke-marp-note.active")]
        .map((one) => one.innerText)"""
    seen = audience.see(within="view=presenter", ask=notes)
    assert seen["asked"] == ["three"]
    assert "route=short" in seen["address"]
    source = "document.querySelector('iframe.bespoke-marp-presenter-next').src"
    assert audience.see(within="view=presenter", ask=source)["asked"].endswith(
        "?view=next&route=short"
    )
    audience.see(within="view=presenter", close=True)


def test_a_route_that_is_not_there_is_the_whole_deck(show, audience):
    assert place(show("?route=toString", name="routed")) == ("One", 0)
    assert place(audience.press("End")) == ("Three", 1)


# ---- Keys ----

COVER = """(() => {
    const cover = document.querySelector(".show-cover.show-here");
    const figure = cover?.querySelector("img");
    const words = cover?.innerText.split(/\\s+/).join(" ").trim();
    return cover && (figure ? figure.alt : words || "black");
})()"""


def covered(audience: Audience, **task) -> str | None:
    """What covers the slide: "black", a figure by its alternative text, or words."""
    return audience.see(ask=COVER, **task)["asked"]


def test_digits_and_enter_jump_to_a_page(show, audience):
    show()

    audience.press("3")
    asked = "document.querySelector('.show-asked').textContent"
    assert audience.see(ask=asked)["asked"] == "3 / 4"
    assert place(audience.press("Enter")) == ("Three", 3)
    assert place(audience.press("9", "9", "Enter")) == ("List", 1)
    assert place(audience.press("2", "Escape", "Enter")) == ("List", 1)


@pytest.mark.parametrize("key", ["b", ".", "Escape", "ArrowRight"])
def test_a_black_screen_ends_where_one_was(show, audience, key):
    show("#2")

    assert covered(audience, press="b") == "black"
    assert covered(audience, press=key) is None
    assert place(audience.see(ask="0")) == ("Two", 2)


def test_back_from_a_row_is_no_black_screen(show, audience):
    show(name="measured")
    audience.see(click='a[href="#a.share"]')
    assert covered(audience, press="b") == "black"

    assert covered(audience, back=True) is None


def test_z_shows_one_figure_after_the_other_and_then_the_slide(show, audience):
    show("#4")

    assert covered(audience, press="z") == "loss"
    assert covered(audience, press="z") is None


def test_a_click_on_a_figure_shows_it_large_and_another_one_not(show, audience):
    show("#4")

    assert covered(audience, click=".bespoke-marp-active img") == "loss"
    size = "document.querySelector('.show-cover img').getBoundingClientRect().toJSON()"
    seen = audience.see(ask=size)["asked"]
    assert (seen["width"], seen["height"]) == (1280, 720)
    assert covered(audience, click=".show-cover") is None


def test_a_question_mark_lists_all_keys_and_routes_in_the_deck_s_language(folders, show, audience):
    show(name="measured")
    words = covered(audience, press="?")
    ground = "getComputedStyle(document.querySelector('.show-cover')).backgroundColor"
    assert audience.see(ask=ground)["asked"] == "rgb(0, 0, 0)"
    assert words.startswith("← → 이전, 다음 1 2 … Enter 그 쪽으로 이동 Esc 슬라이드로 돌아가기")

    show(name="routed")
    assert covered(audience, press="?").endswith("? these keys route short (2)")
    link = "document.querySelector('.show-cover a').getAttribute('href')"
    assert audience.see(ask=link)["asked"] == f"{address(folders, 'routed')}?route=short"
    show("?route=short", name="routed")
    assert covered(audience, press="?").endswith("whole deck (3)")
    assert audience.see(ask=link)["asked"] == address(folders, "routed")


def test_the_audience_s_window_is_black_when_the_presenter_s_is(show, audience):
    show()
    audience.see(press="p")

    assert covered(audience, within="view=presenter", press="b") == "black"

    assert covered(audience, until=COVER) == "black"
    audience.see(within="view=presenter", press="b")
    assert covered(audience, until=f"!{COVER}") is None
    audience.see(within="view=presenter", close=True)


# ---- The timer ----

TIME = "document.querySelector('.show-timer')?.textContent ?? null"


def test_the_timer_counts_down_from_the_minutes_of_the_talk_once_it_begins(show, audience):
    show("?view=presenter", name="routed")
    assert audience.see(ask=TIME)["asked"] == "10:00"

    audience.press("ArrowRight")
    audience.see(until=f"{TIME} === '9:59'")
    audience.see(click=".show-timer")

    assert audience.see(ask=TIME)["asked"] == "10:00"
    marps = "getComputedStyle(document.querySelector('.bespoke-marp-presenter-info-timer')).display"
    assert audience.see(ask=marps)["asked"] == "none"


def test_t_shows_the_timer_beside_the_slide_and_takes_it_away(show, audience):
    show(name="routed")

    assert audience.see(press="t", ask=TIME)["asked"] == "10:00"
    assert audience.see(press="t", ask=TIME)["asked"] is None
