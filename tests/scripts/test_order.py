"""The same statements in another order are another program, where the order decides."""

import pytest
from scripts.python_programs import outcome, read

LOG = {"log": "traces = []\ndef leave(x): traces.append(x)\n"}
ACTS = {name: f"import log\nlog.leave({name!r})\n" for name in "ab"}
BOTH = {name: f"value = {name!r}\n" for name in "ab"}


@pytest.mark.parametrize(
    ("helpers", "module", "lines", "other"),
    [
        (ACTS, "one", "import a|import b|from log import traces|outcome = traces", [1, 0, 2, 3]),
        (ACTS, "tools", "import log|import a|log.leave(3)", [0, 2, 1]),
        (ACTS, "tools", "import b|import a", [1, 0]),
        (ACTS, "one", "import log|log.leave(3)|import a|outcome = log.traces", [0, 2, 1, 3]),
        (ACTS, "one", "import a|from log import traces|x = [*traces]|outcome = x", [1, 2, 0, 3]),
        (BOTH, "one", "from a import value|from b import value|outcome = value", [1, 0, 2]),
        (BOTH, "one", "from a import *|from b import *|outcome = value", [1, 0, 2]),
        (
            BOTH,
            "one",
            "from a import value|x = value|from b import value|outcome = x, value",
            [0, 2, 1, 3],
        ),
        (BOTH, "tools", "from a import value|X = value|from b import value", [0, 2, 1]),
        (BOTH, "tools", "value = 3|from b import *|X = value", [1, 0, 2]),
        ({}, "tools", "Y = 3|X = Y|Y = 4", [0, 2, 1]),
        ({}, "one", "def f(): return 1|x = f()|def f(): return 2|outcome = x, f()", [0, 2, 1, 3]),
    ],
)
def test_another_order_is_another_key(tmp_path, helpers, module, lines, other):
    parts = lines.split("|")
    script = "import log\nimport tools\noutcome = log.traces, getattr(tools, 'X', 0)"
    one = {} if module == "one" else {"one": script}
    programs = [
        {**LOG, **helpers, **one, module: "\n".join(ordered)}
        for ordered in (parts, [parts[place] for place in other])
    ]

    assert outcome(programs[0]) != outcome(programs[1])
    assert read(tmp_path, programs[0]) != read(tmp_path, programs[1])


def test_the_order_of_imports_that_do_nothing_decides_nothing(tmp_path):
    helpers = {**LOG, **BOTH}
    one = ["import a", "import b", "outcome = a.value, b.value"]

    keys = [
        read(tmp_path, {**helpers, "one": "\n".join(lines)})
        for lines in (one, [one[1], one[0], one[2]])
    ]

    assert keys[0] == keys[1]


def test_an_import_of_what_has_already_acted_has_no_order(tmp_path):
    helpers = {**LOG, "a": ACTS["a"], "b": "import a\nvalue = 1\n"}
    one = "import b\nimport a\noutcome = a.log.traces, b.value"

    assert "experiments/one.py (order)" not in read(tmp_path, {**helpers, "one": one}).code
