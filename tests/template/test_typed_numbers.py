"""A number that is typed by hand is told with its place; one from a record never is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, TemplateSyntaxError
from made_records import in_runs

from executed_slides.base.errors import DeckError
from executed_slides.template.bound_text import Typed, part
from executed_slides.template.claims import ClaimExtension
from executed_slides.template.environment import BoundEnvironment
from executed_slides.template.judging import find_unbound
from executed_slides.template.typed_numbers import ConstantExtension, Declared, constant


def judge(**templates):
    """What is unbound and what is declared in the deck `talk`."""
    templates["talk.md.j2"] = templates.pop("talk")
    environment, text = make(templates)
    return find_unbound(environment, "talk", text)


def render(template):
    return make({"talk.md.j2": template})[1]


def make(templates):
    environment = BoundEnvironment(
        loader=DictLoader(templates), extensions=[ClaimExtension, ConstantExtension]
    )
    known = {
        "x": in_runs("a.x", [0.25, 0.5, 0.75]),
        "n": in_runs("a.n", [7, 7, 8]),
        "constant": constant,
    }
    return environment, environment.get_template("talk.md.j2").render(known)


def find(**templates: str) -> list[tuple[str, int, int, str]]:
    """Template, line, column and text of each unbound number in the deck `talk`."""
    found, _ = judge(**templates)
    return [(e.template.removesuffix(".md.j2"), e.line, e.column, e.text) for e in found]


WITH_ESCAPES = [
    '<p title="{} &quot;97%&quot;">a</p>',
    '<img src="a.png" alt="{} &quot;97%&quot;">',
    '<b title="&#57;{} &amp; 97%">a</b>',
    r'[a](b "{} \"97%\"")',
    "[a](b '{} &quot;97%')",
    "[a](<b c> ({} &amp; 97%))",
    r'![](a.png "{} \"97%\"")',
    '[r]\n\n[r]: b "{} &quot;97%&quot;"',
    '<style scoped>p::after {{ content: "{} \\201c 97%" }}</style>',
    '<!-- _footer: "{} &quot;97%&quot;" -->',
    '<!-- _footer: "{} \\u201c97%" -->',
    r"\*{} &amp; 97%",
]


@pytest.mark.parametrize("template", WITH_ESCAPES)
def test_a_number_beside_a_recorded_one_is_told_however_the_signs_around_it_are_typed(template):
    typed, recorded = template.format("a"), template.format("{{ x }}")

    [(*_, line, column, text)] = [each for each in find(talk=recorded) if each[3] == "97%"]

    assert recorded.split("\n")[line - 1][column - 1 :].startswith(text)
    assert len(find(talk=recorded)) == len(find(talk=typed))


@pytest.mark.parametrize(
    ("template", "place"),
    [
        ("정확도 78%", (1, 5, "78%")),
        ("---\nsize: 16:9\n---\n# 1. 제목\n\n* 약 2,774$ 차이", (6, 5, "2,774$")),
        ("{{ x }} -> 80번", (1, 12, "80번")),
        ("{%- if x -%}\n\n  * 4번째\n{%- endif %}", (3, 5, "4번째")),
        ("글 \n {%- if x %} 4번째{% endif %}", (2, 14, "4번째")),
        ("글 \n {{- x }} {{ 46 }}", (2, 14, "46")),
        ("{#- 99 -#}\n{% set y = 99 %}4번째", (2, 17, "4번째")),
        ("{% raw %}{{ 4번 }}{% endraw %}", (1, 13, "4번")),
        ("한글\r\n* 4번째", (2, 3, "4번째")),
        ("{% if not x %}\n* 4번째{% endif %}", (2, 3, "4번째")),
        ("{% claim x > 0 %}두 개의 층{% endclaim %}", (1, 18, "두 개")),
        # Words of another branch were code where tags before them stood as blanks.
        ("{% claim x > 0 %}글{% otherwise %}78%{% endclaim %}", (1, 34, "78%")),
        ("{% if not x %}* 4번째{% endif %}", (1, 17, "4번째")),
        ("{{ 46 }}", (1, 4, "46")),
        ("{{ 0.5 }}", (1, 4, "0.5")),
        ("{% set y = 0.5 %}{{ y * 2 }}", (1, 21, "1.0")),
        ("{{ x }}, {{ 40 + 6 }}", (1, 13, "46")),
        ("글\n{{\n  46 }}", (3, 3, "46")),
        ("{{ x ~ '개와 46개' }}", (1, 8, "46개")),
        ("{{ x ~ 46 }}", (1, 4, "0.546")),
        ("{{ ('46' ~ x) | upper }}", (1, 5, "460.5")),
        ("{% set y = 46 %}{{ y }}개", (1, 20, "46개")),
        ("{% for y in [46] %}{{ y }}{% endfor %}", (1, 23, "46")),
        ("{{ (x | string).replace('.', ',') }}", (1, 4, "0,5")),
    ],
)
def test_a_number_of_nobody_is_told_with_line_and_column(template, place):
    assert find(talk=template) == [("talk", *place)]


def test_a_number_in_an_included_template_or_macro_is_told_there_and_once():
    found = find(
        talk="{% from 'words' import many %}{{ many(x) }}\n{{ many(x) }}\n{% include 'more' %}",
        words="\n{% macro many(n) %}\n{{ n }} of 46개{% endmacro %}",
        more="\n  78%",
    )

    assert found == [("words", 3, 12, "46개"), ("more", 2, 3, "78%")]


def test_a_text_given_to_a_macro_is_told_where_it_is_typed():
    found = find(
        talk="{% from 'words' import say %}\n{{ say('46개') }}",
        words="{% macro say(text) %}{{ text }}{% endmacro %}",
    )

    assert found == [("talk", 2, 8, "46개")]


def test_a_filter_does_not_make_a_typed_number_a_bound_one():
    found = find(talk="{{ ('46개, ' ~ x) | replace('개', '가지') }}")

    assert found == [("talk", 1, 4, "46가지"), ("talk", 1, 4, "0.5")]


@pytest.mark.parametrize(
    ("template", "place"),
    [
        ("so {{ '%s eighty-eight percent' | format(x) }}", (1, 7, "eighty-eight percent")),
        ("so {{ '%s, 팔십팔 퍼센트' | format(x) }}", (1, 7, "팔십팔 퍼센트")),
        ("so {{ ('½, ' ~ x) | upper }}", (1, 7, "½")),
        ("{{ x | string | replace('0.', 'after three epochs ') }}", (1, 4, "three epochs")),
        ("{{ ['two thirds', x] | join(' ') }}", (1, 4, "two thirds")),
    ],
)
def test_a_number_in_words_is_told_beside_a_measured_one_in_a_filter(template, place):
    assert ("talk", *place) in find(talk=template)


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("so {{ x | percent | replace('.', '') }}", "500%"),
        ("so {{ x | percent | reverse }}", "0.05"),
        ("so {{ '%s and %s' | format(x | percent, x | percent) | replace('0.', '') }}", "50%"),
    ],
)
def test_a_filter_that_makes_another_number_of_a_written_one_is_told(template, text):
    assert text in [found for *_, found in find(talk=template)]


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("so {{ x | percent | replace('.', ',') }}", "50,0%"),
        ("so {{ (10000 * x) | thousands | replace(',', '.') }}", "5.000"),
        ("so {{ (10000 * x) | thousands | replace(',', ' ') }}", "5 000"),
        ("so {{ (10000 * x) | thousands | replace(',', '') }}", "5000"),
        ("{% filter upper %}so {{ x | percent }}{% endfilter %}", "50.0%"),
    ],
)
def test_a_filter_may_write_the_same_number_otherwise(template, text):
    assert text in render(template)
    assert find(talk=template) == []


SIDE_BY_SIDE = "two values stand side by side, with nothing between them"


@pytest.mark.parametrize(
    ("template", "place"),
    [
        ("so {{ n }}{{ n }} points", (1, 4, "77")),
        ("words\n\nso {{ n }}.{{ n }} points", (3, 4, "7.7")),
        ("so {{ n ~ n }} points", (1, 4, "77")),
        ("so {{ n }}&#8203;{{ n }} points", (1, 4, "7\u200b7")),
        ("so {{ n }}&shy;{{ n }} points", (1, 4, "7\u00ad7")),
        ("so {{ n }}<!-- of -->{{ n }} points", (1, 4, "77")),
        ("so <b>{{ n }}</b><b>{{ n }}</b> points", (1, 7, "77")),
        ("so {{ n }}e{{ n }} points", (1, 4, "7e7")),
        ("so {{ n }},{{ 100 * n }} points", (1, 4, "7,700")),
        ("{% filter upper %}so {{ n }}{{ n }}{% endfilter %}", (1, 22, "77")),
    ],
)
def test_two_values_that_read_as_one_number_are_told(template, place):
    [found], _ = judge(talk=template)

    assert (found.line, found.column, found.text) == place
    assert found.fault == SIDE_BY_SIDE


@pytest.mark.parametrize(
    "template", ["'%s%s' | format(n, n)", "[n, n] | join", "[n, n] | join('.')"]
)
def test_a_filter_makes_no_number_of_two(template):
    assert [text for *_, text in find(talk=f"so {{{{ {template} }}}} points")] in (["77"], ["7.7"])


@pytest.mark.parametrize(
    "template",
    [
        "{{ n }} {{ n }}, {{ n }}/{{ n }}, {{ n }}:{{ n }}, {{ n }}–{{ n }} epochs",
        "{{ n }}x{{ n }} pixels, ({{ n }},{{ n }}), {{ n }}분의 {{ n }}, {{ n }}<sup>{{ n }}</sup>",
        "|a|b|\n|---|---|\n|{{ n }}|{{ n }}|",
        "{{ n }}<br>{{ n }}\n{{ n }}",
        "{{ '%s of %s' | format(n, n) }}, {{ [n, n] | join(', ') }}, {{ [n] | join }}",
        "{{ -n }}, ±{{ n }}, -{{ constant(3, 'what freezes water here') }}, pre-{{ n }}",
    ],
)
def test_values_that_are_parted_are_numbers_of_their_own(template):
    assert find(talk=template) == []


@pytest.mark.parametrize(
    "template",
    [
        "loss -{{ n }}",
        "loss −{{ n }}",
        "* (-{{ n }} points)",
        "|a|\n|---|\n|-{{ n }}|",
        "loss {{ '-' ~ n }}",
        "loss {{ '-%s' | format(n) }}",
    ],
)
def test_a_minus_that_is_typed_before_a_value_is_told(template):
    assert [text.strip("-−") for *_, text in find(talk=template)] in (["7"], ["7 points"])


@pytest.mark.parametrize(
    "template",
    [
        "{{ x }} {{ 100 * x }} {{ x | round(1) }} {{ 1 - x }}",
        "{{ '%.3f' | format(x) }} {{ [x, x] | join(', ') }}",
        "{% set y = {'m1': x} %}{{ y['m1'] }}",
        "{% for y in [x, x] %}{{ loop.index }}. {{ y }}\n{% endfor %}",
        "## 2.1. 글\n* `f(3)` ![width:30px](a.png)",
        "<div style='width:{{ 30 }}px'>글</div>",
        "```python\n{{ '46' }}\n```",
        "{{ constant(46, 'topics') }}가지, {{ constant('0.2-0.5', 'usual') }}",
        "{% constant 'Keras 3', 'a release' %}Keras 3에서",
    ],
)
def test_a_number_of_a_record_a_constant_or_structure_is_no_finding(template):
    assert find(talk=template) == []


def test_declared_words_cover_no_other_number():
    found = find(talk='{% constant "팀 3개", "a fact" %}팀 3개, 팀 3개월, 팀 31개, 3개, 팀 13개')

    assert [text for *_, text in found] == ["31개", "3개", "13개"]


def test_a_declaration_says_whether_its_words_stand_anywhere():
    _, declared = judge(
        talk='\n{% constant "팀 3개", "a fact" %}{% constant "다섯 에포크", "smoothed" %}**팀** 3개'
    )

    assert declared == [
        Declared("talk.md.j2", 2, "팀 3개", "a fact", True),
        Declared("talk.md.j2", 2, "다섯 에포크", "smoothed", False),
    ]


def test_a_declaration_without_words_is_refused():
    with pytest.raises(
        DeckError, match=r"talk.md.j2:1:4: constant '90%' would hide any such number"
    ):
        find(talk='{% constant "90%", "a bound" %}90%')


@pytest.mark.parametrize("given", ["46", "0.5", "'45'"])
@pytest.mark.parametrize("reason", ["", ", ' '"])
def test_a_constant_without_a_reason_is_a_typed_number(given, reason):
    [found] = find(talk=f"{{{{ constant({given}{reason}) }}}}")

    assert found == ("talk", 1, 13 if "'" in given else 4, given.strip("'"))


def test_check_and_build_tell_a_typed_number_with_its_place(deck):
    # A number that is typed stopped the build: a deck that was half done had no slides.
    deck.edit("templates/talk.md.j2", "* total", "* 88% of total")

    checked, built = deck.run("check"), deck.run("build")

    told = [
        "draft   templates/talk.md.j2:5:3   '88%' stands in the words and comes from no record",
        '        mend: show a recorded one, or give it a reason: {{ constant(VALUE, "REASON") }}',
    ]
    assert (checked.code, checked.lines[:2]) == (3, told)
    assert (built.code, built.lines[-2:]) == (3, told)


# ---- Anywhere in any template ----

FILLING = st.lists(
    st.sampled_from(
        [
            "글 ",
            "\n",
            "\n## 2.1. 제목\n",
            "{{ x }}",
            "{{- x | fixed(1) }} \n ",
            "{%- if x -%} 글 {%- endif %}",
            "{# 99 #}",
            "\n* ",
            "{% set y = 99 %}",
            "VGG16 ",
            "`x[3]` ",
            "\r\n",
            "{{ '글' ~ x }}",
        ]
    ),
    max_size=8,
).map("".join)


@given(FILLING, FILLING)
def test_a_typed_result_is_found_at_its_place_in_any_template(before, after):
    source = f"{before} 글 78%의 {after}"

    [(_, line, column, text)] = find(talk=source)

    lines = source.replace("\r\n", "\n").split("\n")
    assert text == "78%"
    assert lines[line - 1][column - 1 :].startswith("78%의")


@given(FILLING, FILLING)
def test_a_given_result_is_found_at_its_place_in_any_template(before, after):
    source = f"{before} 글 {{{{ 78 }}}}%의 {after}"

    [(_, line, column, text)] = find(talk=source)

    lines = source.replace("\r\n", "\n").split("\n")
    assert text == "78%"
    assert lines[line - 1][column - 1 :].startswith("78 }}%의")


@given(FILLING)
def test_a_template_without_typed_results_has_no_finding(source):
    assert find(talk=source) == []


def test_a_part_of_what_was_typed_knows_its_own_place():
    words = BoundEnvironment.typed("정확도 78%", "talk", 10)

    assert part(words, 4, 7).spans == ((0, 3, Typed("talk", 14)),)
    assert part(words, 0, 2).spans == ((0, 2, Typed("talk", 10)),)


@pytest.mark.parametrize(
    ("template", "place"),
    [
        ('{{ "nine" }} epochs', (1, 4, "nine epochs")),
        ('a\n{{ "nine" | upper }} epochs', (2, 4, "NINE epochs")),
        ('a\n{{ x ~ " or nine" }} epochs', (2, 4, "nine epochs")),
        ("a\n{% filter upper %}acc 97{% endfilter %}", (2, 23, "97")),
        ("a\n{% filter upper %}acc 97 of {{ x }}{% endfilter %}", (2, 23, "97")),
        ("a\n{% filter replace('a', 'b') %}acc 97{% endfilter %}", (2, 11, "97")),
        ("a\n{% set y | upper %}nine{% endset %}{{ y }} epochs", (2, 20, "NINE epochs")),
    ],
)
def test_a_typed_text_is_told_once_at_its_place_whatever_a_filter_makes_of_it(template, place):
    assert find(talk=template) == [("talk", *place)]


def test_a_recorded_number_in_a_filtered_block_is_bound():
    assert find(talk="{% filter upper %}acc {{ x }}{% endfilter %}") == []


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("97", "97"),
        ("97", "97 percent"),
        ("97", "97%"),
        ("97", " ninety-seven. "),
        ("9", "nine"),
        ("97", "구십칠"),
        ("97", "..."),
        ("'97 of all'", "97 of all"),
        ("'97 of all'", "97 OF ALL!"),
        ("'97 of all'", "all of 97"),
    ],
)
def test_a_reason_that_says_the_value_again_is_none(value, reason):
    assert len(find(talk=f"{{{{ constant({value}, '{reason}') }}}}")) == 1


@pytest.mark.parametrize(
    "reason", ["97 by the data's description", "nine topics", "눈금", "a guess"]
)
def test_a_reason_has_a_word_more_than_the_value(reason):
    assert find(talk=f'{{{{ constant(97, "{reason}") }}}}') == []


def test_a_tag_whose_reason_says_its_words_again_is_refused():
    with pytest.raises(TemplateSyntaxError, match=r'without a reason: {% constant "VGG 97", "REA'):
        judge(talk='{% constant "VGG 97", "vgg 97." %}VGG 97')
