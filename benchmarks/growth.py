"""How time and memory grow with slides, experiments, recorded numbers, commits and data files.

    uv run benchmarks/growth.py [KIND …] [--sizes N …] [--repeats N]

A kind is one of these, `data_files` the last; all without one. Decks are made by code, records
included, so nothing runs. Each command is a process of its own, the quickest of two; its seconds
are the processor's, with git's, so that a busy machine does not count; exports count as made and
measured, and slides as drawn, since their time is Marp's. `check anew` has no cache, `watch` begins
and follows twenty saves, and MB is what the process held at its peak. `growth` says how many times
longer a command took for how many times more: linear or better is at most the latter.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from msgspec import structs

from executed_slides.base.files import sha256, write_text
from executed_slides.base.folders import Folders
from executed_slides.base.stat_data import TOO_RECENT
from executed_slides.records.keys import NOT_DRAWN
from executed_slides.records.record_files import read_record, write_record
from executed_slides.records.schema import FORMAT, Figure, Machine, Record, Run
from executed_slides.state.project import read_project
from executed_slides.state.staleness import draw_parts

REPEATS = 2
FEW = {"slides": 50, "experiments": 10, "numbers": 1_000, "commits": 0, "data_files": 0}
CODE = """
import atexit, os, resource, shutil, sys
from pathlib import Path
from executed_slides.commands import build
from executed_slides.commands.main import main
from executed_slides.state.project import read_project
from executed_slides.base.folders import Folders
from executed_slides.proof import check
from executed_slides.template.rendering import judge_deck
build.find_stale_exports = check.find_stale_exports = lambda *_, **__: []
build.read_layout = check.read_layout = lambda *_, **__: []
root = Path(sys.argv[1])

def forget():
    shutil.rmtree(Folders(root).state / 'cache', ignore_errors=True)

def peak():
    try:
        # What Linux says of a process counts its parent's memory, but for this line.
        status = Path("/proc/self/status").read_text()
        return int(status.partition("VmHWM:")[2].split()[0]) / 1e3
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6

atexit.register(lambda: print(sum(os.times()[:4]), peak(), file=sys.stderr))
"""
SAVES = """
import gc
from types import SimpleNamespace
from executed_slides.output.marp_core import DrawnSlides
from executed_slides.watch.preview import Preview
from executed_slides.watch.session import Session

def draw(markdown, style, shown):
    return DrawnSlides((*markdown.split("\\n---\\n"),), style.css)

gc.set_threshold(100_000)  # As of every command.
marp = SimpleNamespace(render=draw, revive=lambda: None)
session = Session(Folders(root), "deck", Preview(), marp, False, lambda *_: None, print)
template = root / "templates" / "deck.md.j2"
text = template.read_text()
for saves in range(21):
    template.write_text(f"{text}\\nsaved {'again ' * saves}\\n" if saves else text)
    session.update({template})
    session.tick()
