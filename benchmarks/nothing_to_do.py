"""What a command costs when there is nothing to do, beside other tools that know as much.

    uv run benchmarks/nothing_to_do.py [--rounds N] [--ours]

A second copy of the midterm deck with all its files, and its data where DECK_DATA names it, is
given to doit, pytask and DVC as the same steps, each with what it reads and writes; to cog as a
text with the numbers of every record; and to git as a tree. Whole processes take turns; each figure
is the median of the processor's seconds of one and its children, so that a busy machine counts
little. `ratio` is to a Python that imports Jinja alone. Every command has its compiled code at
hand; none of ours may import Keras. `--ours` needs no network: it leaves the other tools out.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from deck_copies import copy_deck
from peers import bring_pipelines

from executed_slides.base.folders import Folders
from executed_slides.state.project import Project, read_project

ROOT = Path(__file__).parent.parent
ROUNDS = 15
JINJA = "import jinja2"
VERBS = (["check"], ["build"], ["check", "--full"], ["status"])


class Step(NamedTuple):
    """One step of a build: the files that it reads and writes, from the project's root."""

    name: str
    reads: list[str]
    writes: list[str]


class Cost(NamedTuple):
    """The processor's seconds and the clock's, of one process with its children."""

    cpu: float
    wall: float


def copy_with_data(root: Path) -> None:
    copy_deck(root)
    if data := os.environ.get("DECK_DATA"):
        shutil.copytree(data, root / "data")


def find_steps(project: Project) -> Iterator[Step]:
    """The steps of a deck as a pipeline's: data, an experiment each, slides, finished files."""
    root = project.folders.root
    helpers = [
        f"experiments/{path.name}"
        for path in sorted(project.folders.experiments.glob("*.py"))
        if path.stem not in project.experiments
    ]
    stamps = {}
    for name in sorted({d for e in project.experiments.values() for d in e.script.block.data}):
        path, stamp = root / "data" / name, f"stamps/{name}"
        (root / "stamps").mkdir(exist_ok=True)
        (root / stamp).write_text(name)
        files = sorted(path.rglob("*.*")) if path.is_dir() else [path] if path.exists() else []
        yield Step(f"data-{name}", [str(file.relative_to(root)) for file in files], [stamp])
        stamps[name] = stamp
    records = []
    for name, experiment in sorted(project.experiments.items()):
        record, block = experiment.record, experiment.script.block
        reads = [f"experiments/{name}.py", *helpers, *(stamps[data] for data in block.data)]
        figures = [figure.file for figure in record.figures.values()]
        writes = [f"results/{name}.json", *figures, *record.evidence]
        yield Step(name, reads + [f"results/{need}.json" for need in block.needs], writes)
        records.append(f"results/{name}.json")
    templates = [str(path.relative_to(root)) for path in sorted(root.glob("templates/**/*.j2"))]
    yield Step("render", [*templates, *records], ["slides/midterm.md"])
    finished = ["slides/midterm.html", "slides/midterm.pdf"]
    yield Step("export", ["slides/midterm.md", "themes/my-theme.css"], finished)


DOIT = """
import json
from pathlib import Path

def task_step():
    for name, reads, writes in json.loads(Path("steps.json").read_text()):
        yield {"name": name, "file_dep": reads, "targets": writes, "actions": [["true"]]}
"""
PYTASK = """
import json
from pathlib import Path
from typing import Annotated
from pytask import Product, task

for name, reads, writes in json.loads(Path("steps.json").read_text()):

    @task(id=name)
    def task_step(
        reads=tuple(map(Path, reads)),
        produces: Annotated[tuple[Path, ...], Product] = tuple(map(Path, writes)),
    ):
        for path in produces:
            path.touch()
"""
COG = """[[[cog
import json
record = json.load(open("results/{name}.json"))
cog.outl(f"{name} {{record['runs'][0]['numbers']}}")
]]]
[[[end]]]
"""


def write_pipelines(root: Path, steps: list[Step]) -> None:
    (root / "steps.json").write_text(json.dumps(steps))
    (root / "dodo.py").write_text(DOIT)
    (root / "task_deck.py").write_text(PYTASK)
    stages = {
        step.name.replace(".", "-"): {
            "cmd": "true",
            "deps": step.reads if len(step.reads) < 100 else [f"data/{step.name[5:]}"],
            "outs": [{file: {"cache": False}} for file in step.writes],
        }
        for step in steps
    }
    (root / "dvc.yaml").write_text(json.dumps({"stages": stages}))
    texts = [COG.format(name=path.stem) for path in sorted(root.glob("results/*.json"))]
    (root / "cogged.md").write_text("\n".join(texts))


