"""Running cells as a notebook, in a process of their own.

nbclient and nbformat are imported only when something runs: `check` stays fast.
"""

import atexit
import contextlib
import os
import re
import signal
import sys
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

from executed_slides.base.errors import DeckError
from executed_slides.base.processes import end_family
from executed_slides.base.scratch import scratch_folder
from executed_slides.runs.as_script import CELLS
from executed_slides.runs.endings import (
    ENDED,
    advise_on_fault,
    advise_pool,
    describe_ending,
    ends_well,
)
from executed_slides.runs.fork_server import ForkServer
from executed_slides.runs.imported_first import find_preload
from executed_slides.scripts.cells import Cell
from executed_slides.scripts.script import Script

Hear = Callable[[str], None]
_REFUSALS = {"DeckError", "FileNotFoundError", "LookupError", "ValueError"}
_OUR_FRAME = re.compile(r"File \S*[/\\]executed_slides[/\\](record\.py|runs[/\\]\w+\.py):")
# It stands between an import and the helper that is imported.
_SERVING_FRAME = re.compile(r"File \S*[/\\]executed_slides[/\\]runs[/\\]run_sources\.py:")
ANSI = re.compile(r"\x1b\[[0-9;]*m")


class CellFailed(Exception):
    """A cell raised: which one, where in its file, what it printed, and its traceback."""

    def __init__(self, cell: str, place: str, output: str, traceback: str):
        super().__init__(f"cell {cell!r} failed")
        self.cell, self.place, self.output, self.traceback = cell, place, output, traceback


class Kernels:
    """The processes that run now, so that an interrupted build leaves none behind.

    `server` is what they are forked from, if anything.
    """

    def __init__(self, server: ForkServer | None = None):
        self.server = server
        self.pids: set[int] = set()
        self.family = uuid.uuid4().hex
        self.stopped = False

    def add(self, pid: int) -> None:
        self.pids.add(pid)
        if self.stopped:
            self.kill()  # It was being started when the others were killed.

    def kill(self) -> None:
        self.stopped = True
        if self.server:
            self.server.end()  # A thread may wait for its answer.
        for pid in list(self.pids):
            _kill_group(pid)
        # A program that a cell started may have left the group.
        end_family(self.family)


def _kill_group(pid: int) -> None:
    """Ends a kernel, which leads its own process group: its children end with it."""
    with contextlib.suppress(OSError):  # Of one that is gone Windows says its number is wrong.
        os.killpg(pid, signal.SIGKILL) if hasattr(os, "killpg") else os.kill(pid, 9)


def code_cell(source: str, **about: Any) -> Any:
    """A notebook cell of code; `about` is kept in its metadata for who reads it later."""
    from nbformat.v4 import new_code_cell

    return new_code_cell(source, metadata={"executed_slides": about})


def markdown_cell(source: str) -> Any:
    from nbformat.v4 import new_markdown_cell

    return new_markdown_cell(source)


def script_cell(script: Script, cell: Cell) -> Any:
    """A script's cell as a notebook's; markdown cells lose their comment signs."""
    if cell.markdown:
        return markdown_cell(re.sub(r"^# ?", "", cell.source, flags=re.MULTILINE))
    role = "figure" if cell.draws else "measure"
    return code_cell(cell.source, title=cell.title, role=role, place=f"{script.shown}:{cell.line}")


def parameters_cell(parameters: dict[str, Any]) -> Any:
    """The cell that follows the script's own parameters and sets those of this run."""
    source = "\n".join(f"{name} = {value!r}" for name, value in parameters.items())
    return code_cell(source, title="parameters of this run", role="parameters", place="")


