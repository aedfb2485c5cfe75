"""Imports: the names that they bind, and what those stand for."""

import ast
from collections.abc import Iterator
from typing import NamedTuple

from executed_slides.scripts.syntax import IMPORT


class Target(NamedTuple):
    """What an imported name stands for: a module (attribute None) or an attribute of one."""

    module: str
    attribute: str | None


def imported(node: IMPORT, importer: str) -> Iterator[tuple[str, Target]]:
    """The names that an import binds, each with what it stands for."""
    if isinstance(node, ast.Import):
        for alias in node.names:
            if alias.asname:
                yield alias.asname, Target(alias.name, None)
            else:
                yield alias.name.partition(".")[0], Target(alias.name, None)
        return
    base = node.module or ""
    if node.level:
        package = importer.split(".")[: -node.level]
        base = ".".join([*package, *filter(None, [node.module])])
    for alias in node.names:
        if alias.name == "*":
            yield "*", Target(base, None)
        else:
            yield alias.asname or alias.name, Target(base, alias.name)
