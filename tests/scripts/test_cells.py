"""Cells are those that Jupytext reads, each with the line on which it begins."""

import jupytext
import pytest
from hypothesis import given
from hypothesis import strategies as st
from one_script import SCRIPT, read


def test_cells_have_titles_tags_and_the_line_on_which_they_begin(tmp_path):
    cells = read(tmp_path, SCRIPT).cells

    assert [(cell.title, cell.line, cell.tags, cell.markdown) for cell in cells] == [
        ("Setup", 13, (), False),
        ("Why", 16, (), True),
        ("Parameters", 19, ("parameters",), False),
        ("cell 4", 23, (), False),
        ("Figure", 30, ("figure",), False),
    ]


@pytest.mark.parametrize("written", ['["parameters",]', "['parameters']", '["parameters", "x"]'])
def test_tags_are_a_list_as_python_or_json_write_it(tmp_path, written):
    script = read(tmp_path, SCRIPT.replace('tags=["parameters"]', f"tags={written}"))

    assert script.parameters == {"seed": 7, "steps": 10}


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
