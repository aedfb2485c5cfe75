"""Evidence: the executed notebook of an experiment's first run, and the same as a page.

Slides show all runs; the outputs of cells are kept of the first alone, and the page says so.

slides/lab/NAME.ipynb   opens in Jupyter and VS Code
slides/lab/NAME.html    a lean page that needs no network and no script
"""

import ast
import re
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from msgspec import structs

from executed_slides.base.files import read_utf8, sha256, write_text
from executed_slides.base.folders import Folders
from executed_slides.records.schema import Record
from executed_slides.records.variants import label_of
from executed_slides.runs import notebook
from executed_slides.runs.formulas import draw_formulas
from executed_slides.runs.gallery_text import as_markdown
from executed_slides.runs.inert_pages import POLICY, leave_inert, without_programs
from executed_slides.scripts.script import Script

_ENDINGS = (".ipynb", ".html")
_SIGN = re.compile(r"[\\`\[\]<>]")


def notebook_of(script: Script, record: Record, measured: list[Any], drawn: list[Any]) -> list[Any]:
    """The cells of a script in its order, with the outputs they had, under their titles.

    `measured` and `drawn` are executed cells; a cell that is in neither has no outputs.
    """
    executed = {
        c.metadata.executed_slides.title: c
        for c in [*measured, *drawn]
        if "executed_slides" in c.metadata
    }
    docstring = ast.get_docstring(script.tree) or ""
    opening = as_markdown(docstring) if "\n\n" in docstring else script.finding
    cells = [notebook.markdown_cell(opening)]
    for cell in script.cells:
        if cell.markdown:
            cells.append(notebook.script_cell(script, cell))
            continue
        text = as_markdown(cell.text)
        if cell.is_headed or not text:
            cells.append(notebook.markdown_cell(f"### {cell.title}"))
        cells += [notebook.markdown_cell(text)] if text else []
        code = executed.get(cell.title) or notebook.script_cell(script, cell)
        code.source = code.source.removeprefix("\n".join(cell.prose)).lstrip("\n")
        cells += [code] if code.source or not text else []
        if cell.sets_parameters and (set_by_run := script.overridden(record.parameters)):
            cells.append(notebook.parameters_cell(set_by_run))
    links = [
        f"![{_SIGN.sub(_escaped, about.alt)}](../image/{Path(about.file).name})"
        for about in record.figures.values()
    ]
    return cells + [notebook.markdown_cell(link) for link in links]


def _escaped(sign: re.Match[str]) -> str:
    return f"\\{sign[0]}"


def _notebook_text(cells: list[Any]) -> str:
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


def _read_notebook(path: Path) -> list[Any]:
    """The cells of a kept notebook, or none when there is none to read."""
    import nbformat

    try:
        notebook = nbformat.reads(read_utf8(path, path.name), as_version=4)
        nbformat.validate(notebook)
    except Exception:  # nbformat trips over other shapes in more ways than it says.
        return []
    return notebook.cells


def write_lab_pages(folder: Path, record: Record, cells: list[Any]) -> list[Path]:
    """Writes the executed notebook and its page into a folder, and returns both files."""
    pages = [folder / f"{record.experiment}{ending}" for ending in _ENDINGS]
    for page, text in zip(pages, (_notebook_text(cells), _lab_page(cells, record)), strict=True):
        write_text(page, text)
    return pages


def recorded_cells(folders: Folders, record: Record) -> list[Any]:
    """The measuring cells of a record's first run, with the outputs that they had.

    Outputs that are not those of the record's own run are left out, never passed on.
    """
    path = folders.lab / f"{record.experiment}.ipynb"
    recorded = record.evidence.get(path.relative_to(folders.outputs).as_posix())
    kept = _read_notebook(path) if path.exists() and sha256(path) == recorded else []
    return [cell for cell in kept if _is_measured(cell)]


def _is_measured(cell: Any) -> bool:
    """False for what a figure cell drew, and for what no build wrote."""
    about = cell.metadata.get("executed_slides")
    return about is None or (
        isinstance(about, dict) and "title" in about and about.get("role") != "figure"
    )


def _lab_page(cells: list[Any], record: Record) -> str:
    """The executed notebook as an HTML page, under what its record says of the run."""
    import nbformat
    from pygments.formatters import HtmlFormatter

    shown = nbformat.v4.new_notebook(cells=without_programs(cells))
    body, _ = _exporter().from_notebook_node(shown)
    title = escape(record.experiment)
    body = draw_formulas(leave_inert(body))
    rows = "".join(
        f"<dt>{name}</dt><dd>{escape(value)}</dd>" for name, value in _record_facts(record)
    )
    return f"""<!doctype html>
<html lang="ko">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>
{HtmlFormatter(style="default").get_style_defs(".highlight")}
{_STYLE}
</style>
</head>
<body>
<h1>{title}</h1>
<dl>{rows}</dl>
{body}
</body>
</html>
"""


def load_libraries() -> None:
    """Imports and compiles what runs and their pages need.

    It is called before runs have threads: modules of nbformat and IPython import each other in
    circles, and threads that enter one at different places fail.
    """
    import ipykernel.kernelspec  # noqa: F401 Jupyter asks it how a kernel starts
    import nbformat

    import executed_slides.runs.kernel  # noqa: F401 to load it is all that is wanted

    cells = [notebook.markdown_cell("# Text"), notebook.code_cell("code = 1")]
    _exporter().from_notebook_node(nbformat.v4.new_notebook(cells=cells))


@cache
def _exporter() -> Any:
    """nbconvert's exporter; it compiles its templates once."""
    from nbconvert import HTMLExporter

    return HTMLExporter(template_name="basic")


# Slides show all runs.
_OF_FIRST = "this page is of the first, of which alone the outputs of cells are kept"


def _record_facts(record: Record) -> list[tuple[str, str]]:
    data = {name: digest or "made by code" for name, digest in record.measure.data.items()}
    seeds = [str(seed) for seed in record.seeds if seed is not None]
    points = "; ".join(map(label_of, record.points))
    facts = [
        ("measure key", record.measure.key),
        ("data", _pairs(data)),
        ("seeds", f"{', '.join(seeds)}; {_OF_FIRST}" if seeds else ""),
        ("sweep", f"{points}; {_OF_FIRST}" if points else ""),
        ("date", record.date),
        ("machine", _pairs(structs.asdict(record.machine))),
        ("versions", _pairs(record.versions)),
    ]
    if record.smoke:
        facts.insert(0, ("SMOKE RUN", "tiny data made by code: these are not results"))
    return [(name, value) for name, value in facts if value]


def _pairs(values: dict[str, Any]) -> str:
    return ", ".join(f"{name} {value}" for name, value in values.items())


_STYLE = """\
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1b1f24;
  font: 1rem/1.6 Pretendard, "Noto Sans KR", "Apple SD Gothic Neo", "Malgun Gothic", sans-serif; }
pre { font: .875rem/1.5 D2Coding, ui-monospace, Consolas, monospace; white-space: pre-wrap; }
h3 { margin: 1.6rem 0 .4rem; font-size: 1rem; color: #0b5394; }
.highlight { padding: .1rem .8rem; border-left: .25rem solid #b9c4d0; background: #f6f8fa; }
.jp-OutputArea-output pre, .output pre { padding: .1rem .8rem; color: #424a53; }
.prompt, .jp-InputPrompt, .jp-OutputPrompt, .anchor-link { display: none; }
img { max-width: 100%; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; color: #424a53; }
dd { margin: 0; overflow-wrap: anywhere; }"""
