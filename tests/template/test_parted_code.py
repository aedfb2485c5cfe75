"""A long template is compiled in parts, and says what it would say whole."""

import jinja2
import pytest
from jinja2 import nodes

from executed_slides.template import parted_code
from executed_slides.template.bound_text import Text
from executed_slides.template.environment import BoundEnvironment
from executed_slides.template.parted_code import divide_template

SETS = """{% set best = 3 %}
{% if best > 2 %}{% set word = "good" %}{% endif %}
{{ word }} {{ best }}
{% for step in [1, 2] %}{% set best = step %}{{ best }} {% endfor %}
{% set best = best + 1 %}{% set all = namespace(sum=0) %}
{% for step in range(best) %}{% set all.sum = all.sum + step %}{% endfor %}
{{ best }} {{ all.sum }} {{ word | upper }}
"""
LATER = "{% macro show() %}{{ late }}{% endmacro %}{% set late = 'seen' %}{{ show() }}"
BLOCK = "{% block one %}first{% endblock %}{% set x = 1 %}{{ self.one() }}{{ x }}"
IMPORTS = '{% from "parts" import twice %}{% set n = 4 %}{{ twice(n) }} {% include "shown" %}'
OTHERS = {"parts": "{% macro twice(x) %}{{ x * 2 }}{% endmacro %}", "shown": "{{ n }} shown"}


def rendered(source: str) -> Text:
    loader = jinja2.DictLoader({"deck": source, **OTHERS})
    environment = BoundEnvironment(loader=loader, optimized=False)
    return environment.concat(list(environment.get_template("deck").generate()))


@pytest.mark.parametrize("source", [SETS, LATER, BLOCK, IMPORTS])
def test_parts_say_what_the_whole_says_and_know_where_it_stood(source, monkeypatch):
    whole = rendered(source)
    monkeypatch.setattr(parted_code, "_MOST", 1)

    parted = rendered(source)

    assert str.__str__(parted) == str.__str__(whole)
    assert parted.spans == whole.spans


def test_an_error_in_a_part_is_told_by_its_line_of_the_template(monkeypatch):
    monkeypatch.setattr(parted_code, "_MOST", 1)
    loader = jinja2.DictLoader({"deck": "one\n{{ 1 }}\ntwo\n{{ 2 // 0 }}\n{{ 3 }}\n"})
    template = BoundEnvironment(loader=loader, optimized=False).get_template("deck")

    with pytest.raises(ZeroDivisionError) as failed:
        list(template.generate())

    lines = [at.lineno for at in failed.traceback if str(at.path).endswith("<template>")]
    assert [line + 1 for line in lines] == [4]


def parts_of(source: str) -> list[nodes.Template]:
    return divide_template(jinja2.Environment(extensions=["jinja2.ext.do"]).parse(source))


def test_no_part_is_longer_than_python_compiles_in_little_memory():
    assert [len(part.body) for part in parts_of("words {{ n }} " * 450)] == [
        200,
        200,
        200,
        200,
        101,
    ]


@pytest.mark.parametrize(
    "source",
    [
        "{{ n }} " * 50,
        "{% macro m() %}{% endmacro %}" + "{{ n }} " * 450,
        "{% block b %}{% endblock %}" + "{{ n }} " * 450,
        "{% extends 'base' %}" + "{{ n }} " * 450,
    ],
)
def test_a_short_one_stays_whole_and_one_whose_names_are_of_the_whole(source):
    assert len(parts_of(source)) == 1
