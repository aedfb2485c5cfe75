"""Where a script records a value is read off its text; what only a run knows is not guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from executed_slides.scripts.recorded_at import (
    drawn_at,
    is_named_in,
    may_be_recorded_at,
    recorded_at,
)
from executed_slides.scripts.script import Script, read_script

HEAD = '"""A finding."""\n# /// experiment\n# ///\n'
LINES = HEAD.count("\n")


def script_of(tmp_path, body) -> Script:
    path = tmp_path / "a.py"
    path.write_text(HEAD + body, "utf-8")
    return read_script(path, "experiments/a.py")


@pytest.mark.parametrize(
    ("body", "key", "lines"),
    [
        ("record.numbers(loss=1)", "loss", [1]),
        ("record.numbers(\n    gain=2,\n    loss=1,\n)", "loss", [3]),
        ("record.numbers(loss=1)\nrecord.numbers(gain=2)", "gain", [2]),
        ("record.numbers(small={\n    'loss': 1})", "small.loss", [2]),
        ("record.numbers(small=dict(\n    loss=1))", "small.loss", [2]),
        ("record.numbers(small={'a': {\n'loss': 1}})", "small.a.loss", [2]),
        ("record.numbers(small=measure())", "small.loss", [1]),
        ("record.numbers(small={**found})", "small.loss", [1]),
        ("record.numbers(small={'loss': 1})", "small.gain", []),
        ("record.numbers(**found)", "loss", []),
        ("record.numbers(**{'loss': 1})", "loss", []),
        ("numbers(loss=1)", "loss", []),
        ("record.series(loss=[1])", "loss", []),
        ("record.series(loss=[1])", "series.loss", [1]),
        ("record.numbers(loss=1)", "series.loss", []),
        ("record.texts(best='adam')", "best", [1]),
        ("\nrecord.table('scores', rows)", "scores[2].accuracy", [2]),
        ("record.table('others', rows)", "scores[2].accuracy", []),
        ("record.numbers(loss=1)", "at(units=4).loss", [1]),
        ("record.numbers(loss=1)", "at(rate=0.5).loss", [1]),
        (
            "if quick:\n    record.numbers(loss=1)\nelse:\n    record.numbers(loss=2)",
            "loss",
            [2, 4],
        ),
        ('# %% P tags=["parameters"]\nrate = 1', "parameters.rate", [2]),
        ('# %% P tags=["parameters"]\nrate: int = 1', "parameters.rate", [2]),
        ('# %% P tags=["parameters"]\nrate = 1\n# %% M\nrate = 2', "at(x=1).parameters.rate", [2]),
        ("# %% M\nrate = 1", "parameters.rate", []),
    ],
)
def test_the_line_that_gives_a_key(tmp_path, body, key, lines):
    assert recorded_at(script_of(tmp_path, body), key) == [LINES + line for line in lines]


HELPER = "def scores(x):\n    return {'loss': x}\n\ndef sizes(x):\n    return dict(weights=x)\n"


@pytest.mark.parametrize(
    ("body", "key", "lines"),
    [
        ("record.numbers(**found)", "loss", [1]),
        ("record.numbers(gain=1,\n    **found)", "at(units=4).loss", [2]),
        ("from helper import scores\nrecord.numbers(**scores(1), **found)", "loss", [2]),
        ("from helper import *\nrecord.numbers(\n**scores(1),\n**found)", "loss", [3, 4]),
        (
            "from helper import scores, sizes\nrecord.numbers(\n**scores(1),\n**sizes(1))",
            "loss",
            [3],
        ),
        ("from helper import scores as s\nrecord.numbers(\n**s(1),\n**found)", "loss", [3, 4]),
        ("from gone import scores\nrecord.numbers(\n**scores(1),\n**found)", "loss", [3, 4]),
        ("def own(x):\n    return {'loss': x}\nrecord.numbers(\n**own(1),\n**found)", "loss", [4]),
        ("record.series(**curves)\nrecord.numbers(**found)", "series.loss", [1]),
        ("record.numbers(loss=1)", "loss", []),
    ],
)
def test_lines_that_may_give_a_key_that_only_a_run_knows(tmp_path, body, key, lines):
    script = script_of(tmp_path, body)

    found = may_be_recorded_at(script, key, {"helper": HELPER}.get)

    assert found == [LINES + line for line in lines]


def test_the_line_that_keeps_a_figure(tmp_path):
    script = script_of(tmp_path, "record.figure('a', plot)\nrecord.figure(\n    'b', plot)")

    assert (drawn_at(script, "b"), drawn_at(script, "c")) == ([LINES + 2], [])


@pytest.mark.parametrize(
    ("source", "is_named"),
    [
        ("fit(epochs=20, loss=loss)", True),
        ("run.numbers.loss", True),
        ("curves['loss'][-1]", True),
        ("record.numbers(loss=last(curves))", True),
        ("compile(loss='mse')", False),
        ("losses = loss_of(x)  # loss", False),
        ("print('the loss')", False),
        ("if loss:", False),
    ],
)
def test_lines_that_name_a_value(source, is_named):
    assert is_named_in(source, "loss") is is_named


_PARTS = st.sampled_from(["loss", "gain", "small", "large", "at"])
_TREES = st.recursive(
    st.integers(),
    lambda below: st.dictionaries(_PARTS, below, min_size=1, max_size=3),
    max_leaves=6,
)


@given(tree=st.dictionaries(_PARTS, _TREES, min_size=1, max_size=3), data=st.data())
def test_every_written_out_key_is_found_on_its_own_line(tmp_path_factory, tree, data):
    lines, places = ["record.numbers("], {}

    def write(key, value, path, sign):
        places[".".join(path)] = len(lines) + 1
        opening = "{" if isinstance(value, dict) else f"{value},"
        lines.append(f"{key}{sign}{opening}")
        if isinstance(value, dict):
            for below, inner in value.items():
                write(repr(below), inner, [*path, below], ": ")
            lines.append("},")

    for key, value in tree.items():
        write(key, value, [key], "=")
    script = script_of(tmp_path_factory.mktemp("script"), "\n".join([*lines, ")"]))
    key = data.draw(st.sampled_from(sorted(places)))

    assert recorded_at(script, key) == [LINES + places[key]]
