"""Which letters of a painted slide are bound is found by the letters, however often they occur."""

import pytest

from executed_slides.base.folders import Folders
from executed_slides.markdown.reader import read_deck
from executed_slides.proof.inventory import squeeze
from executed_slides.state.project import read_project
from executed_slides.template.rendering import fill_deck
from executed_slides.watch.bound_parts import BoundPart, BoundParts, pair_letters

HEAD = "---\ntheme: plain\n"


@pytest.fixture
def parts_of(deck):
    """The bound parts of a deck with this template."""

    def render(template: str) -> BoundParts:
        deck.write("templates/talk.md.j2", template)
        return BoundParts(fill_deck(read_project(Folders(deck.root)), "talk"))

    return render


def find(parts: BoundParts, slide: int, **painted: str) -> list[tuple[str, str, str]]:
    """Each part of a slide: its zone or picture, what it reads as there, its letters' place."""
    zones = {zone: squeeze(text) for zone, text in painted.items()}
    found = []
    for part in parts.on_slide(slide, zones):
        where = part.zone or part.picture or f"formula {part.formula}"
        shown = zones.get(part.zone, "")[part.start : part.end]
        found.append((where, shown, zones.get(part.zone, "")[: part.start]))
    return found


def test_a_number_that_stands_twice_in_a_line_is_two_parts(parts_of):
    parts = parts_of(HEAD + "---\n# Talk\n6 of {{ a.total }}, and {{ a.total }} again\n")

    assert find(parts, 1, body="Talk 6 of 6, and 6 again") == [
        ("body", "6", "Talk6of"),
        ("body", "6", "Talk6of6,and"),
    ]


def test_numbers_of_headers_and_footers_are_found_in_theirs(parts_of):
    parts = parts_of(
        HEAD + "header: total {{ a.total }}\nfooter: '{{ b.twice }} at the end'\n---\n# T"
    )

    assert find(parts, 1, header="total 6", body="T", footer="12 at the end") == [
        ("header", "6", "total"),
        ("footer", "12", ""),
    ]


def test_cells_of_a_table_are_found_row_by_row(parts_of):
    rows = "| n | m |\n|---|---|\n| 6 | {{ a.total }} |\n| {{ b.twice }} | {{ a.total }} |\n"
    parts = parts_of(HEAD + "---\n" + rows)

    assert find(parts, 1, body="n m 6 6 12 6") == [
        ("body", "6", "nm6"),
        ("body", "12", "nm66"),
        ("body", "6", "nm6612"),
    ]


def test_code_and_what_stands_in_code_is_found(parts_of):
    parts = parts_of(HEAD + '---\nIt is `{{ a.total }}` here\n\n{{ code("a", "sum") }}\n')

    [number, code] = find(
        parts, 1, body="It is 6 here total = sum(double(step) for step in range(steps))"
    )
    assert number == ("body", "6", "Itis")
    assert code == ("body", "total=sum(double(step)forstepinrange(steps))", "Itis6here")


def test_a_formula_is_one_part_for_all_its_numbers(parts_of):
    parts = parts_of(HEAD + "math: mathjax\n---\n$x$ and ${{ a.total }} + {{ b.twice }}$ are so\n")

    [part] = parts.on_slide(1, {"body": "andareso"})

    assert (part.formula, len(part.sources)) == (1, 2)


def test_a_figure_is_found_as_often_as_it_is_shown_and_its_words_are_its_own(parts_of):
    parts = parts_of(HEAD + '---\n{{ figure("a") }}\n\n{{ figure("a", width=100) }}\n')

    assert [part[3:6] for part in map(tuple, parts.on_slide(1, {"body": ""}))] == [
        (0, "image/a.png", 0),
        (0, "image/a.png", 1),
    ]


def test_a_claim_is_found_around_its_numbers(parts_of):
    parts = parts_of(
        HEAD + "---\nIt is {% claim a.total > 5 %}more: {{ a.total }}{% endclaim %}.\n"
    )

    assert find(parts, 1, body="It is more: 6.") == [
        ("body", "more:6", "Itis"),
        ("body", "6", "Itismore:"),
    ]


def test_what_is_said_in_notes_is_on_no_slide(parts_of):
    parts = parts_of(HEAD + "---\n# T\n<!-- {{ a.total }} is said -->\n")

    assert find(parts, 1, body="T") == []


def test_rows_of_evidence_are_parts_by_their_names(parts_of):
    parts = parts_of(HEAD + "evidence: Evidence\n---\n# T\n{{ a.total }}\n")
    words = " ".join(read_deck(str.__str__(parts.deck.markdown)).slides[1].texts)

    [(_, shown, before), *_] = find(parts, 2, body=words)

    assert (shown, before.endswith("slides")) == ("a.total", True)


def test_a_slide_that_there_is_not_has_no_parts(parts_of):
    parts = parts_of(HEAD + "---\n{{ a.total }}\n")

    assert (parts.on_slide(0, {"body": "6"}), parts.on_slide(2, {"body": "6"})) == ([], [])


@pytest.mark.parametrize(
    "painted",
    ["T at 6 seconds", "1. T at 6 seconds", "T ✓ at 6 sec…onds", "T ·at· 6 seconds — draft"],
)
def test_what_a_browser_shows_besides_moves_a_part_and_loses_none(parts_of, painted):
    parts = parts_of(HEAD + "---\n# T\nat {{ a.total }} seconds\n")

    [(_, shown, before)] = find(parts, 1, body=painted)

    assert (shown, before) == ("6", squeeze(painted).partition("6")[0])


def test_a_number_that_a_browser_does_not_show_is_no_part(parts_of):
    parts = parts_of(HEAD + "---\n# T\nat {{ a.total }} seconds\n")

    assert find(parts, 1, body="T at seconds") == []


def test_letters_are_paired_at_both_ends_and_between():
    assert pair_letters("abc", "abc") == {0: 0, 1: 1, 2: 2}
    assert pair_letters("abcd", "axcd") == {0: 0, 2: 2, 3: 3}
    assert pair_letters("abcd", "acd") == {0: 0, 2: 1, 3: 2}
    assert pair_letters("", "abc") == {}
    assert pair_letters("abc", "") == {}


def test_a_part_is_told_as_its_page_reads_it(parts_of):
    parts = parts_of(HEAD + "---\n{{ a.total }}\n")

    assert parts.on_slide(1, {"body": "6"}) == [BoundPart((0,), "body", 0, 1)]
