"""Reach follows names through imports of any depth, and only these."""

import textwrap

import pytest

from executed_slides.base.cache import Cache
from executed_slides.scripts.fingerprint import read_code
from executed_slides.scripts.helpers import Helpers
from executed_slides.scripts.script import read_script

HEAD = "# /// experiment\n# ///\n# %% Measure\n"


@pytest.fixture
def code_of(tmp_path):
    """The labels of the code that a script reaches, given helper modules by name."""

    def labels(script: str, **helpers: str) -> set[str]:
        for name, source in {"one": HEAD + textwrap.dedent(script), **helpers}.items():
            path = tmp_path / f"{name}.py"
            path.parent.mkdir(exist_ok=True)
            path.write_text(textwrap.dedent(source), "utf-8")
        read = read_script(tmp_path / "one.py", "one.py")
        return set(read_code(read, Helpers(tmp_path)).measure.code)

    return labels


def test_an_imported_function_counts_with_all_that_it_calls(code_of):
    helper = "def f():\n    return g()\ndef g():\n    return LIMIT\nLIMIT = 3\ndef h():\n    pass\n"

    assert code_of("from tools import f\nf()", tools=helper) == {
        "tools.f",
        "tools.g",
        "tools.LIMIT",
    }


def test_an_attribute_of_a_module_counts_alone(code_of):
    helper = "def f():\n    pass\ndef g():\n    pass\n"

    assert code_of("import tools\ntools.f()", tools=helper) == {"tools.f"}
    assert code_of("import tools as t\nt.f()", tools=helper) == {"tools.f"}


def test_a_module_used_whole_counts_whole(code_of):
    helper = "def f():\n    pass\ndef g():\n    pass\n"

    assert code_of("import tools\nprint(tools)", tools=helper) == {
        "tools (whole: passed on as a value)"
    }
    assert code_of("import tools\ngetattr(tools, 'f' + '')()", tools=helper) == {
        "tools (whole: getattr with a computed name)"
    }


def test_an_import_inside_a_function_counts(code_of):
    assert code_of(
        "from tools import f\nf()",
        tools="def f():\n    from deep import g\n    return g()\n",
        deep="def g():\n    pass\ndef h():\n    pass\n",
    ) == {"tools.f", "deep.g"}


def test_a_star_import_counts_what_is_used(code_of):
    helper = "def f():\n    pass\ndef g():\n    pass\n"

    assert code_of("from tools import *\nf()", tools=helper) == {"tools.f"}


def test_a_module_in_a_package_counts(code_of):
    helper = "from .base import g\ndef f():\n    return g()\n"

    assert code_of(
        "from pack.tools import f\nf()",
        **{
            "pack/__init__": "",
            "pack/tools": helper,
            "pack/base": "def g():\n    pass\n",
        },
    ) == {"pack.tools.f", "pack.base.g"}


def test_a_local_variable_is_not_the_function_of_the_same_name(code_of):
    helper = "def f():\n    g = 1\n    return g\ndef g():\n    pass\n"

    assert code_of("from tools import f\nf()", tools=helper) == {"tools.f"}


def test_what_acts_on_import_counts_even_through_another_import(code_of):
    assert code_of(
        "from tools import f\nf()",
        tools="import deep\ndef f():\n    pass\n",
        deep="print('hello')\ndef g():\n    pass\n",
    ) == {"tools.f", "deep (on import)"}


def test_an_import_for_its_effect_alone_counts(code_of):
    assert code_of("import deep\nprint(1)", deep="print('hello')\n") == {"deep (on import)"}


def test_what_runs_only_as_a_program_does_not_count(code_of):
    helper = "def f():\n    pass\nif __name__ == '__main__':\n    f()\n"

    assert code_of("from tools import f\nf()", tools=helper) == {"tools.f"}


def test_a_class_counts_with_its_bases_and_decorators(code_of):
    helper = """
        def mark(kind):
            return kind
        class Base:
            pass
        @mark
        class Child(Base):
            def method(self):
                return helper()
        def helper():
            pass
        """

    assert code_of("from tools import Child\nChild()", tools=helper) == {
        "tools.Child",
        "tools.Base",
        "tools.mark",
        "tools.helper",
    }


def test_modules_that_import_each_other_are_read_to_the_end(code_of):
    assert code_of(
        "from ping import f\nf()",
        ping="import pong\ndef f():\n    return pong.g()\n",
        pong="import ping\ndef g():\n    return ping.f()\n",
    ) == {"ping.f", "pong.g"}


def test_another_package_under_the_same_name_counts(code_of):
    assert code_of("import numpy as np\nnp.ones(1)") == {"import np"}


