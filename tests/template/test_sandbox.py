"""Templates reach records and nothing else, and take no machine's memory at once."""

import pytest
from jinja2 import DictLoader
from jinja2.exceptions import SecurityError, UndefinedError
from made_records import make_record

from executed_slides.base.cache import Cache
from executed_slides.base.folders import Folders
from executed_slides.state.project import read_project
from executed_slides.template import sandbox
from executed_slides.template.environment import BoundEnvironment
from executed_slides.template.record_views import view_record
from executed_slides.template.rendering import context_of, make_environment

REACHES = [
    "cycler.__init__.__globals__",
    "lipsum.__globals__['os']",
    "joiner.__init__",
    "namespace.mro()",
    "dict.mro()",
    "''.__class__.__mro__",
    "''['__class__']",
    "'' | attr('__class__')",
    "['x'] | map(attribute='__class__') | list",
    "[''] | selectattr('__class__') | list",
    "[''] | groupby('__class__')",
    "'{0.__class__}'.format(a)",
    "'{x.__class__}'.format_map({'x': a})",
    "['{0.__class__}'] | map('format') | first | string ~ '{0._runs}'.format(a)",
    "(() | map('x')).gi_frame",
    "a._runs",
    "a['_runs']",
    "a._known",
    "a.total.by_seed",
    "a.total.names",
    "a.total.__init__",
    "a.total.values.append",
    "a.total.values.extend([1])",
    "a.total.values.name",
    "a.parameters._values",
    "(a.finding | trim).spans",
    "('x' ~ a.total).spans",
    "figure.__globals__",
    "figure.__closure__",
    "code.__code__",
    "note.__defaults__",
    "seeds.__kwdefaults__",
    "constant.__globals__",
    "self.__init__",
    "self._TemplateReference__context",
    "loop_of.__init__",
    "macro_of._func",
    "macro_of._environment",
    "caller_of.gi_code",
    "a.nothing._undefined_obj",
    "{'a': 1}.update({'b': 2})",
    "[1].append(2)",
    "range.__self__",
    "'x'.upper.__self__",
]


@pytest.fixture
def environment_of(deck):
    return make_environment(read_project(Folders(deck.root)))


@pytest.mark.parametrize("reach", REACHES)
def test_no_expression_reaches_python(deck, environment_of, reach):
    before = "{% macro macro_of() %}{% endmacro %}{% set caller_of = [1] | map('string') %}"
    source = (
        f"{before}{{% for _ in [1] %}}{{% set loop_of = loop %}}{{{{ {reach} }}}}{{% endfor %}}"
    )
    template = environment_of.from_string(source)

    with pytest.raises((SecurityError, UndefinedError)):
        template.render(context_of(read_project(Folders(deck.root))))


def test_an_escape_is_named_with_its_file_and_line(deck):
    deck.edit("templates/talk.md.j2", "# Talk", "# Talk\n{{ ''.__class__ }}")

    outcome = deck.run("build")

    assert (outcome.code, outcome.err.splitlines()) == (
        1,
        [
            "error: templates/talk.md.j2:5: a template may not reach '__class__' of a str",
            "hint: what it shows, an experiment records",
        ],
    )


@pytest.mark.parametrize("stem", ["../outside", "/etc/outside", "sub/../../outside"])
def test_code_is_cut_from_experiments_alone(deck, stem):
    deck.write("outside.py", "def secret():\n    return 1\n")
    deck.write("experiments/sub/x.py", "")
    deck.edit("templates/talk.md.j2", "# Talk", f"# Talk\n{{{{ code('{stem}', 'secret') }}}}")

    outcome = deck.run("build")

    assert outcome.code == 1
    assert outcome.err.startswith("error: templates/talk.md.j2:5: no script ")


@pytest.mark.parametrize("name", ["../pyproject.toml", "/etc/passwd", "a/../../pyproject.toml"])
def test_templates_include_templates_alone(deck, name):
    deck.edit("templates/talk.md.j2", "# Talk", f"# Talk\n{{% include '{name}' %}}")

    assert f"no template '{name}'" in deck.run("build").err


