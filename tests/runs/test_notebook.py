"""Cells run in processes of their own, and those that run are known until they end."""

import os
from threading import Thread

from executed_slides.runs.notebook import Kernels, code_cell, run_cells

WAITING = """
from pathlib import Path
Path({here!r}).touch()
while not Path({go!r}).exists():
    pass
"""


def test_a_run_that_ends_leaves_the_processes_of_others_known(tmp_path):
    kernels = Kernels()

    def start(name: str) -> Thread:
        here, go = tmp_path / f"{name} is here", tmp_path / f"{name} may go"
        cells = [code_cell(WAITING.format(here=str(here), go=str(go)), title="", place="")]
        log = tmp_path / f"{name}.txt"
        run = Thread(target=run_cells, args=(cells, tmp_path, dict(os.environ), log, kernels, str))
        run.start()
        while run.is_alive() and not here.exists():
            pass
        return run

    def end(name: str, run: Thread) -> None:
        (tmp_path / f"{name} may go").touch()
        run.join()

    first = start("first")
    [one] = kernels.pids
    second = start("second")
    end("first", first)

    [two] = kernels.pids
    assert two != one
    end("second", second)
    assert kernels.pids == set()
