"""Measured numbers link to slides that tell what stands behind them, where the deck asks for it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_records import MEASURE, make_record
from msgspec import structs

from executed_slides.markdown.languages import LANGUAGES
from executed_slides.records.schema import Record
from executed_slides.template.bound_text import Binding, Span, Text, bound, insert, join
from executed_slides.template.evidence_slides import (
    PAGE,
    EvidenceTable,
    Row,
    add_evidence,
    fill_pages,
)

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


A = record("a", share=[0.125, 0.5], count=[4, 4])


def shown(text: str, name: str = "a.share") -> Text:
    by_seed = {1: 0.125, 2: 0.5}
    return bound(text, Binding("number", f"{name} | percent", 0.125, by_seed, (name,), ("a",)))


def linked(*pieces: str) -> str:
    """The deck's words with their links, without its evidence slides."""
    deck = add_evidence(join([FRONT, *pieces]), {"a": A})
    return deck.removeprefix(FRONT).partition("\n\n---\n<!-- _class: evidence -->")[0]


def test_a_deck_that_does_not_ask_has_no_links_and_no_slides():
    deck = join(["---\ntheme: plain\n---\n", shown("12.5%")])

    assert add_evidence(deck, {"a": A}) is deck


def test_a_number_links_to_its_row_and_back():
    deck = add_evidence(
        join([FRONT, "# One\n", shown("12.5%"), "\n\n---\n# Two\n", shown("12.5–50%"), " | "]),
        {"a": A},
    )

    assert deck == (
        f"{FRONT}# One\n[12.5%](#3)\n\n---\n# Two\n[12.5–50%](#3) | "
        '\n\n---\n<!-- _class: evidence -->\n<!-- _header: "" -->\n## Evidence (1/1)\n\n'
        "**[a](lab/a.html)** · measure key `0123456789ab` · data a.npz `fedcba98` · seeds 1, 2"
        " · 2026-11-24\n\n"
        "|number|value (first seed)|over all seeds|slides|\n|---|---|---|---|\n"
        "|`a.share`|0.125|0.125 – 0.5|[1](#1), [2](#2)|\n"
    )


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

    assert "|`a.share + a.count`|4.125||[1](#1)|\n" in deck


def test_equal_seeds_are_said_once():
    deck = add_evidence(join([FRONT, shown("4", "a.count")]), {"a": A})

    assert "|`a.count`|4|all the same|[1](#1)|\n" in deck


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
    assert linked(before, shown("12.5%"), after) == f"{before}[12.5%](#2){after}"


def test_a_part_of_a_number_is_not_linked_twice():
    inner = shown("12.5%")
    outer = bound(join([inner, "–50%"]), inner.spans[0].source)

    assert linked(outer) == "[12.5%–50%](#2)"


@given(
    st.lists(st.integers(1, 60), min_size=1, max_size=12),
    st.integers(1, 120),
    st.integers(0, 3),
)
def test_no_page_holds_more_than_fits_and_no_row_is_lost(sizes, length, files):
    names = [f"e{index}" for index in range(len(sizes))]
    data = {f"data-{index}.npz": "0" * 8 for index in range(files)}
    records = {
        name: make_record(name, measure=structs.replace(MEASURE, data=data)) for name in names
    }
    rows = [
        Row(f"{name}.{'x' * length}{index}", name, {1: 0.5})
        for name, size in zip(names, sizes, strict=True)
        for index in range(size)
    ]

    pages = fill_pages(rows, records, LANGUAGES["en"])

    assert [row for page in pages for block in page for row in block.rows] == rows
    assert all(block.rows for page in pages for block in page)
    for page in pages:
        height = sum(block.height + sum(row.height for row in block.rows) for block in page)
        assert height <= PAGE


def test_a_row_is_as_high_as_its_lines():
    assert Row("a", "a", {1: 1}).height < Row("a" * 60, "a", {1: 1}).height
    assert EvidenceTable("a", "x", []).height < EvidenceTable("a", "x" * 120, []).height


WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=6)


@given(st.lists(st.tuples(WORDS, st.sampled_from(["12.5%", "4"])), max_size=8))
def test_without_its_links_a_deck_is_what_it_was(pairs):
    pieces = [piece for words, text in pairs for piece in (words, shown(text))]
    deck = join([FRONT, *pieces])

    with_links = add_evidence(deck, {"a": A})

    words = with_links.partition("\n\n---\n<!-- _class: evidence -->")[0]
    assert re.sub(r"\[(12\.5%|4)\]\(#\d+\)", r"\1", words) == deck
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
