"""Marp slides whose every number, figure and code block comes from code that ran.

A script of an experiment needs one name of it: `from executed_slides import record`.
"""

from typing import Any


def __getattr__(name: str) -> Any:
    """`executed_slides.record`, which is loaded by who asks for it."""
    if name != "record":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return import_module(f"{__name__}.record")
