"""Slides show lines of a script: a region, a cell or a function, as it is or with values."""

import ast
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from one_script import SCRIPT

from executed_slides.base.errors import DeckError
from executed_slides.scripts.shown_code import (
    cut_code,
    cut_lines,
    find_imports,
    find_lines,
    put_values,
)


def test_code_is_cut_by_region_cell_or_function():
    assert cut_code(SCRIPT, "formula", "one.py") == "square = radius**2\nreturn math.pi * square"
    assert cut_code(SCRIPT, "Parameters", "one.py") == "seed = 7\nsteps = 10"
    assert cut_code(SCRIPT, "area", "one.py").splitlines() == [
        "def area(radius):",
        "    square = radius**2",
        "    return math.pi * square",
    ]


def test_a_region_that_never_ends_is_named():
    with pytest.raises(DeckError, match=r"one.py:1: # region x never ends"):
        cut_code("# region x\ny = 1\n", "x", "one.py")


def with_values(code: str, before: str = "units = 16", ran: dict[str, Any] | None = None) -> str:
    """How code after these parameters is shown, of a run with others where `ran` has them."""
    source = f'# %% tags=["parameters"]\n{before}\n# %% Rest\n# region shown\n{code}\n# endregion\n'
    values = _set_in(before) | (ran or {})
    place = find_lines(source, "shown", "one.py")
    return cut_lines(put_values(source, place, "one.py", values.__getitem__), place)


