"""Undeclared reads: what is said of files that a run was seen to read, with the line to add.

`read config/a.json, which its block does not declare: files = ["config/a.json"]`
"""

from pathlib import PurePosixPath

from executed_slides.records.keys import Parts
from executed_slides.records.schema import Record
from executed_slides.state.input_files import DATA, find_named, leads_out, may_be_elsewhere
from executed_slides.state.project import Project

Observed = dict[str, str | None]
# More are named by their folder.
_MOST = 3


def describe_new_reads(project: Project, record: Record, former: Record | None) -> list[str]:
    """What a record's runs and figures read undeclared, and those of its former one did not."""
    before: tuple[Parts | None, Parts | None]
    before = (former.measure, former.draw) if former else (None, None)
    notes = []
    for parts, old in zip((record.measure, record.draw), before, strict=True):
        known = old.inputs.keys() if old else ()
        new = {name: v for name, v in (parts.observed or {}).items() if name not in known}
        if new:
            notes.append(describe_reads(project, new, figures=parts is record.draw))
    return notes


def describe_reads(project: Project, observed: Observed, figures: bool) -> str:
    """What cells read undeclared, and what declares it.

    What figure cells read is none of the measuring ones' business, so `files` is not for it.
    """
    who = "its figure cells " if figures else ""
    names = sorted(observed)
    shown = ", ".join(names if len(names) <= _MOST else [*names[:_MOST], f"{len(names)} in all"])
    mend = "; ".join(_lines_to_add(project, names, figures))
    return f"{who}read {shown}, which nothing declares: {mend}"


def _lines_to_add(project: Project, names: list[str], figures: bool) -> list[str]:
    inside, data, elsewhere = [], [], []
    for name in names:
        path = find_named(project.folders, project.data, name)
        if name.startswith(DATA):
            data.append(PurePosixPath(name).parts[1])
        elif may_be_elsewhere(name) or (path and leads_out(project.folders, path)):
            elsewhere.append(name)
        else:
            inside.append(name)
    lines = []
    if inside and figures and not any(name.endswith("/") for name in inside):
        lines.append(", ".join(f'record.read("{name}")' for name in inside[:_MOST]))
    elif inside:
        lines.append(f"files = {_as_toml(_patterns_for(inside))}")
    if data:
        lines.append(f"data = {_as_toml(sorted(set(data)))} and record.data")
    if elsewhere:
        lines.append(f"put {', '.join(elsewhere[:_MOST])} into the project")
    return lines


def _patterns_for(names: list[str]) -> list[str]:
    """Patterns for files: each on its own, or all of a folder that was listed or has many."""
    folders = {name.rstrip("/") for name in names if name.endswith("/")}
    files = [PurePosixPath(name) for name in names if not name.endswith("/")]
    parents = [str(file.parent) for file in files]
    folders |= {parent for parent in parents if parents.count(parent) > _MOST}
    alone = [str(file) for file in files if str(file.parent) not in folders]
    return sorted([*alone, *((PurePosixPath(folder) / "*").as_posix() for folder in folders)])


def _as_toml(names: list[str]) -> str:
    return "[" + ", ".join(f'"{name}"' for name in names) + "]"
