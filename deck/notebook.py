"""Running cells as a notebook, in a process of their own, and keeping them as a page.

nbclient, nbformat and nbconvert are imported only when something runs: `check` stays fast.
"""

import contextlib
import os
import re
import signal
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from deck.script import Cell, Script

ANSI = re.compile(r"\x1b\[[0-9;]*m")
OVERWRITTEN = re.compile(r"\x1b\[[0-9;]*m|\x08|.*\r(?=.)")


class CellFailed(Exception):
    """A cell raised: which one, where in its file, what it printed, and its traceback."""

    def __init__(self, cell: str, place: str, output: str, traceback: str):
        super().__init__(f"cell {cell!r} failed")
        self.cell, self.place, self.output, self.traceback = cell, place, output, traceback


class Kernels:
    """The processes that run now, so that an interrupted build leaves none behind."""

    def __init__(self):
        self.pids: set[int] = set()
        self.stopped = False

    def kill(self) -> None:
        self.stopped = True
        for pid in list(self.pids):
            # A kernel leads its own process group: its children end with it.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGKILL) if hasattr(os, "killpg") else os.kill(pid, 9)


def code_cell(source: str, **about: Any) -> Any:
    """A notebook cell of code; `about` is kept in its metadata for who reads it later."""
    from nbformat.v4 import new_code_cell

    return new_code_cell(source, metadata={"deck": about})


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


def execute(
    cells: list[Any],
    folder: Path,
    environment: dict[str, str],
    log: Path,
    kernels: Kernels,
    on_text: Callable[[str], None],
) -> None:
    """Runs cells one after another in a kernel of their own, and fills in their outputs.

    `on_text` hears what the cells print, as they print it. Raises CellFailed.
    """
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, DeadKernelError

    class Client(NotebookClient):
        def process_message(self, msg, cell, cell_index):  # noqa: ANN001, ANN202 nbclient's hook
            if msg["msg_type"] == "stream":
                on_text(msg["content"]["text"])
            return super().process_message(msg, cell, cell_index)

        async def async_start_new_kernel_client(self):  # noqa: ANN202 nbclient's hook
            client = await super().async_start_new_kernel_client()
            kernels.pids.add(self.km.provisioner.pid)
            return client

    notebook = nbformat.v4.new_notebook(cells=cells)
    client = Client(
        notebook,
        timeout=None,
        kernel_name="python3",
        resources={"metadata": {"path": str(folder)}},
        shutdown_kernel="immediate",
        store_widget_state=False,
        # What C++ libraries log is no output of a cell: it goes to `log`.
        extra_arguments=["--IPKernelApp.capture_fd_output=False", "--log-level=ERROR"],
        startup_timeout=300,
    )
    started = set(kernels.pids)
    try:
        with log.open("wb") as stderr:
            client.execute(env={**os.environ, **environment}, stderr=stderr)
    except CellExecutionError as error:
        raise failure(cells) from error
    except DeadKernelError as error:
        code = [cell for cell in cells if cell.cell_type == "code"]
        cell = next((c for c in reversed(code) if c.execution_count or c.outputs), code[0])
        about = cell.metadata.deck
        raise CellFailed(
            about.title, about.place, printed(cell), f"its process died, {last_words(log)}"
        ) from error
    finally:
        kernels.pids &= started
    for cell in cells:
        # Times of execution would differ between two runs that agree.
        cell.metadata.pop("execution", None)


def last_words(log: Path) -> str:
    lines = log.read_text("utf-8", "replace").splitlines()[-10:]
    return "\n".join(["and its last words were:", *lines]) if lines else "killed or out of memory"


def failure(cells: list[Any]) -> CellFailed:
    for cell in cells:
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                about = cell.metadata.deck
                place = failing_place(about.place, cells, cell, output.traceback)
                return CellFailed(about.title, place, printed(cell), "\n".join(output.traceback))
    raise AssertionError("nbclient reported an error that no cell shows")


