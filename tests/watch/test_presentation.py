"""Slides are opened at once, and say themselves when they are stale."""

import json
import webbrowser
from pathlib import Path

import pytest

from executed_slides.base.folders import Folders
from executed_slides.watch.presentation import mark_stale


@pytest.fixture(autouse=True)
def opened(monkeypatch) -> list[str]:
    """The addresses that a browser was told to open."""
    addresses = []
    monkeypatch.setattr(webbrowser, "open", lambda address: addresses.append(address) or True)
    return addresses


def make_stale(deck) -> None:
    deck.edit("experiments/a.py", "steps = 3", "steps = 4")


def test_current_slides_are_opened_as_they_are(deck, opened):
    before = deck.files()

    outcome = deck.run("present")

    assert outcome.code == 0
    assert outcome.lines == [
        "good    slides/talk.html 0 problems",
        "length  slides/talk.html 2 slides, 1 press to the end",
        "open    slides/talk.html p presenter view · f full screen · o overview · ? all keys",
    ]
    assert opened == [(deck.root / "slides/talk.html").as_uri()]
    assert deck.files() == before


def test_stale_slides_are_opened_with_a_badge_and_their_findings_said_first(deck, opened):
    make_stale(deck)
    slides = deck.read("slides/talk.html")

    outcome = deck.run("present")

    assert outcome.code == 3
    assert outcome.lines[:3] == [
        "stale   slides/talk.html 2 problems",
        "stale   a   parameter steps 3 → 4",
        "        mend: uv run build.py a",
    ]
    assert opened == [(deck.root / ".executed-slides/present/talk.html").as_uri()]
    assert "STALE · 2 problems" in deck.read(".executed-slides/present/talk.html")
    assert deck.read("slides/talk.html") == slides


ROUTES = """theme: plain
minutes: 0.1
routes:
  short: Result
"""


@pytest.fixture
def routed(deck):
    """The tiny deck with a route, and a note that takes longer than it may."""
    deck.edit("templates/talk.md.j2", "theme: plain\n", ROUTES)
    deck.edit("templates/talk.md.j2", "# Result\n", f"# Result\n\n<!-- {'slow ' * 40}-->\n")
    assert deck.run("build").code == 0
    return deck


@pytest.mark.parametrize("names", [["short"], ["talk", "short"]])
def test_a_route_is_opened_with_its_length_and_a_warning_beyond_its_minutes(routed, opened, names):
    outcome = routed.run("present", *names)

    assert outcome.code == 0
    assert outcome.lines[1:] == [
        "length  short            1 slide, 0 presses to the end, 0.2 minutes of notes",
        "open    .executed-slides/present/talk.short.html p presenter view · f full screen · "
        "o overview · ? all keys",
    ]
    assert outcome.err == "warning: 0.2 minutes of notes for 0.1 minutes\n"
    assert opened == [(routed.root / ".executed-slides/present/talk.short.html").as_uri()]
    way = routed.read(".executed-slides/present/talk.short.html")
    assert f"url={(routed.root / 'slides/talk.html').as_uri()}?route=short" in way


def test_the_whole_of_a_deck_with_routes_may_take_longer(routed):
    outcome = routed.run("present", "--no-open")

    assert outcome.lines[1].endswith("2 slides, 1 press to the end, 0.2 minutes of notes")
    assert outcome.err == ""


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["long"], "no deck and no route 'long'\nhint: templates/ has talk; routes: short"),
        (["talk", "long"], "talk has no route 'long'\nhint: it has short"),
    ],
)
def test_a_route_that_is_not_there_is_named_with_those_that_are(routed, names, said):
    outcome = routed.run("present", *names)

    assert outcome.code == 2
    assert outcome.err == f"error: {said}\n"


def test_a_route_is_printed_and_nothing_opened(routed, opened, monkeypatch):
    printed = []
    printing = "executed_slides.output.printing"
    monkeypatch.setattr(f"{printing}.print_show", lambda *given: printed.append(given[1:]))
    monkeypatch.setattr(f"{printing}.print_handout", lambda *given: printed.append(given[1:]))

    outcome = routed.run("present", "short", "--pdf", "/a/short.pdf", "--handout", "/a/h.pdf")

    page = routed.root / "slides/talk.html"
    assert printed == [(page, [2], Path("/a/short.pdf")), (page, [2], Path("/a/h.pdf"))]
    assert outcome.lines[-2:] == [
        "print   slides/talk.html => /a/short.pdf",
        "print   slides/talk.html => /a/h.pdf",
    ]
    assert opened == []


