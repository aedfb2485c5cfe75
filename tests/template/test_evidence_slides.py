"""Measured numbers link to slides that tell what stands behind them, where the deck asks for it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_records import MEASURE, make_record
from msgspec import structs

from executed_slides.base.cache import Cache
from executed_slides.markdown.languages import LANGUAGES
from executed_slides.markdown.page_size import WIDE, PageSize
from executed_slides.records.schema import Record
from executed_slides.template.bound_text import Binding, Span, Text, bound, insert, join
from executed_slides.template.evidence_page import EvidencePage
from executed_slides.template.evidence_slides import EvidenceTable, Row, fill_pages, name_places
from executed_slides.template.evidence_slides import add_evidence as add_sized_evidence

FRONT = "---\ntheme: plain\nevidence: Evidence\n---\n"


def record(name: str, **numbers: list) -> Record:
    measure = structs.replace(MEASURE, key="0123456789abcdef", data={"a.npz": "fedcba9876543210"})
    return make_record(
        name,
        [{"numbers": {key: v[seed] for key, v in numbers.items()}} for seed in (0, 1)],
        measure=measure,
        evidence={f"slides/lab/{name}.html": "", f"slides/lab/{name}.ipynb": ""},
        date="2026-11-24T10:30:00+00:00",
    )


def add_evidence(markdown: Text, records: dict[str, Record]) -> Text:
    """A deck with its evidence, on pages as most themes have them."""
    return add_sized_evidence(markdown, records, Cache(), lambda: WIDE)


A = record("a", share=[0.125, 0.5], count=[4, 4])


def shown(text: str, name: str = "a.share") -> Text:
    by_seed = {1: 0.125, 2: 0.5}
    return bound(text, Binding("number", f"{name} | percent", 0.125, by_seed, (name,), ("a",)))


def linked(*pieces: str) -> str:
    """The deck's words with their links, without its evidence slides."""
    deck = add_evidence(join([FRONT, *pieces]), {"a": A})
    return deck.removeprefix(FRONT).partition("\n\n---\n<!-- _class: evidence -->")[0]


def test_every_row_has_a_place_of_its_own_in_letters_that_an_address_keeps():
    names = ["a.share", "a.x + b.x", "a.x - b.x", "a.정확도", "a.오차"]

    assert name_places(names) == {
        "a.share": "a.share",
        "a.x + b.x": "a.x-b.x",
        "a.x - b.x": "a.x-b.x-2",
        "a.정확도": "a.",
        "a.오차": "a.-2",
    }


def test_a_deck_that_does_not_ask_has_no_links_and_no_slides():
    deck = join(["---\ntheme: plain\n---\n", shown("12.5%")])

    assert add_evidence(deck, {"a": A}) is deck


def test_a_number_links_to_its_row_and_back():
    deck = add_evidence(
        join([FRONT, "# One\n", shown("12.5%"), "\n\n---\n# Two\n", shown("12.5–50%"), " | "]),
        {"a": A},
    )

    assert deck == (
        f"{FRONT}# One\n[12.5%](#a.share)\n\n---\n# Two\n[12.5–50%](#a.share) | "
        '\n\n---\n<!-- _class: evidence -->\n<!-- _header: "" -->\n<!-- _paginate: skip -->\n'
        f"{EvidencePage(WIDE).style()}\n\n## Evidence (1/1)\n\n"
        "**[a](lab/a.html)** · measure key `0123456789ab` · data a.npz `fedcba98` · seeds 1, 2"
        " · 2026-11-24\n\n"
        "|number|value (median)|over all runs|slides|\n|---|---|---|---|\n"
        '|<a name="a.share"></a>`a.share`'
        "|0.3125|0.125 – 0.5|[1](#1), [2](#2)|\n"
    )


def test_an_escaped_sign_is_a_part_of_its_link_but_in_code():
    assert linked(shown(r"p \< 0.001"), " or ", shown(r"\$24.31")) == (
        r"[p \< 0.001](#a.share) or [\$24.31](#a.share)"
    )
    assert linked("`", shown(r"\$24.31"), "`") == r"`\$24.31`"


def test_cells_of_tables_have_rows():
    table = {"columns": [{"name": "loss", "cells": [0.5, 0.25]}]}
    with_cells = make_record(
        "a",
        [{"tables": {"scores": table}}],
        evidence={"slides/lab/a.html": "", "slides/lab/a.ipynb": ""},
    )
    cell = Binding(
        "number", "a.scores[1].loss | fixed", 0.25, {1: 0.25}, ("a.scores[1].loss",), ("a",)
    )

    deck = add_evidence(join([FRONT, bound("0.25", cell)]), {"a": with_cells})

    assert "`a.scores[1].loss`|0.25||[1](#1)|\n" in deck


