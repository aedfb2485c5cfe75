"""A mistake in a template is told in its words, with its line and what to write, never Python's."""

import pytest

MISTAKES = [
    (
        "{{ a.total | fixed('x') }}",
        "a.total | fixed('x') is not how fixed is written",
        "fixed(DIGITS)",
    ),
    (
        "{{ 'x' | percent }}",
        "'x' is no number, which is to be written as one",
        "leave the filter out",
    ),
    (
        "{{ none | fixed }}",
        "None is no number, which is to be written as one",
        "leave the filter out",
    ),
    (
        "{{ a.series | length }}",
        "<a.series> | length: length makes nothing of a whole record",
        "a row",
    ),
    (
        "{{ a.total | spread('x') }}",
        "spread: 'x', where it takes a recorded number and one of percent, points, fixed",
        "spread",
    ),
    ("{{ figure() }}", "figure() is not how figure is called", '{{ figure("NAME", width=800) }}'),
    ('{{ figure("a", 3, 4) }}', "figure('a', 3, 4) is not how figure is called", "figure("),
    ('{{ code("a") }}', "code('a') is not how code is called", '{{ code("SCRIPT", "NAME") }}'),
    ("{{ seeds() }}", "seeds() is not how seeds is called", "seeds(RECORD, "),
    ("{{ note() }}", "note() says nothing", "{% call note(RECORD) %}"),
    ("{{ constant() }}", "constant() is not how constant is called", "constant(VALUE"),
    ("{{ dict(1, 2) }}", "dict(1, 2) is not how dict is called", "a value between its brackets"),
    ("{{ 'x'.upper(3) }}", "upper(3) is not how upper is called", "takes nothing between"),
    ("{{ parameters.x | length }}", "'parameters' is undefined", "as their experiments: a, b;"),
    ("{{ x() }}", "'x' is undefined", "as their experiments: a, b;"),
    ("{{ a.total.y.z }}", "a.total is a number and has no 'y'", "show it without .y"),
    ("{{ a.finding.y }}", "it is a text and has no 'y'", "show it without .y"),
    ("{{ a.x.y.z }}", "no number 'a.x'", "a has total, share"),
    ("{{ a.series.points[9] }}", "a.series.points has no [9]", "it has 2, the last is [1]"),
    ("{{ a.total() }}", "a.total is a number, and nothing to call", "without the brackets"),
    ('{% include "talk.md.j2" %}', "it goes into itself without end", "take out the include"),
    ('{% import "talk.md.j2" as t %}', "it goes into itself without end", "take out the include"),
    ("{{ 1 / 0 }}", "it divides by zero", "ask first: {% if x %}"),
    ("{{ none + 1 }}", "none + a number cannot be worked out", "RECORD.KEY, on both sides"),
    ("{{ a.total + 'x' }}", "a number + a text cannot be worked out", "RECORD.KEY"),
    ("{{ 'x' + a.total }}", "a text + a number cannot be", "RECORD.KEY"),
    ("{{ 'x' * 'y' }}", "a text or row * a text is nothing", "RECORD.KEY"),
    ("{{ -'x' }}", "- of a text cannot be worked out", "RECORD.KEY"),
    ("{{ a.total < 'x' }}", "a number < a text cannot be compared", "RECORD.KEY"),
    ("{{ 'x' in a.total }}", "nothing is in a number", "RECORD.KEY"),
    ("{% for n in a.total %}{% endfor %}", "a number is no row to go through", "RECORD.KEY"),
    (
        "{% macro m(a) %}{% endmacro %}{{ m(1, 2) }}",
        "macro m(1, 2) is not how m is called",
        "{{ m(a) }}",
    ),
    (
        "{% macro m(a) %}{% endmacro %}{{ m(b=2) }}",
        "macro m(b=2) is not how m is called",
        "{{ m(a) }}",
    ),
    ("{% macro m(x) %}{{ x }}{% endmacro %}{{ m() }}", "parameter 'x' was not provided", "(x=0)"),
]


@pytest.mark.parametrize(("mistake", "told", "mend"), MISTAKES, ids=[m for m, *_ in MISTAKES])
def test_a_mistake_is_told_with_its_line_and_what_to_write(deck, mistake, told, mend):
    deck.write("templates/talk.md.j2", f"# Talk\n\n{mistake}\n")

    outcome = deck.run("build")

    message, hint, *_ = outcome.err.splitlines()
    assert outcome.code == 1
    assert message.startswith(f"error: templates/talk.md.j2:3: {told}")
    assert hint.startswith("hint: ")
    assert mend in hint


def test_a_mistake_within_a_macro_is_told_where_it_stands(deck):
    deck.write(
        "templates/talk.md.j2", "{% macro m(a) %}\n{{ a + 'x' }}{% endmacro %}\n\n{{ m(1) }}\n"
    )

    assert "talk.md.j2:2: a number + a text cannot be worked out" in deck.run("build").err


def test_a_claim_that_cannot_be_judged_is_told_in_the_same_words(deck):
    deck.edit("templates/talk.md.j2", "a.total > 5", "a.total + none > 5")

    told = "talk.md.j2:11: this claim cannot be judged: a number + none cannot be worked out"
    assert told in deck.run("build").err
