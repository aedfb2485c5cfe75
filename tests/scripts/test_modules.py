"""A module is what binds its names, and what acts when it is imported."""

import ast

from executed_slides.scripts.modules import as_module

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


def test_a_module_tells_what_binds_from_what_acts():
    module = as_module("tools", "experiments/tools.py", SOURCE, ast.parse(SOURCE))

    lines = {name: [s.lineno for s in found] for name, found in module.bindings.items()}
    assert lines == {"x": [4], "y": [4], "z": [5], "f": [6], "C": [7], "w": [8]}
    assert module.imports == {"a": ("a", None), "late": ("late", None)}
    assert module.stars == ["b"]
    assert [statement.lineno for statement in module.effects] == [8, 11, 12]
