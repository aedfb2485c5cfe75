"""Outlines: syntax trees as texts, and hashes of these, the same in every Python version."""

import ast
import hashlib
from collections.abc import Iterable

from executed_slides.scripts.syntax import DEFINITION, is_docstring


def hash_outlines(outlines: Iterable[str]) -> str:
    """A short hash of syntax trees, the same for every Python version we support."""
    return hashlib.sha256("".join(outlines).encode()).hexdigest()[:16]


def outline(node: object) -> str:
    """A syntax tree as text, without docstrings and without fields that are empty.

    `ast.dump` writes another text for the same code in another Python version.
    """
    if isinstance(node, list):
        return f"[{','.join(map(outline, node))}]"
    if not isinstance(node, ast.AST):
        return repr(node)
    parts = []
    for name, value in ast.iter_fields(node):
        if name == "body" and isinstance(node, DEFINITION) and is_docstring(value[0]):
            value = value[1:]
        if name in ("ctx", "type_comment", "kind") or value is None or value == []:
            continue
        parts.append(f"{name}={outline(value)}")
    return f"{type(node).__name__}({','.join(parts)})"