def test_a_number_of_several_has_a_row_of_its_own():
    total = Binding(
        "number",
        "(a.share + a.count) | fixed(1)",
        4.125,
        {1: 4.125},
        ("a.share", "a.count"),
        ("a",),
    )

    deck = add_evidence(join([FRONT, bound("4.1", total)]), {"a": A})

    assert "`a.share + a.count`|4.125||[1](#1)|\n" in deck


def test_a_record_that_is_shown_by_its_mean_says_so():
    mean = structs.replace(record("a", count=[3, 4]), summary="mean")

    deck = add_evidence(join([FRONT, shown("3.5", "a.count")]), {"a": mean})

    assert deck.endswith(
        "|number|value (mean)|over all runs|slides|\n|---|---|---|---|\n"
        '|<a name="a.count"></a>`a.count`'
        "|3.5|3 – 4|[1](#1)|\n"
    )


def test_a_number_of_several_has_the_value_that_its_slide_shows():
    points = Binding(
        "number", "(a.share - a.count) | points", -3.5, {1: -3, 2: -4}, ("a.share", "a.count"), "a"
    )

    deck = add_evidence(join([FRONT, bound("-350.0%p", points)]), {"a": A})

    assert "`a.share - a.count`|-3.5|-4 – -3|[1](#1)|\n" in deck


def test_a_number_of_one_run_that_was_asked_for_has_a_row_of_its_own():
    key = "a.run(seed=2).share | percent"
    one = Binding("number", key, 0.5, {2: 0.5}, ("a.share",), ("a",), "its start is drawn")

    deck = add_evidence(join([FRONT, bound("50.0%", one), shown("31.2%")]), {"a": A})

    assert "`a.run(seed=2).share`|0.5||[1](#1)|\n" in deck
    assert "`a.share`|0.3125|0.125 – 0.5|[1](#1)|\n" in deck


def test_why_figures_show_one_run_is_said():
    drawn = structs.replace(A, choices={"2": "its *plateau* is the longest"})

    deck = add_evidence(join([FRONT, shown("12.5%")]), {"a": drawn})

    assert r" · 2026-11-24 · figures show seed 2: its \*plateau\* is the longest" in deck


def test_equal_seeds_are_said_once():
    deck = add_evidence(join([FRONT, shown("4", "a.count")]), {"a": A})

    assert "`a.count`|4|all the same|[1](#1)|\n" in deck


def test_parameters_and_constants_are_no_evidence():
    constant = Binding("constant", "constant(46)", 46, {None: 46}, reason="topics")

    deck = join([FRONT, shown("20", "a.parameters.epochs"), bound("46", constant)])

    assert add_evidence(deck, {"a": A}) == deck


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("# K = ", " folds"),
        ("`", "`"),
        ("```\n", "\n```"),
        ("<!-- ", " is said -->"),
        ("<!--\nnote\n", "\n-->"),
        ('<b title="', '">x</b>'),
        ("[see ", "](x.html)"),
        ("![width:30px ", "](x.png)"),
        ("[see](", ")"),
        ("<div>\n", "\n</div>"),
        ("wow!", ""),
        ("가**", "**"),
        ("**", "**가"),
    ],
)
def test_a_link_is_only_put_where_it_reads_as_one(before, after):
    assert linked(before, shown("12.5%"), after) == f"{before}12.5%{after}"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", ""),
        ("**", "** 정확도"),
        ("약 **", "개의 unit**과"),
        ("|", "|x|"),
        ("> (", "가지)"),
        ("<small>(", "%)</small>"),
        ("* -> ", "번"),
    ],
)
def test_a_number_in_words_is_a_link(before, after):
    assert linked(before, shown("12.5%"), after) == f"{before}[12.5%](#a.share){after}"


def test_a_part_of_a_number_is_not_linked_twice():
    inner = shown("12.5%")
    outer = bound(join([inner, "–50%"]), inner.spans[0].source)

    assert linked(outer) == "[12.5%–50%](#a.share)"


ENGLISH = LANGUAGES["en"]
PAGES = [WIDE, PageSize(960, 720), PageSize(1920, 1080), PageSize(794, 1123), PageSize(640, 360)]


