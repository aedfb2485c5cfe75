"""Imports: the names that they bind, and what those stand for."""

import ast
from collections.abc import Iterator
from typing import NamedTuple

from executed_slides.scripts.syntax import IMPORT


class Target(NamedTuple):
    """What an imported name stands for: a module (attribute None) or an attribute of one."""

    module: str
    attribute: str | None


def imported(node: IMPORT, package: str) -> Iterator[tuple[str, Target]]:
    """The names that an import binds in a module of `package`, each with what it stands for.

    `import a.b` binds `a`, and stands for the module that it loads.
    """
    if isinstance(node, ast.Import):
        for alias in node.names:
            if alias.asname:
                yield alias.asname, Target(alias.name, None)
            else:
                yield alias.name.partition(".")[0], Target(alias.name, None)
        return
    base = node.module or ""
    if node.level:
        parts = package.split(".") if package else []
        base = ".".join([*parts[: len(parts) - node.level + 1], *filter(None, [node.module])])
    for alias in node.names:
        if alias.name == "*":
            yield "*", Target(base, None)
        else:
            yield alias.asname or alias.name, Target(base, alias.name)


def with_parents(module: str) -> list[str]:
    """A module's name after those of the packages that it lies in: all of them are imported."""
    parts = module.split(".")
    return [".".join(parts[:end]) for end in range(1, len(parts) + 1)]
