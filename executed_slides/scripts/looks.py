"""Looks: what a script sets once for all that it draws and prints, and where that holds.

# %% Setup
plt.rc("font", size=14)           holds in figure cells too, where they use what it is a setting of
plt.rc("font", size=width / 40)   does not, where `width` was computed: that is told

What is taken sets a library that the figure cells use, by plain values, parameters, and what other
packages give: nothing that takes long, and nothing that a run measured.
"""

import ast
from typing import NamedTuple

from executed_slides.scripts.cells import Cell
from executed_slides.scripts.facts import chain_of
from executed_slides.scripts.meanings import Meanings, Outside
from executed_slides.scripts.modules import Module
from executed_slides.scripts.syntax import first_line

# Of which packages a setting changes what they draw or print; None for any.
_PLOTS = frozenset({"matplotlib", "seaborn", "pandas"})
_BEARS_ON = {
    "matplotlib": _PLOTS,
    "seaborn": _PLOTS,
    "pandas": frozenset({"pandas"}),
    "numpy": frozenset({"numpy"}),
    "plotly": frozenset({"plotly"}),
    "warnings": None,
}
# Each by its package.
_CALLS = {
    "matplotlib": """rc rcdefaults rcParams.update style.use font_manager.fontManager.addfont
        pyplot.rc pyplot.rcdefaults pyplot.rcParams.update pyplot.style.use pyplot.set_cmap""",
    "numpy": "seterr set_printoptions",
    "pandas": "set_option",
    "seaborn": "set set_color_codes set_context set_palette set_style set_theme",
    "warnings": "filterwarnings simplefilter",
}
_CALLED = {f"{package}.{name}" for package, names in _CALLS.items() for name in names.split()}
_ASSIGNED = (
    "matplotlib.rcParams",
    "matplotlib.pyplot.rcParams",
    "pandas.options",
    "plotly.io.templates",
)


class PlotLook(NamedTuple):
    """A statement that sets what libraries draw or print, and the cell that it stands in."""

    cell: Cell
    statement: ast.stmt


def find_looks(
    measuring: list[Cell], main: Module, meanings: Meanings, packages: set[str]
) -> list[PlotLook]:
    """The statements of measuring cells that set what figure cells use, by their `packages`."""
    return [
        PlotLook(cell, statement)
        for cell in measuring
        for statement in cell.statements
        if any(_bears_on(path, packages) for path in _paths_set(statement, main, meanings))
    ]


def _bears_on(path: str, packages: set[str]) -> bool:
    concerned = _BEARS_ON[path.partition(".")[0]]
    return concerned is None or not concerned.isdisjoint(packages)


def _paths_set(statement: ast.stmt, main: Module, meanings: Meanings) -> list[str]:
    """What of which library a statement sets, by dotted path; nothing for any other statement."""
    match statement:
        case ast.Expr(value=ast.Call(func=func)):
            return [path for path in _paths_of(func, main, meanings) if path in _CALLED]
        case ast.Assign(targets=[target]) | ast.AugAssign(target=target):
            if isinstance(target, ast.Name):
                return []
            set_item = target.value if isinstance(target, ast.Subscript) else target
            return [p for p in _paths_of(set_item, main, meanings) if p.startswith(_ASSIGNED)]
    return []


def _paths_of(node: ast.expr, main: Module, meanings: Meanings) -> list[str]:
    if not (found := chain_of(node)):
        return []
    meant = meanings.of(main, found.name, found.chain)
    return [meaning.path for meaning in meant if isinstance(meaning, Outside)]


def find_own_name(
    look: PlotLook, main: Module, meanings: Meanings, allowed: set[str]
) -> str | None:
    """A name of the script or its helpers by which a look may depend on what a run computed.

    `allowed` are parameters and plain constants.
    """
    for name in main.facts_of(look.statement).names:
        own = any(not isinstance(meaning, Outside) for meaning in meanings.of(main, name))
        if own and name not in allowed:
            return name
    return None


def describe_left_out(shown: str, look: PlotLook, name: str) -> str:
    """Why a look holds in measuring cells alone, with its place and what to do."""
    line = first_line(look.statement)
    return (
        f"{shown}:{line}: does not hold in figure cells, for it uses {name!r} of the measuring "
        f"cell {look.cell.title!r}: write its value there, or set this in the figure cell"
    )


def place_of(statement: ast.stmt) -> tuple[int, int]:
    """Where a statement begins, by which it is found again in the same source."""
    return statement.lineno, statement.col_offset
