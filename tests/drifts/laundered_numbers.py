"""Typed numbers that Jinja hands on until they look like results, and sentences that claim nothing.

source    {% set best = 88.2 %}{{ best }}     {{ a.total * 0 + 88.2 }}
place     * @                                 ![w:200 @](image/a.png)
case      * of all {{ a.total * 0 + 88.2 }} points
"""

from collections.abc import Iterator
from typing import NamedTuple

from drift_cases import Case


class Source(NamedTuple):
    """How a typed number comes to be put out, where `before` stands before the place."""

    name: str
    put: str
    before: str = ""
    beside: tuple[tuple[str, str], ...] = ()


def _plain(*expressions: str) -> Iterator[Source]:
    for expression in expressions:
        yield Source(expression, "{{ " + expression + " }}")


# Each puts out 88 or 88.2, whatever was measured.
SOURCES = (
    *_plain(
        "88",
        "88.2",
        '"88.2"',
        "80 + 8",
        "88.2 | round(1)",
        "88.2 | string",
        "88.2 | float",
        '"88" | int',
        '"88" | safe',
        '"88.2" | e',
        "[88] | first",
        "[80, 8] | sum",
        "[1, 88] | max",
        "(80, 88) | last",
        '["8", "8"] | join',
        '"2.88" | replace("2.", "")',
        '"188"[1:]',
        '"288"[-2:]',
        '"8.88" | reverse | truncate(2, true, "", 0)',
        '"%d" | format(88)',
        '"%.1f" | format(88.2)',
        '"{}".format(88)',
        '"8" ~ "8"',
        "8 ~ 8",
        '"8" * 2',
        "'{\"n\": 88}' | length ~ 88",
        '{"n": 88}.n',
        '{"n": 88} | dictsort | first | last',
        '{"n": 88} | items | first | last',
        "(1, 88)[1]",
        "none | default(88, true)",
        "missing | default(88)",
        '"" | default(88, true)',
        "88 if true else 2",
        "88 if a.total > 0 else a.total",
        "(a.total > 0) and 88",
        "(a.total < 0) or 88",
        "range(88, 99) | first",
        "range(2, 90) | length",
        "([0] * 88) | length",
        '("x" * 88) | length',
        '("w " * 88) | wordcount',
        '"0x58" | int(0, 16)',
        '"no" | int(88)',
        '"no" | float(88.2)',
        "88 | abs",
        "[88, 88] | random",
        "[[88, 2]] | map(attribute=0) | first",
        "[2, 88] | select('gt', 3) | first",
        "[88, 88] | unique | first",
        "[2, 88] | sort | last",
        "[88] | batch(1) | first | first",
        "[88] | slice(1) | first | first",
        "constant(88)",
        'constant(88, "")',
        'constant("88", " ")',
        # Measured ones beside that decide nothing.
        "a.total * 0 + 88",
        "88 + 0 * a.total",
        "a.total + 82",
        "a.total * 44 / 3",
        "a.total ** 0 * 88",
        "a.total // 100 + 88",
        "88 - (a.total - a.total)",
        "a.total % 1 + 88",
        "-(a.total * 0 - 88)",
        "(a.total, 88) | last",
        "[a.total, 88] | max",
        "[a.total] | sum(start=82)",
        "a.total | default(1) * 0 + 88",
        '"%d" | format(a.total * 0 + 88)',
        'a.total | string | replace("6", "88")',
        "(a.total | string | length) * 88",
        "a.share.values | length * 44",
        "a.series.points | length * 44",
        "a.parameters.steps * 0 + 88",
        "a.parameters.steps + 85",
        "(a.total | fixed(0) | int) * 0 + 88",
        "a.seeds | length + 86",
        "(a.finding | length) * 0 + 88",
        '"2026-88"[5:]',
    ),
    Source("set", "{{ n }}", "{% set n = 88 %}"),
    Source("set of two", "{{ n }}", "{% set m, n = 2, 88 %}"),
    Source("set again", "{{ n }}", "{% set n = a.total %}{% set n = 88 %}"),
    Source("set block", "{{ n }}", "{% set n %}88{% endset %}"),
    Source("set block with a filter", "{{ n }}", "{% set n | trim %} 88 {% endset %}"),
    Source("set in a condition", "{{ n }}", "{% if a.total %}{% set n = 88 %}{% endif %}"),
    Source("namespace", "{{ ns.n }}", "{% set ns = namespace(n=88) %}"),
    Source(
        "namespace, later", "{{ ns.n }}", "{% set ns = namespace(n=a.total) %}{% set ns.n = 88 %}"
    ),
    Source(
        "namespace, counted",
        "{{ ns.n }}",
        "{% set ns = namespace(n=0) %}"
        "{% for _ in range(88) %}{% set ns.n = ns.n + 1 %}{% endfor %}",
    ),
    Source("with", "{% with n = 88 %}{{ n }}{% endwith %}"),
    Source("loop", "{% for n in [88] %}{{ n }}{% endfor %}"),
    Source("loop over pairs", "{% for k, n in [('k', 88)] %}{{ n }}{% endfor %}"),
    Source("loop over a dict", "{% for k, n in {'k': 88}.items() %}{{ n }}{% endfor %}"),
    Source("loop with a condition", "{% for n in [2, 88] if n > 3 %}{{ n }}{% endfor %}"),
    Source("loop of none", "{% for n in [] %}{% else %}{{ 88 }}{% endfor %}"),
    Source("number of a turn", "{% for _ in [2] %}{{ loop.index * 88 }}{% endfor %}"),
    Source("cycle", "{% for _ in [2] %}{{ loop.cycle(88, 99) }}{% endfor %}"),
    Source("cycler", "{{ turn.next() }}", "{% set turn = cycler(88, 99) %}"),
    Source("joiner", "{{ dots() }}{{ dots() }}", '{% set dots = joiner("88") %}'),
    Source("letters in a loop", "{% for n in '88' %}{{ n }}{% endfor %}"),
    Source("macro", "{{ say() }}", "{% macro say() %}{{ 88 }}{% endmacro %}"),
    Source("words of a macro", "{{ say() }}", "{% macro say() %}88{% endmacro %}"),
    Source("argument", "{{ say(88) }}", "{% macro say(n) %}{{ n }}{% endmacro %}"),
    Source("default of an argument", "{{ say() }}", "{% macro say(n=88) %}{{ n }}{% endmacro %}"),
    Source("named argument", "{{ say(n=88) }}", "{% macro say(n) %}{{ n }}{% endmacro %}"),
    Source("other arguments", "{{ say(88) }}", "{% macro say() %}{{ varargs[0] }}{% endmacro %}"),
    Source("other names", "{{ say(n=88) }}", "{% macro say() %}{{ kwargs.n }}{% endmacro %}"),
    Source(
        "macro in a macro",
        "{{ outer(88) }}",
        "{% macro inner(n) %}{{ n }}{% endmacro %}{% macro outer(n) %}{{ inner(n) }}{% endmacro %}",
    ),
    Source(
        "call block",
        "{% call say() %}88{% endcall %}",
        "{% macro say() %}{{ caller() }}{% endmacro %}",
    ),
    Source(
        "argument of a call block",
        "{% call(n) say() %}{{ n }}{% endcall %}",
        "{% macro say() %}{{ caller(88) }}{% endmacro %}",
    ),
    Source("filter block", "{% filter upper %}88{% endfilter %}"),
    Source("block", "{% block NAMED %}{{ 88 }}{% endblock %}"),
    Source("raw", "{% raw %}88{% endraw %}"),
    Source("condition", "{% if a.total > 0 %}88{% else %}{{ a.total }}{% endif %}"),
    Source("else if", "{% if a.total < 0 %}{% elif a.total %}88{% endif %}"),
    Source("claim", "{% claim a.total > 5 %}88{% endclaim %}"),
    Source("included", "{% include 'NAME' %}", "", (("NAME", "{{ 88 }}"),)),
    Source("included words", "{% include 'NAME' %}", "", (("NAME", "88"),)),
    Source(
        "included with a value", "{% include 'NAME' %}", "{% set n = 88 %}", (("NAME", "{{ n }}"),)
    ),
    Source("the first of several", "{% include ['no.j2', 'NAME'] %}", "", (("NAME", "{{ 88 }}"),)),
    Source(
        "imported macro",
        "{{ words.say() }}",
        "{% import 'NAME' as words %}",
        (("NAME", "{% macro say() %}{{ 88 }}{% endmacro %}"),),
    ),
    Source(
        "imported value",
        "{{ words.n }}",
        "{% import 'NAME' as words %}",
        (("NAME", "{% set n = 88 %}"),),
    ),
    Source("value from", "{{ n }}", "{% from 'NAME' import n %}", (("NAME", "{% set n = 88 %}"),)),
    Source(
        "imported with context",
        "{{ say() }}",
        "{% set n = 88 %}{% from 'NAME' import say with context %}",
        (("NAME", "{% macro say() %}{{ n }}{% endmacro %}"),),
    ),
)

