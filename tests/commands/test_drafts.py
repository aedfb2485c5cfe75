"""A build always gives slides: with problems they are a draft, and every page says so."""

import json

import pytest

from executed_slides.watch import presentation

TEMPLATE = "templates/talk.md.j2"
TYPED = ("* total", "* 88% of total")
FALSE = ("a.total > 5", "a.total > 6")
UNREASONED = ("{{ code", "{{ constant(46) }}\n\n{{ code")
TOLD = {
    TYPED: "draft   templates/talk.md.j2:5:3   '88%' stands in the words and comes from no record",
    FALSE: "draft   templates/talk.md.j2:11   false claim on slide 2 (Result): 'more than five'",
    UNREASONED: "draft   templates/talk.md.j2:13:4   '46' stands in the words and comes from no "
    "record",
}


@pytest.mark.parametrize("edit", TOLD)
def test_a_deck_with_a_problem_is_built_as_a_draft(deck, edit):
    deck.edit(TEMPLATE, *edit)

    outcome = deck.run("build")

    assert outcome.code == 3
    assert "draft   slides/talk.md   1 problem: every page says so" in outcome.lines
    assert TOLD[edit] in outcome.lines
    for file in ("talk.md", "talk.html", "talk.pdf"):
        assert 'content: "DRAFT · 1 problem"' in deck.read(f"slides/{file}")


def test_all_problems_of_all_decks_are_told_at_once(deck):
    talk = deck.read(TEMPLATE)
    deck.write("templates/other.md.j2", talk.replace(*TYPED))
    for edit in TOLD:
        deck.edit(TEMPLATE, *edit)

    outcome = deck.run("build")

    assert outcome.code == 3
    assert [line for line in outcome.lines if line.startswith("draft")] == [
        "draft   slides/other.md  1 problem: every page says so",
        "draft   slides/talk.md   3 problems: every page says so",
        TOLD[TYPED].replace("talk", "other"),
        TOLD[TYPED],
        TOLD[UNREASONED],
        TOLD[FALSE],
    ]


def test_a_draft_speaks_the_language_of_its_deck(deck):
    deck.edit(TEMPLATE, "theme: plain", "theme: plain\nlang: ko")
    deck.edit(TEMPLATE, *TYPED)
    deck.edit(TEMPLATE, *FALSE)

    deck.run("build")

    assert 'content: "초안 · 문제 2개"' in deck.read("slides/talk.html")


def test_a_draft_that_is_mended_is_as_it_was(deck):
    before = {name: text for name, text in deck.files().items() if name.startswith("slides")}
    deck.edit(TEMPLATE, *TYPED)
    deck.run("build")
    deck.edit(TEMPLATE, *reversed(TYPED))

    outcome = deck.run("build")

    assert outcome.code == 0
    assert before.items() <= deck.files().items()


def test_a_build_with_nothing_to_do_says_the_problems_again(deck):
    deck.edit(TEMPLATE, *FALSE)
    deck.run("build")
    before = deck.files()

    outcome = deck.run("build")

    assert (outcome.code, deck.files()) == (3, before)
    assert outcome.lines == [
        "--      slides           up to date",
        "draft   slides/talk.md   1 problem: every page says so",
        TOLD[FALSE],
        "  a.total > 6, with a.total = 6",
        "        mend: reword the sentence, or give the other one after {% otherwise %}",
    ]


def test_a_program_is_told_why_a_deck_is_a_draft(deck):
    deck.edit(TEMPLATE, *TYPED)

    told = json.loads(deck.run("build", "--json").out)

    assert told["code"] == 3
    assert told["problems"] == [
        {
            "kind": "draft",
            "subject": "templates/talk.md.j2:5:3",
            "reason": "'88%' stands in the words and comes from no record",
            "mend": 'show a recorded one, or give it a reason: {{ constant(VALUE, "REASON") }}',
        }
    ]


def test_a_draft_is_told_beside_a_deck_that_cannot_be_made(deck):
    deck.write("templates/other.md.j2", deck.read(TEMPLATE).replace("{% endclaim %}", ""))
    deck.edit(TEMPLATE, *TYPED)

    outcome = deck.run("build")

    assert outcome.code == 1
    assert outcome.err.count("error: ") == 1
    assert TOLD[TYPED] in outcome.lines


def test_a_build_of_a_part_says_that_its_slides_are_a_draft(deck):
    deck.edit(TEMPLATE, *TYPED)

    outcome = deck.run("build", "b")

    assert (outcome.code, TOLD[TYPED] in outcome.lines) == (3, True)


def test_check_finds_no_more_in_a_draft_than_why_it_is_one(deck):
    deck.edit(TEMPLATE, *TYPED)
    deck.run("build")

    outcome = deck.run("check")

    assert outcome.code == 3
    assert [line for line in outcome.lines if not line.startswith(" ")] == [TOLD[TYPED]]


def test_status_is_of_experiments_alone(deck):
    deck.edit(TEMPLATE, *TYPED)
    deck.run("build")

    assert deck.run("status").code == 0


def test_no_draft_is_archived(deck):
    deck.write("pyproject.toml", '[project]\nlicense = "MIT"\n')
    deck.edit(TEMPLATE, *TYPED)
    deck.run("build")

    outcome = deck.run("crate")

    assert (outcome.code, TOLD[TYPED] in outcome.lines) == (3, True)
    assert not (deck.root / "slides/talk.crate.zip").exists()


def test_a_draft_that_is_presented_says_so_itself_and_strict_does_not_open_it(deck, monkeypatch):
    deck.edit(TEMPLATE, *TYPED)
    deck.run("build")
    opened = []
    monkeypatch.setattr(presentation.webbrowser, "open", lambda page: opened.append(page) or True)

    strict, outcome = deck.run("present", "--strict"), deck.run("present")

    assert (strict.code, outcome.code) == (3, 3)
    assert outcome.lines[:2] == ["draft   slides/talk.html 1 problem", TOLD[TYPED]]
    assert opened == [(deck.root / "slides/talk.html").as_uri()]


def test_a_smoke_build_may_be_a_draft_too_but_its_claims_are_none(deck):
    deck.edit(TEMPLATE, *TYPED)
    deck.edit(TEMPLATE, *FALSE)

    outcome = deck.run("build", "--smoke")

    assert outcome.code == 3
    assert [line for line in outcome.lines if line.startswith("draft   templates")] == [TOLD[TYPED]]
    slides = deck.read("smoke/slides/talk.md")
    assert 'content: "SMOKE RUN · NOT A RESULT · DRAFT · 1 problem"' in slides
