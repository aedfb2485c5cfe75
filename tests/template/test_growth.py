"""A text or row that would take all memory is refused before it is made."""

import resource

import pytest
from jinja2 import DictLoader
from made_records import make_record

from executed_slides.markdown.languages import language_of
from executed_slides.template.environment import BoundEnvironment
from executed_slides.template.record_views import view_record
from executed_slides.template.rendering import Missing

TABLE = {"columns": [{"name": "loss", "cells": [0.5]}]}
RECORD = make_record(
    "a",
    [
        {
            "numbers": {"x": 0.5, "n": 10**9},
            "texts": {"long": "a" * 99_999},
            "tables": {"scores": TABLE},
        }
    ],
)


def render(template: str) -> str:
    environment = BoundEnvironment(loader=DictLoader({"talk": template}), undefined=Missing)
    environment.language = lambda: language_of("")
    return environment.get_template("talk").render(a=view_record(RECORD))


def doubled(expression: str) -> str:
    """A template that makes a text out of itself, again and again."""
    return (
        "{% set ns = namespace(x='ab') %}{% for i in range(40) %}"
        f"{{% set ns.x = {expression} %}}{{% endfor %}}{{{{ ns.x }}}}"
    )


@pytest.mark.parametrize(
    "template",
    [
        "{{ '%999999999d' | format(1) }}",
        "{{ '%*d' | format(999999999, 1) }}",
        "{{ '%0*d' | format(999999999, 1) }}",
        "{{ '%.*f' | format(999999999, 1) }}",
        "{{ '%5.*f' | format(999999999, 1) }}",
        "{{ '{:999999999}'.format(1) }}",
        "{{ '{:{}}'.format(1, 999999999) }}",
        "{{ '{:{w}}'.format(1, w=a.n) }}",
        "{{ 'x' | center(a.n) }}",
        "{{ 'x'.center(999999999) }}",
        "{{ 'x'.ljust(999999999) }}",
        "{{ 'x'.zfill(999999999) }}",
        "{{ '\\t'.expandtabs(999999999) }}",
        "{{ 'a\\nb' | indent(999999999) }}",
        "{{ [1] | batch(999999999, 0) | list | length }}",
        "{{ [1] | slice(99999999) | list | length }}",
        "{{ a.x | fixed(99999999) }}",
        "{{ 'x' * a.n }}",
        doubled("ns.x ~ ns.x"),
        doubled("ns.x + ns.x"),
        doubled("[ns.x, ns.x] | join"),
        doubled("ns.x.join([ns.x, ns.x, ns.x])"),
        doubled("['a', 'b', 'c'] | join(ns.x)"),
        doubled("ns.x | replace('a', 'aa')"),
        doubled("ns.x.replace('a', ns.x)"),
    ],
)
def test_what_would_grow_without_end_is_refused_before_it_is_made(template):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    with pytest.raises(OverflowError, match="more than a slide can hold"):
        render(template)

    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000  # Kilobytes.


@pytest.mark.parametrize(
    "template",
    [
        "{{ range(100000) | map('string') | map('center', 999999) | list | length }}",
        "{{ ('a' * 999999) | list | map('center', 99999) | list | length }}",
        "{% set ns = namespace(x=[]) %}{% for i in range(9000) %}"
        "{% set ns.x = ns.x + ['a'.center(999999)] %}{% endfor %}",
        "{% set ns = namespace(x=[]) %}{% for i in range(9000) %}"
        "{% set ns.x = ns.x + ['a' * 999999] %}{% endfor %}",
        "{{ range(9000) | map('currency', 'a' * 99999) | list | length }}",
        "{% for i in range(9000) %}{% set x = a.long | counts %}{% endfor %}",
        "{% set long = 'a' * 99999 %}{% for i in range(9000) %}"
        "{% set x = a.scores | table(columns={'loss': long}) %}{% endfor %}",
    ],
)
def test_many_texts_are_too_much_together(template):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    with pytest.raises(OverflowError, match="more than slides can hold"):
        render(template)

    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 500_000  # Kilobytes.


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{{ 'ab' | center(6) }}", "  ab  "),
        ("{{ '%05.1f' | format(a.x) }}", "000.5"),
        ("{{ '**%d**' | format(4294967296) }}", "**4294967296**"),  # No width: it is in bold.
        ("{{ '{:>4}'.format('a') }}", "   a"),
        ("{{ ', '.join(['a', 'b']) }}", "a, b"),
        ("{{ ['a', 'b'] | join('-') }}", "a-b"),
        ("{{ 'aXa'.replace('X', 'bb') }}", "abba"),
        ("{{ a.x | fixed(12) }}", "0.500000000000"),
        ("{{ 4294967296 ~ '' }}", "4294967296"),
    ],
)
def test_what_a_slide_can_hold_is_made(template, text):
    assert render(template) == text


def test_rows_within_rows_without_end_are_no_text():
    with pytest.raises(Exception, match="a list is put out, which no slide can show"):
        render(doubled("[ns.x, ns.x]"))
