"""A script's lines, encoding and faults are those that Python sees in it."""

import ast
import codecs
import io
import re
import tokenize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from executed_slides.base.errors import DeckError
from executed_slides.scripts.fingerprint import read_code
from executed_slides.scripts.helpers import Helpers
from executed_slides.scripts.script import read_script
from executed_slides.scripts.shown_code import cut_code
from executed_slides.scripts.syntax import parse, source_lines

# Each of these ends a line to `str.splitlines`, and none to Python.
NO_LINE_ENDS = "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
LINE_ENDS = ("\n", "\r\n", "\r")
WORDS = st.text(st.sampled_from(f"ab 한#\t{NO_LINE_ENDS}"), max_size=6) | st.sampled_from(
    ["a\u2028# %% No cell", "a\x0c# region none", "a\x85# endregion", "a\x1edef no():"]
)

# Statements with a hole for any words, in strings and comments.
STATEMENTS = st.builds(
    lambda shape, words: shape.replace("WORDS", words),
    st.sampled_from(
        [
            "x = 'WORDS'  # WORDS",
            "# WORDS",
            '"""WORDS\nWORDS"""',
            "y = [\n    'WORDS',\n]; z = lambda: 'WORDS'",
            "@print  # WORDS\ndef NAME(a='WORDS'):\n    '''WORDS'''\n    return [b for b in a]",
            "\x0cclass NAME:  # WORDS\n    text = '''WORDS\nWORDS'''",
            "\x0c",
        ]
    ),
    WORDS,
)


@st.composite
def scripts(draw):
    """A script of cells, regions and functions, and what stands in each by its name."""
    cells, shown, lines = {}, {}, ["# /// experiment", "# ///"]
    for number in range(draw(st.integers(1, 3))):
        body = []
        for part in range(draw(st.integers(1, 3))):
            name = f"name_{number}_{part}"
            statement = draw(STATEMENTS).replace("NAME", name)
            if "name_" in statement:
                shown[name] = statement.removeprefix("\x0c")
            if draw(st.booleans()):
                shown[f"region {name}"] = statement
                statement = f"# region region {name}\n{statement}\n# endregion"
            body.append(statement)
        cells[f"Cell {number}"] = shown[f"Cell {number}"] = "\n".join(body)
        lines += [f"# %% Cell {number}", *body]
    return "\n".join(lines) + draw(st.sampled_from(["", "\n", "\n\n"])), cells, shown


def dump(statements) -> list[str]:
    return [ast.dump(statement) for statement in statements]


@settings(deadline=None)
@given(scripts(), st.sampled_from(LINE_ENDS))
def test_cells_regions_and_functions_are_cut_where_python_sees_them(
    tmp_path_factory, script, line_end
):
    source, cells, shown = script
    path = tmp_path_factory.mktemp("scripts") / "one.py"
    path.write_bytes(source.replace("\n", line_end).encode())
    tree = ast.parse(source)

    read = read_script(path, "one.py")

    assert {cell.title: cell.source for cell in read.cells} == {
        title: body.strip("\n") for title, body in cells.items()
    }
    assert dump(s for cell in read.cells for s in cell.statements) == dump(tree.body)
    for cell in read.cells:
        assert dump(cell.statements) == dump(ast.parse(cell.source).body)
        first = source.split("\n")[cell.line - 1 :]
        assert first[: len(cell.source.split("\n"))] == cell.source.split("\n")
    for name, lines in shown.items():
        cut = cut_code(path.read_text("utf-8"), name, "one.py")
        assert dump(ast.parse(cut).body) == dump(ast.parse(lines).body)
        if name.startswith("name_"):
            assert cut.removeprefix("\x0c") == lines
    assert read_code(read, Helpers(path.parent)).measure.code is not None


@given(st.text(st.sampled_from(f"a#'\n\r{NO_LINE_ENDS}"), max_size=12))
def test_lines_are_those_of_python_s_own_reading_of_a_text(text):
    assert source_lines(text) == [
        line.rstrip("\n") for line in io.StringIO(text, newline=None).readlines()
    ]


# ---- Encodings ----


@pytest.mark.parametrize(
    ("opening", "line"),
    [
        ("# -*- coding: cp949 -*-\n", 1),
        ("#!/usr/bin/env python\n# vim: set fileencoding=euc-kr :\n", 2),
        ("\x0c # coding=latin-1\n", 1),
        ("\n# coding: no-such\n", 2),
    ],
)
def test_a_script_that_declares_another_encoding_is_to_be_saved_as_utf8(opening, line):
    for read in (parse, lambda source, shown: cut_code(source, "x", shown)):
        with pytest.raises(DeckError) as refused:
            read(f"{opening}# region x\ny = 1\n# endregion\n", "experiments/one.py")

        name = re.search(r"coding[:=] ?([\w-]+)", opening)[1]
        assert str(refused.value) == (
            f"error: experiments/one.py:{line}: declares the encoding {name}, "
            "where every text is UTF-8\n"
            f"hint: save it as UTF-8, and take 'coding: {name}' out of that line"
        )


OPENINGS = st.lists(
    st.sampled_from(
        [
            "# coding: utf-8",
            "# -*- coding: UTF_8 -*-",
            "# coding=utf-8-unix",
            "# coding: cp949",
            "# coding: 한글",
            "# encoding : cp949",
            "#coding:utf8",
            "# decoding=latin-1",
            "x = 1  # coding: cp949",
            "'''",
            "\x0c",
            "",
            "# a comment",
            " \t# coding: euc-kr",
        ]
    ),
    max_size=4,
)


@given(OPENINGS, st.sampled_from(LINE_ENDS))
def test_an_encoding_is_declared_where_python_says_so(opening, line_end):
    source = line_end.join([*opening, "y = 1", "z = '''", "'''"])
    try:
        lines = iter(source.replace("\r\n", "\n").replace("\r", "\n").encode().splitlines(True))
        found = tokenize.detect_encoding(lambda: next(lines, b""))[0]
    except SyntaxError:
        found = "ascii"  # Something else, at least.
    try:
        parse(source, "one.py")
        refused = ""
    except DeckError as error:
        refused = error.message

    assert ("declares the encoding" in refused) == (codecs.lookup(found).name != "utf-8")


# ---- What Python refuses in other ways than by a syntax error ----


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("x = 1\0", "one.py: source code string cannot contain null bytes"),
        ("x = '\udcb0'", "one.py: 'utf-8' codec can't encode"),
        ("x = 1\ny = " + "-" * 100_000 + "1", "one.py: nested too deeply to be read"),
        ("-" * 100_000 + "1", "one.py: nested too deeply to be read"),
        ("x = 1\ny = " + "1" * 5000, "one.py:2: Exceeds the limit"),
        ("(" * 300 + ")" * 300, "one.py:1: too many nested parentheses"),
        ("x = (1\n", "one.py:1: '(' was never closed: x = (1"),
    ],
)
def test_what_python_cannot_read_is_named_with_its_file(source, message):
    with pytest.raises(DeckError) as refused:
        parse(source, "one.py")

    assert refused.value.message.startswith(message)
