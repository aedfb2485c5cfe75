"""Which names are a script's own at top level, and which of them are settled, Python decides."""

import ast
import dis
from collections.abc import Iterator
from pathlib import Path
from types import CodeType

import pytest

import executed_slides.scripts
from executed_slides.scripts.global_names import find_global_names

FILES = [
    file
    for file in sorted(Path(executed_slides.scripts.__file__).parent.glob("*.py"))
    if "\n# %%" not in file.read_text("utf-8")  # Some docstrings show how a cell begins.
]


def codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from codes(constant)


def loads(source: str) -> set[tuple[str, int, int]]:
    """Where Python's compiler loads a global name, and not what is in the body of a class."""
    return {
        (step.argval, step.positions.lineno, step.positions.col_offset)
        for code in codes(compile(source, "x", "exec"))
        for step in dis.get_instructions(code)
        if step.opname == "LOAD_GLOBAL"
        or (step.opname == "LOAD_NAME" and code.co_name == "<module>")
        if not step.argval.startswith("__")
    }


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_what_the_compiler_loads_as_global_is_read_as_global(file):
    source = file.read_text("utf-8")
    read = {(r.name, r.line, r.start) for r in find_global_names(source, file.name).reads}
    quoted = [n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.JoinedStr)]
    lines = {line for n in quoted for line in range(n.lineno, n.end_lineno + 1)}

    assert {load for load in loads(source) if load[1] not in lines} <= read


SETTLED = {
    "a number": "units = 16",
    "a text": "units = 'relu'",
    "with its type": "units: int = 16",
    "a tuple": "units = (3, 3)",
    "another one of a function": "units = 16\ndef f():\n    units = 3\n    return units",
    "an attribute": "units = 16\nx.units = 3",
    "an argument": "units = 16\nf(units=3)",
    "read as global": "units = 16\ndef f():\n    global units\n    return units",
    "of a comprehension": "units = 16\n[units for units in x]",
    "beside others on its line": "rate = 3; units = 16",
}
UNSETTLED = {
    "twice": "units = 16\nunits = 16",
    "added to": "units = 16\nunits += 1",
    "a loop": "units = 16\nfor units in x: pass",
    "a walrus": "units = 16\nprint(units := 3)",
    "a walrus in a comprehension": "units = 16\n[(units := y) for y in x]",
    "a walrus in a comprehension of a function": (
        "units = 16\ndef f():\n    global units\n    [(units := y) for y in x]"
    ),
    "global": "units = 16\ndef f():\n    global units\n    units = 3",
    "imported as global": "units = 16\ndef f():\n    global units\n    import units",
    "a function": "units = 16\ndef units(): pass",
    "a class": "units = 16\nclass units: pass",
    "an import": "units = 16\nimport units.x",
    "deleted": "units = 16\ndel units",
    "caught": "units = 16\ntry: pass\nexcept E as units: pass",
    "with": "units = 16\nwith x as units: pass",
    "matched": "units = 16\nmatch x:\n    case [units, *_]: pass",
    "in a branch": "if x:\n    units = 16",
    "unpacked": "units, rate = 16, 3",
    "with another": "units = rate = 16",
    "computed": "units = 2 * 8",
    "a list": "units = [3, 3]",
    "a dict": "units = {}",
    "a list in a tuple": "units = ([],)",
}


@pytest.mark.parametrize("source", SETTLED.values(), ids=SETTLED)
def test_a_name_that_is_set_once_to_what_cannot_change_is_settled(source):
    assert "units" in find_global_names(source, "one.py").settings


@pytest.mark.parametrize("source", UNSETTLED.values(), ids=UNSETTLED)
def test_a_name_that_may_be_something_else_is_not_settled(source):
    assert "units" not in find_global_names(source, "one.py").settings
