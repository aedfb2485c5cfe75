"""Scripts are read without running them, and just as Jupytext reads them."""

from pathlib import Path

import jupytext
import pytest
from hypothesis import given
from hypothesis import strategies as st

from executed_slides.base.errors import DeckError
from executed_slides.scripts.script import read_script
from executed_slides.scripts.shown_code import cut_code

SCRIPT = '''"""The finding,
over two lines."""

# /// experiment
# data = ["rows.csv"]
# seeds = 3
#
# [smoke]
# steps = 1
# ///

# %% Setup
import math

# %% [markdown] Why
# Because.

# %% Parameters tags=["parameters"]
seed = 7
steps = 10

# %%
def area(radius):
    # region formula
    square = radius**2
    return math.pi * square
    # endregion

# %% Figure tags=["figure"]
area(1)
'''


def read(tmp_path: Path, source: str):
    path = tmp_path / "one.py"
    path.write_bytes(source.encode())
    return read_script(path, "experiments/one.py")


def test_a_script_tells_its_finding_block_and_parameters(tmp_path):
    script = read(tmp_path, SCRIPT)

    assert script.finding == "The finding, over two lines."
    assert script.block.data == ["rows.csv"]
    assert script.parameters == {"seed": 7, "steps": 10}
    assert script.seeds(smoke=False) == [7, 8, 9]
    assert script.seeds(smoke=True) == [7]
    assert script.effective_parameters(smoke=True) == {"seed": 7, "steps": 1}


def test_cells_have_titles_tags_and_the_line_on_which_they_begin(tmp_path):
    cells = read(tmp_path, SCRIPT).cells

    assert [(cell.title, cell.line, cell.tags, cell.markdown) for cell in cells] == [
        ("Setup", 13, (), False),
        ("Why", 16, (), True),
        ("Parameters", 19, ("parameters",), False),
        ("cell 4", 23, (), False),
        ("Figure", 30, ("figure",), False),
    ]


def test_a_block_s_lines_are_those_of_toml(tmp_path):
    block = '# data = ["a\u2028b", "c\x85d"]  # one \u2029 line\n#\n# seeds = 3'

    script = read(tmp_path, SCRIPT.replace('# data = ["rows.csv"]\n# seeds = 3', block))

    assert script.block.data == ["a\u2028b", "c\x85d"]
    assert script.block.seeds == 3


WORDS = st.text(st.characters(codec="ascii", categories=["L"]), min_size=1, max_size=8)
CODE = st.lists(
    st.sampled_from(
        ["x = 1", "y = [\n    1,\n]", "# a comment", "def f():\n    return 2", "print('%%')"]
    ),
    min_size=1,
    max_size=4,
)


@given(
    st.lists(
        st.tuples(
            WORDS, st.sampled_from(["", ' tags=["figure"]', ' tags=["parameters", "x"]']), CODE
        ),
        min_size=1,
        max_size=5,
    ),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(["", "\ufeff"]),
)
def test_cells_are_those_that_jupytext_reads(tmp_path_factory, cells, line_end, mark):
    source = "# /// experiment\n# ///\n\n" + "\n\n".join(
        f"# %% {title}{tags}\n" + "\n".join(code) for title, tags, code in cells
    )
    source = source.replace('"parameters", "x"', '"x"')
    saved = mark + source.replace("\n", line_end)
    ours = read(tmp_path_factory.mktemp("cells"), saved).cells
    theirs = jupytext.reads(source, fmt="py:percent").cells

    assert [cell.source for cell in ours] == [cell.source for cell in theirs[1:]]
    assert [list(cell.tags) for cell in ours] == [c.metadata.get("tags", []) for c in theirs[1:]]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("seeds = 3", "seeds = three", "experiments/one.py: experiment block: "),
        ("seeds = 3", "seed = 3", "experiments/one.py: experiment block: unknown field seed"),
        (
            "seeds = 3",
            'seeds = "3"',
            "experiments/one.py: experiment block: seeds: expected int, got",
        ),
        ("seeds = 3", "seeds = true", "experiments/one.py: experiment block: seeds: expected int"),
        (
            "seeds = 3",
            "seeds = 0",
            "experiments/one.py: experiment block: seeds: expected int >= 1",
        ),
        ("seeds = 3", "seeds = 999999999999", "experiments/one.py: experiment block: seeds: expec"),
        (
            "seeds = 3",
            "figures = [1]",
            "experiments/one.py: experiment block: figures[0]: expected",
        ),
        ("seeds = 3", 'figures = ["../x"]', "experiments/one.py: experiment block: figures[0]: "),
        ("seeds = 3", "memory = -1", "experiments/one.py: experiment block: memory: expected flo"),
        (
            "seed = 7",
            'seed = "a"',
            "experiments/one.py: the parameter seed is 'a', which is no who",
        ),
        ("seed = 7", "seed = True", "experiments/one.py: the parameter seed is True, which is no "),
        (
            'tags=["parameters"]',
            "tags=[parameters]",
            "experiments/one.py:18: tags=[parameters] is no",
        ),
        (
            'tags=["parameters"]',
            "tags=[1]",
            "experiments/one.py:18: tags: [0]: expected str, got int",
        ),
        (
            "# steps = 1",
            "# step = 1",
            "experiments/one.py: [smoke] sets 'step', which is no parameter",
        ),
        ("seed = 7\n", "", "experiments/one.py: seeds = 3, but there is no parameter 'seed'"),
        (
            "steps = 10",
            "steps = 5 * 2",
            "experiments/one.py:20: parameter 'steps' is not a plain value",
        ),
        ("steps = 10", "print()", "experiments/one.py:20: a parameters cell only sets names"),
        ("area(1)", "area(1", "experiments/one.py:30: '(' was never closed: area(1"),
        (
            "square = radius**2",
            "square = (\n# %% Torn\n2)",
            "experiments/one.py:26: a cell begins inside",
        ),
    ],
)
def test_a_mistake_in_a_script_is_named_with_its_line(tmp_path, old, new, message):
    with pytest.raises(DeckError) as error:
        read(tmp_path, SCRIPT.replace(old, new))

    assert error.value.message.startswith(message)


@pytest.mark.parametrize("written", ['["parameters",]', "['parameters']", '["parameters", "x"]'])
def test_tags_are_a_list_as_python_or_json_write_it(tmp_path, written):
    script = read(tmp_path, SCRIPT.replace('tags=["parameters"]', f"tags={written}"))

    assert script.parameters == {"seed": 7, "steps": 10}


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