@pytest.mark.parametrize(
    ("expression", "fault"),
    [
        ("range(10 ** 9) | list", "Range too big"),
        ("'x' * 10 ** 10", "more than a slide can hold"),
        ("10 ** 10 * 'x'", "more than a slide can hold"),
        ("[1] * 10 ** 10", "more than a slide can hold"),
        ("('x' * 900000) + ('x' * 900000)", "more than a slide can hold"),
        ("9 ** (9 ** 9)", "a power that no slide can show"),
        ("a.total ** (9 ** 9)", "a power that no slide can show"),
        ("9 ** (a.total ** (a.total + 4))", "a power that no slide can show"),
    ],
)
def test_what_would_take_all_memory_is_named_with_file_and_line(deck, expression, fault):
    deck.edit("templates/talk.md.j2", "# Talk", f"# Talk\n{{{{ {expression} }}}}")

    outcome = deck.run("build")

    assert outcome.code == 1
    assert outcome.err.startswith("error: templates/talk.md.j2:5: OverflowError: ")
    assert fault in outcome.err


ENDLESS = "{% for i in range(100000) %}{% for j in range(100000) %}x{% endfor %}{% endfor %}"
ONE_MORE = "{% macro m(n) %}{{ m(n - 1) ~ m(n - 1) if n else '' }}{% endmacro %}"


@pytest.mark.parametrize(
    "loop",
    [
        ENDLESS,
        f"{{% set kept %}}{ENDLESS}{{% endset %}}",
        f"{{% macro m() %}}{ENDLESS}{{% endmacro %}}{{{{ m() }}}}",
        f"{{% call note(a) %}}{ENDLESS}{{% endcall %}}",
        f"{{% filter upper %}}{ENDLESS}{{% endfilter %}}",
        f"{ONE_MORE}{{{{ m(60) }}}}",
        "{% for i in range(100000) %}{{ 'x' * 100000 }}{% endfor %}",
        "{% for i in [1] recursive %}{{ loop([1]) ~ loop([1]) if loop.depth < 60 }}{% endfor %}",
    ],
)
def test_what_never_comes_to_an_end_is_named_with_file_and_line(deck, loop, monkeypatch):
    monkeypatch.setattr(sandbox, "_MOST", 2_000_000)
    deck.edit("templates/talk.md.j2", "# Talk", f"# Talk\n\n{loop}")

    outcome = deck.run("check")

    assert outcome.code == 1
    assert "templates/talk.md.j2:6: OverflowError: a loop that makes more than" in outcome.out


def test_the_most_that_slides_may_ever_need_comes_to_an_end_too(deck):
    deck.edit("templates/talk.md.j2", "# Talk", f"# Talk\n\n{ENDLESS}")

    assert "OverflowError: a loop that makes more than" in deck.run("check").out


def test_a_sandbox_takes_no_code_that_was_compiled_outside_of_one(tmp_path):
    class Open(BoundEnvironment):
        sandboxed = False

    kept = Cache(tmp_path)
    source = DictLoader({"talk": "{{ asked * 2000000 }}"})
    Open(kept, loader=source).get_template("talk")

    with pytest.raises(OverflowError):
        BoundEnvironment(kept, loader=source).get_template("talk").render(asked="x")


def test_what_slides_are_written_with_goes_on():
    template = (
        "{{ 'a b'.title() }} {{ [3, 1] | sort | first }} {{ {'k': 2}['k'] }} {{ {'k': 2}.k }} "
        "{% for k, v in {'a': 1}.items() %}{{ loop.index }}{{ k }}{{ v }}{% endfor %} "
        "{% set c = cycler('x', 'y') %}{{ c.next() }}{{ c.next() }} {{ 'ab'[0] }} "
        "{% set n = namespace(v=1) %}{% set n.v = 2 %}{{ n.v }} {{ '{:.1f}'.format(1.25) }} "
        "{{ a.x.values.index(a.x) }} {{ a.x.values | length }} {{ '-' * 3 }} {{ 2 ** 3 }}"
    )
    view = view_record(make_record("a", [{"numbers": {"x": 1}}, {"numbers": {"x": 2}}]))

    rendered = BoundEnvironment().from_string(template).render(a=view)

    assert rendered == "A B 1 2 2 1a1 xy a 2 1.2 0 2 --- 8"
