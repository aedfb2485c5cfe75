"""Following: from a script's cells to all the code that decides their outcome, as plain values.

What follows from unchanged sources is kept (`fingerprint.py`), so this is on no fast path.
"""

import ast
from collections.abc import Iterable
from typing import Any

from executed_slides.scripts.cells import Cell
from executed_slides.scripts.constants import find_constants
from executed_slides.scripts.helpers import Helpers
from executed_slides.scripts.imports import imported
from executed_slides.scripts.influences import find_influences
from executed_slides.scripts.intrusions import follow_intrusions
from executed_slides.scripts.looks import (
    PlotLook,
    describe_left_out,
    find_looks,
    find_own_name,
    place_of,
)
from executed_slides.scripts.modules import Module, as_module
from executed_slides.scripts.reach import Reach, Reached
from executed_slides.scripts.record_calls import refuse_failing_calls
from executed_slides.scripts.script import Script
from executed_slides.scripts.syntax import DEFINITION, IMPORT


def follow_code(script: Script, helpers: Helpers) -> dict[str, Any]:
    """Follows a script's cells to all the code that decides their outcome, as plain values.

    `sought` names every module that was looked for among the helpers, found or not. Raises
    DeckError for what a run would refuse when it has got there.
    """
    refuse_failing_calls(script)
    measuring = [cell for cell in script.cells if not (cell.draws or cell.sets_parameters)]
    drawing = [cell for cell in script.cells if cell.draws]
    main = as_module(script.name, script.shown, script.source, script.tree)
    constants = find_constants(measuring, main)
    forbidden = _forbidden_names(main, measuring, drawing, {*script.parameters, *constants})
    draw = Reach(helpers, script, main, forbidden, constants)
    drawn = _follow_cells(draw, drawing)
    looks, left_out = _find_looks(
        draw, drawn.packages, measuring if drawing else [], {*script.parameters, *constants}
    )
    drawn = draw.follow(look.statement for look in looks)
    measure = Reach(helpers, script, main)
    _follow_cells(measure, measuring)
    _follow_other_imports(measure, measuring, drawn)
    _follow_order(measure, measuring)
    measured = measure.follow()
    return {
        "measure": _code_parts(main, measuring, measured),
        "draw": _code_parts(main, drawing, drawn, looks),
        "draw_names": sorted(drawn.script_names),
        "constants": [place_of(s) for n, s in constants.items() if n in drawn.script_names],
        "looks": [place_of(look.statement) for look in looks],
        "left_out": left_out,
        "sought": sorted(measured.sought | drawn.sought),
    }


def _follow_cells(reach: Reach, cells: list[Cell]) -> Reached:
    for cell in cells:
        for statement in cell.statements:
            if isinstance(statement, DEFINITION) and reach.acting.acts(reach.main, statement):
                reach.count_definitions(reach.main, statement.name)
    return reach.follow(_statements_of(cells))


def _statements_of(cells: Iterable[Cell]) -> list[ast.stmt]:
    """What runs when cells run; imports and definitions count only once something uses them."""
    return [s for cell in cells for s in cell.statements if not isinstance(s, IMPORT | DEFINITION)]


def _find_looks(
    draw: Reach, packages: set[str], measuring: list[Cell], allowed: set[str]
) -> tuple[list[PlotLook], list[str]]:
    """The looks of measuring cells that hold in figure cells too, and why others do not."""
    looks, left_out = [], []
    for look in find_looks(measuring, draw.main, draw.meanings, packages):
        if name := find_own_name(look, draw.main, draw.meanings, allowed):
            left_out.append(describe_left_out(draw.main.shown, look, name))
        else:
            looks.append(look)
    return looks, left_out


def _forbidden_names(
    main: Module, measuring: list[Cell], drawing: list[Cell], allowed: set[str]
) -> dict[str, str]:
    drawn = {name for s in _statements_of(drawing) for name in main.facts_of(s).bound}
    return {
        name: cell.title
        for cell in measuring
        for statement in _statements_of([cell])
        for name in main.facts_of(statement).bound
        if name not in drawn and name not in allowed
    }


def _follow_other_imports(measure: Reach, measuring: list[Cell], drawn: Reached) -> None:
    """Imports of the cells whose names no measuring cell uses.

    One that no cell uses is there for its effects, so these count; of one for figures alone only
    those that reach into the measurement.
    """
    for_figures = []
    for cell in measuring:
        for statement in cell.statements:
            if isinstance(statement, IMPORT):
                for name, target in imported(statement, ""):
                    if name == "*":
                        measure.follow_star(target.module)
                    elif name in drawn.script_names - measure.script_names:
                        for_figures.append(target)
                    elif name not in measure.script_names:
                        measure.follow_target(target)
    measure.follow()
    follow_intrusions(measure, for_figures)


def _follow_order(measure: Reach, measuring: list[Cell]) -> None:
    """The cells' own order counts by their hashes, but not that of their imports among them."""
    measure.follow()
    main, statements = measure.main, [s for cell in measuring for s in cell.statements]
    if order := measure.order.hash_of(main, statements, measure.script_names):
        measure.orders[f"{measure.script.shown} (order)"] = order


def _code_parts(
    main: Module, cells: list[Cell], reached: Reached, looks: Iterable[PlotLook] = ()
) -> dict[str, Any]:
    hashes: dict[str, list[str]] = {}
    for look in looks:
        hashes.setdefault(look.cell.title, []).append(main.hash_of([look.statement]))
    for cell in cells:
        if statements := _statements_of([cell]):
            hashes.setdefault(cell.title, []).extend(main.hash_of([s]) for s in statements)
    return {
        "cells": hashes,
        "code": dict(sorted(reached.hashes.items())),
        "packages": sorted(reached.packages),
        "reads": sorted(reached.reads),
        "influences": find_influences(reached.uses),
    }