LANDINGS = (
    ("paragraph", "of all @ points"),
    ("cell", "|a|b|\n|---|---|\n|c|@ points|"),
    ("heading", "## Best of @ points"),
    ("alternative text", "![w:200 best of @ points](image/a.png)"),
    ("note", "words\n\n<!-- best of @ points -->"),
    ("footer", "<!-- _footer: best of @ points -->\nwords"),
    ("title of a tag", 'so <b title="@ points">it</b> is'),
    ("style", '<style scoped>\np::after { content: "@ points" }\n</style>\n\nwords'),
    ("formula", "so $n = @$ it is"),
)


# Of words that a filter block changed the template is told, and not the line.
CHANGED = "---\ntheme: plain\n---\n# @\n".replace(
    "@", '{% filter replace("x", "88") %}x points{% endfilter %}'
)


def laundered_numbers() -> Iterator[Case]:
    """Each source in each place; what is put out by blocks stands in two of them."""
    for number, source in enumerate(SOURCES):
        for place, text in LANDINGS:
            if source.beside and place not in ("paragraph", "note"):
                continue
            if place == "formula" and "a." not in source.put:
                continue  # {{ 88 }} may be a formula's own, and is refused.
            name = f"parts/part{number}{place[:1]}.j2"
            whole = f"{source.before}{text}".replace("@", source.put)
            whole = whole.replace("NAMED", "_".join(place.split())).replace("NAME", name)
            beside = tuple((name, words) for _, words in source.beside)
            yield Case(f"laundered: {place}", source.name, whole, "88", beside=beside)
    yield Case("laundered: block", "filter block, changed", CHANGED, "'88'", whole=True)
