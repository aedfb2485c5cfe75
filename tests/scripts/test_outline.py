"""An outline is all of a syntax tree that decides what it does."""

import ast

from hypothesis import given
from hypothesis import strategies as st

from executed_slides.scripts.outline import hash_outlines, outline

STATEMENTS = st.sampled_from(
    [
        "x = 1",
        "def f(a, b=2):\n    '''Doc.'''\n    return a + b",
        "class A:\n    '''Doc.'''\n    x: int = 3",
        "y = [i for i in range(3) if i]",
        "s = f'{1:>3} {2!r}'",
        "def g():\n    '''Only a docstring.'''",
    ]
)


def hash_of(source: str) -> str:
    return hash_outlines(map(outline, ast.parse(source).body))


@given(st.lists(STATEMENTS, min_size=1, max_size=5))
def test_the_hash_does_not_see_comments_docstrings_and_formatting(statements):
    source = "\n".join(statements)
    other = source.replace("Doc.", "Another.").replace(" = ", "  =   ").replace("\n", "  # why\n")

    assert hash_of(source) == hash_of(other)


@given(
    st.integers() | st.floats(allow_nan=False) | st.text() | st.booleans() | st.none(), st.data()
)
def test_the_hash_sees_every_other_constant(value, data):
    other = data.draw(st.integers() | st.text() | st.booleans() | st.none())

    same = repr(value) == repr(other)
    assert (hash_of(f"x = {value!r}") == hash_of(f"x = {other!r}")) == same
