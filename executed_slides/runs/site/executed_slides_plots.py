"""Matplotlib's backend of runs: `plt.show()` puts plots onto the lab page, and closes them.

It lies in a folder that each Python of a run has on its path, whatever else that one can import.
"""

import builtins
import sys
from typing import Any

from matplotlib._pylab_helpers import Gcf
from matplotlib.backend_bases import FigureManagerBase
from matplotlib.backends.backend_agg import FigureCanvasAgg


class FigureManager(FigureManagerBase):
    @classmethod
    def pyplot_show(cls, *, block: bool | None = None) -> None:
        """Displays all plots that are open, and ends them as the closing of a window does.

        `plt.pause` asks not to block, and goes on drawing.
        """
        if block is not False and _is_measuring():
            for manager in Gcf.get_all_fig_managers():
                manager.show()
            Gcf.destroy_all()

    def show(self) -> None:
        if _is_measuring():
            from IPython.display import display

            display(self.canvas.figure)  # type: ignore[no-untyped-call] # IPython says no types.


class FigureCanvas(FigureCanvasAgg):
    manager_class: Any = FigureManager


def _is_measuring() -> bool:
    """Not in figure cells, of which the page shows what they keep, nor where no kernel runs."""
    recording = sys.modules.get("executed_slides.runs.recording")
    draws = recording is not None and recording.this_run().draws
    return hasattr(builtins, "get_ipython") and not draws
