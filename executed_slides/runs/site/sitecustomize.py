"""What a Python of a run does first, be it the run's own or one that it starts.

Its folder is all of PYTHONPATH there. A `sitecustomize` of the installation has its turn after it.
"""

import contextlib
import importlib.machinery
import importlib.util
import sys
from pathlib import Path

_HERE = str(Path(__file__).parent)

with contextlib.suppress(ModuleNotFoundError):  # A run may start another Python, without us.
    from executed_slides.runs.run_sources import serve_sources
    from executed_slides.runs.trace import watch_reads
    from executed_slides.runs.window_backends import serve_backends

    serve_backends()
    serve_sources()
    watch_reads()
other = importlib.machinery.PathFinder.find_spec(
    "sitecustomize", [place for place in sys.path if place != _HERE]
)
if other and other.loader:
    other.loader.exec_module(importlib.util.module_from_spec(other))
