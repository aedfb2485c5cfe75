"""An import binds names, each of which stands for a module or for something in one."""

import ast

import pytest

from executed_slides.scripts.imports import imported


@pytest.mark.parametrize(
    ("statement", "binds"),
    [
        ("import a", [("a", ("a", None))]),
        ("import a.b, c", [("a", ("a.b", None)), ("c", ("c", None))]),
        ("import a.b as c", [("c", ("a.b", None))]),
        ("from a import b, c as d", [("b", ("a", "b")), ("d", ("a", "c"))]),
        ("from a.b import *", [("*", ("a.b", None))]),
        ("from . import b", [("b", ("pack", "b"))]),
        ("from .b import c", [("c", ("pack.b", "c"))]),
    ],
)
def test_names_stand_for_what_python_binds_them_to(statement, binds):
    [node] = ast.parse(statement).body

    assert list(imported(node, "pack")) == binds


@pytest.mark.parametrize(
    ("package", "statement", "stands_for"),
    [
        ("pack.deep", "from . import b", ("pack.deep", "b")),
        ("pack.deep", "from .. import b", ("pack", "b")),
        ("pack.deep", "from ..b import c", ("pack.b", "c")),
        ("pack", "from .. import b", ("", "b")),
        ("", "from . import b", ("", "b")),
    ],
)
def test_a_relative_import_starts_from_its_package(package, statement, stands_for):
    [node] = ast.parse(statement).body

    assert [target for _, target in imported(node, package)] == [stands_for]
