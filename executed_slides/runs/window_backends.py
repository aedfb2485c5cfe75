"""Backends of Matplotlib that open windows: in a run all of them are the one that shows on pages.

matplotlib.use("TkAgg")   import matplotlib.backends.backend_tkagg ──▶ site/executed_slides_plots.py

A run has no screen, and gives the same on a machine that has one. Matplotlib is not imported here.
"""

import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.machinery import ModuleSpec
from types import ModuleType

PLOTS = "executed_slides_plots"
_NAMES = {
    f"matplotlib.backends.backend_{name}"
    for name in (
        *(
            f"{kit}{by}"
            for kit in ("tk", "qt", "qt5", "gtk3", "gtk4", "wx")
            for by in ("agg", "cairo")
        ),
        *("macosx", "nbagg", "webagg", "wx"),
    )
}


def serve_backends() -> None:
    """Has this process open no windows."""
    if not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Finder())


class _Finder:
    """Finds these backends, and loads each of them."""

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        return ModuleSpec(name, self) if name in _NAMES else None  # type: ignore[arg-type]

    def create_module(self, spec: ModuleSpec) -> None:
        """A module as any other."""

    def exec_module(self, module: ModuleType) -> None:
        plots = import_module(PLOTS)
        vars(module).update(FigureCanvas=plots.FigureCanvas, FigureManager=plots.FigureManager)