def test_calls_are_followed_deeper_than_python_s_own_may_go(tmp_path):
    functions = "".join(f"def f{n}():\n    return f{n + 1}()\n" for n in range(2000))
    (tmp_path / "tools.py").write_text(f"{functions}def f2000():\n    return 1\n")
    (tmp_path / "one.py").write_text(f"{HEAD}from tools import f0\nf0()\n")

    code = read_code(read_script(tmp_path / "one.py", "one.py"), Helpers(tmp_path))

    assert len(code.measure.code) == 2001


def test_a_constant_path_given_to_the_record_is_a_file_that_counts(tmp_path):
    source = """
        from tools import first

        from executed_slides import record as words

        words.read("config/a.json")
        words.read(first("x"))
        first.read("none.txt")
        """
    tools = """
        from executed_slides import record

        def first(name):
            return record.read("config/b.json"), record.read(f"config/{name}")

        def unused():
            record.read("config/c.json")
        """
    (tmp_path / "one.py").write_text(HEAD + textwrap.dedent(source), "utf-8")
    (tmp_path / "tools.py").write_text(textwrap.dedent(tools), "utf-8")

    code = read_code(read_script(tmp_path / "one.py", "one.py"), Helpers(tmp_path))

    assert code.measure.reads == ("config/a.json", "config/b.json")
    assert code.draw.reads == ()


@pytest.mark.parametrize(
    ("script", "label"),
    [
        ("import tools\nprint(tools)", "tools (whole: passed on as a value)"),
        ("import tools\nvars(tools)", "tools (whole: vars())"),
        ("import tools\ntools.__dict__", "tools (whole: its __dict__ is read)"),
        ("import tools\nhasattr(tools, str(1))", "tools (whole: hasattr with a computed name)"),
        ("__import__('tools')", "tools (whole: loaded by __import__)"),
        ("__import__(str(1))", "tools (whole: __import__ with a computed name)"),
        ("eval(str(1))", "tools (whole: eval of a computed text)"),
        ("import tools\nprint(tools)", "deep (whole: with tools)"),
        ("import sys\nsys.modules['tools']", "tools (whole: taken from sys.modules)"),
        ("import runpy\nrunpy.run_module('tools')", "tools (whole: runpy.run_module)"),
        ("f = len\nf.__globals__", "tools (whole: __globals__)"),
        ("def f(): pass\nglobals()", "one.py (whole: globals())"),
    ],
)
def test_a_module_that_counts_whole_says_why(code_of, script, label):
    assert label in code_of(script, tools="import deep\ndef f(): pass\n", deep="x = 1\n")


def test_a_module_whole_for_two_reasons_says_the_same_one_each_time(code_of):
    helper = "import tools\nprint(vars(tools))\ndef f():\n    print(tools)\n"

    for script in ("from tools import f\nf()\nprint(1)", "from tools import f\nprint(1)\nf()"):
        assert code_of(script, tools=helper) == {"tools (whole: passed on as a value)"}


def test_a_whole_folder_counts_the_modules_that_come_to_it_later(tmp_path):
    (tmp_path / "one.py").write_text(f"{HEAD}__import__(str(1))\n")
    script, cache = read_script(tmp_path / "one.py", "one.py"), Cache(tmp_path / "cache")
    before = read_code(script, Helpers(tmp_path), cache)
    (tmp_path / "pack").mkdir()
    (tmp_path / "pack/late.py").write_text("x = 1\n")

    after = read_code(script, Helpers(tmp_path), cache)

    assert set(after.measure.code) - set(before.measure.code) == {
        "pack.late (whole: __import__ with a computed name)",
    }


def test_a_package_passed_on_counts_the_modules_that_come_to_it_later(tmp_path):
    (tmp_path / "one.py").write_text(f"{HEAD}import pack\nprint(pack)\n")
    (tmp_path / "pack").mkdir()
    (tmp_path / "pack/__init__.py").touch()
    script, cache = read_script(tmp_path / "one.py", "one.py"), Cache(tmp_path / "cache")
    read_code(script, Helpers(tmp_path), cache)
    (tmp_path / "pack/late.py").write_text("x = 1\n")

    after = read_code(script, Helpers(tmp_path), cache)

    assert set(after.measure.code) == {
        "pack (whole: passed on as a value)",
        "pack.late (whole: with pack)",
    }


def test_a_magic_of_plots_that_a_converted_notebook_has_reaches_nothing(code_of):
    helper = "def run_line_magic(name, rest):\n    pass\n"
    magic = "get_ipython().run_line_magic({!r}, 'inline')"

    assert code_of(magic.format("matplotlib"), tools=helper) == set()
    assert code_of(magic.format("run"), tools=helper) == {
        "one.py (whole: get_ipython)",
        "tools (whole: get_ipython)",
    }
    own = f"import tools\ndef get_ipython():\n    return tools\n{magic.format('matplotlib')}"
    assert "tools (whole: passed on as a value)" in code_of(own, tools=helper)
