"""Check walks from the slides back to the scripts; it finds what differs and changes nothing."""

import json

import pytest

from executed_slides.records.schema import FORMAT


def test_a_built_deck_is_good(deck):
    outcome = deck.run("check")

    assert outcome.code == 0
    assert outcome.lines == ["good    slides/talk.md   2 records current, 1 claims true"]


def test_check_reports_a_script_edited_after_its_result(deck):
    deck.edit("experiments/a.py", "share=seed / 10", "share=seed / 20")
    before = deck.files()

    outcome = deck.run("check")

    assert outcome.code == 3
    assert outcome.lines[0] == "stale   a   experiments/a.py: Measure changed"
    assert outcome.lines[1] == "        mend: uv run build.py a"
    assert deck.files() == before


@pytest.mark.parametrize(
    ("name", "old", "new", "problem"),
    [
        (
            "slides/talk.md",
            "* total 6 of",
            "* total 7 of",
            "stale   slides/talk.md   edited after its build: line 5 says "
            "'* total 7 of 3 steps, twice is 12' where templates and records give "
            "'* total 6 of 3 steps, twice is 12'",
        ),
        (
            "slides/talk.html",
            "* total 6 of",
            "* total 7 of",
            "stale   slides/talk.html   edited after its export",
        ),
        (
            "slides/image/a.png",
            "total",
            "tota1",
            "stale   slides/image/a.png   is not the one of results/a.json",
        ),
        (
            "slides/lab/a.ipynb",
            "Epoch",
            "epoch",
            "stale   slides/lab/a.ipynb   is not the one of results/a.json",
        ),
        (
            "results/a.json",
            '"total": 6',
            '"total": 7',
            "stale   a   results/a.json: edited after its run: its checksum differs",
        ),
        (
            "themes/plain.css",
            "plain",
            "plain ",
            "stale   slides/talk.html   themes/plain.css changed",
        ),
    ],
)
def test_check_finds_an_edited_output(deck, name, old, new, problem):
    content = (deck.root / name).read_bytes()
    assert old.encode() in content
    (deck.root / name).write_bytes(content.replace(old.encode(), new.encode()))
    before = deck.files()

    outcome = deck.run("check")

    assert problem in outcome.lines
    assert deck.files() == before


@pytest.mark.parametrize("name", ["slides/talk.md", "slides/talk.pdf", "slides/image/a.png"])
def test_check_finds_a_missing_output(deck, name):
    (deck.root / name).unlink()

    outcome = deck.run("check")

    assert outcome.code == 3
    assert any(line.startswith(f"stale   {name}   ") for line in outcome.lines)


def test_a_clone_without_exports_is_good_and_says_what_is_not_made_yet(deck):
    for name in ("talk.html", "talk.pdf", "talk.export.json"):
        (deck.root / "slides" / name).unlink()

    outcome = deck.run("check")

    assert outcome.code == 0
    assert outcome.lines[0] == "note    slides/talk.html   not exported yet"


def test_check_finds_a_claim_that_is_false(deck):
    deck.edit("templates/talk.md.j2", "a.total > 5", "a.total > 6")

    outcome = deck.run("check")

    assert outcome.code == 3
    assert outcome.lines[0] == (
        "draft   templates/talk.md.j2:11   false claim on slide 2 (Result): 'more than five'"
    )
    assert outcome.lines[1] == "  a.total > 6, with a.total = 6"


def test_a_truncated_record_is_named_with_its_cure(deck):
    text = deck.read("results/a.json")
    deck.write("results/a.json", text[: len(text) // 2])

    outcome = deck.run("check")

    assert outcome.code != 0
    assert outcome.lines[0].startswith("stale   a   results/a.json: not a whole record: ")
    assert outcome.lines[1] == (
        "        mend: uv run build.py a runs the experiment again; "
        "git checkout results/a.json brings it back"
    )


def test_a_record_of_a_newer_format_asks_for_a_newer_deck(deck):
    deck.edit("results/a.json", f'"format": {FORMAT}', f'"format": {FORMAT + 1}')

    assert deck.run("check").lines[0] == (
        "stale   a   results/a.json: made by a newer version of executed-slides "
        f"(record format {FORMAT + 1}, this one reads {FORMAT})"
    )


def test_check_speaks_json(deck):
    deck.edit("experiments/a.py", "steps = 3", "steps = 4")

    answer = json.loads(deck.run("check", "--json").out)

    assert answer["code"] == 3
    assert answer["problems"][0] == {
        "kind": "stale",
        "subject": "a",
        "reason": "parameter steps 3 → 4",
        "mend": "uv run build.py a",
    }


@pytest.mark.parametrize(
    ("drew", "here", "notes"),
    [
        ("Chromium 152.0.1", "Chromium 153.0.8", 1),
        ("Chromium 153.0.1", "Chromium 153.0.8", 0),
        ("Chromium 153.0.1", None, 0),
        (None, "Chromium 153.0.8", 0),
    ],
)
def test_a_pdf_that_another_browser_drew_is_a_note(deck, monkeypatch, drew, here, notes):
    monkeypatch.setattr("executed_slides.output.exports.find_browser", lambda folders: drew)
    (deck.root / "slides/talk.pdf").unlink()
    assert deck.run("build").code == 0
    monkeypatch.setattr(
        "executed_slides.toolchain.browser_version.find_browser_version", lambda *_: here
    )

    outcome = deck.run("check")

    assert outcome.code == 0
    assert outcome.lines[:-1] == notes * [
        "note    slides/talk.pdf   drawn by Chromium 152.0.1, and Chromium 153.0.8 draws here",
        "        mend: delete slides/talk.pdf, then uv run build.py",
    ]
