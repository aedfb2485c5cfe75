"""Every benchmark runs, at its smallest size, and prints the rows that it is for."""

import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOM = ROOT / "benchmarks"
# Nothing runs of these by itself.
PARTS = {"deck_copies", "peers"}
OF_A_DECK = ["no-op", "check anew", "check --full", "check", "status", "uses", "render", "watch"]
OF_THE_PAST, OF_DATA = ["history", "diff"], ["no-op", "check --full", "check", "status"]
OURS = ["python -c pass", "import jinja2", "check", "build", "check --full", "status"]
TRAININGS = ["convnet ×30", "convnet_augmented ×100", "frozen ×30", "fine_tuned ×30", "all"]
EACH_PART = ["file event", "scripts and records", "Jinja", "Marp", "to the browser, into the page"]

# The arguments of the smallest size, and with what each line that is printed begins.
SMALLEST = {
    "growth past": (
        "commits data_files --sizes 10 --repeats 1",
        ["Python with", "commits", *OF_THE_PAST, "data files", *OF_DATA],
    ),
    "swarm": (
        "2 1 0",
        ["2 runs", "submit", "accept", "finish_record", "record", "check", "memory"],
    ),
    "small_runs": ("1 1", ["1 scripts", "ratio"]),
    "growth": (
        "slides experiments numbers --sizes 10 --repeats 1",
        ["Python with", "slides", *OF_A_DECK, "experiments", *OF_A_DECK, "numbers", *OF_A_DECK],
    ),
    "nothing_to_do": ("--rounds 1 --ours", ["command", *OURS]),
    "saves": ("10", ["saves", "10"]),
    "workers": ("2 0", ["1 workers", "2 workers", "speed-up"]),
    "export": ("--repeats 1", ["Marp, HTML then PDF", "export of both", "a word, to finished"]),
    "previews": ("--edits 1 --ours", ["preview", "watch"]),
    "watch": (
        "--edits 1",
        [r"\d+ slides", "", "template", *EACH_PART, "save to slide", "save to slide, painted"],
    ),
    "convnets": ("20", ["book s", *TRAININGS]),
}


@pytest.mark.exhaustive
@pytest.mark.parametrize("name", SMALLEST)
def test_a_benchmark_prints_its_rows(name, monkeypatch):
    arguments, rows = SMALLEST[name]
    monkeypatch.delenv("DECK_DATA", raising=False)
    program = ROOM / f"{name.partition(' ')[0]}.py"

    ended = subprocess.run(
        [sys.executable, program, *arguments.split()], cwd=ROOT, capture_output=True, text=True
    )

    assert ended.returncode == 0, ended.stderr
    lines = ended.stdout.splitlines()
    assert len(lines) == len(rows), ended.stdout
    for line, begins in zip(lines, rows, strict=True):
        assert re.match(rf"\s*{begins}", line), ended.stdout


def test_the_table_has_a_row_for_each_way_that_was_measured(monkeypatch, capsys):
    monkeypatch.syspath_prepend(str(ROOM))
    table, nothing, previews, export = map(
        import_module, ("table", "nothing_to_do", "previews", "export")
    )
    costs = {nothing.JINJA: nothing.Cost(0.05, 0.1), "check": nothing.Cost(0.1, 0.2)}
    monkeypatch.setattr(nothing, "measure", lambda: costs)
    times = {previews.OURS: previews.Times(70, 0), "marp -s": previews.Times(350, 2)}
    monkeypatch.setattr(previews, "measure", lambda: times)
    monkeypatch.setattr(export, "measure", lambda: {export.MARP: 4.0, export.OURS: 3.0})

    table.main()

    rows = [line for line in capsys.readouterr().out.splitlines() if line.startswith("| ")]
    assert rows == [
        "| With nothing to do | CPU s | as `import jinja2` |",
        "| `import jinja2` | 0.050 | 1.00 |",
        "| `check` | 0.100 | 2.00 |",
        "| From a save to the painted slide | ms | as `watch` |",
        "| `watch` | 70 | 1.00 |",
        "| `marp -s` (2 of the saves lost) | 350 | 5.00 |",
        "| HTML and PDF of changed slides | s | as Marp |",
        "| Marp, HTML then PDF | 4.00 | 1.00 |",
        "| export of both | 3.00 | 0.75 |",
    ]


def test_every_benchmark_is_tried():
    tried = {name.partition(" ")[0] for name in SMALLEST} | {"table"}

    assert {path.stem for path in ROOM.glob("*.py")} - PARTS == tried