def failing_place(place: str, cells: list[Any], cell: Any, traceback: list[str]) -> str:
    """file:line of the statement that raised, found by the traceback's own cell number."""
    text = ANSI.sub("", "\n".join(traceback))
    found = re.search(rf"Cell In\[{cell.execution_count}\], line (\d+)", text)
    if not place or not found:
        return place
    file, _, first = place.rpartition(":")
    return f"{file}:{int(first) + int(found[1]) - 1}"


def printed(cell: Any) -> str:
    return "".join(o.text for o in cell.get("outputs", []) if o.output_type == "stream")


def shorten_outputs(cells: Iterable[Any], lines: int = 24) -> None:
    """Leaves out the middle of long prints: a page shows how a training began and ended."""
    for cell in cells:
        if cell.cell_type == "code":
            cell.outputs = merge_streams(cell.outputs)
            for output in cell.outputs:
                if output.output_type == "stream":
                    output.text = shorten(output.text, lines)


def merge_streams(outputs: list[Any]) -> list[Any]:
    merged: list[Any] = []
    for output in outputs:
        last = merged[-1] if merged else None
        if last and output.output_type == "stream" == last.output_type and output.name == last.name:
            last.text += output.text
        else:
            merged.append(output)
    return merged


def shorten(text: str, lines: int) -> str:
    """Text as a terminal would show it at last: what a progress bar overwrote is gone."""
    rows = [OVERWRITTEN.sub("", row) for row in text.split("\n")]
    if len(rows) <= lines:
        return "\n".join(rows)
    half = lines // 2
    left_out = f"… {len(rows) - 2 * half:,} lines left out …"
    return "\n".join([*rows[:half], left_out, *rows[-half:]]) + "\n"


def notebook_text(cells: list[Any]) -> str:
    """The executed notebook as an .ipynb file holds it; equal runs give equal bytes."""
    import nbformat

    for number, cell in enumerate(cells):
        cell.id = f"cell-{number}"
    notebook = nbformat.v4.new_notebook(
        cells=cells,
        metadata={
            "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}
        },
    )
    return nbformat.writes(notebook) + "\n"


def read_notebook(path: Path) -> list[Any]:
    """The cells of a kept notebook, or none when there is none to read."""
    import nbformat

    try:
        return nbformat.read(path, as_version=4).cells
    except (OSError, ValueError, nbformat.reader.NotJSONError):
        return []


def page(cells: list[Any], title: str, facts: list[tuple[str, str]]) -> str:
    """The executed notebook as a lean HTML page that needs no network and no script."""
    from html import escape

    import nbformat
    from nbconvert import HTMLExporter
    from pygments.formatters import HtmlFormatter

    body, _ = HTMLExporter(template_name="basic").from_notebook_node(
        nbformat.v4.new_notebook(cells=cells)
    )
    rows = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in facts)
    return f"""<!doctype html>
<html lang="ko">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{escape(title)}</title>
<style>
{PAGE_STYLE}
{HtmlFormatter(style="default").get_style_defs(".highlight")}
</style>
</head>
<body>
<h1>{escape(title)}</h1>
<dl>{rows}</dl>
{body}
</body>
</html>
"""


PAGE_STYLE = """\
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1b1f24;
  font: 1rem/1.6 Pretendard, "Noto Sans KR", "Apple SD Gothic Neo", "Malgun Gothic", sans-serif; }
pre { font: .875rem/1.5 D2Coding, ui-monospace, Consolas, monospace; white-space: pre-wrap; }
.highlight { padding: .1rem .8rem; border-left: .25rem solid #b9c4d0; background: #f6f8fa; }
.jp-OutputArea-output pre, .output pre { padding: .1rem .8rem; color: #424a53; }
.prompt, .jp-InputPrompt, .jp-OutputPrompt, .anchor-link { display: none; }
img { max-width: 100%; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; color: #424a53; }
dd { margin: 0; overflow-wrap: anywhere; }"""