def _set_in(source: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    exec(source, found)
    del found["__builtins__"]
    return {name: [*value] if isinstance(value, tuple) else value for name, value in found.items()}


def test_values_stand_for_parameters_and_the_layout_stays():
    code = """model.add(
    layers.Dense(units,   activation="relu"),  # units, 한 층
)
model.add(layers.Dense(units, "한", units=units))  # 유닛"""

    assert (
        with_values(code)
        == """model.add(
    layers.Dense(16,   activation="relu"),  # units, 한 층
)
model.add(layers.Dense(16, "한", units=16))  # 유닛"""
    )


@pytest.mark.parametrize(
    ("written", "ran", "shown"),
    [
        ("1e-4", None, "1e-4"),
        ("10_000", None, "10_000"),
        ("10_000", 200, "200"),
        ("'relu'", None, "'relu'"),
        ("'relu'", "tanh", '"tanh"'),
        ("'relu'", 'a"b', "'a\"b'"),
        ("'relu'", "a'\x85", '"a\'\\x85"'),
        ("(3, 3)", None, "(3, 3)"),
        ("3, 3", None, "(3, 3)"),
        ("(1), (2)", None, "((1), (2))"),
        ("(\n    3,\n)", None, "(3,)"),
        ("None", 0.5, "0.5"),
        ("-1", None, "-1"),
        ("0.0", -0.0, "-0.0"),
        ("1", True, "True"),
    ],
)
def test_a_value_is_written_as_in_the_script_where_the_run_had_the_same(written, ran, shown):
    values = None if ran is None else {"units": ran}

    assert with_values("f(units)", f"units = {written}", values) == f"f({shown})"


@pytest.mark.parametrize(
    "code",
    [
        'print(f"{units} {units=} {x:{units}}")',
        'print("units", """units""")  # units',
        "x.units = y[0].units",
        "match x:\n    case units.y | units(): pass",
        "units = 3\nprint(units)",
        "for units in x:\n    print(units)",
        "def f():\n    global units\n    units = 3\nprint(units)",
        "class A:\n    units = units",
    ],
)
def test_what_may_be_something_else_than_the_value_stays(code):
    assert with_values(code) == code


def test_names_that_the_shown_lines_set_themselves_stay():
    source = "PIXELS = 150\nsizes = PIXELS\n# %% Load\nBATCH = 20\nload(BATCH, PIXELS)"
    place = find_lines(source, "Load", "one.py")

    shown = cut_lines(put_values(source, place, "one.py", {}.__getitem__), place)

    assert shown == "BATCH = 20\nload(BATCH, 150)"


@pytest.mark.parametrize("doubt", ["from x import *", "exec(y)", "globals()['units'] = 3"])
def test_what_may_set_any_name_is_named_with_its_line(doubt):
    with pytest.raises(DeckError, match=r"^error: one.py:5: this may set any name"):
        with_values(f"{doubt}\nprint(units)")


# Each appends to `out` what depends on whose a name is.
STATEMENTS = """
out.append(units)
---
out.append((units, rate, [units, (rate)]))
---
out.append(dict(units=units, rate=rate))
---
out.append([units for units in (1, 2)] + [units])
---
out.append({units: (units, rate) for units in (rate, 2)})
---
out.append([[units for _ in (1,)] for units in (rate,)])
---
out.append(list(units for _ in (1, 2) if units == units))
---
out.append((lambda units: units)(3))
---
out.append((lambda units=units, *, rate=rate: (units, rate))())
---
def f1(a, units=units):
    return a, units, rate
out.append(f1(1))
---
def f2():
    units = 5
    def inner():
        nonlocal units
        units = 6
        return units, rate
    return inner(), units
out.append(f2())
---
def f3():
    global units
    return units
out.append(f3())
---
def f4():
    return [(rate := 4), rate, units]
out.append(f4())
---
def f5(*units, **rate):
    return units, rate
out.append(f5(units, rate=rate))
---
def f6():
    import math as units
    for rate in (1, 2):
        pass
    return units.pi, rate
out.append(f6())
---
def f7():
    try:
        raise ValueError(rate)
    except ValueError as units:
        return str(units)
out.append(f7())
---
def f8():
    units = 1
    del units
    try:
        return units
    except NameError:
        return "deleted", rate
out.append(f8())
---
class C1:
    units = 1
    rates = rate, [rate for _ in (1,)]
    def read(self):
        return self.units, units
out.append((C1().read(), C1.rates))
---
class C2:
    def f(self, units: type(rate) = units) -> type(units):
        return units
out.append(C2().f())
---
match [1, 2]:
    case [1, other] if other != units:
        out.append((other, units))
    case [_, _]:
        out.append(rate)
---
out.append("units" "rate")  # units, rate
---
out.append(str(units).upper() + "한" + str(rate)); out.append(rate)
---
out.append(units.__class__.__name__)
---
out.append(hasattr(rate, "units") or units  is  None)
---
out.append(units ** 2 if isinstance(units, int | float) else units[:1] if units else 0)
---
out.append(-units if isinstance(units, int | float) else not units)
---
if units:
    out.append(1 if rate else units)
else:
    out.append(
        rate  # rate
    )
"""
PLAIN = (
    st.integers()
    | st.floats(allow_nan=False, allow_infinity=False, width=16)
    | st.text(max_size=4)
    | st.booleans()
    | st.none()
)
VALUES = PLAIN | st.lists(PLAIN, max_size=2).map(tuple)


@pytest.mark.filterwarnings("ignore::SyntaxWarning")  # Of `16 is None` and the like.
@given(
    units=VALUES,
    rate=VALUES,
    ran=PLAIN,
    statements=st.lists(st.sampled_from(STATEMENTS.split("---\n")), min_size=1, max_size=5),
)
def test_shown_code_runs_alone_as_it_ran_with_its_parameters(units, rate, ran, statements):
    code = "\n".join(map(str.strip, statements))
    before = f"units = {units!r}\nrate = {rate!r}"

    shown = with_values(code, before, {"rate": ran})

    assert _out_of(shown) == _out_of(code, units=units, rate=ran)
    assert len(shown.splitlines()) == len(code.splitlines())


def _out_of(code: str, **names: Any) -> str:
    """What code appends, or how it fails."""
    names["out"] = []
    try:
        exec(compile(ast.parse(code), "shown", "exec"), names)
    except (TypeError, ArithmeticError, AttributeError) as error:
        names["out"].append(type(error))
    return repr(names["out"])


IMPORTING = '''"""Finding."""
from __future__ import annotations

import os.path
import keras
from keras import (
    layers,
    models as m,
)
from data import load, save  # noqa
try:
    import tomllib
except ImportError:
    tomllib = None

# region all
layers.Dense(m, load(keras), tomllib, save)
# endregion
# region some
def build(keras, m: "Model" = m):
    import load
    with os.path.open() as f:
        layers.x = f"{save()}"
    return load
# endregion
# region none
x = [layers for layers in (1, 2)]
# endregion
# region own
import numpy as np
np.zeros(3)
# endregion
'''


@pytest.mark.parametrize(
    ("region", "imports"),
    [
        (
            "all",
            [
                "import keras",
                "from keras import (\n    layers,\n    models as m,\n)",
                "from data import load, save",
            ],
        ),
        (
            "some",
            [
                "import os.path",
                "from keras import (\n    layers,\n    models as m,\n)",
                "from data import save",
            ],
        ),
        ("none", []),
        ("own", []),
    ],
)
def test_imports_are_those_whose_names_the_lines_use(region, imports):
    place = find_lines(IMPORTING, region, "one.py")

    found = find_imports(IMPORTING, place, "one.py")

    assert found == "\n".join(["from __future__ import annotations", *imports])


def test_an_import_of_all_stays_where_any_is_asked_for():
    source = "from x import *\n# region r\nprint(1)\n# endregion\n"

    assert find_imports(source, find_lines(source, "r", "one.py"), "one.py") == "from x import *"
