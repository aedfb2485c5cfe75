"""Python's syntax: a source's lines, its tree, and what Python says where it is none."""

import ast
import codecs
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from executed_slides.base.errors import DeckError

_LINE_END = re.compile(r"\r\n|\r|\n")
# PEP 263: in a comment on the first line, or on the second after another comment.
_ENCODING = (
    r"(?a)(?:[ \t\f]*(?:#[^\r\n]*)?(?:\r\n|\r|\n))??[ \t\f]*#[^\r\n]*?coding[:=][ \t]*([-\w.]+)"
)
# What Python thinks of a script's style is said when it runs, and not by who only reads it.
READ_ONLY = "<read by executed_slides>"
warnings.filterwarnings("ignore", module=re.escape(READ_ONLY))

DEFINITION = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
IMPORT = ast.Import | ast.ImportFrom


def source_lines(text: str) -> list[str]:
    """The lines of a source as Python counts them: a form feed or U+2028 ends none."""
    lines = _LINE_END.split(text)
    return lines if lines[-1] else lines[:-1]


def parse(source: str, shown: str) -> ast.Module:
    """The syntax tree of a source. Raises DeckError where Python could not read it, or otherwise.

    A source is UTF-8 here: one that declares another encoding would be another text to Python.
    """
    refuse_other_encoding(source, shown)
    with naming_syntax(shown):
        return ast.parse(source, READ_ONLY)


@contextmanager
def naming_syntax(shown: str, first: int | None = None) -> Iterator[None]:
    """Turns what Python says of a source into an error with its place; it begins on line `first`.

    Raises DeckError for what is no Python, and for what is nested too deeply to be followed.
    """
    place = f"{shown}:{first}" if first else shown
    try:
        yield
    except SyntaxError as error:
        if error.lineno:
            place = f"{shown}:{error.lineno + (first or 1) - 1}"
        line = (error.text or "").strip()
        said = ": ".join(filter(None, [error.msg, line]))
        mend = "mend the script, then run the same again"
        if line.startswith(("%", "!", "?")):
            mend = (
                "leave out this command of a notebook; jupytext --to py:percent does, of its .ipynb"
            )
        raise DeckError(f"{place}: {said}", mend) from error
    except ValueError as error:  # A NUL; in a tree, a number of thousands of digits.
        raise DeckError(f"{place}: {error}", "mend the script, then run the same again") from error
    except (RecursionError, MemoryError) as error:
        raise DeckError(
            f"{place}: nested too deeply to be read",
            "make several statements of it, then run the same again",
        ) from error


def refuse_other_encoding(source: str, shown: str) -> None:
    declared = re.match(_ENCODING, source) if "coding" in source else None
    if declared and not _is_utf8(declared[1]):
        line = len(source_lines(declared[0]))
        raise DeckError(
            f"{shown}:{line}: declares the encoding {declared[1]}, where every text is UTF-8",
            f"save it as UTF-8, and take 'coding: {declared[1]}' out of that line",
        )


def _is_utf8(encoding: str) -> bool:
    """Whether Python takes a declared encoding for UTF-8, as it does utf8 and Emacs' utf-8-unix."""
    name = encoding.lower().replace("_", "-")
    try:
        return name.startswith("utf-8-") or codecs.lookup(name).name == "utf-8"
    except LookupError:
        return False


def first_line(node: ast.stmt) -> int:
    """The line on which a statement begins, its decorators included."""
    return min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))])


def nodes_of(tree: ast.AST) -> list[ast.AST]:
    """All nodes of a tree, level by level, in a third of the time of `ast.walk`."""
    nodes = [tree]
    for node in nodes:  # It grows meanwhile.
        nodes += children_of(node)
    return nodes


def children_of(node: ast.AST) -> list[ast.AST]:
    """The nodes right below one, in their order."""
    children: list[ast.AST] = []
    for name in node._fields:
        value = getattr(node, name, None)
        if isinstance(value, ast.AST):
            children.append(value)
        elif isinstance(value, list):
            children += [each for each in value if isinstance(each, ast.AST)]
    return children


def is_docstring(statement: ast.stmt) -> bool:
    return (
        isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Constant)
        and isinstance(statement.value.value, str)
    )


def is_plot_magic(statement: ast.stmt) -> bool:
    """Whether it is `%matplotlib inline` or `%config …`, as a converted notebook says it."""
    match statement:
        case ast.Expr(
            ast.Call(
                func=ast.Attribute(ast.Call(func=ast.Name("get_ipython")), "run_line_magic"),
                args=[ast.Constant("matplotlib" | "config"), *_],
            )
        ):
            return True
    return False


def source_of(statement: ast.stmt, lines: list[str]) -> str:
    """A statement's own text, of lines that it may share with other statements."""
    first = first_line(statement)
    *above, last = lines[first - 1 : statement.end_lineno]
    # Python counts columns in bytes.
    text = "\n".join([*above, last.encode()[: statement.end_col_offset].decode()])
    start = statement.col_offset if first == statement.lineno else 0
    return text.encode()[start:].decode()
