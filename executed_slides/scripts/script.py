"""An experiment script, read without running it.

docstring            the finding, in a sentence, or its underlined heading
# /// experiment     data, needs, figures, seeds, [sweep], memory, [smoke]   (TOML, as PEP 723)
# %% Title           cells in Jupytext's percent format, tagged `parameters` or `figure`
# region NAME        lines that a slide shows, up to # endregion
"""

import ast
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

from msgspec import structs

from executed_slides.base.errors import DeckError, Unreadable
from executed_slides.base.file_names import refuse_odd_name
from executed_slides.base.files import files_in, read_utf8, text_of
from executed_slides.base.typed import refuse_unstorable
from executed_slides.scripts.block import BLOCK, Block, read_block, refuse_wrong_sweep
from executed_slides.scripts.calls_of_record import find_named_figures
from executed_slides.scripts.cells import Cell, find_heading, is_setup, split_cells
from executed_slides.scripts.parameters import Parameters, is_same, read_parameters
from executed_slides.scripts.syntax import parse


@dataclass(frozen=True)
class Script:
    """An experiment as its file tells it."""

    name: str
    path: Path
    shown: str
    source: str
    finding: str
    block: Block
    cells: tuple[Cell, ...]
    parameters: Parameters
    tree: ast.Module

    def effective_parameters(self, smoke: bool) -> dict[str, Any]:
        """The parameters of the first run; a smoke run overrides some with smaller ones."""
        smaller = {name: value for name, value in self.block.smoke.items() if name != "sweep"}
        return self.parameters | (smaller if smoke else {}) | self.points(smoke)[0]

    def key_parameters(self, smoke: bool) -> dict[str, Any]:
        """What the key counts: those of the first run, in Python's words where JSON has none."""
        effective, written = self.effective_parameters(smoke), self.parameters.written
        as_written = {
            name: {"written": written[name]}
            for name in written.keys() & effective.keys()
            if is_same(effective[name], self.parameters[name])
        }
        return effective | as_written

    def overridden(self, parameters: dict[str, Any]) -> dict[str, Any]:
        """Those of a run's parameters that the script's own cells do not set to the same."""
        own = self.parameters
        return {
            name: value
            for name, value in parameters.items()
            if name not in own or not is_same(own[name], value)
        }

    def points(self, smoke: bool) -> list[dict[str, Any]]:
        """The points of the sweep, one empty point for none; a smoke run takes its own, or two."""
        if smoke:
            own = self.block.smoke_sweep
            return grid(own) if own else grid(self.block.sweep)[:2]
        return grid(self.block.sweep)

    def seeds(self, smoke: bool, at_least: int = 1) -> list[int | None]:
        """The seeds of the runs, counted up from the parameter `seed`; None where there is none."""
        seed = self.effective_parameters(smoke).get("seed")
        if seed is None:
            return [None]
        return [seed + run for run in range(max(at_least, 1 if smoke else self.block.seeds))]

    @property
    def measures(self) -> bool:
        """False for a script that only draws: it has one empty run."""
        return any(
            cell.statements and not (cell.draws or cell.sets_parameters or is_setup(cell))
            for cell in self.cells
        )


def grid(sweep: dict[str, list[Any]]) -> list[dict[str, Any]]:
    """Every combination of the values, the last parameter's changing fastest; one for none."""
    return [dict(zip(sweep, values, strict=True)) for values in product(*sweep.values())]


def find_notebooks(folder: Path) -> list[Path]:
    """The notebooks in a folder that have an experiment block, and no script of their name."""
    return [
        path
        for path in files_in(folder, ".ipynb")
        if not path.with_suffix(".py").exists() and "# /// experiment" in (text_of(path) or "")
    ]


def refuse_notebook(shown: str) -> DeckError:
    """What is said of a notebook that is to be an experiment, with the command that converts it."""
    return DeckError(
        f"{shown}: a notebook is no experiment: its script is, of which each cell is `# %%`",
        f"uvx jupytext --to py:percent {shown}",
    )


def find_scripts(folder: Path) -> list[Path]:
    """The scripts in a folder that are experiments: those with an experiment block."""
    return [path for path in files_in(folder, ".py") if _may_be_experiment(path)]


def _may_be_experiment(path: Path) -> bool:
    """False for a helper; whoever reads a script that cannot be read says why."""
    try:
        return BLOCK.search(read_utf8(path, path.name)) is not None
    except Unreadable:
        return True


def read_script(path: Path, shown: str) -> Script:
    """Reads an experiment; `shown` is how messages name its file.

    Raises DeckError, with file and line, for a script that is not valid Python, an unknown
    key in its block, or a parameter that is not a plain value.
    """
    source = read_utf8(path, shown)
    tree = parse(source, shown)
    block = _with_named_figures(read_block(source, shown), tree, shown)
    cells = tuple(split_cells(source, tree, shown))
    parameters = read_parameters(cells, shown)
    refuse_wrong_sweep(block, parameters, shown)
    for name in block.smoke.keys() - parameters.keys() - {"sweep"}:
        raise DeckError(
            f"{shown}: [smoke] sets {name!r}, which is no parameter",
            f"its parameters are {', '.join(parameters) or 'none: tag a cell with parameters'}",
        )
    for seed in (parameters.get("seed"), block.smoke.get("seed")):
        if seed is not None and (isinstance(seed, bool) or not isinstance(seed, int)):
            raise DeckError(
                f"{shown}: the parameter seed is {seed!r}, which is no whole number",
                "runs count up from it; set another parameter to a text",
            )
    if block.seeds > 1 and "seed" not in parameters:
        raise DeckError(
            f"{shown}: seeds = {block.seeds}, but there is no parameter 'seed'",
            "set seed in the cell tagged parameters, and hand it to whatever draws at random: "
            "np.random.default_rng(seed), keras.utils.set_random_seed(seed)",
        )
    docstring = ast.get_docstring(tree) or ""
    finding = " ".join((find_heading(docstring.splitlines()) or docstring).split())
    refuse_unstorable(finding, f"{shown}: its docstring")
    return Script(path.stem, path, shown, source, finding, block, cells, parameters, tree)


def _with_named_figures(block: Block, tree: ast.Module, shown: str) -> Block:
    """A block that declares no figure declares those that the script's calls name by a text."""
    if block.figures:
        return block
    figures = find_named_figures(tree)
    for name in figures:
        refuse_odd_name(name, f"{shown}: figure {name!r}")
    return structs.replace(block, figures=figures)