template.write_text(text)
session.close()
"""
COMMANDS = {
    "no-op": 'sys.exit(main(root, ["build"]))',
    "check anew": "forget(); sys.exit(main(root, ['check']))",
    "check --full": "sys.exit(main(root, ['check', '--full']))",
    "check": 'sys.exit(main(root, ["check"]))',
    "status": 'sys.exit(main(root, ["status"]))',
    "uses": 'sys.exit(main(root, ["uses", "e0.n0"]))',
    "render": 'judge_deck(read_project(Folders(root)), "deck")',
    "watch": SAVES,
}
OF_THE_PAST = {
    "history": 'sys.exit(main(root, ["history", "e0.n0"]))',
    "diff": 'sys.exit(main(root, ["diff", "HEAD~9"]))',
}
OF_DATA = {name: COMMANDS[name] for name in ("no-op", "check --full", "check", "status")}
KINDS = {
    "slides": ((50, 500, 2_000), COMMANDS),
    "experiments": ((10, 100, 1_000), COMMANDS),
    "numbers": ((1_000, 10_000, 100_000), COMMANDS),
    "commits": ((10, 50, 200), OF_THE_PAST),
    "data_files": ((4_000, 40_000, 400_000), OF_DATA),
}
SCRIPT = '''"""Finding {number}."""

# /// experiment
# figures = ["figure_{number}"]
# needs = [{need}]
# data = [{data}]
# seeds = 5
# ///

# %% Setup
from helper_{helper} import double

from executed_slides import record

# %% Parameters tags=["parameters"]
seed = 1
steps = 3
rate = 0.1

# %% Train
losses = [double(step) for step in range(steps)]

# %% Measure
best = min(losses)
record.numbers(best=best, last=losses[-1], gap=losses[-1] - best)
record.series(losses=losses)

# %% Figure tags=["figure"]
record.figure("figure_{number}", record.runs()[0].series.losses, alt="Losses")
'''
HELPER = '''"""Helper {number}."""

FACTOR = 2


def double(value):
    return times(value, FACTOR)


def times(value, factor):
    return value * factor


'''


def write_deck(
    root: Path, slides: int, experiments: int, numbers: int, commits: int, data_files: int
) -> None:
    """A deck that has as many of each, all up to date; its commits change one record."""
    os.environ["DECK_DATA"] = str(root / "data")
    for number in range(data_files):
        photo = root / "data" / "photos" / f"{number // 1_000:03}" / f"{number:06}.jpg"
        photo.parent.mkdir(parents=True, exist_ok=True)
        photo.write_bytes(b"a photo")
    for number in range(20):
        body = "".join(f"def unused_{n}(x):\n    return x + {n}\n\n\n" for n in range(20))
        write_text(
            root / "experiments" / f"helper_{number}.py", HELPER.format(number=number) + body
        )
    for number in range(experiments):
        need = f'"e{number - 1}"' if number % 10 else ""
        data = '"photos"' if data_files and number == 0 else ""
        script = SCRIPT.format(number=number, need=need, data=data, helper=number % 20)
        write_text(root / "experiments" / f"e{number}.py", script)
    write_records(root, numbers // experiments)
    pages = [
        f"# S{slide}\n\n* best {{{{ e{slide % experiments}.n0 | fixed(3) }}}}, "
        f"{{{{ e{slide % experiments}.n1 | spread('fixed', 2) }}}}\n"
        f"* {{% claim e{slide % experiments}.n0 >= 0 %}}never below zero{{% endclaim %}}\n\n"
        f'{{{{ figure("figure_{slide % experiments}", width=400) }}}}\n'
        for slide in range(slides)
    ]
    front = "---\nmarp: true\ntheme: plain\n---\n"
    write_text(root / "templates" / "deck.md.j2", front + "\n---\n\n".join(pages))
    write_text(root / "themes" / "plain.css", "/* @theme plain */\n")
    run(root, "build.write_slides(read_project(Folders(root)), 'deck', print)")
    write_commits(root, commits)


def write_commits(root: Path, commits: int) -> None:
    """A repository in which each commit has another value of one number."""
    who = ["-c", "user.name=Nobody", "-c", "user.email=nobody@example.org"]
    file = Folders(root).results / "e0.json"
    record: Any = read_record(file, file.name, smoke=False) if commits else None
    for commit in range(commits):
        last = {**record.runs[0].numbers, "n0": float(commits - commit - 1)}
        runs = [structs.replace(record.runs[0], numbers=last), *record.runs[1:]]
        write_record(file, structs.replace(record, runs=runs))
        for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", f"Run {commit}"]):
            subprocess.run(["git", *who, *words], cwd=root, check=True)


def write_records(root: Path, numbers: int) -> None:
    folders = Folders(root)
    project = read_project(folders)
    if project.errors:
        raise next(iter(project.errors.values()))
    for experiment in list(project.experiments.values()):
        record = record_of(project, experiment, numbers)
        write_record(folders.results / f"{experiment.name}.json", record)
        project.put(replace(experiment, record=record))


def record_of(project, experiment, numbers: int) -> Record:  # noqa: ANN001
    """A record as five seeds of an experiment would have left it, with its figure and page."""
    folders, name = project.folders, experiment.name
    figure = experiment.script.block.figures[0]
    files = {
        folders.image / f"{figure}.png": "picture" * 5_000,
        folders.lab / f"{name}.html": "page" * 5_000,
        folders.lab / f"{name}.ipynb": "notebook" * 2_500,
    }
    for path, text in files.items():
        write_text(path, f"{name} {text}")
    image, *pages = ((path.relative_to(folders.outputs).as_posix(), sha256(path)) for path in files)
    runs = [
        Run(
            seed=seed,
            numbers={f"n{n}": n + seed / 10 for n in range(max(2, numbers // 5))},
            series={"losses": [0.1 * step for step in range(20)]},
            seconds=1.0,
        )
        for seed in range(1, 6)
    ]
    record = Record(
        format=FORMAT,
        experiment=name,
        finding=experiment.script.finding,
        smoke=False,
        parameters=experiment.script.parameters,
        runs=runs,
        figures={figure: Figure(*image, "Losses")},
        evidence=dict(pages),
        measure=experiment.measure,
        draw=NOT_DRAWN,
        versions={},
        machine=Machine("Linux", "x86_64", 2, 24),
        date=datetime.now(UTC).isoformat(timespec="seconds"),
    )
    needs = {need: project.experiments[need].record for need in experiment.script.block.needs}
    return structs.replace(record, draw=draw_parts(experiment, record, needs))


def run(root: Path, code: str) -> tuple[float, float]:
    """The processor's seconds, and megabytes at the peak, of one process."""
    command = [sys.executable, "-c", CODE + code, str(root)]
    ended = subprocess.run(command, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
    seconds, memory = ended.stderr.splitlines()[-1].split()
    return float(seconds), float(memory)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("kinds", nargs="*", metavar="KIND", help=", ".join(KINDS))
    parser.add_argument("--sizes", nargs="+", type=int, metavar="N")
    parser.add_argument("--repeats", type=int, default=REPEATS)
    options = parser.parse_args()
    nothing = min(run(Path(), "") for _ in range(options.repeats))[0]
    print(f"Python with the engine's imports: {nothing:.2f} s")
    for kind in options.kinds or KINDS:
        usual, commands = KINDS[kind]
        sizes = options.sizes or usual
        costs = [measure(kind, size, commands, options.repeats) for size in sizes]
        print(f"{kind.replace('_', ' '):<14}" + "".join(f"{size:>18,}" for size in sizes))
        for name in commands:
            taken = [cost[name] for cost in costs]
            row = "".join(f"{seconds:>8.2f} s {memory:>5.0f} MB" for seconds, memory in taken)
            growth = f"{taken[-1][0] / taken[0][0]:.1f}/{sizes[-1] / sizes[0]:.0f}"
            print(f"{name:<14}{row}{growth:>10}", flush=True)


def measure(
    kind: str, size: int, commands: dict[str, str], repeats: int
) -> dict[str, tuple[float, float]]:
    """What each command takes in a deck that has as many of a kind."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        write_deck(root, **{**FEW, kind: size})
        if "check" in commands:
            time.sleep(TOO_RECENT / 1e9)  # Of younger files no verdict is kept.
        return {n: min(run(root, code) for _ in range(repeats)) for n, code in commands.items()}


if __name__ == "__main__":
    main()