def test_a_route_of_stale_slides_leads_to_those_with_a_badge(routed):
    make_stale(routed)

    routed.run("present", "short", "--no-open")

    way = routed.read(".executed-slides/present/talk.short.html")
    assert "/.executed-slides/present/talk.html?route=short" in way


def test_strict_opens_no_stale_slides(deck, opened):
    make_stale(deck)

    outcome = deck.run("present", "--strict")

    assert outcome.code == 3
    assert outcome.lines[0] == "stale   slides/talk.html 2 problems"
    assert opened == []
    assert not (deck.root / ".executed-slides/present").exists()


def test_html_that_was_edited_is_stale(deck):
    deck.edit("slides/talk.html", "total", "TOTAL")

    outcome = deck.run("present", "--no-open")

    assert outcome.code == 3
    assert outcome.lines[:2] == [
        "stale   slides/talk.html 1 problem",
        "stale   slides/talk.html   edited after its export",
    ]


def test_a_pdf_that_is_stale_is_nothing_to_the_slides_on_the_screen(deck):
    (deck.root / "slides/talk.pdf").unlink()

    assert deck.run("present", "--no-open").lines[0] == "good    slides/talk.html 0 problems"


def test_no_open_only_says_which_file(deck, opened):
    outcome = deck.run("present", "--no-open")

    assert outcome.lines[-1].startswith("open    slides/talk.html")
    assert opened == []


def test_slides_that_were_never_exported_are_made_first(deck, monkeypatch):
    for name in ("talk.html", "talk.pdf", "talk.export.json"):
        (deck.root / "slides" / name).unlink()
    monkeypatch.setattr("executed_slides.watch.presentation.is_installed", lambda folders: True)

    outcome = deck.run("present", "--no-open")

    assert outcome.code == 0
    assert outcome.lines[0] == "good    slides/talk.html 0 problems"
    assert "slides/talk.html is not there: it is made now" in outcome.err
    assert (deck.root / "slides/talk.html").exists()
    assert not (deck.root / "slides/talk.pdf").exists()


def test_without_slides_and_marp_the_command_that_makes_them_is_named(deck):
    (deck.root / "slides/talk.html").unlink()

    outcome = deck.run("present")

    assert outcome.code == 1
    assert outcome.err == (
        "error: slides/talk.html is not there, nor is Marp, which draws it\n"
        "hint: uv run build.py --no-run makes it\n"
    )


def test_a_machine_without_a_browser_says_which_file_to_open(deck, monkeypatch):
    monkeypatch.setattr(webbrowser, "open", lambda address: False)

    outcome = deck.run("present")

    assert outcome.code == 1
    assert f"hint: open {deck.root / 'slides/talk.html'} in one" in outcome.err


def test_of_several_decks_one_is_named(deck):
    deck.write("templates/other.md.j2", deck.read("templates/talk.md.j2"))
    assert deck.run("build").code == 0

    assert deck.run("present", "--no-open").err == (
        "error: which deck?\nhint: templates/ has other, talk\n"
    )
    assert deck.run("present", "third").code == 2
    outcome = deck.run("present", "other", "--no-open")
    assert outcome.lines[0] == "good    slides/other.html 0 problems"


def test_another_decks_slides_make_this_one_no_staler(deck):
    deck.write("templates/other.md.j2", deck.read("templates/talk.md.j2"))
    assert deck.run("build").code == 0
    deck.edit("templates/other.md.j2", "# Result", "# Results")

    assert deck.run("present", "talk", "--no-open").code == 0
    assert deck.run("present", "other", "--no-open").code == 3


def test_json_says_the_same(deck):
    make_stale(deck)

    said = json.loads(deck.run("present", "--no-open", "--json").out)

    assert said["code"] == 3
    assert said["events"][0] == {
        "event": "stale",
        "subject": "slides/talk.html",
        "detail": "2 problems",
    }
    assert said["events"][-1]["subject"] == ".executed-slides/present/talk.html"
    assert [problem["subject"] for problem in said["problems"]] == ["a", "b"]


def test_the_badge_stands_at_the_end_of_the_page_whose_links_lead_home(tmp_path):
    folders = Folders(tmp_path)
    folders.slides.mkdir()
    page = folders.slides / "talk.html"
    page.write_text('<body><a href="lab/a.html">1</a><script>"</body>"</script></body></html>')

    copy = mark_stale(folders, page, 1).read_text("utf-8")

    assert copy.startswith(f'<body><a href="{(folders.lab / "a.html").as_uri()}">1</a>')
    assert copy.endswith("STALE · 1 problem</div>\n</body></html>")