@given(
    st.lists(st.integers(1, 60), min_size=1, max_size=12),
    st.integers(1, 120),
    st.integers(0, 3),
    st.integers(1, 30),
    st.sampled_from(PAGES),
)
def test_no_page_holds_more_than_fits_nor_has_room_for_the_next_and_no_row_is_lost(
    sizes, length, files, slides, size
):
    names = [f"e{index}" for index in range(len(sizes))]
    data = {f"data-{index}.npz": "0" * 8 for index in range(files)}
    records = {
        name: make_record(name, measure=structs.replace(MEASURE, data=data)) for name in names
    }
    rows = [
        Row(f"{name}.{'x' * length}{index}", name, {1: 0.5}, 0.5, dict.fromkeys(range(slides)))
        for name, size in zip(names, sizes, strict=True)
        for index in range(size)
    ]
    page = EvidencePage(size)

    pages = fill_pages(rows, records, ENGLISH, page, "Evidence")

    assert [row for tables in pages for block in tables for row in block.rows] == rows
    assert all(block.rows for tables in pages for block in tables)
    left = [page.room("Evidence") - sum(map(height_on(page), tables)) for tables in pages]
    for room, tables in zip(left, pages, strict=True):
        assert room >= 0 or sum(len(block.rows) for block in tables) == 1
    for room, block in zip(left, [tables[0] for tables in pages[1:]], strict=False):
        assert room < block.height(page, ENGLISH) + block.rows[0].height(page, ENGLISH)


def height_on(page: EvidencePage):
    def height(block: EvidenceTable) -> float:
        return block.height(page, ENGLISH) + sum(row.height(page, ENGLISH) for row in block.rows)

    return height


def test_a_row_is_as_high_as_its_lines():
    page = EvidencePage(WIDE)

    def height(name: str = "a", value: float = 1, slides: int = 1) -> float:
        return Row(name, "a", {1: value}, value, dict.fromkeys(range(slides))).height(page, ENGLISH)

    assert height() == 33
    assert height("a" * 60) == height(slides=8) == height(value=10**30) == 57
    assert EvidenceTable(A, "x", []).height(page, ENGLISH) == 75
    assert EvidenceTable(A, "x " * 100, []).height(page, ENGLISH) == 102


def test_letters_are_as_large_on_the_screen_whatever_the_page():
    styles = [EvidencePage(size).style() for size in PAGES]
    names = [re.search(r"td code \{ font-size: (\S+)", style) for style in styles]

    assert [name[1] for name in names] == ["17px", "17px", "25.5px", "16.87px", "8.5px"]


def test_a_theme_of_another_page_size_makes_slides_with_evidence_stale(deck):
    deck.edit("templates/talk.md.j2", "theme: plain", "theme: plain\nevidence: Evidence")
    assert deck.run("build", "--no-run").code == 0

    deck.write("themes/plain.css", "/* @theme plain */ section { width: 1920px; height: 1080px }")

    outcome = deck.run("check")
    assert outcome.code == 3
    assert outcome.lines[0].startswith(
        "stale   slides/talk.md   executed-slides, or the size of the theme's page, is another: "
    )
    assert deck.run("build", "--no-run").code == 0
    assert "font-size: 25.5px" in deck.read("slides/talk.md")


def test_a_deck_without_evidence_does_not_ask_for_its_size():
    deck = join(["---\ntheme: plain\n---\n", shown("12.5%")])

    assert add_sized_evidence(deck, {"a": A}, Cache(), lambda: pytest.fail("asked")) is deck


WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=6)


@given(st.lists(st.tuples(WORDS, st.sampled_from(["12.5%", "4"])), max_size=8))
def test_without_its_links_a_deck_is_what_it_was(pairs):
    pieces = [piece for words, text in pairs for piece in (words, shown(text))]
    deck = join([FRONT, *pieces])

    with_links = add_evidence(deck, {"a": A})

    words = with_links.partition("\n\n---\n<!-- _class: evidence -->")[0]
    assert re.sub(r"\[(12\.5%|4)\]\(#[\w.]+\)", r"\1", words) == deck
    numbers = [s for s in with_links.spans if isinstance(s.source, Binding)]
    assert [with_links[s.start : s.end] for s in numbers] == [text for _, text in pairs]


@given(st.text(max_size=8), st.lists(st.integers(0, 8), max_size=5), st.data())
def test_spans_move_with_their_letters(text, places, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    marks = [(min(place, len(text)), "<>") for place in sorted(places)]

    marked = insert(Text(text, [Span(start, end, "x")]), marks)

    [span] = marked.spans
    assert len(marked) == len(text) + 2 * len(marks)
    if start < end:
        inside = marked[span.start : span.end]
        assert inside.startswith(text[start]) and inside.endswith(text[end - 1])
