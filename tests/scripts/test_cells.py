"""Cells are those that Jupytext reads, each with the line on which it begins."""

import jupytext
import pytest
from hypothesis import given
from hypothesis import strategies as st
from one_script import SCRIPT, read

from executed_slides.base.errors import DeckError
from executed_slides.scripts.shown_code import cut_code


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


GALLERY = '''"""
=============
Fitting a line
=============

Least squares find it.
"""
# /// experiment
# ///
import numpy as np

###############################################################################
# Making points
# -------------
#
# They lie on a line.
x = np.arange(3)

text = """
####################
# no cell
"""

####################
# Nothing is underlined here.

y = 2 * x  # %% no cell
if x[0] == 0:
####################
# nor here
    y = x

########################################
# A banner, closed below
########################################
slope = np.polyfit(x, y, 1)[0]

####################

total = y.sum()
'''


def test_rows_of_a_script_of_sphinx_gallery_begin_cells(tmp_path):
    script = read(tmp_path, GALLERY)

    assert script.finding == "Fitting a line"
    assert [(cell.title, cell.line, cell.text) for cell in script.cells] == [
        ("opening", 1, ""),
        ("Making points", 13, "They lie on a line."),
        ("cell 3", 25, "Nothing is underlined here."),
        ("cell 4", 34, "A banner, closed below"),
    ]
    assert script.cells[1].source.startswith("# Making points\n# -------------\n#\n# They lie")


def test_the_code_of_a_cell_that_prose_heads_is_shown_without_it():
    assert cut_code(GALLERY, "Making points", "one.py").splitlines()[0] == "x = np.arange(3)"
    assert cut_code(GALLERY, "cell 3", "one.py").splitlines()[0].startswith("# Nothing")


def test_a_script_with_marks_of_cells_is_cut_at_these_alone(tmp_path):
    script = read(tmp_path, GALLERY.replace("import numpy", "# %% Setup\nimport numpy"))

    assert [cell.title for cell in script.cells] == ["Setup"]
    assert script.cells[0].prose == ()


@pytest.mark.parametrize(
    ("written", "title", "text"),
    [
        ("# %%\n# Loading\n# -------\n#\n# From a file.\nx = 1", "Loading", "From a file."),
        ("#%%\n# =======\n# Loading\n# =======\nx = 1", "Loading", ""),
        ("# %%\n# From a file,\n# line by line.\nx = 1", "cell 1", "From a file,\nline by line."),
        ("# %% Loading\n# From a file.\nx = 1", "Loading", ""),
        ('# %% tags=["x"]\n# From a file.\nx = 1', "cell 1", ""),
        ("# %%\n\n# From a file.\nx = 1", "cell 1", ""),
        ("# %%\n# region load\nx = 1\n# endregion", "cell 1", ""),
        ("# %%\n# Text.\n# /// more\n# ///\nx = 1", "cell 1", "Text."),
    ],
)
def test_comments_behind_an_empty_mark_are_prose(tmp_path, written, title, text):
    [cell] = read(tmp_path, f"# /// experiment\n# ///\n\n{written}\n").cells

    assert (cell.title, cell.text) == (title, text)
    assert cell.source == written.partition("\n")[2].strip("\n")


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


def test_code_behind_the_words_of_a_markdown_cell_is_told(tmp_path):
    """Whoever wrote lines at the end of a notebook's script, after its last words, lost them."""
    words = "# %% [markdown]\n# The end.\n"
    assert read(tmp_path, f'{SCRIPT}\n{words}"""More of it."""\n').cells[-1].markdown

    with pytest.raises(DeckError) as told:
        read(tmp_path, f"{SCRIPT}\n{words}\nrecord.numbers(x=1)\n")

    assert told.value.message == (
        "experiments/one.py:35: code in a markdown cell, which does not run"
    )
    assert told.value.hint == "begin a cell above it: # %%"
