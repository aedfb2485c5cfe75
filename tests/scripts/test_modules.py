"""A module is what binds its names, and the statements that an import runs."""

import ast

import pytest

from executed_slides.scripts.modules import as_module, bound_names

SOURCE = """\
'A docstring acts not.'
import a
from b import *
x = y = 1
z: int = 2
def f(): pass
class C: pass
if x:
    import late
    w = 3
x.attribute = 4
print(x)
if __name__ == "__main__":
    f()
"""


def test_a_module_tells_what_binds_each_name():
    module = as_module("tools", "experiments/tools.py", SOURCE, ast.parse(SOURCE))

    lines = {name: [s.lineno for s in found] for name, found in module.bindings.items()}
    assert lines == {"x": [4], "y": [4], "z": [5], "f": [6], "C": [7], "w": [8]}
    assert module.imports == {"a": [("a", None)], "late": [("late", None)]}
    assert module.stars == ["b"]


def test_a_module_leaves_out_what_an_import_does_not_run():
    module = as_module("tools", "experiments/tools.py", SOURCE, ast.parse(SOURCE))

    assert [s.lineno for s in module.statements] == [2, 3, 4, 5, 6, 7, 8, 11, 12]


@pytest.mark.parametrize(
    ("statement", "names"),
    [
        ("a, (b, *c) = d", {"a", "b", "c"}),
        ("a.b = c[d] = e", set()),
        ("a += 1", {"a"}),
        ("del a, b.c", {"a"}),
        ("a = [(b := c) for d in e]", {"a", "b"}),
        ("for a in b:\n    c = d", {"a", "c"}),
        ("with a as b:\n    pass", {"b"}),
        ("try:\n    pass\nexcept A as a:\n    pass", {"a"}),
        ("match a:\n    case [b, *c] | {'d': D(e=b), **c} as f:\n        pass", {"b", "c", "f"}),
        ("def a(b=(c := 1)):\n    d = 1", {"a", "c"}),
        ("class A(b):\n    c = 1", {"A"}),
        ("a = lambda b: (c := 1)", {"a"}),
    ],
)
def test_a_statement_binds_names_in_its_own_scope_alone(statement, names):
    [node] = ast.parse(statement).body

    assert bound_names(node) == names
