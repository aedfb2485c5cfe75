"""Whatever changes in results that other tools measured is named by `check`, and nothing else is.

measured/scores.csv · fit.json · runs.db     evaluation/metrics.yaml · metrics.dvc     mlruns/
"""

import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tiny_deck import Deck, build

CSV = "seed,model,accuracy\n1,plain,0.8812\n1,wide,0.8790\n2,plain,0.8744\n2,wide,0.8903\n"
SCRIPT = '''"""{finding}."""

# /// experiment
# {block}
# ///

# %% Parameters tags=["parameters"]
seed = 1

# %% Read
{code}
'''
SCORES = """import csv

from executed_slides import record

with open(record.read("measured/scores.csv"), encoding="utf-8", newline="") as file:
    rows = [row for row in csv.DictReader(file) if int(row["seed"]) == seed]
record.numbers(accuracy={row["model"]: float(row["accuracy"]) for row in rows})
"""
FIT = """import json

from executed_slides import record

with open(record.read("measured/fit.json")) as file:
    record.numbers(**json.load(file))
"""
EVALUATION = """import yaml

from executed_slides import record

with open(record.read("evaluation/metrics.yaml")) as file:
    record.numbers(**yaml.safe_load(file))
with open(record.read("evaluation/model.pkl.dvc")) as file:
    record.texts(model=yaml.safe_load(file)["outs"][0]["md5"])
"""
RUNS = """import sqlite3

from executed_slides import record

with sqlite3.connect(f"file:{record.read('measured/runs.db')}?mode=ro", uri=True) as runs:
    record.numbers(loss=dict(runs.execute("select model, loss from runs")))
"""
TRACKED = """from pathlib import Path

from executed_slides import record

seeds = {int(file.read_text()): file for file in Path("../mlruns/101").glob("*/params/seed")}
lines = (seeds[seed].parents[1] / "metrics/val_loss").read_text().splitlines()
record.numbers(val_loss=float(lines[-1].split()[1]))
"""
MLFLOW = 'files = ["mlruns/101/*/params/seed", "mlruns/101/*/metrics/val_loss"]\n# seeds = 2'
TOOLS = {
    "scores": ("seeds = 2", SCORES),
    "fit": ("", FIT),
    "evaluation": ("", EVALUATION),
    "runs": ("", RUNS),
    "tracked": (MLFLOW, TRACKED),
}
SOURCES = {
    **{
        f"experiments/{name}.py": SCRIPT.format(finding=name.title(), block=block, code=code)
        for name, (block, code) in TOOLS.items()
    },
    "measured/scores.csv": CSV,
    "measured/fit.json": '{"r2": 0.7391, "slope": 2.0413}\n',
    "evaluation/metrics.yaml": "test:\n  accuracy: 0.8913\n",
    "evaluation/model.pkl.dvc": "outs:\n- md5: 3f0a\n  path: model.pkl\n",
    "mlruns/101/4f1c/params/seed": "1\n",
    "mlruns/101/4f1c/metrics/val_loss": "1732612593000 0.6931 0\n1732612594000 0.3417 1\n",
    "mlruns/101/9b20/params/seed": "2\n",
    "mlruns/101/9b20/metrics/val_loss": "1732612693000 0.6927 0\n1732612694000 0.3398 1\n",
    "templates/talk.md.j2": "---\ntheme: plain\n---\n# {{ fit.r2 | fixed }}\n",
    "themes/plain.css": "/* @theme plain */\n",
}
SCORES_CHANGED = "stale   scores   file measured/scores.csv changed"
FIT_CHANGED = "stale   fit   file measured/fit.json changed"
METRICS = "mlruns/101/4f1c/metrics/val_loss"


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    root = tmp_path_factory.mktemp("measured")
    (root / "measured").mkdir()
    ask(root, "create table runs (model, loss)", "insert into runs values ('wide', 0.2871)")
    return build(root, SOURCES)


def ask(root: Path, *statements: str) -> None:
    with sqlite3.connect(root / "measured/runs.db") as runs:
        for statement in statements:
            runs.execute(statement)
    runs.close()


def swap(name: str, old: str, new: str) -> Callable[[Path], None]:
    def act(root: Path) -> None:
        Deck(root).edit(name, old, new)

    return act


def rewrite(name: str, change: Callable[[str], str | bytes]) -> Callable[[Path], None]:
    def act(root: Path) -> None:
        content = change(Deck(root).read(name))
        (root / name).write_bytes(content.encode() if isinstance(content, str) else content)

    return act


def edit_unseen(root: Path) -> None:
    """Another digit, where size and time of modification stay."""
    file = root / "measured/scores.csv"
    was = file.stat()
    file.write_text(CSV.replace("0.8812", "0.8912"), "utf-8")
    os.utime(file, ns=(was.st_atime_ns, was.st_mtime_ns))


