"""What is not of today is told with what changed since: a template, a record, a script, a hand."""

import json

import pytest

from executed_slides.proof.reasons import explain_markdown, explain_provenance

TEMPLATE, FILE = "templates/talk.md.j2", "slides/talk.provenance.json"


def reason_of(deck, subject: str = "slides/talk.md") -> str:
    """What `check` says of one file."""
    problems = json.loads(deck.run("check", "--json").out)["problems"]
    [reason] = [each["reason"] for each in problems if each["subject"] == subject]
    return reason


def test_an_included_template_is_named_when_it_changes_comes_and_goes(deck):
    deck.write("templates/parts/end.md", "# End\n")
    deck.edit(TEMPLATE, '{{ code("a", "sum") }}\n', "{% include 'parts/end.md' %}\n")

    assert reason_of(deck) == ("templates/talk.md.j2 changed, templates/parts/end.md is newly used")

    deck.run("build")
    deck.write("templates/parts/end.md", "# The end\n")

    assert reason_of(deck) == "templates/parts/end.md changed"

    deck.edit(TEMPLATE, "{% include 'parts/end.md' %}\n", "")

    assert reason_of(deck) == (
        "templates/parts/end.md is no longer used, templates/talk.md.j2 changed"
    )


def test_a_comment_in_a_template_is_no_reason_and_no_fault(deck):
    deck.edit(TEMPLATE, "# Talk", "{# as agreed -#}\n# Talk")

    assert deck.run("check").lines[0].startswith("good ")


def test_a_record_that_only_a_claim_reads_is_named(deck):
    deck.edit(TEMPLATE, " of {{ a.parameters.steps }} steps, twice is {{ b.twice }}", "")
    deck.edit(TEMPLATE, "a.total > 5 %}more", "b.twice > 20 %}many{% otherwise %}more")
    deck.run("build")
    slides = {name: deck.read(name) for name in ("slides/talk.md", FILE)}
    deck.edit(
        "experiments/b.py", "2 * record", "3 * record.needed('a').numbers.total + 9 + 0 * record"
    )
    deck.run("build")
    for name, text in slides.items():
        deck.write(name, text)

    assert reason_of(deck) == "results/b.json changed (b.twice 12 → 27)"


def test_a_part_of_a_long_line_is_shown(deck):
    words = "many words " * 20
    deck.edit(TEMPLATE, "# Result", f"{words}end\n\n# Result")
    deck.run("build")
    deck.edit("slides/talk.md", f"{words}end", f"{words}and")

    assert reason_of(deck) == (
        "edited after its build: line 10 says '…s many words many words and' where templates and "
        "records give '…s many words many words end'"
    )


def test_lines_that_are_missing_are_said_to_be_nothing(deck):
    text = deck.read("slides/talk.md")
    deck.write("slides/talk.md", text[: text.index("# Result")])

    assert reason_of(deck).endswith("says nothing where templates and records give '# Result'")


def test_what_has_no_name_in_a_provenance_is_said_to_be_another_engine_or_page(deck):
    deck.edit(TEMPLATE, "theme: plain", "theme: plain\nevidence: Evidence")
    deck.run("build")
    deck.write("themes/plain.css", "/* @theme plain */ section { width: 1920px; height: 1080px }")

    assert reason_of(deck).startswith(
        "executed-slides, or the size of the theme's page, is another: line "
    )


def test_without_a_provenance_both_lines_are_shown(deck):
    (deck.root / FILE).unlink()
    deck.edit(TEMPLATE, "# Talk", "# Tale")

    assert reason_of(deck) == ("line 4 says '# Talk' where templates and records give '# Tale'")


def test_of_many_reasons_the_first_are_named(deck):
    for number in range(5):
        deck.write(f"templates/parts/{number}.md", "# Part\n")
    deck.edit(
        TEMPLATE, "# Result", "{% for n in range(5) %}{% include 'parts/%d.md' % n %}{% endfor %}"
    )

    assert reason_of(deck) == (
        "templates/talk.md.j2 changed, templates/parts/0.md is newly used, "
        "templates/parts/1.md is newly used, 3 more"
    )


def test_a_new_date_of_a_record_is_told_by_its_name_where_slides_are_the_same(deck):
    date = deck.record("b")["date"]
    lines = [
        line.replace(date, "2020-01-01") if '"experiment": "b"' in line else line
        for line in deck.read(FILE).splitlines(keepends=True)
    ]
    deck.write(FILE, "".join(lines))

    assert reason_of(deck, FILE) == "results/b.json changed"


@pytest.mark.parametrize("written", ["", "{", "[]", '{"markdown": 1}'])
def test_a_provenance_that_is_none_explains_nothing(written):
    assert explain_markdown(b"a\n", b"b\n", written, "") == (
        "line 1 says 'a' where templates and records give 'b'"
    )
    assert explain_provenance(written, "").startswith(
        "is of another version of executed-slides, or not whole: "
    )