def run_cells(
    cells: list[Any],
    folder: Path,
    environment: dict[str, str],
    log: Path,
    kernels: Kernels,
    on_text: Hear,
    idle_minutes: float = 30,
) -> None:
    """Runs cells one after another in a kernel of their own, and fills in their outputs.

    `on_text` hears what the cells print, as they print it; one that stands still for
    `idle_minutes` is ended. Raises CellFailed, or DeckError when no kernel starts.
    """
    import nbformat
    from nbclient.exceptions import CellExecutionError, DeadKernelError

    from executed_slides.runs.kernel import Client, Exited
    from executed_slides.runs.standstill import Standstill, watched

    notebook = nbformat.v4.new_notebook(cells=cells)
    client = Client(
        notebook,
        timeout=None,
        kernel_name="python3",
        resources={"metadata": {"path": str(folder)}},
        shutdown_kernel="immediate",
        store_widget_state=False,
        # What other programs and C++ libraries print is no output of a cell: it goes to `log`.
        # The folder of the scripts is on no path: helpers are served as they were hashed.
        extra_arguments=[
            "--IPKernelApp.capture_fd_output=False",
            "--InteractiveShellApp.ignore_cwd=True",
            "--log-level=ERROR",
        ],
        startup_timeout=300,
    )
    ours: list[int] = []
    standstill = Standstill(
        idle_minutes, lambda: _where(client.cell), _warn, lambda: advise_pool(_end_of(log))
    )
    watch = contextlib.ExitStack()

    def begin(pid: int) -> None:
        ours.append(pid)
        kernels.add(pid)
        watch.enter_context(watched(pid, standstill, lambda: _kill_group(pid)))

    def hear(text: str) -> None:
        standstill.hear()
        on_text(text)

    client.on_cell_executed = client.hear_reply
    client.on_text, client.on_process = hear, begin
    client.server = _server_for(cells, environment, kernels)
    client.kept, client.cell = {}, None
    try:
        with log.open("wb") as printed, scratch_folder() as place, watch:
            client.place = Path(place)
            client.execute(env=environment | {CELLS: _count(cells)}, stdout=printed, stderr=printed)
    except CellExecutionError as error:
        if not _end_script(cells, client.cell):
            raise _failure(cells, _end_of(log)) from error
    except Exited as error:
        raise _fault_of(client.cell, ENDED) from error
    except DeadKernelError as error:
        died = standstill.reason or f"its process died, {_last_words(log)}"
        raise _fault_of(client.cell, died) from error
    except RuntimeError as error:
        raise DeckError(
            f"a process for the cells did not start: {error}\n{_last_words(log)}",
            "run the same again; `warm_start = false` under [tool.executed-slides] starts them "
            "another way",
        ) from error
    finally:
        # nbclient would end once more, as Python does, a kernel that is gone or never was.
        atexit.unregister(client._cleanup_kernel)
        kernels.pids.difference_update(ours)
    for cell in cells:
        # Times of execution would differ between two runs that agree.
        cell.metadata.pop("execution", None)


def _count(cells: list[Any]) -> str:
    """How many of them run: none that is empty."""
    return str(sum(cell.cell_type == "code" and bool(cell.source.strip()) for cell in cells))


def _server_for(
    cells: list[Any], environment: dict[str, str], kernels: Kernels
) -> ForkServer | None:
    """What these cells are forked from: a process that has imported what they import, if any."""
    if not kernels.server or not (wanted := find_preload(cells, environment)):
        return kernels.server
    return kernels.server.having(wanted)


def _where(cell: Any) -> str:
    about = cell.metadata.get("executed_slides", {}) if cell else {}
    return f"{about.get('place')}: cell {about.get('title')!r}" if about else "a run that starts"


def _warn(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _end_of(log: Path) -> str:
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - 10_000))
        return file.read().decode("utf-8", "replace")


def _last_words(log: Path) -> str:
    lines = _end_of(log).splitlines()[-10:]
    return "\n".join(["and its last words were:", *lines]) if lines else "killed or out of memory"


def _fault_of(cell: Any, fault: str) -> CellFailed:
    about = cell.metadata.executed_slides
    return CellFailed(about.title, about.place, _printed(cell), fault)


def _end_script(cells: list[Any], last: Any) -> bool:
    """Whether the last of all cells ended the script as one that went well; its page has no error.

    What stands behind it would have run, so in any other cell it is a failure.
    """
    *_, at_end = (cell for cell in cells if cell.cell_type == "code")
    raised = next((output for output in last.outputs if output.output_type == "error"), None)
    if last is not at_end or not raised or not ends_well(raised):
        return False
    last.outputs.remove(raised)  # A thread may have gone on printing behind it.
    return True


def _failure(cells: list[Any], log: str) -> CellFailed:
    for cell in cells:
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                about, printed = cell.metadata.executed_slides, _printed(cell)
                place = _failing_place(about.place, cell, output.traceback)
                told = describe_ending(output, printed) or "\n".join(_without_ours(output))
                failed = CellFailed(about.title, place, printed, told)
                if advice := advise_on_fault(output, log):
                    failed.add_note(advice)
                return failed
    raise AssertionError("nbclient reported an error that no cell shows")


def _without_ours(error: Any) -> list[str]:
    """A traceback without the frames in which `record` refuses what a cell gave it."""
    ours = _OUR_FRAME if error.ename in _REFUSALS else _SERVING_FRAME
    return [frame for frame in error.traceback if not ours.match(ANSI.sub("", frame))]


def _failing_place(place: str, cell: Any, traceback: list[str]) -> str:
    """file:line of the statement that raised, found by the traceback's own cell number."""
    text = ANSI.sub("", "\n".join(traceback))
    found = re.search(rf"Cell In\[{cell.execution_count}\], line (\d+)", text)
    if not place or not found:
        return place
    file, _, first = place.rpartition(":")
    return f"{file}:{int(first) + int(found[1]) - 1}"


def _printed(cell: Any) -> str:
    return "".join(o.text for o in cell.get("outputs", []) if o.output_type == "stream")
