"""Where a script records a value, as far as one sees it without running it.

record.numbers(test_accuracy=…)          test_accuracy
record.numbers(small={"loss": …})        small.loss
record.table("scores", …)                scores
epochs = 20   (in the parameters cell)   parameters.epochs

What is recorded by names that only a run knows, `record.numbers(**found)`, is not found.
"""

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress

from executed_slides.base.errors import DeckError
from executed_slides.scripts.script import Script
from executed_slides.scripts.syntax import parse

_TREES = ("numbers", "texts")
_POINT = re.compile(r"^at\(.*?\)\.")


def recorded_at(script: Script, key: str) -> list[int]:
    """The lines, from 1, on which a script gives a key of its record; none where that is not seen.

    A curve's key begins with `series.`, a parameter's with `parameters.`.
    """
    kind, _, rest = _POINT.sub("", key).partition(".")
    if kind == "parameters":
        return [*_assigned_at(script, rest.partition(".")[0])]
    plain = _POINT.sub("", key)
    if "[" in plain:
        return [*dict.fromkeys(_called_with(script.tree, "table", plain.partition("[")[0]))]
    kinds, path = (("series",), rest) if kind == "series" else (_TREES, plain)
    nodes = ast.walk(script.tree)
    return [*dict.fromkeys(sorted(_recorded_at(nodes, kinds, path.split("."))))]


def may_be_recorded_at(
    script: Script, key: str, source_of: Callable[[str], str | None]
) -> list[int]:
    """The lines on which a script records by names that only a run knows: `**measure(model)`.

    Of several, those whose function names the key, if there are any. `source_of` gives the source
    of a helper module.
    """
    kind, _, rest = _POINT.sub("", key).partition(".")
    kinds, name = (("series",), rest) if kind == "series" else (_TREES, kind)
    given = [
        word.value
        for node in ast.walk(script.tree)
        for word in _words_of_record(node, kinds)
        if word.arg is None
    ]
    naming = [value for value in given if _names_key(script, value, name, source_of)]
    return [*dict.fromkeys(sorted(value.lineno for value in naming or given))]


def _names_key(
    script: Script, value: ast.expr, name: str, source_of: Callable[[str], str | None]
) -> bool:
    """Whether the function that is called has a dict, or words of a call, with this name."""
    match value:
        case ast.Call(func=ast.Name(id=called)):
            trees = [script.tree, *_modules_with(script, called, source_of)]
            return any(
                name == entry
                for tree in trees
                for function in tree.body
                if isinstance(function, ast.FunctionDef) and function.name == called
                for node in ast.walk(function)
                for entry, *_ in _entries_of(node)
            )
    return False


def _modules_with(
    script: Script, called: str, source_of: Callable[[str], str | None]
) -> Iterator[ast.Module]:
    """The helper modules from which a script imports a function by this name."""
    for node in ast.walk(script.tree):
        match node:
            case ast.ImportFrom(module=str(module), names=names):
                if any((alias.asname or alias.name) == called for alias in names):
                    with suppress(DeckError):
                        source = source_of(module)
                        yield parse(source or "", module)


def _words_of_record(node: ast.AST, kinds: tuple[str, ...]) -> list[ast.keyword]:
    match node:
        case ast.Call(
            func=ast.Attribute(value=ast.Name(id="record"), attr=attr), keywords=words
        ) if attr in kinds:
            return words
    return []


def is_named_in(source: str, name: str) -> bool:
    """Whether lines of Python name a value: as a variable, a member, a key, or to record it.

    The words of other calls, `compile(loss="mse")`, are those of the functions that are called.
    """
    try:
        nodes = [*ast.walk(parse(source, ""))]
    except DeckError:
        return False
    members = [getattr(node, part, None) for node in nodes for part in ("id", "attr", "value")]
    return name in [member for member in members if isinstance(member, str)] or any(
        [*_recorded_at(nodes, (*_TREES, "series"), [name])]
    )


def drawn_at(script: Script, figure: str) -> list[int]:
    """The lines on which a script keeps a figure by its name: `record.figure("loss", …)`."""
    found = _called_with(script.tree, "figure", figure)
    return [*dict.fromkeys(sorted(found))]


def _called_with(tree: ast.Module, word: str, name: str) -> Iterator[int]:
    """The lines of calls of `record.WORD("NAME", …)`."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id="record"), attr=attr),
                args=[ast.Constant(value=first), *_],
            ) if (attr, first) == (word, name):
                yield node.lineno


def _assigned_at(script: Script, name: str) -> Iterator[int]:
    for cell in script.cells:
        for statement in cell.statements if cell.sets_parameters else ():
            targets = getattr(statement, "targets", [getattr(statement, "target", None)])
            if any(isinstance(target, ast.Name) and target.id == name for target in targets):
                yield statement.lineno


def _recorded_at(
    nodes: Iterable[ast.AST], kinds: tuple[str, ...], path: list[str]
) -> Iterator[int]:
    for node in nodes:
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id="record"), attr=attr)) if (
                attr in kinds
            ):
                yield from _given_at(node, path)


def _given_at(value: ast.AST, path: list[str]) -> Iterator[int]:
    """The line of a key in a call's words or a dict; of a group that is made elsewhere, its own."""
    first, *rest = path
    for name, line, given in _entries_of(value):
        if name == first:
            within = [*_given_at(given, rest)] if rest else []
            yield from within or ([] if rest and _is_written_out(given) else [line])


def _entries_of(value: ast.AST) -> Iterator[tuple[str, int, ast.AST]]:
    match value:
        case ast.Call(keywords=keywords):
            for word in keywords:
                if word.arg:
                    yield word.arg, word.lineno, word.value
        case ast.Dict(keys=keys, values=values):
            for key, given in zip(keys, values, strict=True):
                if isinstance(key, ast.Constant) and isinstance(key.value, str):
                    yield key.value, key.lineno, given


def _is_written_out(value: ast.AST) -> bool:
    """Whether all keys of a group stand in it: then one that does not is recorded elsewhere."""
    match value:
        case ast.Dict(keys=keys):
            return all(isinstance(key, ast.Constant) for key in keys)
        case ast.Call(func=ast.Name(id="dict"), keywords=keywords, args=[]):
            return all(word.arg for word in keywords)
    return False
