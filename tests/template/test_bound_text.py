"""Numbers stay bound to their records on every way through a template, and nothing else shows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, Environment
from made_records import make_record

from executed_slides.records.schema import Record
from executed_slides.template.bound_text import Binding, Span, Text, bound, join, part, strip
from executed_slides.template.claims import ClaimExtension
from executed_slides.template.environment import BoundEnvironment
from executed_slides.template.record_views import view_record
from executed_slides.template.typed_numbers import ConstantExtension, constant
from executed_slides.template.values import NUMBER_FORMATS, trial_of


def record(*runs: dict, name: str = "a", **parameters) -> Record:
    """A record of one run for each group of numbers, with seeds 1, 2, …"""
    return make_record(
        name,
        [{"numbers": numbers, "series": {"loss": [0.5, 0.25]}} for numbers in runs],
        finding="Learns in 4 epochs.",
        date="2026-11-24",
        parameters=parameters,
    )


A = record(
    {"accuracy": 0.8816, "epoch": 4, "good": True, "large": {"loss": 0.25}},
    {"accuracy": 0.882, "epoch": 5, "good": False, "large": {"loss": 0.5}},
    {"accuracy": 0.8816, "epoch": 4, "good": True, "large": {"loss": 0.25}},
    epochs=20,
    layer="block5_conv3",
    units=[32, 64],
)
WORDS = "{% macro seeds(record, range) %}({{ record.seeds | length }}개: {{ range }}){% endmacro %}"


def render(template: str, **records: dict) -> Text:
    files = {"talk": template, "words": WORDS}
    environment = BoundEnvironment(
        loader=DictLoader(files), extensions=[ClaimExtension, ConstantExtension]
    )
    views = {name: view_record(made) for name, made in {"a": A, **records}.items()}
    return environment.get_template("talk").render(views, constant=constant)


def shown(text: Text) -> list[tuple[str, str]]:
    """Each bound part of a text and its key, in order."""
    spans = [span for span in text.spans if isinstance(span.source, Binding)]
    return [(text[span.start : span.end], span.source.key) for span in spans]


@pytest.mark.parametrize(
    ("template", "text", "key"),
    [
        ("{{ a.epoch }}", "4", "a.epoch"),
        ("{{ a.large.loss }}", "0.25", "a.large.loss"),
        ("{{ a['large']['loss'] }}", "0.25", "a.large.loss"),
        ("{{ a.parameters.epochs }}", "20", "a.parameters.epochs"),
        ("{{ a.parameters.layer }}", "block5_conv3", "a.parameters.layer"),
        ("{{ a.parameters.units[1] }}", "64", "a.parameters.units[1]"),
        ("{{ a.accuracy | percent }}", "88.2%", "a.accuracy | percent"),
        ("{{ a.accuracy | fixed(3) }}", "0.882", "a.accuracy | fixed(3)"),
        (
            '{{ a.accuracy | spread("percent", 2) }}',
            "88.16–88.20%",
            "a.accuracy | spread('percent', 2)",
        ),
        ("{{ a.seeds | length }}", "3", "a.seeds | length"),
        ("{{ a.seeds }}", "[1, 2, 3]", "a.seeds"),
        ("{{ a.series.loss | last }}", "0.25", "a.series.loss[1]"),
        ("{{ a.series.loss | max }}", "0.5", "a.series.loss[0]"),
        ("{{ a.epoch.values | sum }}", "13", "a.epoch.values | sum"),
        ("{{ (100 * a.accuracy) | fixed(1) }}", "88.2", "(100 * a.accuracy) | fixed(1)"),
        ("{{ a.epoch / 10 }}", "0.4", "a.epoch / 10"),
        ("{{ -a.epoch }}", "-4", "-a.epoch"),
        ("{{ 0.1 * a.epoch }}", "0.4", "0.1 * a.epoch"),
        ("{{ 1.0 - a.epoch }}", "-3.0", "1.0 - a.epoch"),
        (
            '{{ (a.epoch / a.parameters.epochs) | round(0, "ceil") | int }}',
            "1",
            "(a.epoch / a.parameters.epochs) | round(0, 'ceil') | int",
        ),
        ("{{ a.accuracy | round(2) }}", "0.88", "a.accuracy | round(2)"),
        ('{{ "%.2f" | format(a.accuracy) }}', "0.88", "'%.2f' | format(a.accuracy)"),
        ("{{ a.epoch | string }}", "4", "a.epoch | string"),
        ("{{ a.accuracy | percent | replace('%', '퍼센트') }}", "88.2퍼센트", None),
        ("{{ a.date }}", "2026-11-24", "a.date"),
        ("{{ constant(46, 'topics') }}", "46", "constant(46)"),
        ("{{ constant(4600, 'topics') | thousands }}", "4,600", "constant(4600) | thousands"),
        ("{{ constant('0.2–0.5', 'usual') }}", "0.2–0.5", "constant(0.2–0.5)"),
    ],
)
def test_a_number_is_bound_to_what_it_was_asked_by(template, text, key):
    rendered = render(template)

    assert rendered == text
    [(part, found)] = shown(rendered)
    assert part == text
    assert found == key or key is None


@pytest.mark.parametrize(
    ("template", "text", "parts"),
    [
        ("{{ a.epoch ~ '번째' }}", "4번째", ["4"]),
        ("{{ a.epoch | string + '번째' }}", "4번째", ["4"]),
        ("약 {{ a.epoch }}번, {{ a.accuracy | percent }}", "약 4번, 88.2%", ["4", "88.2%"]),
        (
            "{% from 'words' import seeds %}{{ seeds(a, a.epoch | spread ~ '번') }}",
            "(3개: 4–5번)",
            ["3", "4–5"],
        ),
        ("{% for loss in a.series.loss %}{{ loss }} {% endfor %}", "0.5 0.25 ", ["0.5", "0.25"]),
        ("{% set best = a.epoch %}{{ best + 1 }}", "5", ["5"]),
        ("{% set words %} {{ a.epoch }}번 {% endset %}{{ words | trim }}", "4번", ["4"]),
        ("{% filter upper %}x {{ a.epoch }}{% endfilter %}", "X 4", ["4"]),
        ("{{ a.series.loss | map('fixed', 1) | join(' -> ') }}", "0.5 -> 0.2", ["0.5 -> 0.2"]),
        ("{% claim a.good %}{{ a.epoch }}번{% endclaim %}", "4번", ["4"]),
        (
            "{% claim a.epoch > 9 %}x{% otherwise %}{{ a.epoch }}번{% endclaim %}",
            "4번",
            ["4"],
        ),
        ("{{ a.epoch if a.accuracy > 0.5 else 0 }}", "4", ["4"]),
        ("{% if (a.accuracy | percent) == '88.2%' %}{{ a.epoch }}{% endif %}", "4", ["4"]),
        ("{{ a.nothing | default(a.epoch) }}", "4", ["4"]),
    ],
)
def test_a_number_stays_bound_on_every_way_through_a_template(template, text, parts):
    rendered = render(template)

    assert rendered == text
    assert [part for part, _ in shown(rendered)] == parts


def test_a_binding_has_full_precision_all_seeds_and_the_experiments():
    b = record({"epoch": 1.75}, name="b")

    [span] = render("{{ (a.epoch - b.epoch) | fixed(1) }}", b=b).spans

    assert span.source == Binding(
        kind="number",
        key="(a.epoch - b.epoch) | fixed(1)",
        value=2.25,
        by_seed={1: 2.25, 2: 3.25, 3: 2.25},
        names=("a.epoch", "b.epoch"),
        experiments=("a", "b"),
        apart=True,
    )


def test_one_run_that_divides_by_zero_is_not_left_out_in_silence():
    a = record({"epoch": 4}, {"epoch": 0})

    with pytest.raises(ZeroDivisionError):
        render("{{ 1 / a.epoch }}", a=a)


def test_arithmetic_is_done_run_by_run_and_then_summarised():
    a = record({"epoch": 1}, {"epoch": 2}, {"epoch": 9})
    b = record({"epoch": 9}, {"epoch": 1}, {"epoch": 2}, name="b")

    [span] = render("{{ a.epoch - b.epoch }}", a=a, b=b).spans

    assert (span.source.value, span.source.by_seed) == (1, {1: -8, 2: 1, 3: 7})


def test_runs_with_other_seeds_meet_each_of_the_others():
    a = record({"epoch": 1}, {"epoch": 2}, {"epoch": 9})
    b = record({"epoch": 10}, {"epoch": 20}, name="b")

    [span] = render("{{ b.epoch - a.epoch }}", a=a, b=b).spans

    assert span.source.by_seed == {
        **{(1, 1): 9, (1, 2): 8, (1, 3): 1},
        **{(2, 1): 19, (2, 2): 18, (2, 3): 11},
    }
    assert span.source.value == 9


@pytest.mark.parametrize(
    ("epochs", "shown"),
    [([4], "4"), ([4, 9], "4"), ([4, 9, 5], "5"), ([4, 9, 5, 6], "5"), ([0.5, 1.0], "0.75")],
)
def test_runs_are_shown_as_their_median_which_of_whole_numbers_was_measured(epochs, shown):
    assert render("{{ a.epoch }}", a=record(*({"epoch": epoch} for epoch in epochs))) == shown


def test_a_constant_is_bound_to_its_reason():
    [span] = render("{{ constant(46, 'topics in the description') }}").spans

    assert (span.source.kind, span.source.reason) == ("constant", "topics in the description")
    assert span.source.names == ()


def test_a_trial_of_one_run_compares_its_values():
    a = view_record(A)

    with trial_of({(1, 2, 3): 2}) as trial:
        later, good = a["epoch"] > 4, a["good"]

    assert (later, good) == (True, False)
    assert list(trial.axes) == [(1, 2, 3)]
    assert (a["epoch"] > 4, a["good"]) == (False, True)


# ---- Any text, any numbers: as plain Jinja would write it, and each number where it says ----

LETTERS = st.characters(exclude_characters="{%#\r", exclude_categories=["Cs"])
WORDS_OF_ANY_KIND = st.text(LETTERS | st.sampled_from("0123456789\x00\x02\ue000개\n"), max_size=8)
NUMBERS = st.floats(-1e6, 1e6) | st.integers(-(10**9), 10**9)
PIECES = st.sampled_from(
    [
        "{{ a.x }}",
        "{{ a.y | percent }}",
        "{{ (100 * a.x - a.y) | fixed(1) }}",
        "{{ a.x | fixed ~ 'W' ~ a.y | thousands }}",
        "{{ a.x | round(1) }}",
        "{{ a.x | int | abs }}",
        "{{ 0.5 * (a.y | int) - 1.5 }}{{ 1 if 0.5 < (a.x | int) }}{{ [0.5, 2.0] | sum }}",
        "{{ [a.x, a.y] | max }}",
        "{{ [a.x, a.y] | sort | map('fixed') | join(', ') }}",
        "{{ 'W' | upper | length }}",
        "{% set words %} W{{ a.x }} {% endset %}{{ words | trim }}{{ words | length }}",
        "{% macro m(n) %}W {{ n }}W{% endmacro %}{{ m(a.y) }}{{ m('W') | replace('W', 'w') }}",
        "{% for n in [a.x, a.y] %}{{ loop.index }}W{{ n }}{% endfor %}",
        "{% if a.x < a.y or (a.x | fixed) == '0.00' %}W{{ a.x }}{% else %}{{ a.y }}{% endif %}",
        "{%- if a.x -%} W {%- endif -%}",
        "{{ 'W%s' | format(a.x) }}{{ 'W' ~ (a.x | percent) | reverse }}",
        "{{ (a.x | percent)[:2] }}{{ ('W' ~ a.y).replace('.', ',') }}",
    ]
)


@given(st.lists(st.tuples(PIECES, WORDS_OF_ANY_KIND), max_size=6), NUMBERS, NUMBERS)
def test_bound_templates_write_what_plain_jinja_writes(pieces, x, y):
    template = "".join(
        piece.replace("W", words.replace("'", "").replace("\\", "")) + words
        for piece, words in pieces
    )
    plain = Environment(keep_trailing_newline=True)
    plain.filters.update(NUMBER_FORMATS)
    expected = plain.from_string(template).render(a={"x": x, "y": y})
    bound_one = BoundEnvironment(keep_trailing_newline=True)

    rendered = bound_one.from_string(template).render(a=view_record(record({"x": x, "y": y})))

    assert rendered == expected
    for start, end, source in rendered.spans:
        if isinstance(source, Binding) and source.key == "a.x":
            assert rendered[start:end] == str(x)


@given(st.lists(st.tuples(WORDS_OF_ANY_KIND, NUMBERS), max_size=6))
def test_numbers_are_found_exactly_where_they_stand(pairs):
    numbers = {f"n{index}": value for index, (_, value) in enumerate(pairs)}
    template = "".join(f"{words}{{{{ a.n{index} }}}}" for index, (words, _) in enumerate(pairs))

    rendered = render(template, a=record(numbers))

    at = 0
    spans = [span for span in rendered.spans if isinstance(span.source, Binding)]
    for (words, value), span in zip(pairs, spans, strict=True):
        at += len(words)
        assert (span.start, span.end) == (at, at + len(str(value)))
        assert span.source.value == value
        at = span.end


TEXTS = st.lists(st.tuples(st.text(max_size=5), st.booleans()), max_size=6)


@given(TEXTS)
def test_joined_texts_keep_their_parts(pieces):
    texts = [
        bound(text, index) if is_bound else text for index, (text, is_bound) in enumerate(pieces)
    ]

    joined = join(texts)

    assert joined == "".join(text for text, _ in pieces)
    assert [(joined[s.start : s.end], s.source) for s in joined.spans] == [
        (text, index) for index, (text, is_bound) in enumerate(pieces) if is_bound
    ]


@given(TEXTS, st.integers(0, 20), st.integers(0, 20))
def test_a_part_of_a_text_keeps_the_spans_that_lie_in_it(pieces, start, end):
    text = join(bound(text, text) if is_bound else text for text, is_bound in pieces)

    cut = part(text, start, end)

    assert cut == str.__str__(text)[start:end]
    assert all(cut[span.start : span.end] == span.source for span in cut.spans)


@given(st.text(max_size=6))
def test_stripping_a_text_moves_its_spans(words):
    text = strip(join(["  ", words, bound("4", "x"), " \n"]))

    assert text == f"{words}4".strip()
    assert text.spans == (Span(len(text) - 1, len(text), "x"),)