def our_commands() -> dict[str, list[str | Path]]:
    ours = [sys.executable, "build.py"]
    return {
        "python -c pass": [sys.executable, "-c", "pass"],
        JINJA: [sys.executable, "-c", JINJA],
        **{" ".join(verb): [*ours, *verb] for verb in VERBS},
    }


def their_commands(programs: Path) -> dict[str, list[str | Path]]:
    return {
        "git status": ["git", "status", "--short"],
        "cog --check": [programs / "cog", "--check", "cogged.md"],
        "doit": [programs / "doit"],
        "dvc status": [programs / "dvc", "status"],
        "pytask": [programs / "pytask"],
    }


def set_up(root: Path, programs: Path) -> None:
    """All tools have been run once: the next time there is nothing to do."""
    write_pipelines(root, [*find_steps(read_project(Folders(root)))])
    ignored = (".dvc", ".doit.db*", ".pytask", "__pycache__", ".executed-slides", "data")
    (root / ".gitignore").write_text("\n".join(ignored))
    for command in (
        ["git", "init", "--quiet"],
        [programs / "dvc", "init", "--no-scm", "--quiet"],
        [programs / "dvc", "commit", "--force", "--quiet"],
        [programs / "doit"],
        [programs / "pytask"],
        [programs / "cog", "-r", "cogged.md"],
        ["git", "add", "."],
        ["git", "-c", "user.name=a", "-c", "user.email=a@b", "commit", "--quiet", "-m", "all"],
    ):
        run(command, root)


def surroundings(root: Path) -> dict[str, str]:
    """Compiled code may be kept, each tool's beside it; the deck's data is the copy's."""
    left_out = ("PYTHONDONTWRITEBYTECODE", "DECK_DATA", "CI")
    told = {name: value for name, value in os.environ.items() if name not in left_out}
    quiet = {"DVC_NO_ANALYTICS": "1", "PYTHONUNBUFFERED": "1"}
    return told | quiet | ({"DECK_DATA": str(root / "data")} if (root / "data").exists() else {})


def run(command: list[str | Path], root: Path) -> Cost:
    """Runs a command, which must end well."""
    with tempfile.TemporaryFile() as said:
        began = time.perf_counter()
        child = subprocess.Popen(
            command, cwd=root, env=surroundings(root), stdout=said, stderr=subprocess.STDOUT
        )
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.perf_counter() - began
        child.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        assert child.returncode == 0, said.read().decode()
    return Cost(usage.ru_utime + usage.ru_stime, wall)


def imports_keras(command: list[str | Path], root: Path) -> bool:
    ended = subprocess.run(
        [command[0], "-X", "importtime", *command[1:]],
        cwd=root,
        env=surroundings(root),
        capture_output=True,
        text=True,
    )
    names = {line.rpartition("|")[2].strip() for line in ended.stderr.splitlines()}
    return bool({"keras", "tensorflow"} & {name.partition(".")[0] for name in names})


def measure(rounds: int = ROUNDS, is_alone: bool = False) -> dict[str, Cost]:
    """The median cost of each command, over rounds in which they take turns."""
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = (Path(folder).resolve() / name for name in ("ours", "theirs"))
        places = dict.fromkeys(our_commands(), ours)
        named = our_commands()
        copy_with_data(ours)
        if not is_alone:
            programs = bring_pipelines()
            copy_with_data(theirs)
            set_up(theirs, programs)
            named |= their_commands(programs)
            places |= dict.fromkeys(their_commands(programs), theirs)
        for name, command in [*named.items()] * 2:  # Caches are filled.
            run(command, places[name])
        for verb in VERBS:
            assert not imports_keras([sys.executable, "build.py", *verb], ours), verb
        taken = [
            {name: run(command, places[name]) for name, command in named.items()}
            for _ in range(rounds)
        ]
    return {
        name: Cost(*map(statistics.median, zip(*(costs[name] for costs in taken), strict=True)))
        for name in named
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--ours", action="store_true", help="no other tools")
    options = parser.parse_args()
    costs = measure(options.rounds, options.ours)
    print(f"{'command':<16} {'CPU s':>8} {'ratio':>6} {'wall s':>8}")
    for name, (cpu, wall) in costs.items():
        print(f"{name:<16} {cpu:>8.3f} {cpu / costs[JINJA].cpu:>6.2f} {wall:>8.3f}")


if __name__ == "__main__":
    main()