def link(root: Path) -> None:
    Deck(root).write("measured/other.csv", CSV.replace("0.8812", "0.8912"))
    file = root / "measured/scores.csv"
    file.unlink()
    file.symlink_to("other.csv")


def link_out(root: Path) -> None:
    (root.parent / "far.csv").write_text(CSV, "utf-8")
    file = root / "measured/scores.csv"
    file.unlink()
    file.symlink_to(root.parent / "far.csv")


def rename(root: Path) -> None:
    (root / "measured/fit.json").rename(root / "measured/fit2.json")


def add_run(root: Path) -> None:
    shutil.copytree(root / "mlruns/101/4f1c", root / "mlruns/101/c3d4")


def turn_rows(text: str) -> str:
    head, *rows = text.splitlines(keepends=True)
    return "".join([head, *reversed(rows)])


def decimal_commas(text: str) -> str:
    return text.replace(",", ";").replace("0.", "0,")


CHANGES: dict[str, tuple[Any, ...]] = {
    "a cell edited": (swap("measured/scores.csv", "0.8812", "0.88121"), SCORES_CHANGED),
    "a row added": (rewrite("measured/scores.csv", lambda t: t + "3,wide,0.9\n"), SCORES_CHANGED),
    "a row removed": (swap("measured/scores.csv", "2,wide,0.8903\n", ""), SCORES_CHANGED),
    "rows in another order": (
        rewrite("measured/scores.csv", turn_rows),
        SCORES_CHANGED,
    ),
    "a column renamed": (swap("measured/scores.csv", "accuracy", "acc"), SCORES_CHANGED),
    "columns in another order": (
        swap("measured/scores.csv", "1,plain,0.8812", "1,0.8812,plain"),
        SCORES_CHANGED,
    ),
    "a mark of byte order": (
        rewrite("measured/scores.csv", lambda t: t.encode("utf-8-sig")),
        SCORES_CHANGED,
    ),
    "another encoding": (
        rewrite("measured/scores.csv", lambda t: t.encode("utf-16")),
        SCORES_CHANGED,
    ),
    "line ends": (
        rewrite("measured/scores.csv", lambda t: t.replace("\n", "\r\n")),
        SCORES_CHANGED,
    ),
    "decimal commas": (rewrite("measured/scores.csv", decimal_commas), SCORES_CHANGED),
    "the same size and time": (edit_unseen, SCORES_CHANGED),
    "a link in its place": (link, SCORES_CHANGED),
    "a link out of the project": (
        link_out,
        "failed  scores   experiments/scores.py: measured/scores.csv is a link that leads out of "
        "the project",
    ),
    "a CSV deleted": (
        lambda root: (root / "measured/scores.csv").unlink(),
        "failed  scores   experiments/scores.py: no file 'measured/scores.csv' in the project",
    ),
    "a JSON value edited": (swap("measured/fit.json", "0.7391", "0.7392"), FIT_CHANGED),
    "a JSON key renamed": (swap("measured/fit.json", "r2", "R2"), FIT_CHANGED),
    "JSON keys in another order": (
        rewrite("measured/fit.json", lambda _: '{"slope": 2.0413, "r2": 0.7391}\n'),
        FIT_CHANGED,
    ),
    "a JSON file cut short": (rewrite("measured/fit.json", lambda t: t[:12]), FIT_CHANGED),
    "a JSON file renamed": (
        rename,
        "failed  fit   experiments/fit.py: no file 'measured/fit.json' in the project",
    ),
    "a metric of DVC": (
        swap("evaluation/metrics.yaml", "0.8913", "0.8914"),
        "stale   evaluation   file evaluation/metrics.yaml changed",
    ),
    "an output of DVC": (
        swap("evaluation/model.pkl.dvc", "3f0a", "3f0b"),
        "stale   evaluation   file evaluation/model.pkl.dvc changed",
    ),
    "a row of SQLite": (
        lambda root: ask(root, "update runs set loss = 0.2872"),
        "stale   runs   file measured/runs.db changed",
    ),
    "a table of SQLite": (
        lambda root: ask(root, "alter table runs rename to trials"),
        "stale   runs   file measured/runs.db changed",
    ),
    "a run more of MLflow": (
        add_run,
        "stale   tracked   file mlruns/101/c3d4/metrics/val_loss is new",
        "stale   tracked   file mlruns/101/c3d4/params/seed is new",
    ),
    "a run less of MLflow": (
        lambda root: shutil.rmtree(root / "mlruns/101/9b20"),
        "stale   tracked   file mlruns/101/9b20/metrics/val_loss is gone",
        "stale   tracked   file mlruns/101/9b20/params/seed is gone",
    ),
    "a step more of MLflow": (
        rewrite(METRICS, lambda t: t + "1732612595000 0.3102 2\n"),
        f"stale   tracked   file {METRICS} changed",
    ),
    "a seed of MLflow": (
        swap("mlruns/101/4f1c/params/seed", "1", "3"),
        "stale   tracked   file mlruns/101/4f1c/params/seed changed",
    ),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_is_named_with_its_file_and_nothing_else_is(deck, change):
    act, *named = change
    act(deck.root)

    checked = deck.run("check")

    assert checked.code == (1 if named[0].startswith("failed") else 3)
    told = [line for line in checked.lines if line.startswith(("stale ", "failed "))]
    assert told == named


UNCHANGED = {
    "another time": lambda root: os.utime(root / "measured/scores.csv", (1, 1)),
    "a copy in its place": lambda root: shutil.copy(root / "measured/fit.json", root / "fit.json"),
    "another file beside it": lambda root: Deck(root).write("measured/scores2.csv", CSV),
    "another file of MLflow": lambda root: Deck(root).write("mlruns/101/4f1c/meta.yaml", "a: 1\n"),
    "a database asked": lambda root: ask(root, "select * from runs"),
}


@pytest.mark.parametrize("act", UNCHANGED.values(), ids=UNCHANGED)
def test_what_changes_no_content_is_let_pass(deck, act):
    act(deck.root)

    checked = deck.run("check", "--full")

    assert checked.code == 0, checked.out


@pytest.fixture(name="writer")
def open_database(deck):
    """A program that has the database open, and writes what it commits beside it at first."""
    writer = sqlite3.connect(deck.root / "measured/runs.db", isolation_level=None)
    writer.execute("pragma journal_mode = wal")
    yield writer
    writer.close()


def test_what_a_program_committed_to_an_open_database_is_named(deck, writer):
    """It was good while the database itself had not changed, whatever a run would have read."""
    assert deck.run("build", "runs").code == 0
    database = (deck.root / "measured/runs.db").read_bytes()
    assert deck.run("check").code == 0

    writer.execute("update runs set loss = 0.5")

    assert (deck.root / "measured/runs.db").read_bytes() == database
    told = [line for line in deck.run("check").lines if line.startswith("stale ")]
    assert told == ["stale   runs   file measured/runs.db-wal is new"]


def test_what_was_committed_before_the_run_counts_as_what_it_read(deck, writer):
    writer.execute("update runs set loss = 0.5")
    assert deck.run("build", "runs").code == 0
    assert deck.record("runs")["runs"][0]["numbers"] == {"loss": {"wide": 0.5}}
    assert [*deck.record("runs")["measure"]["files"]] == [
        "measured/runs.db",
        "measured/runs.db-wal",
    ]
    assert deck.run("check").code == 0

    writer.execute("update runs set loss = 0.6")

    told = [line for line in deck.run("check").lines if line.startswith("stale ")]
    assert told == ["stale   runs   file measured/runs.db-wal changed"]


FAILING = {
    "a mark of byte order": (
        "scores",
        rewrite("measured/scores.csv", lambda t: t.encode("utf-8-sig")),
        'measured/scores.csv begins with a mark of byte order: read it with encoding="utf-8-sig"',
    ),
    "UTF-16": (
        "scores",
        rewrite("measured/scores.csv", lambda t: t.encode("utf-16")),
        "measured/scores.csv:1: byte 1 of the file (0xff) is not UTF-8; it is probably in UTF-16",
    ),
    "decimal commas": (
        "scores",
        rewrite("measured/scores.csv", decimal_commas),
        "measured/scores.csv:1: its columns are parted by ';': csv.DictReader(…, delimiter=…)",
    ),
    "a head twice": (
        "scores",
        swap("measured/scores.csv", "seed,model,accuracy", "seed,model,seed"),
        "measured/scores.csv:1: two columns are named 'seed', of which csv.DictReader keeps the "
        "last",
    ),
    "half of a JSON file": (
        "fit",
        rewrite("measured/fit.json", lambda t: t[:18]),
        "measured/fit.json:1:16: no JSON: Unterminated string starting at",
    ),
}


@pytest.mark.parametrize(("name", "act", "hint"), FAILING.values(), ids=FAILING)
def test_a_cell_that_fails_is_told_what_is_odd_about_its_files(deck, name, act, hint):
    act(deck.root)

    built = deck.run("build", name)

    assert built.code == 1
    assert built.err.splitlines()[-1] == f"hint: {hint}"
    assert f"error: experiments/{name}.py:16: cell 'Read' failed" in built.err


def test_a_cell_that_fails_for_another_reason_is_told_nothing_of_its_files(deck):
    deck.edit("experiments/fit.py", "json.load(file)", "json.load(file)['r3']")

    assert (
        deck.run("build", "fit").err.splitlines()[-1] == "hint: uv run build.py fit runs it again"
    )


def test_a_number_that_is_none_is_named_by_its_key(deck):
    deck.edit("measured/fit.json", "0.7391", "NaN")

    built = deck.run("build", "fit")

    assert "ValueError: r2 is nan: a recorded number must be finite" in built.err
