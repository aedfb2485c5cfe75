"""Drawing: the figure cells of an experiment, executed on its record and nothing else."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from executed_slides.records.schema import Record
from executed_slides.runs import notebook
from executed_slides.runs.notebook import Hear, Kernels
from executed_slides.runs.run_environment import run_cells_in
from executed_slides.runs.run_figures import bring_figures, refuse_undrawn
from executed_slides.runs.tasks import DrawnFigure, read_outcome
from executed_slides.scripts.looks import place_of
from executed_slides.scripts.syntax import DEFINITION, IMPORT, naming_syntax
from executed_slides.state.experiments import Experiment
from executed_slides.state.project import Project


def draw_figures(
    project: Project,
    experiment: Experiment,
    record: Record,
    folder: Path,
    kernels: Kernels,
    hear: Hear,
) -> tuple[list[Any], dict[str, DrawnFigure], dict[str, str]]:
    """Runs the figure cells on a record, in a process that knows nothing else.

    Returns the executed cells, what is said of each figure, those that a run drew among them, and
    why another run than the typical one is shown, by its seed; all files lie in `folder`.
    """
    script = experiment.script
    prelude = notebook.code_cell(
        _draw_prelude(experiment), title="what the figures use", role="", place=""
    )
    cells = [notebook.script_cell(script, cell) for cell in script.cells if cell.draws]
    figures: dict[str, DrawnFigure] = {}
    choices: dict[str, str] = {}
    if cells:
        own = [notebook.script_cell(script, cell) for cell in script.cells if cell.sets_parameters]
        recorded = notebook.parameters_cell(script.overridden(record.parameters))
        program = [prelude, *own, recorded, *_with_looks(experiment, cells)]
        run_cells_in(folder, project, script, program, kernels, hear)
        outcome = read_outcome(folder, script.shown)
        figures, choices = outcome.figures, outcome.choices
    figures = {**figures, **bring_figures(project, experiment, record, folder, figures)}
    refuse_undrawn(script, figures)
    return cells, figures, choices


def _draw_prelude(experiment: Experiment) -> str:
    """The imports, definitions and constants of the script that its figure cells use."""
    used = experiment.code.draw_names
    lines = []
    for cell in experiment.script.cells:
        for statement in () if cell.draws else cell.statements:
            is_used = isinstance(statement, DEFINITION) and statement.name in used
            if is_used or place_of(statement) in experiment.code.constants:
                with naming_syntax(experiment.script.shown, statement.lineno):
                    lines.append(ast.unparse(statement))
            elif isinstance(statement, IMPORT):
                names = [
                    alias
                    for alias in statement.names
                    if (alias.asname or alias.name.partition(".")[0]) in used
                ]
                if names:
                    lines.append(
                        ast.unparse(type(statement)(**{**vars(statement), "names": names}))
                    )
    return "\n".join(lines)


def _with_looks(experiment: Experiment, drawing: list[Any]) -> Iterator[Any]:
    """The figure cells, and before each what measuring cells above it set for what they draw."""
    script, cells = experiment.script, iter(drawing)
    for cell in script.cells:
        if cell.draws:
            yield next(cells)
            continue
        looks = [s for s in cell.statements if place_of(s) in experiment.code.looks]
        for statement in looks:
            place = f"{script.shown}:{statement.lineno}"
            yield notebook.code_cell(ast.unparse(statement), title=cell.title, role="", place=place)
