"""Arithmetic of a measured number with a typed one is no result, until that has its reason."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from jinja2 import DictLoader
from made_records import make_record

from executed_slides.base.errors import DeckError
from executed_slides.template.bound_text import Binding, Text
from executed_slides.template.environment import BoundEnvironment
from executed_slides.template.judging import find_unbound
from executed_slides.template.record_views import view_record
from executed_slides.template.rendering import Missing
from executed_slides.template.typed_numbers import Unbound, constant

RECORD = make_record(
    "a",
    [
        {"numbers": {"x": 0.5, "y": 3, "z": 0.25}, "series": {"loss": [0.5, 0.25] * 2000}},
        {"numbers": {"x": 0.75, "y": 5, "z": 0.375}},
        {"numbers": {"x": 0.25, "y": 1, "z": 0.125}},
    ],
    parameters={"layer": "block"},
)


def fill(template: str) -> tuple[BoundEnvironment, Text]:
    source = DictLoader({"talk.md.j2": template})
    environment = BoundEnvironment(loader=source, undefined=Missing)
    view = view_record(RECORD)
    numbers = {name: view[name] for name in "xyz"}
    text = environment.get_template("talk.md.j2").render(a=view, constant=constant, **numbers)
    return environment, text


def render(template: str) -> tuple[Text, list[Unbound]]:
    """A rendered template, and the numbers in it that come from nowhere."""
    environment, text = fill(template)
    return text, find_unbound(environment, "talk", text)[0]


def bound_parts(text: Text) -> list[str]:
    """What is shown as measured, and no more than that."""
    return [
        text[start:end]
        for start, end, source in text.spans
        if isinstance(source, Binding) and source.names and not source.reason
    ]


@pytest.mark.parametrize(
    "template",
    [
        "{{ (x * 0 + 0.882) | percent }}",
        "{{ x + 82.2 }}",
        "{{ 88.2 + 0 * x }}",
        "{{ x.values | first * 0 + 88 }}",
        "{{ x | round(2) * 0 + 88 }}",
        "{{ -x + 88 }}",
        "{{ [x, 0.882] | last }}",
        "{{ [0.882, x] | max | percent }}",
        "{{ [x, 0.882] }}",
        "{{ [x, 0.882] | join(', ') }}",
        "{{ ['88', x] | join(', ') }}",
        "{{ [x] | sum(start=88) }}",
        "{% set best = 0.882 %}{{ (best + 0 * x) | percent }}",
        "{% set ns = namespace(best=88.2) %}{{ ns.best + x }}",
        "{% macro add(n) %}{{ n + x }}{% endmacro %}{{ add(88) }}",
        '{{ "%.1f%%" | format(88.2 + x * 0) }}',
        '{{ "%.1f, %.1f" | format(x, 88.2) }}',
        "{{ (x < 2) * 88 }}",
        "{{ 0.882 if x > 0.1 else x }}",
        '{{ {"a": 88.2}.a }}',
        "{{ none | default(88, x) }}",
        "{{ a.finding | int(88) }}",
        "{{ a.parameters.layer | float(88.2) }}",
        "{{ range(88, 89) | first }}",
        "{{ (range(88, 89) | first) + x }}",
        "{% for _ in [1, 2] %}{{ loop.last * 44 * y }}{% endfor %}",
        '{{ "8" * 2 }}',
        '{{ ("8" * 2) | replace("z", x | string) }}',
        '{{ (x | string) | replace("0.5", "0.88") }}',
        '{{ (x | percent) | truncate(4, true, "88", 0) }}',
        "{{ x ~ 88 }}",
        "{{ 88.2 | fixed(y) }}",
        '{{ ("twenty letters and more" ~ x) | length }}',
        "{{ ([x] * 88) | length }}",
        '{{ x.values | select("gt", 0.1) | list | length * 44 }}',
        "{{ y * 2 * 7 }}",
        "{{ (y + 1) + 1 }}개",
        "{{ (y - 1) * 10 - 1 }}",
        "{{ x / x * 88 }}",
        "{{ 10 * x / x + x - x }}",
        "{{ y // 2 + 40 }}",
        "{{ y ** 4 }}",
        "{{ x - x + y * 10 }}",
    ],
)
def test_a_number_that_is_typed_somewhere_is_never_shown_as_measured(template):
    text, unbound = render(template)

    assert unbound
    assert bound_parts(text) in ([], ["0.5"])  # `x ~ 88` shows one, with digits beside it.


@pytest.mark.parametrize(
    ("template", "shown"),
    [
        ("{{ 100 * x }}", "50.0"),
        ("{{ y / 1000 }}", "0.003"),
        ("{{ y * 1e-3 }}", "0.003"),
        ("{{ 1 / z }}", "4.0"),
        ("{{ 1 - x }}", "0.5"),
        ("{{ (x / z - 1) | percent(0) }}", "100%"),
        ("{{ 100 * (1 - x) }}", "50.0"),
        ("{{ y + 1 }}", "4"),
        ("{{ x + z }}", "0.75"),
        ("{{ (x.values | sum) / (x.values | length) }}", "0.5"),
        ("{{ x | round(1) }}", "0.5"),
        ("{{ x | default(0.882) }}", "0.5"),
        ("{{ [0.1, x] | max }}", "0.5"),
        ("{{ x.values[1] }}", "0.75"),
        ("{{ x.values | select('gt', z) | list | length }}", "2"),
        ("{{ a.series.loss | sum }}", "1500.0"),
        ("{{ x if x > 0.3 else z }}", "0.5"),
    ],
)
def test_units_complements_and_choices_among_measured_numbers_need_no_reason(template, shown):
    text, unbound = render(template)

    assert (text, bound_parts(text), unbound) == (shown, [shown], [])


@pytest.mark.parametrize(
    ("expression", "fault", "mended"),
    [
        ("x + 82.2", "a.x + 82.2 takes a number that was typed", 'a.x + constant(82.2, "REASON")'),
        ("2 * y", "2 * a.y takes a number that was typed", 'constant(2, "REASON") * a.y'),
        (
            "((x + z) / 2) | percent",
            "(a.x + a.z) / 2 takes a number that was typed",
            '(a.x + a.z) / constant(2, "REASON")',
        ),
        (
            "(10 * y - 7) / 3",
            "((10 * a.y) - 7) / 3 takes a number that was typed",
            '((10 * a.y) - constant(7, "REASON")) / constant(3, "REASON")',
        ),
        ("y + 1 + 1", "(a.y + 1) + 1 takes a number that was typed", None),
        (
            "(x - x) | fixed(2)",
            "a.x - a.x is the same whatever is measured",
            'constant(0.0, "REASON")',
        ),
        ("[x, 88] | join", "88 was typed", 'constant(88, "REASON")'),
    ],
)
def test_the_fault_is_named_and_the_mended_expression_is_given(expression, fault, mended):
    [found] = render(f"{{{{ {expression} }}}}점")[1][:1]

    assert found.fault == fault
    assert mended is None or found.mend == f"say why: {{{{ {mended} }}}}"
    assert not render(f"{{{{ {found.mended.replace('a.', '')} }}}}점".replace("REASON", "so"))[1]


def test_a_reason_makes_it_a_number_of_both():
    [span] = render("{{ x + constant(82.2, 'the offset of the sensor') }}")[0].spans

    assert span.source.kind == "number"
    assert (span.source.names, span.source.reason) == (("a.x",), "the offset of the sensor")


def test_what_measurement_does_not_decide_is_a_constant_whatever_its_reasons():
    [span] = render("{{ x * constant(0, 'none of it') + constant(88, 'a guess') }}")[0].spans

    assert span.source.kind == "constant"
    assert (span.source.names, span.source.reason) == ((), "none of it; a guess")


@pytest.mark.parametrize(
    ("template", "what"),
    [
        ('{{ {"a": x} }}', "a dict is put out, which no slide can show"),
        ("{{ none }}", "none is put out, which no slide can show"),
        ('{{ "a".upper }}', "a builtin_function_or_method is put out, which no slide can show"),
        ("{{ cycler }}", "a type is put out, which no slide can show"),
        ("{{ namespace(v=1) }}", "a Namespace is put out, which no slide can show"),
        ("{{ [1, 2] | map('string') }}", "a generator is put out, which no slide can show"),
        ("{{ [x, {}] }}", "a list is put out, which no slide can show"),
        ("{% macro m() %}{% endmacro %}{{ m }}", "a Macro is put out, which no slide can show"),
        ('{{ "so: " ~ {} }}', "a dict is put out, which no slide can show"),
        ("{{ (0 - x) ** 0.5 }}", "a complex is put out, which no slide can show"),
        ("{{ a }}", "a is put out as a whole"),
        ("{{ a.parameters }}", "a.parameters is put out as a whole"),
        ('{{ "%s" | format(a) }}', "a is put out as a whole"),
        ("{{ [a, x] | join }}", "a is put out as a whole"),
    ],
)
def test_what_is_no_text_and_no_number_is_refused_by_name(template, what):
    with pytest.raises(DeckError) as error:
        render(template)

    assert error.value.message == what


def test_check_and_build_name_the_place_and_the_mended_line(deck):
    deck.edit("templates/talk.md.j2", "{{ a.total }}", "{{ a.total + 82.2 }}")

    checked, built = deck.run("check"), deck.run("build")

    told = [
        "draft   templates/talk.md.j2:5:12   '88.2' is no result: "
        "a.total + 82.2 takes a number that was typed",
        '        mend: say why: {{ a.total + constant(82.2, "REASON") }}',
    ]
    assert (checked.code, checked.lines[:2]) == (3, told)
    assert built.code == 3
    assert told[0] in built.out + built.err


# ---- Any expression: what is shown as measured does not move with a typed number ----

# Of each pair one at least is no unit and no complement.
PAIRS = st.sampled_from(
    [("0.882", "0.37"), ("46", "17"), ("0", "88"), ("1", "7"), ("100", "3"), ("1e-3", "0.9")]
)
ATOMS = st.sampled_from(["x", "y", "z", "x.values[1]"]) | st.just("@")


def larger(parts: st.SearchStrategy) -> st.SearchStrategy:
    """Expressions that are made of others."""
    pairs = st.tuples(parts, parts)
    return st.one_of(
        st.tuples(pairs, st.sampled_from(["+", "-", "*", "/", "//", "%", "**"])).map(
            lambda drawn: f"({drawn[0][0]} {drawn[1]} {drawn[0][1]})"
        ),
        st.tuples(
            parts,
            st.sampled_from(
                ["abs", "round(2)", "int", "float", "default(@)", "string | float", "int(@)"]
            ),
        ).map(lambda drawn: f"({drawn[0]} | {drawn[1]})"),
        pairs.map(lambda drawn: f"([{drawn[0]}, {drawn[1]}] | last)"),
        pairs.map(lambda drawn: f"([{drawn[0]}] | sum(start={drawn[1]}))"),
        pairs.map(lambda drawn: f"({drawn[0]} if true else {drawn[1]})"),
        parts.map(lambda part: f"({{'a': {part}}}.a)"),
        parts.map(lambda part: f"namespace(n={part}).n"),
        parts.map(lambda part: f"(-{part})"),
    )


EXPRESSIONS = st.recursive(ATOMS, larger, max_leaves=5)
SHOWN = st.sampled_from(
    [
        "{{ E }}",
        "{{ E | fixed(3) }}",
        "{{ E | percent }}",
        "{{ '%.3f, %.3f' | format(x, E) }}",
        "{{ [E, y] | join(', ') }}",
        "{{ E ~ '점' }}",
        "{{ (E | fixed(3)) | replace('.', ',') }}",
        "{% set n = E %}{{ n }}",
        "{% macro m(n) %}{{ n | fixed(4) }}{% endmacro %}{{ m(E) | upper }}",
        "{% set words %}{{ E }}{% endset %}{{ words | trim }}",
    ]
)


@given(SHOWN, EXPRESSIONS, st.lists(PAIRS, min_size=8, max_size=8))
def test_no_typed_number_moves_what_is_shown_as_measured(shown, expression, pairs):
    template = shown.replace("E", expression)
    assume(0 < template.count("@") <= len(pairs))
    variants = []
    for side in (0, 1):
        source = template
        for pair in pairs:
            source = source.replace("@", pair[side], 1)
        try:
            variants.append(bound_parts(fill(source)[1]))
        except (ArithmeticError, TypeError, DeckError):
            assume(False)

    first, second = variants
    assert not first or not second or first == second
