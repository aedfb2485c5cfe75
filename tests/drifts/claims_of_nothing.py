"""Claims that are false, that claim nothing, and numbers that wait where no run has led yet."""

from collections.abc import Iterator

from drift_cases import Case

# What the tiny deck recorded: total 6, steps 3, twice 12, share 0.1 and 0.2.
FALSE = (
    "a.total > 6",
    "a.total < 6",
    "a.total != 6",
    "a.total >= b.twice",
    "a.total > 2 * b.twice",
    "a.total == 5 or a.total == 7",
    "a.total > 7 and a.total < 60",
    "not a.total > 5",
    "a.total | round < 1",
    "a.total in [1, 2, 3]",
    "a.total not in (6, 7)",
    "1 < a.total < 5",
    "a.share > 0.15",
    "a.share.values | min > 0.15",
    "(a.share.values | max) < 0.15",
    "a.share.values | select('gt', 0.15) | list | length > 1",
    "a.total / b.twice > 1",
    "a.parameters.steps > 3",
    "a.series.points[0] > a.series.points[1]",
    "a.series.points | last < 1",
    "(a.total if a.share > 0.05 else b.twice) > 7",
    '(a.total | string) == "7"',
    '"7" in a.parameters.steps | string',
    "a.total is divisibleby 4",
    "a.total is odd",
    "a.total is gt 6",
)
NOTHING = (
    "true",
    "1 == 1",
    "2 > 1",
    '"yes"',
    "not smoke",
    "not false",
    "a.total == a.total",
    "a.total <= a.total",
    "a.total - a.total == 0",
    "a.total > 0 or a.total <= 0",
    "a.total > 5 or true",
    "a.total or not a.total",
    "a.total is number",
    "a.total is defined",
    "a is defined",
    "a.total * 0 == 0",
    "a.total < a.total + 1",
    "a.total ** 2 >= 0",
    "a.total | abs >= 0",
    "(a.total | string | length) > 0",
    "[a.total] | length == 1",
    "a.share.values | length == a.share.values | length",
    "(a.total, 88) | last == 88",
    "constant(6, 'a guess') == 6",
    "constant(6, 'a guess') > constant(5, 'another')",
    "a.total not in []",
    "a.total is not none",
    "a.parameters.steps is defined",
    "a.seeds | length > 0",
    "a.share.values | length == 2",
)
PLACES = (
    ("paragraph", "@"),
    ("list", "* @"),
    ("heading", "## @"),
    ("cell", "|a|b|\n|---|---|\n|c|@|"),
    ("note", "words\n\n<!-- @ -->"),
    ("alternative text", "![w:200 @](image/a.png)"),
    ("footer", "<!-- _footer: so @ -->\nwords"),
    ("title of a tag", '<b title="@">so</b>'),
    ("macro", "{% macro say() %}@{% endmacro %}{{ say() }}"),
    ("loop", "{% for _ in [1, 2] %}@{% endfor %}"),
    ("set block", "{% set words %}@{% endset %}{{ words }}"),
)
KEPT = (
    ("{% set so = true %}", "so"),
    ("{% set so = a.total == a.total %}", "so"),
    ("{% set ns = namespace(so=true) %}", "ns.so"),
    ("{% macro so() %}yes{% endmacro %}", "so()"),
    ("{% macro so() %}{% endmacro %}", 'so() == ""'),
)
EMPTY = (
    "{% claim a.total > 5 %}{% endclaim %}",
    "{% claim a.total > 5 %} \n{% endclaim %}",
    "{% claim a.total > 5 %}****{% endclaim %}",
    "{% claim a.total > 5 %}<b></b>{% endclaim %}",
    "{% claim a.total > 5 %}<br>{% endclaim %}",
    "{% claim a.total > 5 %}it is so{% otherwise %}it is so{% endclaim %}",
    "{% claim a.total > 5 %}it is so{% otherwise %}**it is so**{% endclaim %}",
    "{% claim a.total > 5 %}it is so{% otherwise %} it  is so\n{% endclaim %}",
    "{% claim a.total > 5 %}It is so.{% otherwise %}it is so{% endclaim %}",
    "{% claim a.total > 5 %}it is <b>so</b>{% otherwise %}it is so{% endclaim %}",
    "{% claim a.total > 5 %}{{ '' }}{% endclaim %}",
)
# What is said where the recorded values did not lead this time.
OTHERWISE = (
    "{% claim a.total > 5 %}so it is{% otherwise %}only @{% endclaim %}",
    "{% claim a.total < 5 %}only @{% otherwise %}so it is{% endclaim %}",
    "{% if a.total < 5 %}only @{% endif %}so it is",
    "{% if a.total > 5 %}so it is{% else %}only @{% endif %}",
    "{% if a.total < 5 %}{% elif a.total < 6 %}only @{% endif %}so it is",
    "{% for n in a.series.points if n > 9 %}only @{% else %}so it is{% endfor %}",
    "{% for n in a.series.points %}so it is{% else %}only @{% endfor %}",
    "{% for n in a.series.points %}so {% if n > 9 %}only @{% endif %}{% endfor %}",
    "{% macro unasked() %}only @{% endmacro %}so it is",
    "{% macro say(n) %}{% if n > 9 %}only @{% else %}so{% endif %}{% endmacro %}{{ say(a.total) }}",
    "{% if smoke %}only @{% endif %}so it is",
    "{% set unused %}only @{% endset %}so it is",
    "* {% claim a.total > 5 %}so it is{% otherwise %}**only** @{% endclaim %}",
    "|a|\n|---|\n|{% if a.total > 5 %}so{% else %}only @{% endif %}|",
    "words\n\n<!-- {% if a.total > 5 %}so{% else %}only @{% endif %} -->",
)
UNSAID = (
    ("88.2%", "'88.2%'"),
    ("eighty percent", "'eighty percent'"),
    ("팔십팔 퍼센트", "'팔십팔 퍼센트'"),
    ("½ of all", "'½'"),
    ("three epochs", "'three epochs'"),
)


def false_claims() -> Iterator[Case]:
    for condition in FALSE:
        said = f"{{% claim {condition} %}}it is so{{% endclaim %}}"
        yield Case("claim: false", condition, said, "false claim on slide")
    for place, text in PLACES:
        said = text.replace("@", "{% claim a.total > 6 %}it is so{% endclaim %}")
        yield Case("claim: false, by place", place, said, "false claim on slide")


def empty_claims() -> Iterator[Case]:
    for condition in NOTHING:
        said = f"{{% claim {condition} %}}it is so{{% endclaim %}}"
        yield Case("claim: cannot fail", condition, said, "no recorded values could make it false")
    for before, condition in KEPT:
        said = f"{before}{{% claim {condition} %}}it is so{{% endclaim %}}"
        yield Case("claim: cannot fail", before, said, "this claim claims nothing")
    for place, text in PLACES:
        said = text.replace("@", "{% claim a.total == a.total %}it is so{% endclaim %}")
        yield Case("claim: cannot fail, by place", place, said, "this claim claims nothing")
    for said in EMPTY:
        yield Case("claim: says nothing", said, said, "this claim claims nothing")


def unsaid_numbers() -> Iterator[Case]:
    for text in OTHERWISE:
        for words, told in UNSAID:
            yield Case("typed: other branch", words, text.replace("@", words), told)
