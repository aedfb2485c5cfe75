"""Beside the slides lies what they come from; it is proven and rebuilt as they are."""

import json

import pytest

FILE = "slides/talk.provenance.json"


def test_every_number_figure_and_claim_has_its_line(deck):
    record = json.loads(deck.read("results/a.json"))

    provenance = json.loads(deck.read(FILE))

    assert provenance["numbers"] == [
        {
            "slide": 1,
            "title": "Talk",
            "text": text,
            "key": key,
            "value": value,
            "experiments": [experiment],
        }
        for text, key, value, experiment in [
            ("6", "a.total", 6, "a"),
            ("3", "a.parameters.steps", 3, "a"),
            ("12", "b.twice", 12, "b"),
            ("6", "figure('a').alt", "6", "a"),
        ]
    ]
    assert provenance["figures"] == [
        {
            "slide": 1,
            "title": "Talk",
            "file": "slides/image/a.png",
            "sha256": record["figures"]["a"]["sha256"],
            "experiment": "a",
        }
    ]
    [code] = provenance["code"]
    assert (code["slide"], code["key"], code["script"]) == (
        2,
        "code('a', 'sum')",
        "experiments/a.py",
    )
    [claim] = provenance["claims"]
    assert (claim["slide"], claim["sentence"], claim["holds"]) == (2, "more than five", True)
    assert (claim["held"], claim["of"], claim["runs"]) == (2, 2, {"1": True, "2": True})
    assert claim["values"] == {"a.total": 6}
    a, b = provenance["experiments"]
    assert (a["experiment"], a["measure"], a["seeds"]) == ("a", record["measure"]["key"], [1, 2])
    assert (a["draw"], a["date"]) == (record["draw"]["key"], record["date"])
    assert (b["experiment"], b["seeds"]) == ("b", [None])


def test_constants_have_their_reasons(deck):
    deck.edit(
        "templates/talk.md.j2",
        "# Talk",
        '# Talk\n{% constant "Keras 3", "a release" %}Keras 3, {{ constant(46, "topics") }}',
    )

    deck.run("build")

    assert json.loads(deck.read(FILE))["constants"] == [
        {"slide": 1, "title": "Talk", "text": "46", "reason": "topics"},
        {"template": "templates/talk.md.j2", "text": "Keras 3", "reason": "a release"},
    ]


def test_an_entry_stands_on_one_line_and_a_retraining_moves_only_its_own(deck):
    before = deck.read(FILE).splitlines()
    deck.edit("experiments/b.py", "2 * record", "3 * record")

    deck.run("build")

    after = deck.read(FILE).splitlines()
    moved = [line for line in after if line not in before]
    assert len(after) == len(before)
    assert ['"key": "b.twice", "value": 18' in line for line in moved] == [False, False, True]
    assert moved[0].startswith('"markdown": ')
    assert moved[1].startswith(' {"experiment": "b", "measure": ')


def test_a_build_with_nothing_to_do_leaves_it_and_makes_the_same_again(deck):
    before = deck.read(FILE)
    (deck.root / FILE).unlink()

    outcome = deck.run("build")

    assert outcome.code == 0
    assert deck.read(FILE) == before
    assert deck.run("build").lines == ["--      slides           up to date"]


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (
            "edited",
            """edited after its build: line 10 says '…y": "a.total", "value": 7, "experiments": """
            """["a"]}…' where templates and records give '…y": "a.total", "value": 6, """
            """"experiments": ["a"]}…'""",
        ),
        ("deleted", "is missing"),
    ],
)
def test_check_finds_a_provenance_that_is_not_of_todays_slides(deck, damage, reason):
    if damage == "edited":
        deck.edit(FILE, '"key": "a.total", "value": 6', '"key": "a.total", "value": 7')
    else:
        (deck.root / FILE).unlink()
    before = deck.files()

    outcome = deck.run("check")

    assert outcome.code == 3
    assert f"stale   {FILE}   {reason}" in outcome.lines
    assert deck.files() == before


def test_a_provenance_is_proven_where_nothing_is_exported_too(deck):
    for name in ("talk.html", "talk.pdf", "talk.export.json"):
        (deck.root / "slides" / name).unlink()
    (deck.root / FILE).unlink()

    assert f"stale   {FILE}   is missing" in deck.run("check").lines


def test_a_smoke_build_keeps_its_own(deck):
    before = deck.read(FILE)

    deck.run("build", "--smoke")

    assert json.loads(deck.read(f"smoke/{FILE}"))["numbers"][1]["value"] == 1
    assert deck.read(FILE) == before
