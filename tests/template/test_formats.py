"""How numbers, money, times and days read on slides; each stays bound to what was measured."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from judged_slides import faults, fill
from made_records import make_record

from executed_slides.base.errors import DeckError
from executed_slides.template import formats
from executed_slides.template.bound_text import bindings_of
from executed_slides.template.formats import rounding_by

VALUES = {
    "gap": 0.277,
    "loss": -1.2345,
    "tiny": 0.00123,
    "zero": 0.0,
    "ms": 12.345,
    "price": 1234.5,
    "p": 0.0321,
    "half": 0.125,
    "seconds": 75,
    "almost": 0.9996,
    "apart": 0.881,
}
RECORD = make_record("x", [{"numbers": VALUES}])


def shown(tmp_path, expression: str, front: str = "") -> str:
    head = f"---\n{front}\n---\n" if front else ""
    made = fill(tmp_path, f"{head}so {{{{ {expression} }}}}\n", RECORD)
    assert made.unbound == []
    return str.__str__(made.markdown)[len(head) + 3 :].removesuffix("\n").replace("\u00a0", "~")


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("x.gap | signed", "+0.28"),
        ("x.loss | signed", "-1.23"),
        ("x.gap | signed('points')", r"+27.7%p"),
        ("x.gap | signed('percent', 0)", r"+28%"),
        ("x.zero | signed", "0.00"),
        ("x.tiny | signed('percent', 0)", "0%"),
        ("x.tiny | signed('scientific')", "+1.2~×~10⁻³"),
        ("x.tiny | scientific", "1.2~×~10⁻³"),
        ("x.tiny | scientific(2)", "1.23~×~10⁻³"),
        ("x.price | scientific(0)", "1~×~10³"),
        ("x.zero | scientific", "0.0~×~10⁰"),
        ("x.tiny | significant", "0.00123"),
        ("x.tiny | significant(1)", "0.001"),
        ("x.price | significant", "1,230"),
        ("x.loss | significant(2)", "-1.2"),
        ("x.almost | significant", "1.00"),
        ("x.zero | significant", "0.00"),
        ("x.gap | spread('significant', 2)", "0.28"),
        ("x.ms | fixed(1) | unit('ms')", "12.3~ms"),
        ("x.ms | unit('ms')", "12.345~ms"),
        ("x.ms | fixed(0) | unit('°')", "12°"),
        ("x.ms | fixed(0) | unit('°C')", "12~°C"),
        ("x.seconds | unit('초')", "75초"),
        ("x.price | currency", r"\$1,234.50"),
        ("x.price | currency('€', 0)", "€1,234"),
        ("x.loss | currency('₩', 1)", "-₩1.2"),
        ("x.price | currency('EUR')", "1,234.50~EUR"),
        ("x.price | currency('원', 0)", "1,234원"),
        ("x.p | pvalue", "p = 0.032"),
        ("x.p | pvalue(2)", "p = 0.03"),
        ("x.zero | pvalue", r"p \< 0.001"),
        ("x.seconds | duration", "1~min 15~s"),
        ("x.date | date", "2 January 2026"),
    ],
)
def test_a_number_is_written_as_scientists_write_it(tmp_path, expression, text):
    assert shown(tmp_path, expression) == text


@pytest.mark.parametrize(
    ("expression", "text"),
    [("x.seconds | duration", "1분 15초"), ("x.date | date", "2026년 1월 2일")],
)
def test_words_are_those_of_the_deck_s_language(tmp_path, expression, text):
    assert shown(tmp_path, expression, "lang: ko") == text


@pytest.mark.parametrize(
    ("front", "texts"),
    [
        ("title: a", ["0.12", "12%", "0.12"]),
        ("rounding: half-even", ["0.12", "12%", "0.12"]),
        ("rounding: half-up", ["0.13", "13%", "0.13"]),
    ],
)
def test_halves_are_rounded_as_the_front_matter_says(tmp_path, front, texts):
    written = ("x.half | fixed(2)", "x.half | percent(0)", "x.half | significant(2)")

    assert [shown(tmp_path, expression, front) for expression in written] == texts


def test_a_number_in_the_front_matter_does_not_hide_what_it_says_below(tmp_path):
    deck = "---\ntitle: {{ x.half | fixed }}\nrounding: half-up\n---\nso {{ x.half | fixed }}\n"

    assert "so 0.13" in fill(tmp_path, deck, RECORD).markdown


def test_another_way_to_round_is_refused(tmp_path):
    with pytest.raises(DeckError) as error:
        shown(tmp_path, "x.half | fixed", "rounding: down")

    assert "rounding: 'down' is no way to round" in error.value.message
    assert error.value.hint == "say half-even or half-up"


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [(2.675, 2, "2.68"), (-0.5, 0, "-1"), (-0.4, 0, "0"), (1e300, 1, "1" + "0" * 300 + ".0")],
)
def test_half_up_rounds_by_how_a_number_reads(value, places, text):
    with rounding_by(lambda: True):
        assert formats.fixed(value, places) == text


@given(st.floats(-1e12, 1e12), st.integers(0, 6))
def test_both_ways_agree_but_for_the_last_place(value, places):
    with rounding_by(lambda: True):
        up = float(formats.fixed(value, places))

    assert (
        abs(up - float(formats.fixed(value, places))) <= 1.001 * 10**-places + abs(value) * 2**-50
    )


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.04996, "p = 0.04996"),  # And not 0.050.
        (0.05, "p = 0.050"),
        (0.0504, "p = 0.0504"),
        (0.001, "p = 0.001"),
        (0.00099, "p < 0.001"),
        (0.9999, "p = 0.9999"),
        (1.0, "p = 1.000"),
        (1, "p = 1.000"),
    ],
)
def test_no_p_value_reads_as_a_level_that_it_is_not(value, text):
    assert formats.pvalue(value) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0 s"),
        (0.1534, "0.15 s"),
        (7.53, "7.5 s"),
        (42.4, "42 s"),
        (59.6, "1 min"),
        (75.4, "1 min 15 s"),
        (3599.7, "1 h"),
        (7384, "2 h 3 min"),
        (86399, "1 d"),
        (90061, "1 d 1 h"),
        (-75, "-1 min 15 s"),
    ],
)
def test_a_duration_has_its_two_largest_units(tmp_path, seconds, text):
    made = fill(
        tmp_path, "so {{ x.s | duration }}", make_record("x", [{"numbers": {"s": seconds}}])
    )

    assert str.__str__(made.markdown).replace("\u00a0", " ") == f"so {text}"


@pytest.mark.parametrize(
    ("expression", "key", "value"),
    [
        ("x.gap | signed('points')", "x.gap | signed('points')", 0.277),
        ("x.ms | fixed(1) | unit('ms')", "x.ms | fixed(1) | unit('ms')", 12.345),
        ("x.seconds | duration", "x.seconds | duration", 75),
        ("x.tiny | scientific(2)", "x.tiny | scientific(2)", 0.00123),
        ("(x.gap - x.tiny) | signed", "(x.gap - x.tiny) | signed", 0.27577),
    ],
)
def test_what_is_written_is_bound_as_a_whole(tmp_path, expression, key, value):
    made = fill(tmp_path, f"{{{{ {expression} }}}}", RECORD)
    outermost = max(made.markdown.spans, key=lambda span: span.end - span.start)

    assert (outermost.start, outermost.end) == (0, len(made.markdown))
    assert (outermost.source.key, outermost.source.value) == (key, value)
    assert {binding.kind for binding in bindings_of(made.markdown)} == {"number"}


@pytest.mark.parametrize(
    ("expression", "fault"),
    [
        ("(x.apart - x.gap) | signed('percent')", "which are points and no percent"),
        ("(x.apart - x.gap) | signed | unit('%')", "which are points and no percent"),
        ("x.almost | signed('percent')", "rounded it is nothing, or all"),
        ("x.tiny | fixed(1) | unit('ms')", "rounded it is nothing, or all"),
        ("x.tiny | currency", "rounded it is nothing, or all"),
    ],
)
def test_overclaims_are_found_whatever_the_format(tmp_path, expression, fault):
    [told] = faults(fill(tmp_path, f"# A\n{{{{ {expression} }}}}\n", RECORD))

    assert fault in told


@pytest.mark.parametrize(
    ("expression", "fault"),
    [
        ("x.gap | signed('perc')", "signed: 'perc', where it takes one of percent, points, fixed"),
        ("x.loss | pvalue", "pvalue: -1.2345 is no probability"),
        ("x.gap | significant(0)", "0 digits are no number"),
        ("x.gap | significant(10**9)", "more than a slide can hold"),
        ("x.gap | spread('fixed', 10**9)", "more than a slide can hold"),
        ("x.gap | unit", "unit makes nothing of a number"),
        ("x.gap | unit('')", "unit: '' is no unit"),
        ("x.finding | date", "date: '' is no date"),
        ("x.gap | date", "date: 0.277 is no date"),
        ("x.finding | duration", "'' is no number, which is to be written as one"),
        ("x.no | scientific", "no number 'x.no'"),
    ],
)
def test_a_wrong_use_is_told(tmp_path, expression, fault):
    with pytest.raises(DeckError) as error:
        fill(tmp_path, f"{{{{ {expression} }}}}", RECORD)

    assert fault in error.value.message
    assert error.value.hint
